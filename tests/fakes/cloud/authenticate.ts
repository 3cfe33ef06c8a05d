import { timingSafeEqual } from "node:crypto";
import type { FakeRequest, SignedRequest } from "../server/fake-request.ts";
import { acs3Signature, acs3StringToSign, parseAcs3Authorization, sha256Hex } from "../signing/acs3-signature.ts";
import { roaSignature, roaStringToSign } from "../signing/roa-signature.ts";
import { ApiError } from "./api-error.ts";
import { type CloudState, timestampToleranceMs } from "./cloud-state.ts";
import type { AccessKey } from "./model.ts";

/** What a signature of any kind comes down to. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  /** As it was sent: RFC 1123 or ISO 8601. */
  readonly timestamp: string;
  /** Undefined where the scheme has none (pre-signed tokens). */
  readonly nonce: string | undefined;
  readonly signature: string;
  readonly stringToSign: string;
  readonly sign: (accessKeySecret: string, stringToSign: string) => string;
}

/**
 * The key that signed a request in its headers: ROA HMAC-SHA1 (`Authorization: acs …`) or
 * ACS3-HMAC-SHA256.
 *
 * @throws {ApiError} with the gateway's code for whatever is wrong.
 */
export function authenticateHeaders(state: CloudState, request: FakeRequest): AccessKey {
  const { headers } = request;
  if (headers["x-acs-signature-nonce"] === undefined) {
    throw new ApiError(400, "MissingSignatureNonce", "x-acs-signature-nonce is mandatory.");
  }
  const authorization = headers["authorization"] ?? "";
  if (authorization.startsWith("ACS3-HMAC-SHA256 ")) return verifyClaim(state, acs3Claim(request));
  const [, accessKeyId, signature] = /^acs ([^:]+):(.+)$/.exec(authorization) ?? [];
  if (accessKeyId === undefined || signature === undefined) {
    throw new ApiError(400, "MissingAuthorization", "Authorization is mandatory for this action.");
  }
  return verifyClaim(state, {
    accessKeyId,
    securityToken: headers["x-acs-security-token"],
    timestamp: headers["date"] ?? "",
    nonce: headers["x-acs-signature-nonce"],
    signature,
    stringToSign: roaStringToSign(request),
    sign: roaSignature,
  });
}

/**
 * What an ACS3 signature claims.
 *
 * @throws {ApiError} if the header is not one, or leaves out of the signature what must be in it.
 */
export function acs3Claim(request: SignedRequest): SignatureClaim {
  const { headers } = request;
  const authorization = parseAcs3Authorization(headers["authorization"] ?? "");
  if (authorization === undefined) {
    throw new ApiError(400, "MissingAuthorization", "Authorization is mandatory for this action.");
  }
  const unsigned = Object.keys(headers).find(
    (name) => (name.startsWith("x-acs-") || name === "host") && !authorization.signedHeaders.includes(name),
  );
  if (unsigned !== undefined) {
    throw new ApiError(400, "IncompleteSignature", `The header ${unsigned} is not signed.`);
  }
  if (headers["x-acs-content-sha256"] !== sha256Hex(request.body)) {
    throw new ApiError(400, "InvalidContentSha256", "x-acs-content-sha256 is not that of the body.");
  }
  return {
    accessKeyId: authorization.accessKeyId,
    securityToken: headers["x-acs-security-token"],
    timestamp: headers["x-acs-date"] ?? "",
    nonce: headers["x-acs-signature-nonce"],
    signature: authorization.signature,
    stringToSign: acs3StringToSign(request, authorization.signedHeaders),
    sign: acs3Signature,
  };
}

/**
 * Checks key, token, time, signature and nonce, in this order. A nonce is used up by a good signature only.
 *
 * @throws {ApiError} with the gateway's code for whatever is wrong.
 */
export function verifyClaim(state: CloudState, claim: SignatureClaim): AccessKey {
  const key = state.accessKeys.get(claim.accessKeyId);
  if (key === undefined) {
    throw new ApiError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  }
  if (key.inactive) {
    throw new ApiError(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");
  }
  verifySecurityToken(state, key, claim.securityToken);
  // NaN is no timestamp and compares as false.
  if (!(Math.abs(state.now() - Date.parse(claim.timestamp)) <= timestampToleranceMs)) {
    throw new ApiError(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }
  const expected = Buffer.from(claim.sign(key.accessKeySecret, claim.stringToSign));
  const given = Buffer.from(claim.signature);
  state.secrets.add(claim.signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
    // The real gateway echoes this too, with the caller's security token in it.
    throw new ApiError(
      400,
      "SignatureDoesNotMatch",
      `Specified signature is not matched with our calculation. server string to sign is:${claim.stringToSign}`,
    );
  }
  if (claim.nonce !== undefined && !state.useNonce(claim.accessKeyId, claim.nonce)) {
    throw new ApiError(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
  }
  return key;
}

function verifySecurityToken(state: CloudState, key: AccessKey, token: string | undefined): void {
  if (key.securityToken !== undefined && token === undefined) {
    throw new ApiError(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.");
  }
  if (key.securityToken === undefined && token !== undefined) {
    throw new ApiError(
      400,
      "InvalidSecurityToken.MismatchWithAccessKey",
      "The provided SecurityToken does not match the access key.",
    );
  }
  if (key.securityToken !== token) {
    throw new ApiError(400, "InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");
  }
  if (key.expiresAt !== undefined && key.expiresAt <= state.now()) {
    throw new ApiError(400, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
  }
}
