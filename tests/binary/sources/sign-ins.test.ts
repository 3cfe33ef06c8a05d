import { describe, expect, test } from "bun:test";
import { lstatSync, renameSync, statSync, symlinkSync } from "node:fs";
import { htmlFault } from "../../fakes/server/fault.ts";
import { getCredential } from "../../support/command-lines.ts";
import { CONFIG } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { type Scene, setScene } from "../../support/scene.ts";

/** A config.json as somebody's own editor leaves it: tabs, keys that nobody knows, a number that JavaScript cannot hold. */
function handWritten(profile: object): string {
  return JSON.stringify(
    {
      current: "default",
      "my own key": [1, { two: "\u00e9" }],
      profiles: [
        { name: "other", mode: "AK", retry_count: "BIG" },
        { name: "default", language: "en", ...profile, region_id: "cn-hangzhou" },
      ],
      meta_path: "",
    },
    null,
    "\t",
  ).replace('"BIG"', "12345678901234567890");
}

/** Signs in with OAuth, the access token over since a minute unless told otherwise. @returns the file's text */
async function signInWithOAuth(scene: Scene, mode = 0o600): Promise<string> {
  const login = scene.cloud.signInWithOAuth(scene.cloud.roles.ci, -60);
  const text = handWritten({
    mode: "OAuth",
    oauth_site_type: "INTL",
    oauth_access_token: login.accessToken,
    oauth_refresh_token: login.refreshToken,
    oauth_access_token_expire: Math.floor(login.accessTokenExpiresAt / 1000),
  });
  await scene.write(CONFIG, text, mode);
  return text;
}

/** The text with the values of the token fields taken out. */
function withoutTokens(text: string): string {
  return text.replace(/("oauth_(?:access_token|refresh_token|access_token_expire)": )[^,\n]+/g, "$1…");
}

const configOf = (scene: Scene) => Bun.file(`${scene.home}/${CONFIG}`).text();

