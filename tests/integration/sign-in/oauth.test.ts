import { describe, expect, test } from "bun:test";
import type { World } from "../../../src/world/world.ts";
import type { Outcome } from "../../support/binary.ts";
import { configOf, handWritten, profileOf } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { oauthLogin, PAGE, setOAuthScene, signInAt } from "../../support/oauth-scene.ts";
import type { Scene } from "../../support/scene.ts";

/** Signs in with a browser, which goes on to the address that `change` makes. */
function withBrowser(
  scene: Scene,
  change: (back: URL) => URL = (back) => back,
  argv: readonly string[] = oauthLogin(),
): Promise<Outcome> {
  const startDetached: World["startDetached"] = async (browser) => {
    void signInAt(browser.at(-1) ?? "", scene).then((back) => fetch(change(back), { proxy: "" }));
    return true;
  };
  return scene.runInProcess(argv, { BROWSER: "a-browser" }, { startDetached });
}

/** Signs in on a terminal; `answer` gets everything that was printed so far, and the number of the question. */
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

const pageIn = (said: string): string => PAGE.exec(said)?.[0] ?? "";

describe("auth login with OAuth", () => {
  test("with --no-browser asks again after a wrong address", async () => {
    await using scene = await setOAuthScene();
    const wrong: readonly ((address: string) => string)[] = [
      () => "nothing",
      () => "https://example.com/cli/callback?code=x",
      (address) => address.replace(/state=[^&]+/, "state=x"),
      (address) => address.replace(/code=[^&]+/, "code="),
    ];
    let address: string | undefined;
    const outcome = await onTerminal(scene, oauthLogin("--no-browser"), async (said, question) => {
      address ??= (await signInAt(pageIn(said), scene)).href;
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
      return (await signInAt(pageIn(said), scene)).href;
    });
    expect(outcome.exitCode).toBe(0);
    expect(await profileOf(scene, "me")).toMatchObject({ oauth_site_type: "INTL" });
  });

  test.each([
    [["auth", "login", "--profile-name", "me"], /--mode/],
    [["auth", "login", "--profile-name", "me", "--mode", "OAuth"], /--site/],
    [["auth", "login", "--profile-name", "me", "--mode", "CloudSSO"], /--sign-in-url/],
  ])("without a terminal names the missing flag: %j", async (argv, error) => {
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

  test("that the person refuses ends at once, and config.json stays as it was", async () => {
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

  test("that nobody answers in time gets a hint at the application official-cli", async () => {
    await using scene = await setOAuthScene();
    const outcome = await scene.runInProcess(oauthLogin("--timeout", "1s"));
    expectRefusal(outcome, { error: /--timeout 1s/, hint: /official-cli/ });
  });
});
