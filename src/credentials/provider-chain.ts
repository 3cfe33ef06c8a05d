import { ALIYUN_CONFIG_FILE, ALIYUN_INI_FILE, CREDENTIALS_FILE, CREDENTIALS_INI_FILE } from "../paths.ts";
import { ecsRoleProvider } from "./ecs-role-provider.ts";
import { environmentProvider } from "./environment-provider.ts";
import type { CredentialSettings, Provider } from "./provider.ts";

const aliyunConfigProvider = loadedWhenSearched(
  ALIYUN_CONFIG_FILE,
  async () => (await import("./aliyun-config/aliyun-config-provider.ts")).aliyunConfigProvider,
);
const iniProvider = loadedWhenSearched(
  CREDENTIALS_FILE,
  async () => (await import("./ini/ini-provider.ts")).iniProvider,
);
const [credentialsIniProvider, aliyunIniProvider] = [
  otherIniProvider(CREDENTIALS_INI_FILE),
  otherIniProvider(ALIYUN_INI_FILE),
];

/** Loaded on demand, because most searches end earlier. */
function loadedWhenSearched(name: string, load: () => Promise<Provider>): Provider {
  return { name, search: async (context) => await (await load()).search(context) };
}

function otherIniProvider(path: string): Provider {
  return loadedWhenSearched(path, async () => (await import("./ini/ini-provider.ts")).otherIniProvider(path));
}

/** One step of the search; `skipped` is the reason if its provider is not searched. */
export interface ProviderStep {
  readonly provider: Provider;
  readonly skipped: string | undefined;
}

/**
 * The credential provider chain: the providers to search, in order. With `--profile-file`, only that file is searched:
 * `*.json` as an aliyun CLI configuration, anything else as an INI file.
 */
export function providerChain(settings: CredentialSettings): readonly ProviderStep[] {
  const { profileFile, ignoreEnvironment, ignoreAliyunConfig, credentialType } = settings;
  if (credentialType === "imds" || credentialType === "ecs-role")
    return [{ provider: ecsRoleProvider, skipped: undefined }];
  const hasFile = profileFile !== undefined;
  const isJson = hasFile && profileFile.endsWith(".json");
  return [
    step(
      environmentProvider,
      ignoreEnvironment && "ignored (--ignore-env-credentials)",
      hasFile && "not searched: a profile file is given",
    ),
    step(
      aliyunConfigProvider,
      ignoreAliyunConfig && "ignored (--ignore-aliyun-cli-credentials)",
      hasFile && !isJson && "not searched: an INI file is given",
    ),
    // --ignore-aliyun-cli-credentials also ignores a *.json --profile-file: then the default INI file is searched.
    step(iniProvider, false, isJson && !ignoreAliyunConfig && "not searched: a config.json is given"),
    step(credentialsIniProvider, false, hasFile && "not searched: a profile file is given"),
    step(aliyunIniProvider, false, hasFile && "not searched: a profile file is given"),
  ];
}

function step(provider: Provider, ignored: string | false, replaced: string | false): ProviderStep {
  return { provider, skipped: ignored || replaced || undefined };
}
