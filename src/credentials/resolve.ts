import { ToolError } from "../errors/tool-error.ts";
import { aliyunConfigPlace } from "./aliyun-config/aliyun-config-place.ts";
import { environmentPlace } from "./environment/environment-place.ts";
import { iniPlace } from "./ini/ini-place.ts";
import type { CredentialSettings, Origin, Place, SearchContext } from "./place.ts";
import type { Source } from "./source.ts";

/** The source that wins, and where it was found. */
export interface Resolution {
  readonly source: Source;
  readonly origin: Origin;
}

/**
 * The places to search, in order. A `--profile-file` replaces the default files: `*.json` is an aliyun CLI configuration,
 * anything else an INI file, and the environment is not looked at.
 */
export function placesToSearch(settings: CredentialSettings): readonly Place[] {
  const { profileFile, ignoreEnvironment, ignoreAliyunConfig } = settings;
  const isIniFile = profileFile !== undefined && !profileFile.endsWith(".json");
  const places: Place[] = [];
  if (profileFile === undefined && !ignoreEnvironment) places.push(environmentPlace);
  if (!isIniFile && !ignoreAliyunConfig) places.push(aliyunConfigPlace);
  // A *.json file that is named is the only place, unless the aliyun CLI's credentials are to be ignored.
  if (isIniFile || profileFile === undefined || ignoreAliyunConfig) places.push(iniPlace);
  return places;
}

/**
 * Finds out which source to use. Reads files and variables only; nobody is asked for credentials. The first place that
 * has a source wins; one that has something unusable stops the search.
 * @throws ToolError `credentials_invalid`, `credentials_not_found`
 */
export async function resolveCredentials(context: SearchContext): Promise<Resolution> {
  const tried: string[] = [];
  for (const place of placesToSearch(context.settings)) {
    const finding = await place.search(context);
    if (finding.found) return { source: finding.source, origin: finding.origin };
    tried.push(`${place.name}: ${finding.reason}`);
  }
  const { profileName, ignoreEnvironment, ignoreAliyunConfig } = context.settings;
  if (ignoreEnvironment) tried.unshift("environment variables: ignored by --ignore-env-credentials");
  if (ignoreAliyunConfig) tried.push("~/.aliyun/config.json: ignored by --ignore-aliyun-cli-credentials");
  throw new ToolError({
    code: "credentials_not_found",
    message: [
      `no Alibaba Cloud credentials found${profileName === undefined ? "" : ` for profile "${profileName}"`}`,
      ...tried.map((line) => `  - ${line}`),
    ].join("\n"),
    hint: "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run: aliyun configure",
  });
}
