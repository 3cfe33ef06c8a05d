import { aliyunConfigPlace } from "./aliyun-config/aliyun-config-place.ts";
import { environmentPlace } from "./environment/environment-place.ts";
import { iniPlace } from "./ini/ini-place.ts";
import { officialSdkPlace } from "./official-sdk-place.ts";
import type { Finding, Place } from "./place.ts";
import { ecsMetadataOptions } from "./ecs-metadata-options.ts";
import type { CredentialSettings } from "./search-context.ts";

/** `--credential-type imds` and `ecs-role`: the only place then. */
const ecsRolePlace: Place = {
  name: "--credential-type",
  search: (context): Promise<Finding> =>
    Promise.resolve({
      found: true,
      source: { kind: "ecs-role", ...ecsMetadataOptions(context, "--credential-type") },
      origin: { description: "the RAM role of this ECS instance", identity: ["ecs-role"] },
    }),
};

/** A place in the order of search, and why it is passed over, if it is. */
export interface SearchStep {
  readonly place: Place;
  readonly skipped: string | undefined;
}

/**
 * The places to search, in order. A `--profile-file` replaces the default files: `*.json` is an aliyun CLI configuration,
 * anything else an INI file, and the environment is not looked at.
 */
export function searchPlan(settings: CredentialSettings): readonly SearchStep[] {
  const { profileFile, ignoreEnvironment, ignoreAliyunConfig, credentialType } = settings;
  if (credentialType === "imds" || credentialType === "ecs-role") return [{ place: ecsRolePlace, skipped: undefined }];
  if (credentialType === "sdk") return [{ place: officialSdkPlace, skipped: undefined }];
  const hasFile = profileFile !== undefined;
  const isJson = hasFile && profileFile.endsWith(".json");
  return [
    step(
      environmentPlace,
      ignoreEnvironment && "ignored (--ignore-env-credentials)",
      hasFile && "not searched: a profile file is named",
    ),
    step(
      aliyunConfigPlace,
      ignoreAliyunConfig && "ignored (--ignore-aliyun-cli-credentials)",
      hasFile && !isJson && "not searched: an INI file is named",
    ),
    // Ignoring the aliyun CLI's credentials ignores a *.json file that is named, too, and leaves the default INI file.
    step(iniPlace, false, isJson && !ignoreAliyunConfig && "not searched: a config.json is named"),
  ];
}

function step(place: Place, ignored: string | false, replaced: string | false): SearchStep {
  return { place, skipped: ignored || replaced || undefined };
}
