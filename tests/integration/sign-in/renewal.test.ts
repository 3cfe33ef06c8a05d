import { describe, expect, test } from "bun:test";
import { htmlFault } from "../../fakes/server/fault.ts";
import { getCredential } from "../../support/command-lines.ts";
import { configOf, keyFields } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { expectIdentity } from "../../support/expect-identity.ts";
import { endedOAuthSignIn, oauthSignIn, withoutTokens } from "../../support/oauth-profile.ts";
import { type Scene, setScene } from "../../support/scene.ts";

describe("an expired OAuth access token", () => {
  test("is renewed once, and the new one serves the next call", async () => {
    await using scene = await setScene();
    await endedOAuthSignIn(scene);
    for (let run = 0; run < 2; run += 1) await scene.runInProcess(getCredential(scene.cloud, "--no-cache"));
    expect([scene.cloud.requests.count("oauth", "Token"), scene.cloud.requests.count("oauth", "Exchange")]).toEqual([
      1, 2,
    ]);
  });

  test.each<[string, (scene: Scene) => void, RegExp, RegExp]>([
    [
      "its refresh token has been used",
      ({ cloud }) => cloud.faults.always("oauth:Token", { reply: { status: 400, body: '{"error":"invalid_grant"}' } }),
      /sign-in of profile "default" is no longer accepted.*invalid_grant/,
      /ack-ram-tool auth login --profile-name default/,
    ],
    [
      "an HTML page comes in answer",
      ({ cloud }) => cloud.faults.always("oauth:Token", htmlFault(200)),
      /not valid JSON/,
      /./,
    ],
    [
      "half an answer comes",
      ({ cloud }) => cloud.faults.always("oauth:Token", { reply: { status: 200, body: '{"refresh_token":"x"}' } }),
      /access_token is missing/,
      /./,
    ],
    [
      "the new one is refused",
      ({ cloud }) =>
        cloud.faults.always("oauth:Exchange", { reply: { status: 401, body: '{"error":"invalid_token"}' } }),
      /is no longer accepted/,
      /sign in again/,
    ],
    [
      "nobody answers",
      ({ cloud }) => cloud.faults.always("oauth", { transport: { kind: "black-hole" } }),
      /no answer from/,
      /--timeout/,
    ],
  ])(
    "is not lost if %s",
    async (_, spoil, error, hint) => {
      await using scene = await setScene();
      const before = await endedOAuthSignIn(scene);
      spoil(scene);
      expectRefusal(await scene.runInProcess(getCredential(scene.cloud, "--timeout", "8s")), { error, hint });
      expect(withoutTokens(await configOf(scene))).toBe(withoutTokens(before));
      if (scene.cloud.requests.count("oauth", "Exchange") === 0) expect(await configOf(scene)).toBe(before);
    },
    20_000,
  );
});

const actions = (scene: Scene) => scene.cloud.requests.all.map(({ action }) => action);

