import { describe, expect, test } from "bun:test";
import { loadCredentials } from "../../../src/credentials/source-kinds.ts";
import { createLoadContext } from "../../../src/credentials/open-session.ts";
import { resolveCredentials } from "../../../src/credentials/resolve-credentials.ts";
import { bunWorld } from "../../../src/world/bun-world.ts";
import { CONFIG, INI } from "../../support/credential-files.ts";
import { askOfficialPackage, type OfficialAnswer } from "../../support/official-credentials.ts";
import { realDeadline } from "../../support/deadlines.ts";
import { recordedLog } from "../../support/recorded-log.ts";
import { type Scene, setScene } from "../../support/scene.ts";
import { aliyunConfig, searchContext } from "../../support/search-context.ts";

const KEY = { access_key_id: "LTAIfake00000000", access_key_secret: "fake-secret" };
const OTHER = { access_key_id: "LTAIfake11111111", access_key_secret: "fake-other-secret" };
const answerOf = (key: typeof KEY, token?: string): OfficialAnswer => ({
  accessKeyId: key.access_key_id,
  accessKeySecret: key.access_key_secret,
  ...(token !== undefined && { securityToken: token }),
});
const ini = (...lines: readonly string[]) =>
  ["[default]", "type = access_key", `access_key_id = ${KEY.access_key_id}`, ...lines].join("\n");

/** What this tool makes of the scene's files: credentials, or undefined for an error. */
async function askOurselves(scene: Scene, profileName: string | undefined): Promise<OfficialAnswer> {
  const world = { ...bunWorld(), env: scene.env, log: recordedLog() };
  const { settings } = searchContext({ settings: { profileName } });
  try {
    const found = await resolveCredentials({ settings, world });
    const credentials = await loadCredentials(found.source, createLoadContext(found, world, realDeadline(10_000)));
    if ("bearerToken" in credentials) return { bearerToken: credentials.bearerToken };
    const { accessKeyId, accessKeySecret, securityToken } = credentials;
    return { accessKeyId, accessKeySecret, ...(securityToken !== undefined && { securityToken }) };
  } catch {
    return undefined;
  }
}

/** Both answers to the same file. */
async function readTwice(file: string, content: string, profile: string | undefined) {
  await using scene = await setScene();
  await scene.write(file, content);
  const name = file === CONFIG ? "CLIProfileCredentialsProvider" : "ProfileCredentialsProvider";
  const official = await askOfficialPackage(scene, `sdk.${name}.builder().build()`, { ALIBABA_CLOUD_PROFILE: profile });
  return { official, ours: await askOurselves(scene, profile) };
}

const two = aliyunConfig(
  [
    { name: "one", mode: "AK", ...KEY },
    { name: "two", mode: "StsToken", ...OTHER, sts_token: "fake-token" },
  ],
  "one",
);

describe("the official package and this tool read the same in", () => {
  test.each<[string, string, string, string | undefined, OfficialAnswer]>([
    ["the current profile", CONFIG, two, undefined, answerOf(KEY)],
    ["a profile by name", CONFIG, two, "two", answerOf(OTHER, "fake-token")],
    ["a profile that is not there", CONFIG, two, "three", undefined],
    [
      "two profiles of one name",
      CONFIG,
      aliyunConfig([
        { name: "default", mode: "AK", ...OTHER },
        { name: "default", mode: "AK", ...KEY },
      ]),
      undefined,
      answerOf(OTHER),
    ],
    [
      "a profile without a secret",
      CONFIG,
      aliyunConfig([{ name: "default", mode: "AK", access_key_id: "x" }]),
      undefined,
      undefined,
    ],
    ["a file that is not JSON", CONFIG, "{", undefined, undefined],
    ["a section", INI, ini("access_key_secret = fake-secret"), undefined, answerOf(KEY)],
    ["a section without spaces", INI, ini("access_key_secret=fake-secret"), undefined, answerOf(KEY)],
    ["a value in quotes", INI, ini('access_key_secret = "fake-secret"'), undefined, answerOf(KEY)],
    ["lines of comment", INI, ini("# x = y", "; z", "access_key_secret = fake-secret"), undefined, answerOf(KEY)],
    [
      "CRLF line ends",
      INI,
      ini("access_key_secret = fake-secret", "").replaceAll("\n", "\r\n"),
      undefined,
      answerOf(KEY),
    ],
    ["a section that is not there", INI, ini("access_key_secret = fake-secret"), "prod", undefined],
    ["a section without a secret", INI, ini(), undefined, undefined],
  ])("%s", async (_, file, content, profile, expected) => {
    expect(await readTwice(file, content, profile)).toEqual({ official: expected, ours: expected });
  });
});

describe("unlike the official package, this tool", () => {
  const cut = { ...KEY, access_key_secret: "fake" };
  const whole = (access_key_secret: string) => answerOf({ ...KEY, access_key_secret });
  test.each<[string, string, string, string | undefined, OfficialAnswer, OfficialAnswer]>([
    ["keeps a # in a secret", INI, ini("access_key_secret = fake#1"), undefined, answerOf(cut), whole("fake#1")],
    ["keeps a ; in a secret", INI, ini("access_key_secret = fake;1"), undefined, answerOf(cut), whole("fake;1")],
    [
      "finds a section with a dot in its name",
      INI,
      ini("access_key_secret = fake-secret").replace("default", "a.b"),
      "a.b",
      undefined,
      answerOf(KEY),
    ],
    [
      "knows the type sts",
      INI,
      ini("access_key_secret = fake-secret", "security_token = fake-token").replace("= access_key\n", "= sts\n"),
      undefined,
      undefined,
      answerOf(KEY, "fake-token"),
    ],
    [
      "knows the type bearer",
      INI,
      "[default]\ntype = bearer\nbearer_token = fake-token",
      undefined,
      undefined,
      { bearerToken: "fake-token" },
    ],
    ["reads past a byte order mark", CONFIG, `\uFEFF${two}`, undefined, undefined, answerOf(KEY)],
    [
      "takes the profile default if none is current",
      CONFIG,
      JSON.stringify({ profiles: [{ name: "default", mode: "AK", ...KEY }] }),
      undefined,
      undefined,
      answerOf(KEY),
    ],
    [
      "drops a line break around a secret",
      CONFIG,
      aliyunConfig([{ name: "default", mode: "AK", ...KEY, access_key_secret: "fake-secret\n" }]),
      undefined,
      whole("fake-secret\n"),
      answerOf(KEY),
    ],
    [
      "refuses a secret that no header could carry",
      CONFIG,
      aliyunConfig([{ name: "default", mode: "AK", ...KEY, access_key_secret: "two words" }]),
      undefined,
      whole("two words"),
      undefined,
    ],
  ])("%s", async (_, file, content, profile, official, ours) => {
    expect(await readTwice(file, content, profile)).toEqual({ official, ours });
  });
});
