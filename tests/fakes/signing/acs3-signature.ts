import { createHash, createHmac } from "node:crypto";
import type { SignedRequest } from "../server/fake-request.ts";
import { canonicalQuery } from "./percent-encode.ts";

/** The three parts of an `Authorization: ACS3-HMAC-SHA256 …` header. */
export interface Acs3Authorization {
  readonly accessKeyId: string;
  /** Lower case, in the order in which they were given. */
  readonly signedHeaders: readonly string[];
  /** Hex. */
  readonly signature: string;
}

/** Reads the header; undefined if it is of another kind or lacks a part. */
export function parseAcs3Authorization(header: string): Acs3Authorization | undefined {
  const match = /^ACS3-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(header);
  const [, accessKeyId, signedHeaders, signature] = match ?? [];
  if (accessKeyId === undefined || signedHeaders === undefined || signature === undefined) {
    return undefined;
  }
  return { accessKeyId, signedHeaders: signedHeaders.split(";"), signature };
}

/**
 * What a request signs in signature version 3 (ACS3-HMAC-SHA256).
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export function acs3StringToSign(
  { method, path, query, headers, body }: SignedRequest,
  signedHeaders: readonly string[],
): string {
  const canonicalRequest = [
    method,
    path,
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${(headers[name] ?? "").trim()}`),
    "",
    signedHeaders.join(";"),
    sha256Hex(body),
  ].join("\n");
  return `ACS3-HMAC-SHA256\n${sha256Hex(canonicalRequest)}`;
}

/** Hex of the HMAC-SHA256 with the bare secret. */
export function acs3Signature(accessKeySecret: string, stringToSign: string): string {
  return createHmac("sha256", accessKeySecret).update(stringToSign).digest("hex");
}

/** Lower-case hex, as `x-acs-content-sha256` has it. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
