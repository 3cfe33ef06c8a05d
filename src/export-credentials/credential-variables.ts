import type { AccessKeyCredentials } from "../alibaba/cloud-credentials.ts";
import * as VARIABLES from "../variable-names.ts";

/**
 * The variables for other programs; undefined for an absent token, because one left over from other credentials would
 * break these.
 */
export function credentialVariables({
  accessKeyId,
  accessKeySecret,
  securityToken,
}: AccessKeyCredentials): ReadonlyMap<string, string | undefined> {
  return new Map<string, string | undefined>([
    ...VARIABLES.exportedAccessKeyId.map((name) => [name, accessKeyId] as const),
    ...VARIABLES.exportedAccessKeySecret.map((name) => [name, accessKeySecret] as const),
    ...VARIABLES.exportedSecurityToken.map((name) => [name, securityToken] as const),
  ]);
}
