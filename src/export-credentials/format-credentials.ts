import type { AccessKeyCredentials } from "../alibaba/cloud-credentials.ts";
import { shellWord } from "../errors/quote-shell-word.ts";
import { credentialVariables } from "./credential-variables.ts";

/** The Go tool's formats, with both names of each. */
export const FORMATS = {
  "aliyun-cli-config-json": cliConfig,
  "aliyuncli-json": cliConfig,
  "aliyun-cli-uri-json": uriBody,
  "aliyuncli-uri": uriBody,
  "ecs-metadata-json": uriBody,
  ecs: uriBody,
  "credential-file-ini": iniFile,
  ini: iniFile,
  "environment-variables": shellLines,
  env: shellLines,
} as const;

/** The expiration given to credentials without one, in formats that require one, ms: the reader asks again then. */
const UNKNOWN_LIFE_MS = 10 * 60_000;

/** The format of the aliyun CLI's mode External. */
function cliConfig({ accessKeyId, accessKeySecret, securityToken }: AccessKeyCredentials): string {
  return goJson({
    mode: securityToken === undefined ? "AK" : "StsToken",
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    ...(securityToken !== undefined && { sts_token: securityToken }),
  });
}

/** The format of a credentials URI and of the metadata service. */
function uriBody({ expiration, ...credentials }: AccessKeyCredentials, now: number): string {
  return goJson({
    Code: "Success",
    AccessKeyId: credentials.accessKeyId,
    AccessKeySecret: credentials.accessKeySecret,
    SecurityToken: credentials.securityToken ?? "",
    Expiration: `${new Date(expiration ?? now + UNKNOWN_LIFE_MS).toISOString().slice(0, 19)}Z`,
  });
}

/** Both names of the token: the SDKs read the first, the Go tool the second. */
function iniFile({ accessKeyId, accessKeySecret, securityToken }: AccessKeyCredentials): string {
  return [
    "[default]",
    "enable = true",
    `type = ${securityToken === undefined ? "access_key" : "sts"}`,
    `access_key_id = ${accessKeyId}`,
    `access_key_secret = ${accessKeySecret}`,
    ...(securityToken === undefined ? [] : [`security_token = ${securityToken}`, `sts_token = ${securityToken}`]),
    "",
  ].join("\n");
}

/** For `eval "$(…)"`. */
function shellLines(credentials: AccessKeyCredentials): string {
  const lines = [...credentialVariables(credentials)].map(([name, value]) =>
    value === undefined ? `unset ${name}` : `export ${name}=${shellWord(value)}`,
  );
  return lines.join("\n");
}

/** The Go tool's indentation: `json.MarshalIndent(v, " ", " ")`. */
function goJson(fields: object): string {
  return JSON.stringify(fields, null, 1).replaceAll("\n", "\n ");
}