describe("an OAuth access token that is over", () => {
  test("is renewed once, kept in config.json, and nothing else of the file changes", async () => {
    await using scene = await setScene();
    const before = await signInWithOAuth(scene, 0o644);
    const first = await scene.run(getCredential(scene.cloud));
    expect(first).toMatchObject({ exitCode: 0, stderr: "" });
    expect(identityIn(first.stdout)).toBe("role-ci");

    const after = await configOf(scene);
    expect(after).not.toBe(before);
    expect(withoutTokens(after)).toBe(withoutTokens(before));
    expect(after).toContain("12345678901234567890");
    expect(statSync(`${scene.home}/${CONFIG}`).mode & 0o777).toBe(0o600);

    // The renewed token is another identity's mark, and yet the certificate is found.
    expect(await scene.run(getCredential(scene.cloud))).toEqual(first);
    expect(scene.cloud.requests.all.map(({ action }) => action)).toEqual([
      "Token",
      "Exchange",
      "DescribeClusterUserKubeconfig",
    ]);
  });

  test("is renewed once by two processes at a time, and both find their certificates again", async () => {
    await using scene = await setScene();
    await signInWithOAuth(scene);
    const { production, staging } = scene.cloud.clusters;
    const askForBoth = () =>
      Promise.all([production, staging].map(({ id }) => scene.run(["credential-plugin", "get-credential", "-c", id])));
    const first = await askForBoth();
    expect(first.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual([
      { exitCode: 0, stderr: "" },
      { exitCode: 0, stderr: "" },
    ]);
    expect(scene.cloud.requests.count("oauth", "Token")).toBe(1);

    const second = await askForBoth();
    expect(scene.cloud.requests.count("cs")).toBe(2);
    expect(second).toEqual(first);
  });

  test("is renewed in the file that a symbolic link means, and the link stays one", async () => {
    await using scene = await setScene();
    const before = await signInWithOAuth(scene);
    renameSync(`${scene.home}/${CONFIG}`, `${scene.home}/dotfiles.json`);
    await scene.write("dotfiles.json", before);
    symlinkSync("../dotfiles.json", `${scene.home}/${CONFIG}`);
    expect((await scene.run(getCredential(scene.cloud))).exitCode).toBe(0);
    expect(lstatSync(`${scene.home}/${CONFIG}`).isSymbolicLink()).toBe(true);
    expect(await configOf(scene)).not.toBe(before);
  });

  test("is not asked for twice while the new one is good", async () => {
    await using scene = await setScene();
    await signInWithOAuth(scene);
    for (let run = 0; run < 2; run += 1) await scene.run(getCredential(scene.cloud, "--no-cache"));
    expect([scene.cloud.requests.count("oauth", "Token"), scene.cloud.requests.count("oauth", "Exchange")]).toEqual([
      1, 2,
    ]);
  });

  test.each<[string, (scene: Scene) => void, RegExp, RegExp]>([
    [
      "and its refresh token used up",
      ({ cloud }) => cloud.faults.always("oauth:Token", { reply: { status: 400, body: '{"error":"invalid_grant"}' } }),
      /sign-in of profile "default" is not accepted any more.*invalid_grant/,
      /aliyun configure --mode OAuth --profile default/,
    ],
    ["and a page comes", ({ cloud }) => cloud.faults.always("oauth:Token", htmlFault(200)), /not valid JSON/, /./],
    [
      "and half an answer comes",
      ({ cloud }) => cloud.faults.always("oauth:Token", { reply: { status: 200, body: '{"access_token":"x"}' } }),
      /expires_in is missing/,
      /./,
    ],
    [
      "and the new one is not taken",
      ({ cloud }) =>
        cloud.faults.always("oauth:Exchange", { reply: { status: 401, body: '{"error":"invalid_token"}' } }),
      /is not accepted any more/,
      /sign in again/,
    ],
    [
      "and nobody answers",
      ({ cloud }) => cloud.faults.always("oauth", { transport: { kind: "black-hole" } }),
      /no answer from/,
      /--timeout/,
    ],
  ])(
    "%s: no token is lost",
    async (_, spoil, error, hint) => {
      await using scene = await setScene();
      const before = await signInWithOAuth(scene);
      spoil(scene);
      expectRefusal(await scene.run(getCredential(scene.cloud, "--timeout", "2s")), { error, hint });
      expect(withoutTokens(await configOf(scene))).toBe(withoutTokens(before));
      if (scene.cloud.requests.count("oauth", "Exchange") === 0) expect(await configOf(scene)).toBe(before);
    },
    20_000,
  );
});

test("an address of the OAuth site that is none is an error that names the variable", async () => {
  await using scene = await setScene();
  await signInWithOAuth(scene);
  const outcome = await scene.run(getCredential(scene.cloud), { ACK_RAM_TOOL_OAUTH_ENDPOINT: "http://fake.example" });
  expectRefusal(outcome, { exitCode: 2, error: "ACK_RAM_TOOL_OAUTH_ENDPOINT", hint: "loopback" });
});

/** Signs in to CloudSSO. @returns the file's text */
async function signInToCloudSso(scene: Scene, seconds: number, changes: object = {}): Promise<string> {
  const login = scene.cloud.signInToCloudSso(scene.cloud.roles.ci, seconds);
  const text = handWritten({
    mode: "CloudSSO",
    cloud_sso_sign_in_url: `${scene.cloud.addresses.cloudSso.url}/start`,
    cloud_sso_account_id: login.accountId,
    cloud_sso_access_config: login.accessConfigurationId,
    access_token: login.accessToken,
    cloud_sso_access_token_expire: Math.floor(login.expiresAt / 1000),
    ...changes,
  });
  await scene.write(CONFIG, text, 0o644);
  return text;
}

describe("a CloudSSO sign-in", () => {
  test("is used as it is: the file is not touched", async () => {
    await using scene = await setScene();
    const before = await signInToCloudSso(scene, 3600);
    expect(identityIn((await scene.run(getCredential(scene.cloud))).stdout)).toBe("role-ci");
    expect(await configOf(scene)).toBe(before);
    expect(statSync(`${scene.home}/${CONFIG}`).mode & 0o777).toBe(0o644);
  });

  test.each<[string, number, object, RegExp, RegExp]>([
    [
      "has ended",
      -60,
      {},
      /sign-in of profile "default" has ended/,
      /aliyun configure --mode CloudSSO --profile default/,
    ],
    ["has no end", 60, { cloud_sso_access_token_expire: 0 }, /has ended/, /sign in again/],
    ["is revoked", 60, { access_token: "fake-other-token" }, /is not accepted any more/, /sign in again/],
    ["is for another account", 60, { cloud_sso_account_id: "2" }, /CloudSSO refused: NoPermission/, /./],
  ])("that %s is said to", async (_, seconds, changes, error, hint) => {
    await using scene = await setScene();
    const before = await signInToCloudSso(scene, seconds, changes);
    expectRefusal(await scene.run(getCredential(scene.cloud)), { error, hint });
    expect(await configOf(scene)).toBe(before);
    expect(scene.cloud.requests.count("cs")).toBe(0);
  });
});
