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

/** A provider in the order of search, and why it is skipped, if it is. */
export interface ProviderStep {
  readonly provider: Provider;
  readonly skipped: string | undefined;
}

/**
 * The credential provider chain: the providers to search, in order. A `--profile-file` replaces the default files:
 * `*.json` is an aliyun CLI configuration, anything else an INI file, and the environment is skipped.
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
    // Ignoring the aliyun CLI's credentials also ignores a *.json file given by name, and leaves the default INI file.
    step(iniProvider, false, isJson && !ignoreAliyunConfig && "not searched: a config.json is given"),
    step(credentialsIniProvider, false, hasFile && "not searched: a profile file is given"),
    step(aliyunIniProvider, false, hasFile && "not searched: a profile file is given"),
  ];
}

function step(provider: Provider, ignored: string | false, replaced: string | false): ProviderStep {
  return { provider, skipped: ignored || replaced || undefined };
}
