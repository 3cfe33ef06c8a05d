import type { AccessKeyCredentials } from "../alibaba/cloud-credentials.ts";
import * as VARIABLES from "../environment/variable-names.ts";

/**
 * The variables for other programs. An absent token is undefined, so that one left over from other credentials is
 * removed.
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
