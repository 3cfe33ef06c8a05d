import { describe, expect, test } from "bun:test";
import type { World } from "../../../src/world/world.ts";
import { getCredential } from "../../support/command-lines.ts";
import { CONFIG, configOf, handWritten, profileOf } from "../../support/credential-files.ts";
import { expectRefusal, type Refusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import type { Scene } from "../../support/scene.ts";
import { setSsoScene, signInUrl, ssoAccount, ssoLogin } from "../../support/sso-scene.ts";

/** A world in which waiting takes no time. */
function hastyWorld(): { readonly world: Pick<World, "sleep" | "elapsed">; readonly waits: () => readonly number[] } {
  const waits: number[] = [];
  let elapsed = 0;
  const sleep: World["sleep"] = async (ms) => {
    waits.push(ms);
    elapsed += ms;
  };
  return { world: { sleep, elapsed: () => elapsed }, waits: () => waits };
}

describe("auth login with CloudSSO", () => {
  test("polls as slowly as the portal asks: pending, slow down, pending, signed in", async () => {
    await using scene = await setSsoScene();
    scene.cloud.ssoPortal.pending = 2;
    scene.cloud.ssoPortal.slowDown = true;
    const { world, waits } = hastyWorld();
    const outcome = await scene.runInProcess(ssoLogin(scene, "--output", "json"), {}, world);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ profile: "sso", until: expect.stringMatching(/Z$/) });
    expect(scene.cloud.requests.all.filter(({ path }) => path === "/token")).toHaveLength(4);
    // One second, five more after the portal has asked for that, and no less ever after.
    expect(waits().reduce((sum, ms) => sum + ms, 0)).toBe(1000 + 6000 + 6000 + 6000);
  });

  test("in an existing profile needs no flags, keeps the account, and drops the STS keys of the last sign-in", async () => {
    await using scene = await setSsoScene();
    scene.cloud.ssoPortal.accounts = [
      ssoAccount(scene, "1000000000000001", "prod"),
      ssoAccount(scene, "1000000000000002", "dev"),
    ];
    await scene.write(
      CONFIG,
      handWritten({
        mode: "CloudSSO",
        cloud_sso_sign_in_url: signInUrl(scene),
        cloud_sso_account_id: "1000000000000002",
        cloud_sso_access_config: "ac-fake-ci",
        access_token: "fake-over",
        cloud_sso_access_token_expire: 1,
        access_key_id: "STS.fakeOld",
        access_key_secret: "fake-old",
        sts_token: "fake-old",
        sts_expiration: 1,
        "unknown key": true,
      }),
    );
    const outcome = await scene.runInProcess(["auth", "login"], {}, hastyWorld().world);
    expect(outcome).toMatchObject({ exitCode: 0 });
    const after = await profileOf(scene, "default");
    expect(after).toMatchObject({ cloud_sso_account_id: "1000000000000002", "unknown key": true, language: "en" });
    for (const gone of ["access_key_id", "access_key_secret", "sts_token", "sts_expiration"]) {
      expect(after).not.toHaveProperty(gone);
    }
  });

  test("finds an account on the third page by its name", async () => {
    await using scene = await setSsoScene();
    scene.cloud.ssoPortal.pageSize = 2;
    scene.cloud.ssoPortal.accounts = ["a", "b", "c", "d", "e"].map((name, at) =>
      ssoAccount(scene, `100000000000000${at}`, name),
    );
    expect(await scene.runInProcess(ssoLogin(scene, "--account-id", "e"), {}, hastyWorld().world)).toMatchObject({
      exitCode: 0,
    });
    expect(await profileOf(scene, "sso")).toMatchObject({ cloud_sso_account_id: "1000000000000004" });
    expect(scene.cloud.requests.all.filter(({ path }) => path === "/access-assignments/accounts")).toHaveLength(3);
  });

  test("creates config.json if there is none, and makes its profile the current one", async () => {
    await using scene = await setSsoScene();
    await Bun.file(`${scene.home}/${CONFIG}`).delete();
    expect(await scene.runInProcess(ssoLogin(scene), {}, hastyWorld().world)).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(await configOf(scene))).toMatchObject({ current: "sso", profiles: [{ name: "sso" }] });
    expect(await configOf(scene)).toContain('\n\t"profiles": [\n\t\t{\n\t\t\t"name"');
    expect(identityIn((await scene.runInProcess(getCredential(scene.cloud))).stdout)).toBe("role-ci");
  });

  test("leaves the current profile alone, unless it is told to change it", async () => {
    await using scene = await setSsoScene();
    await scene.runInProcess(ssoLogin(scene), {}, hastyWorld().world);
    expect(JSON.parse(await configOf(scene))).toMatchObject({ current: "default" });
    await scene.runInProcess(ssoLogin(scene, "--set-current"), {}, hastyWorld().world);
    expect(JSON.parse(await configOf(scene))).toMatchObject({ current: "sso" });
  });

  test("does not turn a profile with a key into a sign-in unasked", async () => {
    await using scene = await setSsoScene();
    expectRefusal(await scene.runInProcess(["auth", "login", "--mode", "CloudSSO"]), {
      exitCode: 2,
      error: /has the mode AK, and would be overwritten/,
      hint: /--profile-name NAME, or replace it: add --assume-yes$/m,
    });
  });

  test("says so if the identity is another one than before", async () => {
    await using scene = await setSsoScene();
    await scene.runInProcess(ssoLogin(scene), {}, hastyWorld().world);
    scene.cloud.ssoPortal.accounts = [
      {
        id: "1000000000000001",
        name: "prod",
        configurations: [{ id: "ac-fake-ci", name: "Deploy", role: scene.cloud.roles.audited }],
      },
    ];
    expect((await scene.runInProcess(ssoLogin(scene), {}, hastyWorld().world)).stderr).toMatch(
      /identity has changed; it was acs:ram::\d+:assumed-role\/.*ci/,
    );
  });

  type Portal = Scene["cloud"]["ssoPortal"];
  test.each<[string, (portal: Portal, scene: Scene) => void, readonly string[], Refusal]>([
    [
      "has several accounts, and no terminal to choose one",
      (portal, scene) => {
        portal.accounts = ["prod", "dev"].map((name, at) => ssoAccount(scene, `100000000000000${at}`, name));
      },
      [],
      { error: /there are 2 accounts/, hint: /--account-id ID/ },
    ],
    ["has no account", (portal) => (portal.accounts = []), [], { error: /has no account/, hint: /administrator/ }],
    [
      "names an account that does not exist",
      () => {},
      ["--account-id", "other"],
      { error: /there is no account "other"/, hint: /--account-id ID/ },
    ],
    [
      "names an access configuration that does not exist",
      () => {},
      ["--access-configuration", "Admin"],
      { error: /there is no access configuration "Admin"/, hint: /--access-configuration ID/ },
    ],
    ["refuses", (portal) => (portal.refusal = "AccessDenied"), [], { error: /AccessDenied/ }],
    [
      "signs in after the code has expired",
      (portal) => Object.assign(portal, { expiresIn: 1, pending: 99 }),
      [],
      { error: /the code expired before you signed in/, hint: /again/ },
    ],
    [
      "is sent to a page of another host",
      (portal) => (portal.pageHost = "signin.example.com"),
      [],
      { error: /sent a sign-in page on another host/, hint: /do not sign in/ },
    ],
    [
      "does not sign in within the time limit",
      (portal) => (portal.pending = 99),
      ["--timeout", "2s"],
      { error: /--timeout 2s/ },
    ],
    [
      "gives a sign-in address without TLS",
      () => {},
      ["--sign-in-url", "http://127.0.0.1:1/x"],
      { exitCode: 2, error: /invalid --sign-in-url "http:\/\/127\.0\.0\.1:1\/x": must be an https address/ },
    ],
  ])("a person who %s gets one error, and config.json stays as it was", async (_, arrange, more, refusal) => {
    await using scene = await setSsoScene();
    arrange(scene.cloud.ssoPortal, scene);
    const before = await configOf(scene);
    expectRefusal(await scene.runInProcess(ssoLogin(scene, ...more), {}, hastyWorld().world), refusal);
    expect(await configOf(scene)).toBe(before);
  });
});
