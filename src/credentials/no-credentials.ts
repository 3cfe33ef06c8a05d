import { ALIYUN_CONFIG_FILE } from "../environment/default-files.ts";
import { findVariable } from "../environment/read-variable.ts";
import { resolvePath } from "../environment/resolve-path.ts";
import * as VARIABLES from "../environment/variable-names.ts";
import { shellWord } from "../errors/quote-shell-word.ts";
import { ToolError } from "../errors/tool-error.ts";
import { profileNameGiver, type SearchContext } from "./provider.ts";

/** The error if no provider has credentials. @param tried each provider, and what it lacks */
export function noCredentials(tried: readonly string[], context: SearchContext): ToolError {
  const { profileName, ignoreEnvironment } = context.settings;
  const keys = "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET";
  const existing = profileName === undefined ? keys : `name an existing profile with ${profileNameGiver(context)}`;
  const isFirst = profileName !== undefined || !ignoreEnvironment;
  return new ToolError({
    code: "credentials_not_found",
    message: `no Alibaba Cloud credentials found${profileName === undefined ? "" : ` for profile ${JSON.stringify(profileName)}`}`,
    items: tried,
    hint: [...(isFirst ? [existing] : []), newProfile(context)].join(", or "),
  });
}

/** How to get a profile that this search would find. */
function newProfile({ settings: { profileName, ignoreAliyunConfig }, world }: SearchContext): string {
  if (ignoreAliyunConfig) return "leave out --ignore-aliyun-cli-credentials";
  const other = findVariable(world.env, VARIABLES.aliyunConfigFile)?.value;
  if (resolvePath(other || ALIYUN_CONFIG_FILE, world) === undefined) return "set HOME";
  if (profileName === undefined) return "sign in (--site cn or intl): ack-ram-tool auth login --mode OAuth --site cn";
  // `aliyun configure` changes the default file only.
  const command = other ? "ack-ram-tool auth login --profile-name" : "aliyun configure --profile";
  return `add this one: ${command} ${shellWord(profileName)}`;
}
