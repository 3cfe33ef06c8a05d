import type { AccessKeyCredentials } from "../cloud-credentials.ts";
import { digestOf } from "../../digest.ts";
import { canonicalQuery } from "./rpc.ts";

/** The only algorithm of signature version 3 that this tool uses. */
const ALGORITHM = "ACS3-HMAC-SHA256";

/** A call before signing. It has no body. */
export interface Acs3Request {
  readonly method: "POST";
  /** Path as it goes on the wire, percent-encoded. */
  readonly path: string;
  /** Query parameters, not encoded. */
  readonly query: Readonly<Record<string, string>>;
  readonly action: string;
  /** API version, e.g. `2015-04-01`. */
  readonly version: string;
}

/**
 * The headers that are signed, lower-case names.
 * @param now ms since the epoch
 */
export function acs3Headers(
  request: Acs3Request,
  { securityToken }: AccessKeyCredentials,
  now: number,
): Record<string, string> {
  return {
    "x-acs-action": request.action,
    "x-acs-content-sha256": digestOf(""),
    "x-acs-date": new Date(now).toISOString().replace(/\.\d+Z$/, "Z"),
    ...(securityToken !== undefined && { "x-acs-security-token": securityToken }),
    "x-acs-version": request.version,
  };
}

/** Names of the signed headers, sorted, joined with `;`. */
function signedHeaderNames(headers: Readonly<Record<string, string>>): string {
  return Object.keys(headers).toSorted().join(";");
}

/**
 * The canonical request: method, path, query, a line for each header, an empty line, the header names, the body's
 * digest.
 */
export function acs3CanonicalRequest(request: Acs3Request, headers: Readonly<Record<string, string>>): string {
  const headerLines = Object.keys(headers)
    .toSorted()
    .map((name) => `${name}:${headers[name]?.trim() ?? ""}\n`);
  return [
    request.method,
    request.path,
    canonicalQuery(request.query),
    headerLines.join(""),
    signedHeaderNames(headers),
    digestOf(""),
  ].join("\n");
}

/** The string to sign. */
export function acs3StringToSign(canonicalRequest: string): string {
  return `${ALGORITHM}\n${digestOf(canonicalRequest)}`;
}

/**
 * All headers of the signed call. There is no nonce: whoever has them can replay the call for 15 minutes from `now`.
 * @param now ms since the epoch
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export function signAcs3(request: Acs3Request, credentials: AccessKeyCredentials, now: number): Record<string, string> {
  const headers = acs3Headers(request, credentials, now);
  const toSign = acs3StringToSign(acs3CanonicalRequest(request, headers));
  const parts = [
    `Credential=${credentials.accessKeyId}`,
    `SignedHeaders=${signedHeaderNames(headers)}`,
    `Signature=${digestOf(toSign, credentials.accessKeySecret)}`,
  ];
  return { Authorization: `${ALGORITHM} ${parts.join(",")}`, ...headers };
}
