import type { CredentialSettings } from "../../credentials/provider.ts";
import { usageError } from "../../errors/tool-error.ts";
import type { Env } from "../../world/world.ts";
import type { Given } from "../arguments/flag.ts";
import { type GlobalValues, labelledFlag } from "./labelled-flag.ts";

/**
 * The flags about credentials.
 * @param given the flags on the command line
 * @throws ToolError `usage`
 */
export function credentialSettings(
  flags: GlobalValues & { readonly "role-arn": string | undefined },
  given: Given,
  env: Env,
): CredentialSettings {
  const roleArn = flags["role-arn"];
  if (roleArn !== undefined && !/^acs:ram::\d+:role\/./.test(roleArn)) {
    throw usageError(
      `invalid --role-arn ${JSON.stringify(roleArn)}: must look like acs:ram::ACCOUNT:role/NAME`,
      "copy the ARN of the role from the RAM console",
    );
  }
  return {
    profileFile: flags["profile-file"],
    profileName: flags["profile-name"],
    ignoreEnvironment: flags["ignore-env-credentials"],
    ignoreAliyunConfig: flags["ignore-aliyun-cli-credentials"],
    credentialType: flags["credential-type"],
    roleArn,
    stsEndpoint: given.has("sts-endpoint") ? labelledFlag("sts-endpoint", flags, given, env) : undefined,
    region: labelledFlag("region-id", flags, given, env),
  };
}
