import { ALIYUN_CONFIG_FILE, ALIYUN_INI_FILE, CREDENTIALS_FILE, CREDENTIALS_INI_FILE } from "../paths.ts";
import { environmentPlace } from "./environment/environment-place.ts";
import type { Place } from "./place.ts";
import type { CredentialSettings } from "./search-context.ts";

const aliyunConfigPlace = loadedWhenSearched(
  ALIYUN_CONFIG_FILE,
  async () => (await import("./aliyun-config/aliyun-config-place.ts")).aliyunConfigPlace,
);
const iniPlace = loadedWhenSearched(CREDENTIALS_FILE, async () => (await import("./ini/ini-place.ts")).iniPlace);
const [credentialsIniPlace, aliyunIniPlace] = [otherIniPlace(CREDENTIALS_INI_FILE), otherIniPlace(ALIYUN_INI_FILE)];
const ecsRolePlace = loadedWhenSearched(
  "--credential-type",
  async () => (await import("./ecs-role-place.ts")).ecsRolePlace,
);

/** Most searches end before these places. */
function loadedWhenSearched(name: string, load: () => Promise<Place>): Place {
  return { name, search: async (context) => await (await load()).search(context) };
}

function otherIniPlace(path: string): Place {
  return loadedWhenSearched(path, async () => (await import("./ini/ini-place.ts")).otherIniPlace(path));
}

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
    step(credentialsIniPlace, false, hasFile && "not searched: a profile file is named"),
    step(aliyunIniPlace, false, hasFile && "not searched: a profile file is named"),
  ];
}

function step(place: Place, ignored: string | false, replaced: string | false): SearchStep {
  return { place, skipped: ignored || replaced || undefined };
}
