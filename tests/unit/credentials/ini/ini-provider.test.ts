import { describe, expect, test } from "bun:test";
import { searchIni } from "../../../../src/credentials/ini/ini-provider.ts";
import type { CredentialSettings, SearchResult } from "../../../../src/credentials/provider.ts";
import type { MemoryFile } from "../../../support/memory-files.ts";
import { INI_FILE, KEY_ID, SECRET, searchContext, TOKEN } from "../../../support/search-context.ts";
import { everythingShownOf, toolErrorOf } from "../../../support/tool-error-of.ts";

const named = "/elsewhere/creds.ini";

async function search(content: string | MemoryFile, settings: Partial<CredentialSettings> = {}): Promise<SearchResult> {
  return await searchIni(searchContext({ files: { [settings.profileFile ?? INI_FILE]: content }, settings }));
}

function section(name: string, type: string, ...lines: readonly string[]): string {
  return [
    `[${name}]`,
    `type = ${type}`,
    `access_key_id = ${KEY_ID}`,
    `access_key_secret = ${SECRET}`,
    ...lines,
    "",
  ].join("\n");
}

describe("a section of the credentials file", () => {
  test.each([
    [
      "access_key",
      section("default", "access_key"),
      { kind: "access-key", accessKeyId: KEY_ID, accessKeySecret: SECRET },
    ],
    [
      "access_key with a stale token",
      section("default", "access_key", `security_token = ${TOKEN}`),
      { kind: "access-key" },
    ],
    [
      "sts, as the official SDK spells its token",
      section("default", "sts", `security_token = ${TOKEN}`),
      { kind: "sts-token", securityToken: TOKEN },
    ],
    [
      "sts, as the Go tool spells its token",
      section("default", "sts", `sts_token = ${TOKEN}`),
      { kind: "sts-token", securityToken: TOKEN },
    ],
    [
      "sts with one of its spellings empty",
      section("default", "sts", "security_token =", `sts_token = ${TOKEN}`),
      { kind: "sts-token", securityToken: TOKEN },
    ],
  ])("of the type %s is a source", async (_, content, source) => {
    expect(await search(content)).toMatchObject({
      found: true,
      source,
      origin: { description: `section [default] in ${INI_FILE}`, identity: ["ini", INI_FILE, "default"] },
    });
  });

  test("keeps a secret whole that contains the signs of comments and sections", async () => {
    const content = `[default]\ntype=access_key\naccess_key_id=${KEY_ID}\naccess_key_secret=a#b;c[d]e`;
    expect(await search(content)).toMatchObject({ source: { accessKeySecret: "a#b;c[d]e" } });
  });

  test("is found by name", async () => {
    const content = `${section("default", "access_key")}${section("dev", "sts", `sts_token=${TOKEN}`)}`;
    expect(await search(content, { profileName: "dev" })).toMatchObject({
      source: { kind: "sts-token" },
      origin: { identity: ["ini", INI_FILE, "dev"] },
    });
  });
});

describe("it counts as absent:", () => {
  test.each<[string, string, Partial<CredentialSettings>, string]>([
    ["an empty default file", "", {}, "no section [default]"],
    ["a default file without that section", section("dev", "access_key"), {}, "no section [default], only [dev]"],
    [
      "a default file without the section asked for",
      section("default", "access_key"),
      { profileName: "prod" },
      "no section [prod], only [default]",
    ],
    [
      "a default file without the section toString",
      section("default", "access_key"),
      { profileName: "toString" },
      "no section [toString], only [default]",
    ],
  ])("%s", async (_, content, settings, reason) => {
    expect(await search(content, settings)).toEqual({ found: false, reason });
  });

  test("a default file that is not there", async () => {
    expect(await searchIni(searchContext({}))).toEqual({ found: false, reason: "no such file" });
  });
});

describe("it stops the search, with an error that names the file:", () => {
  test.each<[string, string | MemoryFile, Partial<CredentialSettings>, string]>([
    [
      "a file that may not be read",
      { content: "", failsWith: "EACCES" },
      {},
      `cannot read the credentials file ${INI_FILE}: EACCES`,
    ],
    [
      "a named file without the section",
      section("dev", "access_key"),
      { profileFile: named },
      `${named}: no section [default], only [dev]`,
    ],
    ["a section without a type", "[default]\naccess_key_id=x", {}, "type is missing"],
    ["a section of an unknown type", section("default", "ACCESS_KEY"), {}, 'the type "ACCESS_KEY" is unknown'],
    [
      "a section with a secret that is commented out",
      `[default]\ntype=access_key\naccess_key_id=${KEY_ID}\naccess_key_secret= # later`,
      {},
      "access_key_secret is missing",
    ],
  ])("%s", async (_, content, settings, message) => {
    const error = await toolErrorOf(() => search(content, settings));
    expect(error).toMatchObject({ code: "credentials_invalid", exitCode: 1 });
    expect(error.message).toContain(message);
    expect(error.message).toContain(settings.profileFile ?? INI_FILE);
    expect(everythingShownOf(error)).not.toContain(SECRET);
  });

  test("a named file that is not there", async () => {
    const error = await toolErrorOf(() => searchIni(searchContext({ settings: { profileFile: named } })));
    expect(error.message).toBe(`cannot read the credentials file ${named}: no such file`);
  });
});
