import { verify } from "node:crypto";
import { rpcStringToSign } from "../signing/rpc-signature.ts";
import type { FakeRequest } from "../server/fake-request.ts";
import { ApiError } from "./api-error.ts";
import { isoSeconds } from "./assume-role.ts";
import { type CloudState, timestampToleranceMs } from "./cloud-state.ts";
import { requiredParameter, rpcParameters } from "./rpc-call.ts";

/**
 * `GenerateSessionAccessKey`: a temporary key, without a token, for the owner of an RSA key pair. The
 * call is signed with SHA256withRSA, and `AccessKeyId` is the id of the public key. @throws {ApiError}
 */
export function generateSessionAccessKey(state: CloudState, request: FakeRequest) {
  const parameters = rpcParameters(request);
  const keyPair = state.keyPairs.get(requiredParameter(parameters, "AccessKeyId"));
  if (keyPair === undefined) {
    throw new ApiError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  }
  const age = state.now() - Date.parse(requiredParameter(parameters, "Timestamp"));
  if (!(Math.abs(age) <= timestampToleranceMs)) {
    throw new ApiError(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }
  const signature = requiredParameter(parameters, "Signature");
  const isGenuine =
    parameters.get("SignatureMethod") === "SHA256withRSA" &&
    parameters.get("SignatureType") === "PRIVATEKEY" &&
    verify(
      "sha256",
      Buffer.from(rpcStringToSign(request.method, parameters)),
      keyPair.publicKeyPem,
      Buffer.from(signature, "base64"),
    );
  state.secrets.add(signature);
  if (!isGenuine) {
    throw new ApiError(400, "SignatureDoesNotMatch", "Specified signature is not matched with our calculation.");
  }
  const seconds = Number(parameters.get("DurationSeconds") ?? 3600);
  if (!(seconds >= 900 && seconds <= 3600)) {
    throw new ApiError(400, "InvalidParameter.DurationSeconds", "DurationSeconds must be between 900 and 3600.");
  }
  if (!state.useNonce(keyPair.publicKeyId, requiredParameter(parameters, "SignatureNonce"))) {
    throw new ApiError(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
  }
  const key = state.openKeySession(keyPair.owner, seconds);
  return {
    SessionAccessKey: {
      SessionAccessKeyId: key.accessKeyId,
      SessionAccessKeySecret: key.accessKeySecret,
      Expiration: isoSeconds(key.expiresAt),
    },
  };
}
