import { shellWord } from "../errors/quote-shell-word.ts";
import { ToolError } from "../errors/tool-error.ts";

/** The error if no provider has credentials. @param tried each provider, and what it lacks */
export function noCredentials(tried: readonly string[], profileName: string | undefined): ToolError {
  return new ToolError({
    code: "credentials_not_found",
    message: `no Alibaba Cloud credentials found${profileName === undefined ? "" : ` for profile ${JSON.stringify(profileName)}`}`,
    items: tried,
    hint:
      profileName === undefined
        ? "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or sign in (--site cn or intl): ack-ram-tool auth login --mode OAuth --site cn"
        : `name an existing profile with --profile-name, or add this one: aliyun configure --profile ${shellWord(profileName)}`,
  });
}
