import { describe, expect, test } from "bun:test";
import { resolveCredentials } from "../../../src/credentials/resolve-credentials.ts";
import type { CredentialSettings } from "../../../src/credentials/provider.ts";
import type { Env } from "../../../src/world/world.ts";
import type { MemoryFile } from "../../support/memory-files.ts";
import {
  akProfile,
  ALIYUN_CONFIG,
  aliyunConfig,
  INI_FILE,
  SECRET,
  searchContext,
} from "../../support/search-context.ts";
import { everythingShownOf, toolErrorOf } from "../../support/tool-error-of.ts";

const env: Env = { ALIBABA_CLOUD_ACCESS_KEY_ID: "from-environment", ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET };
const config = aliyunConfig([akProfile("default", "from-config"), akProfile("dev", "from-config-dev")]);
const ini = `[default]\ntype=access_key\naccess_key_id=from-ini\naccess_key_secret=${SECRET}\n[only-ini]\ntype=access_key\naccess_key_id=from-ini-only\naccess_key_secret=${SECRET}\n`;
const everywhere = {
  env,
  files: {
    [ALIYUN_CONFIG]: config,
    [INI_FILE]: ini,
    "/my.json": aliyunConfig([akProfile("default", "from-my-json")]),
    "/my.ini": ini.replace("from-ini", "from-my-ini"),
    "/my.JSON": ini.replace("from-ini", "from-upper"),
  },
};

async function winner(given: {
  env?: Env;
  files?: Record<string, string | MemoryFile>;
  settings?: Partial<CredentialSettings>;
}): Promise<string> {
  const { source } = await resolveCredentials(searchContext(given));
  return "accessKeyId" in source ? source.accessKeyId : source.kind;
}

describe("the first place that has credentials wins", () => {
  test.each<[string, Parameters<typeof winner>[0], string]>([
    ["the environment comes first", everywhere, "from-environment"],
    ["then the aliyun CLI's configuration", { ...everywhere, env: {} }, "from-config"],
    ["then the INI file", { files: { [INI_FILE]: ini } }, "from-ini"],
    ["an ignored environment is passed over", { ...everywhere, settings: { ignoreEnvironment: true } }, "from-config"],
    [
      "an ignored aliyun configuration is passed over",
      { ...everywhere, settings: { ignoreEnvironment: true, ignoreAliyunConfig: true } },
      "from-ini",
    ],
    [
      "a partial environment is passed over",
      { ...everywhere, env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "alone" } },
      "from-config",
    ],
    [
      "a configuration without profiles is passed over",
      { files: { [ALIYUN_CONFIG]: "{}", [INI_FILE]: ini } },
      "from-ini",
    ],
    [
      "a profile's name counts in the configuration",
      { ...everywhere, env: {}, settings: { profileName: "dev" } },
      "from-config-dev",
    ],
    [
      "a profile's name counts in the INI file too",
      { ...everywhere, env: {}, settings: { profileName: "only-ini" } },
      "from-ini-only",
    ],
    [
      "a profile's name does not switch the environment off",
      { ...everywhere, settings: { profileName: "dev" } },
      "from-environment",
    ],
    [
      "a *.json file replaces environment and defaults",
      { ...everywhere, settings: { profileFile: "/my.json" } },
      "from-my-json",
    ],
    [
      "any other file is an INI file, and replaces them too",
      { ...everywhere, settings: { profileFile: "/my.ini" } },
      "from-my-ini",
    ],
    ["*.JSON is not *.json", { ...everywhere, settings: { profileFile: "/my.JSON" } }, "from-upper"],
    [
      "a *.json file counts for nothing where the aliyun configuration is ignored",
      { ...everywhere, settings: { profileFile: "/my.json", ignoreAliyunConfig: true } },
      "from-ini",
    ],
  ])("%s", async (_, given, id) => {
    expect(await winner(given)).toBe(id);
  });
});

describe("a place with something unusable stops the search, though a later one has credentials", () => {
  test.each<[string, Parameters<typeof winner>[0], string]>([
    [
      "an odd variable",
      { ...everywhere, env: { ...env, ALIBABA_CLOUD_ACCESS_KEY_ID: "a b" } },
      "ALIBABA_CLOUD_ACCESS_KEY_ID",
    ],
    ["a broken configuration", { files: { [ALIYUN_CONFIG]: "{", [INI_FILE]: ini } }, ALIYUN_CONFIG],
    [
      "a configuration that may not be read",
      { files: { [ALIYUN_CONFIG]: { content: "", failsWith: "EACCES" }, [INI_FILE]: ini } },
      "EACCES",
    ],
    [
      "a profile that lacks a field",
      { files: { [ALIYUN_CONFIG]: aliyunConfig([{ name: "default", mode: "AK" }]), [INI_FILE]: ini } },
      "access_key_id",
    ],
  ])("%s", async (_, given, named) => {
    const error = await toolErrorOf(() => winner(given));
    expect(error.code).toBe("credentials_invalid");
    expect(error.message).toContain(named);
    expect(everythingShownOf(error)).not.toContain(SECRET);
  });
});

