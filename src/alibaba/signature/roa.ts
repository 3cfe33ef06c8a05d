import type { CloudCredentials } from "../cloud-credentials.ts";
import { percentEncode } from "./percent-encode.ts";

/** A call of a ROA-style API before signing. */
export interface RoaRequest {
  readonly method: "GET";
  /** Path as it goes on the wire, percent-encoded. */
  readonly path: string;
  /** Query parameters, not encoded. */
  readonly query: Readonly<Record<string, string>>;
  readonly action: string;
  /** API version, e.g. `2015-12-15`. */
  readonly version: string;
}

/** What makes a signature unique: both must be new for each try. */
export interface SigningMoment {
  /** ms since the epoch */
  readonly now: number;
  readonly nonce: string;
}

/** The canonicalized `x-acs-*` headers: sorted by name, `name:value` and a newline each. */
export function canonicalHeaders(headers: Readonly<Record<string, string>>): string {
  return Object.keys(headers)
    .filter((name) => name.startsWith("x-acs-"))
    .toSorted()
    .map((name) => `${name}:${headers[name]}\n`)
    .join("");
}

/** The canonicalized resource: keys sorted, values not encoded, an empty value without `=`. */
export function canonicalResource(path: string, query: Readonly<Record<string, string>>): string {
  const pairs = Object.keys(query)
    .toSorted()
    .map((key) => (query[key] === "" ? key : `${key}=${query[key]}`));
  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

/**
 * The string to sign. Header order is the API's own: accept, content-md5, content-type, date; absent ones are empty
 * lines.
 */
export function stringToSign(request: RoaRequest, headers: Readonly<Record<string, string>>): string {
  const { accept = "", date = "", "content-md5": md5 = "", "content-type": type = "" } = headers;
  const resource = canonicalResource(request.path, request.query);
  return `${request.method}\n${accept}\n${md5}\n${type}\n${date}\n${canonicalHeaders(headers)}${resource}`;
}

/** Headers of the call, lower-case names, without `authorization`. */
export function unsignedHeaders(
  request: RoaRequest,
  credentials: CloudCredentials,
  moment: SigningMoment,
): Record<string, string> {
  return {
    accept: "application/json",
    date: new Date(moment.now).toUTCString(),
    "x-acs-action": request.action,
    "x-acs-version": request.version,
    "x-acs-signature-method": "HMAC-SHA1",
    "x-acs-signature-version": "1.0",
    "x-acs-signature-nonce": moment.nonce,
    ...credentialHeaders(credentials),
  };
}

function credentialHeaders(credentials: CloudCredentials): Record<string, string> {
  if ("bearerToken" in credentials) {
    return { "x-acs-bearer-token": credentials.bearerToken, "x-acs-signature-type": "BEARERTOKEN" };
  }
  if (credentials.securityToken === undefined) return {};
  return { "x-acs-accesskey-id": credentials.accessKeyId, "x-acs-security-token": credentials.securityToken };
}

/**
 * All headers of the signed call; with a bearer token there is no signature.
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/roa-mechanism (signature version 1, HMAC-SHA1)
 */
export function signRoa(
  request: RoaRequest,
  credentials: CloudCredentials,
  moment: SigningMoment,
): Record<string, string> {
  const headers = unsignedHeaders(request, credentials, moment);
  if ("bearerToken" in credentials) return headers;
  const signature = new Bun.CryptoHasher("sha1", credentials.accessKeySecret)
    .update(stringToSign(request, headers))
    .digest("base64");
  return { ...headers, authorization: `acs ${credentials.accessKeyId}:${signature}` };
}

/** Path and query on the wire. */
export function requestTarget(request: RoaRequest): string {
  const pairs = Object.entries(request.query).map(([key, value]) => `${percentEncode(key)}=${percentEncode(value)}`);
  return pairs.length === 0 ? request.path : `${request.path}?${pairs.join("&")}`;
}
