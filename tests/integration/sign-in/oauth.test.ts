import { describe, expect, test } from "bun:test";
import type { World } from "../../../src/world/world.ts";
import type { Outcome } from "../../support/binary.ts";
import { getCredential } from "../../support/command-lines.ts";
import { CONFIG, configOf, handWritten, keyFields, profileOf } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { type Scene, setScene } from "../../support/scene.ts";

/** A machine whose config.json holds a key, and a person whose browser is signed in as the role ci. */
async function setOAuthScene(): Promise<Scene> {
  const scene = await setScene();
  scene.cloud.browser.person = scene.cloud.roles.ci;
  await scene.write(CONFIG, handWritten({ mode: "AK", ...keyFields(scene.cloud.identities.alice) }));
  return scene;
}

const login = ["auth", "login", "--profile-name", "me", "--mode", "OAuth", "--site", "cn"];

/** Where the page sends a browser that is signed in. */
async function signIn({ cloud }: Scene, page: string): Promise<URL> {
  const reply = await fetch(page, { redirect: "manual", tls: { ca: cloud.certificateAuthorityPem }, proxy: "" });
  return new URL(reply.headers.get("location") ?? "");
}

/** Signs in where a browser can be opened, which goes where `change` says. */
function withBrowser(
  scene: Scene,
  change: (back: URL) => URL = (back) => back,
  argv: readonly string[] = login,
): Promise<Outcome> {
  const startDetached: World["startDetached"] = async (browser) => {
    void signIn(scene, browser.at(-1) ?? "").then((back) => fetch(change(back), { proxy: "" }));
    return true;
  };
  return scene.runInProcess(argv, { BROWSER: "a-browser" }, { startDetached });
}

/** Signs in on a terminal, where a person answers each question, knowing what was said so far. */
function onTerminal(
  scene: Scene,
  argv: readonly string[],
  answer: (said: string, question: number) => string | Promise<string>,
): Promise<Outcome> {
  let [said, questions] = ["", 0];
  const world: Partial<World> = {
    isTerminal: () => Promise.resolve(true),
    stderr: (text) => (said += `${text}\n`),
    readLine: async (question) => await answer(`${said}${question}`, (questions += 1)),
  };
  return scene.runInProcess(argv, {}, world).then((outcome) => ({ ...outcome, stderr: said }));
}

const pageIn = (said: string): string => /https:\S+\/oauth2\/v1\/auth\?\S+/.exec(said)?.[0] ?? "";

describe("auth login with OAuth", () => {
  test("opens the browser, takes its answer and saves the profile, with which the plugin goes on", async () => {
    await using scene = await setOAuthScene();
    expect(await withBrowser(scene)).toMatchObject({ exitCode: 0 });
    expect(await profileOf(scene, "me")).toMatchObject({ mode: "OAuth", oauth_site_type: "CN" });
    const { stdout } = await scene.runInProcess([...getCredential(scene.cloud), "--profile-name", "me"]);
    expect(identityIn(stdout)).toBe("role-ci");
  });

  test("--no-browser: asks again after a wrong address", async () => {
    await using scene = await setOAuthScene();
    const wrong: readonly ((address: string) => string)[] = [
      () => "nothing",
      () => "https://example.com/cli/callback?code=x",
      (address) => address.replace(/state=[^&]+/, "state=x"),
      (address) => address.replace(/code=[^&]+/, "code="),
    ];
    let address: string | undefined;
    const outcome = await onTerminal(scene, [...login, "--no-browser"], async (said, question) => {
      address ??= (await signIn(scene, pageIn(said))).href;
      return wrong[question - 1]?.(address) ?? address;
    });
    expect(outcome.exitCode).toBe(0);
    for (const problem of ["not a URL", "does not begin with", "belongs to another sign-in", "has no code"]) {
      expect(outcome.stderr).toContain(problem);
    }
  });

  test("asks a new user for the mode and the site", async () => {
    await using scene = await setOAuthScene();
    const argv = ["auth", "login", "--profile-name", "me", "--no-browser"];
    const outcome = await onTerminal(scene, argv, async (said) => {
      if (said.endsWith("(CloudSSO or OAuth): ")) return "oauth";
      if (said.endsWith("(cn or intl): ")) return "intl";
      return (await signIn(scene, pageIn(said))).href;
    });
    expect(outcome.exitCode).toBe(0);
    expect(await profileOf(scene, "me")).toMatchObject({ oauth_site_type: "INTL" });
  });

  test.each([
    [["auth", "login", "--profile-name", "me"], /--mode/],
    [["auth", "login", "--profile-name", "me", "--mode", "OAuth"], /--site/],
    [["auth", "login", "--profile-name", "me", "--mode", "CloudSSO"], /--sign-in-url/],
  ])("%j with nobody to ask names the flag", async (argv, error) => {
    await using scene = await setOAuthScene();
    expectRefusal(await scene.runInProcess(argv), { exitCode: 2, error });
  });

  test.each([
    ["without a site", { mode: "OAuth" }],
    ["with another site", { mode: "OAuth", oauth_site_type: "EU" }],
    ["without tokens", { mode: "OAuth", oauth_site_type: "CN" }],
    [
      "whose token has expired",
      { mode: "OAuth", oauth_site_type: "CN", oauth_access_token: "fake", oauth_access_token_expire: 1 },
    ],
  ])("mends a profile %s by the command of its hint, in its own file", async (_, profile) => {
    await using scene = await setOAuthScene();
    const file = await scene.write("other files/config.json", handWritten(profile));
    const who = ["auth", "whoami", "--profile-file", file, "--profile-name", "default"];
    const { stderr } = await scene.runInProcess(who);
    const hint = /: ack-ram-tool (auth login .*)\n/.exec(stderr)?.[1] ?? "";
    expect(hint).toContain(`--profile-name default --profile-file '${file}'`);
    const argv = hint.replace(`'${file}'`, "FILE").split(" ");
    const mended = await withBrowser(
      scene,
      undefined,
      argv.map((word) => (word === "FILE" ? file : word)),
    );
    expect(mended).toMatchObject({ exitCode: 0 });
    expect(await scene.runInProcess(who)).toMatchObject({ exitCode: 0 });
  });

  test.each([["OAuth"], ["CloudSSO"]])("%s with nobody to ask gives an example for the same profile", async (mode) => {
    await using scene = await setOAuthScene();
    const outcome = await scene.runInProcess(["auth", "login", "--profile-name", "my own", "--mode", mode]);
    expectRefusal(outcome, {
      exitCode: 2,
      error: /is missing/,
      hint: `for example: ack-ram-tool auth login --profile-name 'my own' --mode ${mode} --si`,
    });
  });

  test("refused by the person ends at once, and config.json stays as it was", async () => {
    await using scene = await setOAuthScene();
    const before = await configOf(scene);
    const outcome = await withBrowser(scene, (back) => {
      back.searchParams.delete("code");
      back.searchParams.set("error", "access_denied");
      return back;
    });
    expectRefusal(outcome, { error: /access_denied/ });
    expect(await configOf(scene)).toBe(before);
  });

  test("that never comes back names official-cli when the time is up", async () => {
    await using scene = await setOAuthScene();
    const outcome = await scene.runInProcess([...login, "--timeout", "1s"]);
    expectRefusal(outcome, { error: /--timeout 1s/, hint: /official-cli/ });
  });
});
