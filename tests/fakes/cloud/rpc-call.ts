import type { FakeRequest } from "../server/fake-request.ts";
import { rpcSignature, rpcStringToSign } from "../signing/rpc-signature.ts";
import { ApiError } from "./api-error.ts";
import { authenticateHeaders, verifyClaim } from "./authenticate.ts";
import type { CloudState } from "./cloud-state.ts";
import type { AccessKey } from "./model.ts";

/** The parameters of an RPC call, wherever they stand: in the query or in the form body. */
export function rpcParameters({ query, headers, body }: FakeRequest): URLSearchParams {
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  return new URLSearchParams([...query, ...(isForm ? new URLSearchParams(body) : [])]);
}

/** The action of an RPC call, by parameter (v1) or by header (v3); `?` without either. */
export function rpcAction(request: FakeRequest): string {
  return rpcParameters(request).get("Action") ?? request.headers["x-acs-action"] ?? "?";
}

/**
 * The key that signed an RPC call: HMAC-SHA1 in the parameters, or ACS3 in the headers.
 *
 * @throws {ApiError} with the gateway's code for whatever is wrong.
 */
export function authenticateRpc(state: CloudState, request: FakeRequest): AccessKey {
  const parameters = rpcParameters(request);
  if (!parameters.has("Signature")) return authenticateHeaders(state, request);
  if (parameters.get("SignatureMethod") !== "HMAC-SHA1") {
    throw new ApiError(400, "InvalidSignatureMethod", "SignatureMethod must be HMAC-SHA1.");
  }
  return verifyClaim(state, {
    accessKeyId: requiredParameter(parameters, "AccessKeyId"),
    securityToken: parameters.get("SecurityToken") ?? undefined,
    timestamp: requiredParameter(parameters, "Timestamp"),
    nonce: requiredParameter(parameters, "SignatureNonce"),
    signature: requiredParameter(parameters, "Signature"),
    stringToSign: rpcStringToSign(request.method, parameters),
    sign: rpcSignature,
  });
}

/** The value of a parameter. @throws {ApiError} `Missing<Name>`, as the gateway has it. */
export function requiredParameter(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value === null || value === "") {
    throw new ApiError(400, `Missing${name}`, `${name} is mandatory for this action.`);
  }
  return value;
}
