import type { AccessKeyCredentials } from "../cloud-credentials.ts";
import { percentEncode } from "./percent-encode.ts";
import type { SigningMoment } from "./roa.ts";

/** A call of an RPC-style API before signing; always a POST to `/`. */
export interface RpcRequest {
  readonly action: string;
  /** API version, e.g. `2015-04-01`. */
  readonly version: string;
  /** The action's parameters: they go into the form body. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A signed call: its query and body parameters, not encoded. */
export interface SignedRpc {
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>>;
}

/** Parameters of every call, signed or not. */
export function commonParameters(request: RpcRequest, { now, nonce }: SigningMoment): Record<string, string> {
  return {
    Action: request.action,
    Format: "JSON",
    SignatureNonce: nonce,
    Timestamp: new Date(now).toISOString().replace(/\.\d+Z$/, "Z"),
    Version: request.version,
  };
}

/** The canonicalized query: keys and values percent-encoded, sorted by key, joined with `&`. */
export function canonicalQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.keys(parameters)
    .toSorted()
    .map((key) => `${percentEncode(key)}=${percentEncode(parameters[key] ?? "")}`)
    .join("&");
}

/** The string to sign. */
export function rpcStringToSign(parameters: Readonly<Record<string, string>>): string {
  return `POST&${percentEncode("/")}&${percentEncode(canonicalQuery(parameters))}`;
}

/**
 * Signs a call with an access key.
 * @see https://www.alibabacloud.com/help/en/sdk/product-overview/rpc-mechanism (signature version 1, HMAC-SHA1)
 */
export function signRpc(request: RpcRequest, credentials: AccessKeyCredentials, moment: SigningMoment): SignedRpc {
  const query = {
    ...commonParameters(request, moment),
    AccessKeyId: credentials.accessKeyId,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    ...(credentials.securityToken !== undefined && { SecurityToken: credentials.securityToken }),
  };
  const signature = new Bun.CryptoHasher("sha1", `${credentials.accessKeySecret}&`)
    .update(rpcStringToSign({ ...query, ...request.parameters }))
    .digest("base64");
  return { query: { ...query, Signature: signature }, body: request.parameters };
}
