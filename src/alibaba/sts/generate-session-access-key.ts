import { createPrivateKey, createSign, type KeyObject } from "node:crypto";
import * as v from "valibot";
import { ToolError } from "../../errors/tool-error.ts";
import type { ApiPorts } from "../api-types.ts";
import { callApi } from "../call-api.ts";
import type { AccessKeyCredentials } from "../cloud-credentials.ts";
import type { HttpRequest } from "../../http/http-client.ts";
import { canonicalQuery, commonParameters, rpcStringToSign } from "../signature/rpc.ts";
import { looseCredentialsSchema, temporaryCredentials } from "../parse-temporary-credentials.ts";
import { STS, STS_VERSION } from "./call-sts.ts";

/** An RSA key pair of a RAM user, registered under its id. */
export interface RsaKeyPair {
  readonly name: string;
  /** PEM (PKCS#1 or PKCS#8), or its base64 without the header and footer. */
  readonly privateKey: string;
  /** 900 to 3600 s. */
  readonly durationSeconds: number;
}

const { AccessKeyId, AccessKeySecret, Expiration } = looseCredentialsSchema.entries;

const answerSchema = v.object({
  SessionAccessKey: v.object({
    SessionAccessKeyId: AccessKeyId,
    SessionAccessKeySecret: AccessKeySecret,
    Expiration,
  }),
});

/**
 * A session access key for a key pair. The call is signed with the private key instead of an access key secret.
 * @param endpoint base URL of STS
 * @throws ToolError `credentials_invalid` for an unreadable key, otherwise as any STS call
 * @see https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-generatesessionaccesskey
 */
export async function generateSessionAccessKey(
  endpoint: string,
  pair: RsaKeyPair,
  ports: ApiPorts,
): Promise<AccessKeyCredentials> {
  const key = readPrivateKey(pair.privateKey);
  const request = {
    action: "GenerateSessionAccessKey",
    version: STS_VERSION,
    parameters: { DurationSeconds: String(pair.durationSeconds) },
  };
  const build = (): HttpRequest => {
    const unsigned = {
      ...commonParameters(request, { now: ports.now(), nonce: ports.nonce() }),
      ...request.parameters,
      AccessKeyId: pair.name,
      SignatureMethod: "SHA256withRSA",
      SignatureType: "PRIVATEKEY",
      SignatureVersion: "1.0",
    };
    const signature = createSign("RSA-SHA256").update(rpcStringToSign(unsigned)).sign(key, "base64");
    return {
      method: "POST",
      action: request.action,
      address: "STS: --sts-endpoint, --region-id, their variables or the profile",
      url: `${endpoint}/?${canonicalQuery({ ...unsigned, Signature: signature })}`,
      headers: { accept: "application/json" },
    };
  };
  const { value } = await callApi({ name: STS, ramAction: `sts:${request.action}` }, build, answerSchema, ports);
  const { SessionAccessKey: session } = value;
  const fields = {
    AccessKeyId: session.SessionAccessKeyId,
    AccessKeySecret: session.SessionAccessKeySecret,
    Expiration: session.Expiration,
  };
  return temporaryCredentials(STS, fields, ports.now());
}

function readPrivateKey(text: string): KeyObject {
  const pem = text.includes("-----BEGIN ")
    ? [text]
    : ["PRIVATE KEY", "RSA PRIVATE KEY"].map((label) => `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----\n`);
  for (const candidate of pem) {
    try {
      return createPrivateKey(candidate.replaceAll("\\n", "\n"));
    } catch {
      // Try the next form; OpenSSL's message could quote the key.
    }
  }
  throw new ToolError({
    code: "credentials_invalid",
    message: "the private key of the RSA key pair cannot be read",
    hint: "it must be an unencrypted RSA key in PEM form, or a path to a file with one",
  });
}
