import { ALIYUN_CONFIG_FILE, ALIYUN_INI_FILE, CREDENTIALS_FILE, CREDENTIALS_INI_FILE } from "../paths.ts";
import { ecsRoleProvider } from "./ecs-role-provider.ts";
import { environmentProvider } from "./environment-provider.ts";
import type { CredentialSettings, Provider } from "./provider.ts";

// The files are read by modules that are loaded on demand, because most searches end earlier.
const aliyunConfigProvider: Provider = {
  name: ALIYUN_CONFIG_FILE,
  search: async (context) => (await import("./aliyun-config/aliyun-config-provider.ts")).searchAliyunConfig(context),
};
const iniProvider: Provider = {
  name: CREDENTIALS_FILE,
  search: async (context) => (await import("./ini/ini-provider.ts")).searchIni(context),
};
const [credentialsIniProvider, aliyunIniProvider] = [otherIniFile(CREDENTIALS_INI_FILE), otherIniFile(ALIYUN_INI_FILE)];

function otherIniFile(path: string): Provider {
  return {
    name: path,
    search: async (context) => (await import("./ini/ini-provider.ts")).searchIniFile(path, false, context),
  };
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
