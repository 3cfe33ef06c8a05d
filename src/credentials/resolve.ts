import { ToolError } from "../errors/tool-error.ts";
import { aliyunConfigPlace } from "./aliyun-config/aliyun-config-place.ts";
import { environmentPlace } from "./environment/environment-place.ts";
import { iniPlace } from "./ini/ini-place.ts";
import type { Finding, Origin, Place } from "./place.ts";
import { officialSdkPlace } from "./official-sdk-place.ts";
import {
  type CredentialSettings,
  ecsMetadata,
  type SearchContext,
  sessionName,
  stsEndpoint,
} from "./search-context.ts";
import type { Source } from "./source.ts";

/** The source that wins, and where it was found. */
export interface Resolution {
  readonly source: Source;
  readonly origin: Origin;
}

/** `--credential-type imds` and `ecs-role`: the only place then. */
const ecsRolePlace: Place = {
  name: "--credential-type",
  search: (context): Promise<Finding> =>
    Promise.resolve({
      found: true,
      source: { kind: "ecs-role", ...ecsMetadata(context, "--credential-type") },
      origin: { description: "the RAM role of this ECS instance", identity: ["ecs-role"] },
    }),
};

/**
 * The places to search, in order. A `--profile-file` replaces the default files: `*.json` is an aliyun CLI configuration,
 * anything else an INI file, and the environment is not looked at.
 */
export function placesToSearch(settings: CredentialSettings): readonly Place[] {
  const { profileFile, ignoreEnvironment, ignoreAliyunConfig, credentialType } = settings;
  if (credentialType === "imds" || credentialType === "ecs-role") return [ecsRolePlace];
  if (credentialType === "sdk") return [officialSdkPlace];
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
    if (finding.found) return { source: withRole(finding.source, context), origin: finding.origin };
    tried.push(`${place.name}: ${finding.reason}`);
  }
  throw notFound(tried, context.settings);
}

/** `--role-arn` comes on top of whatever was found. */
function withRole(base: Source, context: SearchContext): Source {
  const { roleArn } = context.settings;
  if (roleArn === undefined) return base;
  return {
    kind: "assumed-role",
    base,
    roleArn,
    sessionName: sessionName(context, "--role-arn"),
    externalId: undefined,
    policy: undefined,
    durationSeconds: undefined,
    stsEndpoint: stsEndpoint(context),
  };
}

function notFound(tried: readonly string[], settings: CredentialSettings): ToolError {
  const lines = [
    ...(settings.ignoreEnvironment ? ["environment variables: ignored (--ignore-env-credentials)"] : []),
    ...(settings.ignoreAliyunConfig ? [`${aliyunConfigPlace.name}: ignored (--ignore-aliyun-cli-credentials)`] : []),
    ...tried,
  ];
  const wanted = settings.profileName === undefined ? "" : ` for profile "${settings.profileName}"`;
  return new ToolError({
    code: "credentials_not_found",
    message: [`no Alibaba Cloud credentials found${wanted}`, ...lines.map((line) => `  - ${line}`)].join("\n"),
    hint: "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run: aliyun configure",
  });
}
