import type { CredentialSettings, SearchContext } from "../../src/credentials/provider.ts";
import type { Env } from "../../src/world/world.ts";
import { fakeWorld } from "./fake-world.ts";
import { type MemoryFile, MemoryFiles } from "./memory-files.ts";

export const HOME = "/home/fake";
export const ALIYUN_CONFIG = `${HOME}/.aliyun/config.json`;
export const INI_FILE = `${HOME}/.alibabacloud/credentials`;

/** Obviously fake keys, one per place, so that a test can tell which one won. */
export const KEY_ID = "LTAIfakefakefakeabcd";
export const SECRET = "fake/secret+for=tests";
export const TOKEN = "fake-security-token";

const NOTHING_SET: CredentialSettings = {
  profileFile: undefined,
  profileName: undefined,
  ignoreEnvironment: false,
  ignoreAliyunConfig: false,
  credentialType: "auto",
  roleArn: undefined,
  stsEndpoint: undefined,
  region: undefined,
};

/** Something to search for credentials: files, variables (HOME is set) and flags as given. */
export function searchContext(given: {
  readonly files?: Readonly<Record<string, string | MemoryFile>>;
  readonly env?: Env;
  readonly settings?: Partial<CredentialSettings>;
}): SearchContext {
  return {
    settings: { ...NOTHING_SET, ...given.settings },
    world: fakeWorld({ env: { HOME, ...given.env }, files: new MemoryFiles(given.files) }),
  };
}

export function aliyunConfig(profiles: readonly object[], current = "default"): string {
  return JSON.stringify({ current, profiles, meta_path: "" });
}

export function akProfile(name: string, id = KEY_ID): object {
  return { name, mode: "AK", access_key_id: id, access_key_secret: SECRET };
}
