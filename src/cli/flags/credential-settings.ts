import type { CredentialSettings } from "../../credentials/provider.ts";
import type { Env } from "../../world/world.ts";
import type { Given } from "../arguments/flag.ts";
import { type GlobalValues, labelledFlag } from "./labelled-flag.ts";

/**
 * The flags about credentials.
 * @param given the flags on the command line
 */
export function credentialSettings(
  flags: GlobalValues & { readonly "role-arn": string | undefined },
  given: Given,
  env: Env,
): CredentialSettings {
  return {
    profileFile: flags["profile-file"],
    profileName: flags["profile-name"],
    ignoreEnvironment: flags["ignore-env-credentials"],
    ignoreAliyunConfig: flags["ignore-aliyun-cli-credentials"],
    credentialType: flags["credential-type"],
    roleArn: flags["role-arn"],
    stsEndpoint: given.has("sts-endpoint") ? labelledFlag("sts-endpoint", flags, given, env) : undefined,
    region: labelledFlag("region-id", flags, given, env),
  };
}