/** The lines of the error when nothing is found. */
async function failureOf(given: Parameters<typeof winner>[0]): Promise<string[]> {
  const error = await toolErrorOf(() => winner(given));
  expect(error).toMatchObject({ code: "credentials_not_found", exitCode: 1 });
  return error.message.split("\n");
}

describe("where nothing is found, the error lists every place and what was missing there", () => {
  test("on an empty machine", async () => {
    expect(await failureOf({})).toEqual([
      "no Alibaba Cloud credentials found",
      "  - environment variables: ALIBABA_CLOUD_ACCESS_KEY_ID is not set",
      "  - ~/.aliyun/config.json: no such file",
      "  - ~/.alibabacloud/credentials: no such file",
      "  - ~/.alibabacloud/credentials.ini: no such file",
      "  - ~/.aliyun/credentials.ini: no such file",
    ]);
  });

  test("for a profile that is nowhere", async () => {
    const [first, ...rest] = await failureOf({
      files: { [ALIYUN_CONFIG]: config, [INI_FILE]: ini },
      settings: { profileName: "prod" },
    });
    expect(first).toBe('no Alibaba Cloud credentials found for profile "prod"');
    expect(rest.slice(1)).toEqual([
      '  - ~/.aliyun/config.json: no profile "prod", only default, dev',
      "  - ~/.alibabacloud/credentials: no section [prod], only [default], [only-ini]",
      "  - ~/.alibabacloud/credentials.ini: no such file",
      "  - ~/.aliyun/credentials.ini: no such file",
    ]);
  });

  test("with places that are ignored", async () => {
    const text = (await failureOf({ settings: { ignoreEnvironment: true, ignoreAliyunConfig: true } })).join("\n");
    expect(text).toContain("--ignore-env-credentials");
    expect(text).toContain("--ignore-aliyun-cli-credentials");
    expect(text).toContain("~/.alibabacloud/credentials: no such file");
  });
});

describe("the hint of that error names what can help", () => {
  const keys = "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET";
  const signIn = "sign in (--site cn or intl): ack-ram-tool auth login --mode OAuth --site cn";

  test.each<[string, Parameters<typeof winner>[0], string]>([
    ["on an empty machine", {}, `${keys}, or ${signIn}`],
    ["without a home", { env: { HOME: "" } }, `${keys}, or set HOME`],
    [
      "without a home, but with a file for sign-ins",
      { env: { HOME: "", ALIBABA_CLOUD_CONFIG_FILE: "/other.json" } },
      `${keys}, or ${signIn}`,
    ],
    [
      "where config.json is ignored",
      { settings: { ignoreAliyunConfig: true } },
      `${keys}, or leave out --ignore-aliyun-cli-credentials`,
    ],
    ["where the environment is ignored", { settings: { ignoreEnvironment: true } }, signIn],
    [
      "for a profile",
      { settings: { profileName: "prod" } },
      "name an existing profile with --profile-name, or add this one: aliyun configure --profile prod",
    ],
    [
      "for a profile that a variable names",
      { settings: { profileName: "prod" }, env: { ALIBABA_CLOUD_PROFILE: "prod" } },
      "name an existing profile with ALIBABA_CLOUD_PROFILE, or add this one: aliyun configure --profile prod",
    ],
    [
      "for a profile of another file",
      { settings: { profileName: "prod" }, env: { ALIBABA_CLOUD_CONFIG_FILE: "/other.json" } },
      "name an existing profile with --profile-name, or add this one: ack-ram-tool auth login --profile-name prod",
    ],
  ])("%s", async (_, given, hint) => {
    expect(await toolErrorOf(() => winner(given))).toMatchObject({ code: "credentials_not_found", hint });
  });
});

test("a profile whose name resembles another's is answered with that one", async () => {
  const error = await toolErrorOf(() =>
    winner({ files: { [ALIYUN_CONFIG]: config, [INI_FILE]: ini }, settings: { profileName: "only-inni" } }),
  );
  expect(error.message).toContain('no profile "only-inni", only default, dev\n');
  expect(error.message).toContain("no section [only-inni]: did you mean [only-ini]?\n");
});

test("a named configuration without profiles is an error that names the file", async () => {
  const error = await toolErrorOf(() => winner({ files: { "/my.json": "{}" }, settings: { profileFile: "/my.json" } }));
  expect(error.code).toBe("credentials_invalid");
  expect(error.message).toContain("/my.json");
  expect(error.hint).toBe("add a profile to it");
  expect(error.message).not.toContain("~/.aliyun/config.json");
});