describe("a sign-in", () => {
  test.each([
    ["ends in 19 minutes is renewed, since the exchange needs 15 of them", 19 * 60, ["Token", "Exchange"]],
    ["ends in 21 minutes is used as it is", 21 * 60, ["Exchange"]],
  ])("whose access token %s", async (_, seconds, expected) => {
    await using scene = await setScene();
    await oauthSignIn(scene, seconds);
    expect(await scene.runInProcess(getCredential(scene.cloud))).toMatchObject({ exitCode: 0, stderr: "" });
    expect(actions(scene)).toEqual([...expected, "DescribeClusterUserKubeconfig"]);
  });

  test("without a refresh token is good until its access token expires", async () => {
    await using scene = await setScene();
    await oauthSignIn(scene, 300, {}, ["oauth_refresh_token"]);
    expect(await scene.runInProcess(getCredential(scene.cloud))).toMatchObject({ exitCode: 0, stderr: "" });
    expect(actions(scene)).toEqual(["Exchange", "DescribeClusterUserKubeconfig"]);
  });

  test("without a refresh token must be repeated once it has expired", async () => {
    await using scene = await setScene();
    await oauthSignIn(scene, -60, {}, ["oauth_refresh_token"]);
    expectRefusal(await scene.runInProcess(getCredential(scene.cloud)), {
      error: "has expired",
      hint: "sign in again",
    });
  });

  test.each([
    ["that is valid is used without an exchange", 1800, ["DescribeClusterUserKubeconfig"]],
    ["that has expired is exchanged again", -60, ["Token", "Exchange", "DescribeClusterUserKubeconfig"]],
  ])("with a session in the profile %s", async (_, seconds, expected) => {
    await using scene = await setScene();
    const session = scene.cloud.openSession(scene.cloud.roles.ci, seconds);
    const expires = Math.floor(session.expiresAt / 1000);
    await oauthSignIn(scene, -60, { ...keyFields(session), sts_expiration: expires });
    expectIdentity(await scene.runInProcess(getCredential(scene.cloud)), "role-ci");
    expect(actions(scene)).toEqual(expected);
  });

  test("that the exchange refuses is renewed and exchanged once more", async () => {
    await using scene = await setScene();
    await oauthSignIn(scene, 3600);
    scene.cloud.faults.next("oauth:Exchange", { reply: { status: 400, body: '{"error":"invalid_token"}' } });
    expect(await scene.runInProcess(getCredential(scene.cloud))).toMatchObject({ exitCode: 0, stderr: "" });
    expect(actions(scene)).toEqual(["Exchange", "Token", "Exchange", "DescribeClusterUserKubeconfig"]);
  });

  test.each([
    [
      "as STS spells it",
      (text: string) =>
        text.replaceAll(/"(\w)(\w+)":/g, (_, first: string, rest: string) => `"${first.toUpperCase()}${rest}":`),
    ],
    ["as documented", (text: string) => text],
  ])("may be exchanged for an answer that is spelt %s", async (_, change) => {
    await using scene = await setScene();
    await oauthSignIn(scene, 3600);
    const session = scene.cloud.openSession(scene.cloud.roles.ci);
    const body = JSON.stringify({
      requestId: "FAKE",
      accessKeyId: session.accessKeyId,
      accessKeySecret: session.accessKeySecret,
      securityToken: session.securityToken,
      expiration: new Date(session.expiresAt).toISOString(),
    });
    scene.cloud.faults.always("oauth:Exchange", { reply: { status: 200, body: change(body) } });
    const { exitCode, stdout } = await scene.runInProcess(getCredential(scene.cloud));
    expect(exitCode).toBe(0);
    expect(identityIn(stdout)).toBe("role-ci");
  });

  test.each(['"expires_in":"3600"', '"expires_in":null', '"token_type":"Bearer"'])(
    "may be renewed by an answer with %s",
    async (field) => {
      await using scene = await setScene();
      await oauthSignIn(scene, -60);
      const next = scene.cloud.signInWithOAuth(scene.cloud.roles.ci, 3600);
      scene.cloud.faults.next("oauth:Token", {
        reply: {
          status: 200,
          body: `{"access_token":"${next.accessToken}","refresh_token":"${next.refreshToken}",${field}}`,
        },
      });
      expect(await scene.runInProcess(getCredential(scene.cloud))).toMatchObject({ exitCode: 0, stderr: "" });
    },
  );

  test("is not renewed if there is too little time left to save it", async () => {
    await using scene = await setScene();
    await oauthSignIn(scene, -60);
    const before = await configOf(scene);
    const outcome = await scene.runInProcess(getCredential(scene.cloud, "--timeout", "2s"));
    expectRefusal(outcome, { error: "needs at least 5 s (--timeout 2s)", hint: "--timeout" });
    expect(scene.cloud.requests.count()).toBe(0);
    expect(await configOf(scene)).toBe(before);
  });
});

test("an invalid address of the OAuth site is an error that names the variable", async () => {
  await using scene = await setScene();
  await endedOAuthSignIn(scene);
  const outcome = await scene.runInProcess(getCredential(scene.cloud), {
    ACK_RAM_TOOL_OAUTH_ENDPOINT: "http://fake.example",
  });
  expectRefusal(outcome, { exitCode: 2, error: "ACK_RAM_TOOL_OAUTH_ENDPOINT", hint: "loopback" });
});
