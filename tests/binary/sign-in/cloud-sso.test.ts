import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import type { PortalAccount } from "../../fakes/cloud/cloud-sso-service.ts";
import { getCredential } from "../../support/command-lines.ts";
import { converse, converseOnTerminal } from "../../support/conversation.ts";
import { CONFIG, configOf, handWritten, keyFields, profileOf } from "../../support/credential-files.ts";
import { expectRefusal, type Refusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import type { World } from "../../../src/world/world.ts";
import { type Scene, setScene } from "../../support/scene.ts";

/** An account with one access configuration, which stands for the role ci. */
function account(scene: Scene, id: string, name: string): PortalAccount {
  return { id, name, configurations: [{ id: "ac-fake-ci", name: "Deploy", role: scene.cloud.roles.ci }] };
}

const signInUrl = (scene: Scene) => `${scene.cloud.addresses.cloudSso.url}/example/login`;

/** A machine whose config.json holds a key, and whose CloudSSO user has one account. */
async function setSsoScene(): Promise<Scene> {
  const scene = await setScene();
  scene.cloud.ssoPortal.accounts = [account(scene, "1000000000000001", "prod")];
  await scene.write(CONFIG, handWritten({ mode: "AK", ...keyFields(scene.cloud.identities.alice) }));
  return scene;
}

/** A world in which nobody waits in earnest. */
function hastyWorld(): { readonly world: Pick<World, "sleep" | "elapsed">; readonly waits: () => readonly number[] } {
  const waits: number[] = [];
  let elapsed = 0;
  const sleep: World["sleep"] = async (ms) => {
    waits.push(ms);
    elapsed += ms;
  };
  return { world: { sleep, elapsed: () => elapsed }, waits: () => waits };
}

const login = (scene: Scene, ...more: readonly string[]) => [
  "auth",
  "login",
  "--profile-name",
  "sso",
  "--mode",
  "CloudSSO",
  "--sign-in-url",
  signInUrl(scene),
  ...more,
];

describe("auth login with CloudSSO", () => {
  test("shows the page and the code, and saves a new profile as the aliyun CLI does; the plugin goes on with it", async () => {
    await using scene = await setSsoScene();
    const before = await configOf(scene);
    const outcome = await scene.run(login(scene));
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

  test("asks as often as it is told to: pending, slow down, pending, signed in", async () => {
    await using scene = await setSsoScene();
    scene.cloud.ssoPortal.pending = 2;
    scene.cloud.ssoPortal.slowDown = true;
    const { world, waits } = hastyWorld();
    const outcome = await scene.runInProcess(login(scene, "--output", "json"), {}, world);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ profile: "sso", until: expect.stringMatching(/Z$/) });
    expect(scene.cloud.requests.all.filter(({ path }) => path === "/token")).toHaveLength(4);
    // One second, five more after the portal has asked for that, and no less ever after.
    expect(waits().reduce((sum, ms) => sum + ms, 0)).toBe(1000 + 6000 + 6000 + 6000);
  });

  test("of a profile that is there needs no flags, keeps its account, and drops the STS keys of the last sign-in", async () => {
    await using scene = await setSsoScene();
    scene.cloud.ssoPortal.accounts = [
      account(scene, "1000000000000001", "prod"),
      account(scene, "1000000000000002", "dev"),
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
    const outcome = await scene.run(["auth", "login"]);
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
      account(scene, `100000000000000${at}`, name),
    );
    expect(await scene.run(login(scene, "--account-id", "e"))).toMatchObject({ exitCode: 0 });
    expect(await profileOf(scene, "sso")).toMatchObject({ cloud_sso_account_id: "1000000000000004" });
    expect(scene.cloud.requests.all.filter(({ path }) => path === "/access-assignments/accounts")).toHaveLength(3);
  });

  test("a person on a terminal picks an account by its number, and sees how long the code lives", async () => {
    await using scene = await setSsoScene();
    scene.cloud.ssoPortal.accounts = ["prod", "dev"].map((name, at) => account(scene, `100000000000000${at}`, name));
    const talk = converseOnTerminal(scene, login(scene));
    await talk.hear(/waiting for the browser, \d+ s left/);
    await talk.hear(/account \(number, id or name\): /);
    talk.type("seven");
    await talk.hear(/there is no account "seven"/);
    talk.type("2");
    expect(await talk.outcome).toMatchObject({ exitCode: 0 });
    expect(await profileOf(scene, "sso")).toMatchObject({ cloud_sso_account_id: "1000000000000001" });
  });

  type Portal = Scene["cloud"]["ssoPortal"];
  test.each<[string, (portal: Portal, scene: Scene) => void, readonly string[], Refusal]>([
    [
      "has several accounts, and cannot be asked",
      (portal, scene) => {
        portal.accounts = ["prod", "dev"].map((name, at) => account(scene, `100000000000000${at}`, name));
      },
      [],
      { error: /there are 2 accounts/, hint: /--account-id ID/ },
    ],
    ["has no account", (portal) => (portal.accounts = []), [], { error: /has no account/, hint: /administrator/ }],
    [
      "has not the account that is named",
      () => {},
      ["--account-id", "other"],
      { error: /there is no account "other"/, hint: /--account-id ID/ },
    ],
    [
      "has not the access configuration that is named",
      () => {},
      ["--access-configuration", "Admin"],
      { error: /there is no access configuration "Admin"/, hint: /--access-configuration ID/ },
    ],
    ["refuses", (portal) => (portal.refusal = "AccessDenied"), [], { error: /AccessDenied/ }],
    [
      "comes too late for the code",
      (portal) => Object.assign(portal, { expiresIn: 1, pending: 99 }),
      [],
      { error: /the code has ended before anybody signed in/, hint: /again/ },
    ],
    [
      "is sent to a page of another host",
      (portal) => (portal.pageHost = "signin.example.com"),
      [],
      { error: /names a page of another host/, hint: /do not sign in/ },
    ],
    [
      "does not come within the time limit",
      (portal) => (portal.pending = 99),
      ["--timeout", "2s"],
      { error: /--timeout 2s/ },
    ],
    [
      "is to sign in at an address without TLS",
      () => {},
      ["--sign-in-url", "http://127.0.0.1:1/x"],
      { exitCode: 2, error: /invalid --sign-in-url "http:\/\/127\.0\.0\.1:1\/x": it must be an https address/ },
    ],
  ])("a person who %s gets one error, and config.json stays as it was", async (_, arrange, more, refusal) => {
    await using scene = await setSsoScene();
    arrange(scene.cloud.ssoPortal, scene);
    const before = await configOf(scene);
    expectRefusal(await scene.runInProcess(login(scene, ...more), {}, hastyWorld().world), refusal);
    expect(await configOf(scene)).toBe(before);
  });

  test("ended by Ctrl-C leaves everything as it was", async () => {
    await using scene = await setSsoScene();
    scene.cloud.ssoPortal.pending = 99;
    const before = await configOf(scene);
    const talk = converse(scene, login(scene));
    await talk.hear(/code: /);
    talk.kill("SIGINT");
    expect((await talk.outcome).exitCode).toBe(130);
    expect(await configOf(scene)).toBe(before);
    expect(scene.newFiles()).toEqual([]);
  });

  test("by two people at a time saves both", async () => {
    await using scene = await setSsoScene();
    const again = login(scene).map((word) => (word === "sso" ? "sso-2" : word));
    const outcomes = await Promise.all([scene.run(login(scene)), scene.run(again)]);
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    expect(await profileOf(scene, "sso")).toBeDefined();
    expect(await profileOf(scene, "sso-2")).toBeDefined();
  });

  test("makes config.json where there is none, and its profile the current one", async () => {
    await using scene = await setSsoScene();
    await Bun.file(`${scene.home}/${CONFIG}`).delete();
    expect(await scene.run(login(scene))).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(await configOf(scene))).toMatchObject({ current: "sso", profiles: [{ name: "sso" }] });
    expect(await configOf(scene)).toContain('\n\t"profiles": [\n\t\t{\n\t\t\t"name"');
    expect(identityIn((await scene.run(getCredential(scene.cloud))).stdout)).toBe("role-ci");
  });

  test("leaves the current profile alone, unless it is told to change it", async () => {
    await using scene = await setSsoScene();
    await scene.run(login(scene));
    expect(JSON.parse(await configOf(scene))).toMatchObject({ current: "default" });
    await scene.run(login(scene, "--set-current"));
    expect(JSON.parse(await configOf(scene))).toMatchObject({ current: "sso" });
  });

  test("does not turn a profile with a key into a sign-in unasked", async () => {
    await using scene = await setSsoScene();
    expectRefusal(await scene.run(["auth", "login", "--mode", "CloudSSO"]), {
      exitCode: 2,
      error: /has the mode AK, and would lose it/,
      hint: /--profile-name/,
    });
  });

  test("says so when somebody else signs in than before", async () => {
    await using scene = await setSsoScene();
    await scene.run(login(scene));
    scene.cloud.ssoPortal.accounts = [
      {
        id: "1000000000000001",
        name: "prod",
        configurations: [{ id: "ac-fake-ci", name: "Deploy", role: scene.cloud.roles.audited }],
      },
    ];
    expect((await scene.run(login(scene))).stderr).toMatch(
      /somebody else than before: acs:ram::\d+:assumed-role\/.*ci/,
    );
  });

  test("nobody is asked, and no browser is opened, by the plugin", async () => {
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
