import { describe, expect, test } from "bun:test";
import { searchAliyunConfig } from "../../../../src/credentials/aliyun-config/aliyun-config-provider.ts";
import type { CredentialSettings, SearchResult } from "../../../../src/credentials/provider.ts";
import type { MemoryFile } from "../../../support/memory-files.ts";
import {
  akProfile,
  ALIYUN_CONFIG,
  aliyunConfig,
  KEY_ID,
  SECRET,
  searchContext,
  TOKEN,
} from "../../../support/search-context.ts";
import { everythingShownOf, toolErrorOf } from "../../../support/tool-error-of.ts";

const stsProfile = {
  name: "sts",
  mode: "StsToken",
  access_key_id: KEY_ID,
  access_key_secret: SECRET,
  sts_token: TOKEN,
};

async function search(content: string | MemoryFile, settings: Partial<CredentialSettings> = {}): Promise<SearchResult> {
  return await searchAliyunConfig(
    searchContext({ files: { [settings.profileFile ?? ALIYUN_CONFIG]: content }, settings }),
  );
}

describe("a profile of config.json", () => {
  test.each([
    ["of the mode AK", akProfile("default"), { kind: "access-key", accessKeyId: KEY_ID, accessKeySecret: SECRET }],
    ["of the mode AK, with a stale token", { ...akProfile("default"), sts_token: TOKEN }, { kind: "access-key" }],
    ["of the mode StsToken", { ...stsProfile, name: "default" }, { kind: "sts-token", securityToken: TOKEN }],
    [
      "with unknown keys of any type",
      { ...akProfile("default"), expired_seconds: "no number", more: [{}] },
      { kind: "access-key" },
    ],
    [
      "with white space around its keys",
      { ...akProfile("default"), access_key_secret: ` ${SECRET}\n` },
      { accessKeySecret: SECRET },
    ],
  ])("%s is a source", async (_, profile, source) => {
    expect(await search(aliyunConfig([profile]))).toMatchObject({
      found: true,
      source,
      origin: {
        description: `profile "default" in ${ALIYUN_CONFIG}`,
        identity: ["aliyun-config", ALIYUN_CONFIG, "default"],
      },
    });
  });

  test.each<[string, string, Partial<CredentialSettings>, string]>([
    [
      "by the file's current",
      aliyunConfig([akProfile("default", "first"), akProfile("dev", "second")], "dev"),
      {},
      "second",
    ],
    [
      "as default where current is empty",
      aliyunConfig([akProfile("dev", "first"), akProfile("default", "second")], ""),
      {},
      "second",
    ],
    ["as default where there is no current", JSON.stringify({ profiles: [akProfile("default")] }), {}, KEY_ID],
    [
      "by name, over current",
      aliyunConfig([akProfile("default", "first"), akProfile("dev", "second")]),
      { profileName: "dev" },
      "second",
    ],
    [
      "as the first of two with that name",
      aliyunConfig([akProfile("dev", "first"), akProfile("dev", "second")], "dev"),
      {},
      "first",
    ],
    [
      "by a name that every object has",
      aliyunConfig([akProfile("constructor")]),
      { profileName: "constructor" },
      KEY_ID,
    ],
    [
      "beside broken ones",
      JSON.stringify({ profiles: [null, 17, { name: 17 }, { name: "x", mode: 1 }, akProfile("default")] }),
      {},
      KEY_ID,
    ],
    ["behind a byte order mark", `\uFEFF${aliyunConfig([akProfile("default")])}`, {}, KEY_ID],
  ])("is found %s", async (_, content, settings, id) => {
    expect(await search(content, settings)).toMatchObject({ source: { accessKeyId: id } });
  });
});

describe("it counts as absent:", () => {
  test("a default file that is not there", async () => {
    expect(await searchAliyunConfig(searchContext({}))).toEqual({ found: false, reason: "no such file" });
  });

  test("a default file without a home directory", async () => {
    expect(await searchAliyunConfig(searchContext({ env: { HOME: "" } }))).toEqual({
      found: false,
      reason: "HOME is not set",
    });
  });

  test.each(["{}", '{"profiles":[]}', '{"profiles":null,"current":null}'])(
    "a file without profiles: %s",
    async (content) => {
      expect(await search(content)).toEqual({ found: false, reason: "no profiles yet" });
    },
  );

  test("a named profile that is not in the default file: it may be elsewhere", async () => {
    expect(await search(aliyunConfig([akProfile("default")]), { profileName: "dev" })).toEqual({
      found: false,
      reason: 'no profile "dev", only default',
    });
  });
});

