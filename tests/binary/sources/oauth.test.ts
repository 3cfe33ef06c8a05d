import { describe, expect, test } from "bun:test";
import { lstatSync, renameSync, statSync, symlinkSync } from "node:fs";
import { getCredential } from "../../support/command-lines.ts";
import { CONFIG, configOf } from "../../support/credential-files.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { endedOAuthSignIn, oauthSignIn, withoutTokens } from "../../support/oauth-profile.ts";
import { setScene } from "../../support/scene.ts";
import { waitUntil } from "../../support/wait-until.ts";

describe("an expired OAuth access token", () => {
  test("is renewed once, kept in config.json, and nothing else of the file changes", async () => {
    await using scene = await setScene();
    const before = await endedOAuthSignIn(scene, 0o644);
    const first = await scene.run(getCredential(scene.cloud));
    expect(first).toMatchObject({ exitCode: 0, stderr: "" });
    expect(identityIn(first.stdout)).toBe("role-ci");

    const after = await configOf(scene);
    expect(after).not.toBe(before);
    expect(withoutTokens(after)).toBe(withoutTokens(before));
    expect(after).toContain("12345678901234567890");
    expect(statSync(`${scene.home}/${CONFIG}`).mode & 0o777).toBe(0o644);

    // The cache key contains the refresh token, which is another one now, and yet the certificate is found.
    expect(await scene.run(getCredential(scene.cloud))).toEqual(first);
    expect(scene.cloud.requests.all.map(({ action }) => action)).toEqual([
      "Token",
      "Exchange",
      "DescribeClusterUserKubeconfig",
    ]);
  });

  test("is renewed once by two processes at a time, and both find their certificates again", async () => {
    await using scene = await setScene();
    await endedOAuthSignIn(scene);
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
    const before = await endedOAuthSignIn(scene);
    renameSync(`${scene.home}/${CONFIG}`, `${scene.home}/dotfiles.json`);
    await scene.write("dotfiles.json", before);
    symlinkSync("../dotfiles.json", `${scene.home}/${CONFIG}`);
    expect((await scene.run(getCredential(scene.cloud))).exitCode).toBe(0);
    expect(lstatSync(`${scene.home}/${CONFIG}`).isSymbolicLink()).toBe(true);
    expect(await configOf(scene)).not.toBe(before);
  });

  test("that the aliyun CLI has renewed meanwhile, without a lock, is taken from the file", async () => {
    await using scene = await setScene();
    await oauthSignIn(scene, -60);
    scene.cloud.faults.next("oauth:Token", {
      delayMilliseconds: 500,
      reply: { status: 400, body: '{"error":"invalid_grant"}' },
    });
    const running = scene.start(getCredential(scene.cloud));
    await waitUntil(() => scene.cloud.requests.count("oauth", "Token") === 1);
    await oauthSignIn(scene, 3600);
    expect(await running.outcome).toMatchObject({ exitCode: 0, stderr: "" });
  });
});
