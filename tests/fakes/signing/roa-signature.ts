import { createHmac } from "node:crypto";
import type { SignedRequest } from "../server/fake-request.ts";

/**
 * What a ROA request signs (signature version 1.0).
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/roa-mechanism
 */
export function roaStringToSign({ method, path, query, headers }: SignedRequest): string {
  const plain = ["accept", "content-md5", "content-type", "date"].map((name) => headers[name] ?? "");
  const acs = Object.entries(headers)
    .filter(([name]) => name.startsWith("x-acs-"))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value}`);
  const parameters = [...query]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => (value === "" ? key : `${key}=${value}`));
  const resource = parameters.length === 0 ? path : `${path}?${parameters.join("&")}`;
  return [method, ...plain, ...acs, resource].join("\n");
}

/** Base64 of the HMAC-SHA1 with the bare secret. */
export function roaSignature(accessKeySecret: string, stringToSign: string): string {
  return createHmac("sha1", accessKeySecret).update(stringToSign).digest("base64");
}
