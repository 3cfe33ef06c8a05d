import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { getCredential } from "../../support/command-lines.ts";
import { converse, converseOnTerminal } from "../../support/conversation.ts";
import { CONFIG, configOf, handWritten, profileOf } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { setSsoScene, signInUrl, ssoAccount, ssoLogin } from "../../support/sso-scene.ts";

describe("auth login with CloudSSO", () => {
  test("shows the page and the code, and saves a new profile as the aliyun CLI does; the plugin goes on with it", async () => {
    await using scene = await setSsoScene();
    const before = await configOf(scene);
    const outcome = await scene.run(ssoLogin(scene));
    expect(outcome.stderr).toContain("/device/code?user_code=KFFJ-LJXK");
    expect(outcome.stderr).toContain("code: KFFJ-LJXK");
    expect(outcome.stderr).toContain("account: prod (1000000000000001), the only one");
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stdout).toMatch(/^signed in as acs:ram::\d+:assumed-role\/.* until 20/);

    expect(await profileOf(scene, "sso")).toEqual({
      name: "sso",
      region_id: "cn-hangzhou",
      output_format: "json",
      language: "en",
      mode: "CloudSSO",
      cloud_sso_sign_in_url: signInUrl(scene),
      access_token: expect.stringMatching(/^fake-sso-token-/),
      cloud_sso_access_token_expire: expect.any(Number),
      cloud_sso_access_config: "ac-fake-ci",
      cloud_sso_account_id: "1000000000000001",
    });
    // What stood there before stands there still, to the byte, up to the end of the list.
    expect(await configOf(scene)).toStartWith(before.slice(0, before.lastIndexOf("}", before.lastIndexOf("]")) + 1));
    expect(await configOf(scene)).toContain("12345678901234567890");
    const credential = await scene.run([...getCredential(scene.cloud), "--profile-name", "sso"]);
    expect(identityIn(credential.stdout)).toBe("role-ci");
  });

  test("a person on a terminal picks an account by its number, and sees how long the code lives", async () => {
    await using scene = await setSsoScene();
    scene.cloud.ssoPortal.accounts = ["prod", "dev"].map((name, at) => ssoAccount(scene, `100000000000000${at}`, name));
    const talk = converseOnTerminal(scene, ssoLogin(scene));
    await talk.hear(/waiting for the browser, \d+ s left/);
    await talk.hear(/account \(number, id or name\): /);
    talk.type("seven");
    await talk.hear(/there is no account "seven"/);
    talk.type("2");
    expect(await talk.outcome).toMatchObject({ exitCode: 0 });
    expect(await profileOf(scene, "sso")).toMatchObject({ cloud_sso_account_id: "1000000000000001" });
  });

  test("ended by Ctrl-C leaves everything as it was", async () => {
    await using scene = await setSsoScene();
    scene.cloud.ssoPortal.pending = 99;
    const before = await configOf(scene);
    const talk = converse(scene, ssoLogin(scene));
    await talk.hear(/code: /);
    talk.kill("SIGINT");
    expect((await talk.outcome).exitCode).toBe(130);
    expect(await configOf(scene)).toBe(before);
    expect(scene.newFiles()).toEqual([]);
  });

  test("by two people at a time saves both", async () => {
    await using scene = await setSsoScene();
    const again = ssoLogin(scene).map((word) => (word === "sso" ? "sso-2" : word));
    const outcomes = await Promise.all([scene.run(ssoLogin(scene)), scene.run(again)]);
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(await profileOf(scene, "sso")).toBeDefined();
    expect(await profileOf(scene, "sso-2")).toBeDefined();
  });

  test("is never begun by the plugin, which asks nobody and opens no browser", async () => {
    await using scene = await setSsoScene();
    const opened = `${scene.home}/opened`;
    const browser = await scene.write("bin/browser", `#!/bin/sh\ntouch ${opened}\n`, 0o700);
    await scene.write(
      CONFIG,
      handWritten({
        mode: "CloudSSO",
        cloud_sso_sign_in_url: signInUrl(scene),
        access_token: "fake",
        cloud_sso_access_token_expire: 1,
        cloud_sso_account_id: "1",
        cloud_sso_access_config: "ac",
      }),
    );
    const outcome = await scene.run(getCredential(scene.cloud), { BROWSER: browser });
    expectRefusal(outcome, { error: /has ended/, hint: /ack-ram-tool auth login --profile-name default/ });
    expect(existsSync(opened)).toBe(false);
    expect(scene.cloud.requests.all).toEqual([]);
  });
});
