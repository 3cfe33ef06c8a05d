import { createHmac } from "node:crypto";
import { canonicalQuery, percentEncode } from "./percent-encode.ts";

/** What an RPC request signs (signature version 1.0): every parameter of query and form but `Signature`. */
export function rpcStringToSign(method: string, parameters: Iterable<readonly [string, string]>): string {
  const signed = [...parameters].filter(([key]) => key !== "Signature");
  return `${method}&%2F&${percentEncode(canonicalQuery(signed))}`;
}

/** Base64 of the HMAC-SHA1 with the secret and an ampersand behind it. */
export function rpcSignature(accessKeySecret: string, stringToSign: string): string {
  return createHmac("sha1", `${accessKeySecret}&`).update(stringToSign).digest("base64");
}
