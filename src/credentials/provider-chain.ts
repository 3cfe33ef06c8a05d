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