describe("it stops the search, with an error that names the file:", () => {
  const gone = "/elsewhere/my.json";

  test.each<[string, string | MemoryFile, Partial<CredentialSettings>, string]>([
    ["an empty file", "", {}, `${ALIYUN_CONFIG}: it is empty`],
    ["a file that is not JSON", "{", {}, `${ALIYUN_CONFIG}: it is not valid JSON`],
    ["a file of another shape", '{"profiles":{}}', {}, "profiles must be an array, not an object"],
    [
      "a file that may not be read",
      { content: "", failsWith: "EACCES" },
      {},
      `cannot read the credentials file ${ALIYUN_CONFIG}: EACCES`,
    ],
    [
      "a folder",
      { content: "", failsWith: "EISDIR" },
      {},
      `cannot read the credentials file ${ALIYUN_CONFIG}: it is a directory`,
    ],
    [
      "a current profile that is not there",
      aliyunConfig([akProfile("dev")], "gone"),
      {},
      `${ALIYUN_CONFIG}: the current profile does not exist: no profile "gone", only dev`,
    ],
    [
      "a profile that is not in the named file",
      aliyunConfig([akProfile("dev")]),
      { profileFile: gone, profileName: "prod" },
      `${gone}: no profile "prod", only dev`,
    ],
  ])("%s", async (_, content, settings, message) => {
    const error = await toolErrorOf(() => search(content, settings));
    expect(error).toMatchObject({ code: "credentials_invalid", exitCode: 1 });
    expect(error.message).toContain(message);
    expect(error.message).toContain(settings.profileFile ?? ALIYUN_CONFIG);
    expect(everythingShownOf(error)).not.toContain(SECRET);
  });

  test.each([[{ name: "default" }], [{ name: "default", mode: "" }], [{ name: "default", mode: null }]])(
    "a profile that was never configured and is named: %j; the hint says what to run",
    async (profile) => {
      const named = { profileName: "default" };
      const error = await toolErrorOf(() => search(aliyunConfig([profile]), named));
      expect(error.message).toContain('profile "default"');
      expect(error.hint).toBe("run: aliyun configure --profile default");
    },
  );

  test("a profile that lacks a field in another file than `aliyun configure` changes; the hint names that file", async () => {
    const profiles = aliyunConfig([{ name: "default", mode: "AK" }]);
    expect((await toolErrorOf(() => search(profiles, { profileFile: gone }))).hint).toBe(
      `correct the profile in ${gone}`,
    );
    expect((await toolErrorOf(() => search(profiles))).hint).toBe("run: aliyun configure --mode AK --profile default");
  });

  test.each(["null", "[]", "7", '"text"', '{"profiles":{}}', '{"profiles":"x"}', '{"current":1}'])(
    "content that cannot be understood, which is not an empty file: %s",
    async (content) => {
      expect(await toolErrorOf(() => search(content))).toMatchObject({ code: "credentials_invalid" });
    },
  );

  test.each(["RamRoleArnWithEcs", "ak", "__proto__", "constructor", "sdk"])(
    "the unknown mode %s; the hint lists the known ones",
    async (mode) => {
      const error = await toolErrorOf(() => search(aliyunConfig([{ ...akProfile("default"), mode }])));
      expect(error.message).toContain(`the mode "${mode}" is unknown`);
      expect(error.hint).toStartWith("modes are: AK, StsToken, ");
    },
  );

  test.each(["BearerToken", "Anonymous"])("the mode %s of the aliyun CLI, which brings no key", async (mode) => {
    const error = await toolErrorOf(() => search(aliyunConfig([{ ...akProfile("default"), mode }])));
    expect(error.message).toContain(`the mode ${mode} cannot be used here`);
    expect(error.hint).toContain("--profile-name");
  });

  test("a named file that is not there", async () => {
    const error = await toolErrorOf(() => searchAliyunConfig(searchContext({ settings: { profileFile: gone } })));
    expect(error.message).toBe(`cannot read the credentials file ${gone}: no such file`);
  });
});

test.each([
  ["~/my.json", "/home/fake/my.json"],
  ["my.json", "/somewhere/my.json"],
  ["/abs/my.json", "/abs/my.json"],
])("--profile-file %s is %s", async (profileFile, path) => {
  const context = searchContext({ files: { [path]: aliyunConfig([akProfile("default")]) }, settings: { profileFile } });
  expect(await searchAliyunConfig(context)).toMatchObject({
    origin: { identity: ["aliyun-config", path, "default"] },
  });
});

describe("keys in another case, as Go's readers of the file take them,", () => {
  test("are used if there is no exact match", async () => {
    const profile = { Name: "dev", Mode: "AK", Access_Key_Id: KEY_ID, ACCESS_KEY_SECRET: SECRET };
    expect(await search(JSON.stringify({ Current: "dev", Profiles: [profile] }))).toMatchObject({
      source: { kind: "access-key", accessKeyId: KEY_ID, accessKeySecret: SECRET },
    });
  });

  test("are ignored beside an exact match", async () => {
    const profile = { ...akProfile("default"), Access_Key_Id: "LTAIfakeOTHER", NAME: "other" };
    expect(await search(JSON.stringify({ current: "default", profiles: [profile], Profiles: [] }))).toMatchObject({
      source: { kind: "access-key", accessKeyId: KEY_ID },
    });
  });
});
