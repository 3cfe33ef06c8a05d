import { describe, expect, test } from "bun:test";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { waitUntil } from "../../support/wait-until.ts";
import { getCredential } from "../../support/command-lines.ts";
import { type Conversation, converse, converseOnTerminal } from "../../support/conversation.ts";
import { CONFIG, configOf, profileOf } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { oauthLogin, PAGE, setOAuthScene, signInAt } from "../../support/oauth-scene.ts";
import type { Scene } from "../../support/scene.ts";

const CHROMIUM = Bun.which("chromium", { PATH: "/usr/bin" });

/** What the program's own page says. */
async function callBack(url: URL, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const reply = await fetch(url, { headers, proxy: "" });
  return `${reply.status} ${(await reply.text()).trim()}`;
}

/** Ports of the registration, taken by others until disposed of. */
function takePorts(): Disposable {
  const taken = [12_345, 12_346, 12_347, 12_348, 12_349].flatMap((port) => {
    try {
      return [Bun.listen({ hostname: "127.0.0.1", port, socket: { data: () => {} } })];
    } catch {
      return [];
    }
  });
  return { [Symbol.dispose]: () => taken.forEach((each) => each.stop(true)) };
}

/** Pastes the address that the browser ends at. */
async function paste(scene: Scene, talk: Conversation, change: (address: string) => string): Promise<void> {
  const address = (await signInAt(await talk.hear(PAGE), scene)).href;
  await talk.hear(/paste the address/);
  talk.type(change(address));
}

describe("auth login with OAuth", () => {
  test("opens the browser, takes its answer, and saves a new profile as the aliyun CLI does; the plugin goes on with it", async () => {
    await using scene = await setOAuthScene();
    const shown = join(scene.home, "shown");
    const words = [process.execPath, join(import.meta.dir, "../../support/browse.ts")].map((word) => `'${word}'`);
    const browser = await scene.write("bin/browser", `#!/bin/sh\nexec ${words.join(" ")} "$1" '${shown}'\n`, 0o700);
    const outcome = await scene.run(oauthLogin(), { BROWSER: browser });
    expect(outcome.stderr).toContain("official-cli");
    expect(outcome).toMatchObject({ exitCode: 0 });
    expect(outcome.stdout).toMatch(/^signed in as acs:ram::\d+:assumed-role\/ci\//);

    await waitUntil(() => existsSync(shown) && statSync(shown).size > 0);
    expect(await Bun.file(shown).text()).toBe("200 You are signed in. You can close this page.\n");

    expect(await profileOf(scene, "me")).toEqual({
      name: "me",
      region_id: "cn-hangzhou",
      output_format: "json",
      language: "en",
      mode: "OAuth",
      oauth_site_type: "CN",
      oauth_access_token: expect.stringMatching(/^fake-/),
      oauth_refresh_token: expect.stringMatching(/^fake-/),
      oauth_access_token_expire: expect.any(Number),
    });
    const credential = await scene.run([...getCredential(scene.cloud), "--profile-name", "me"]);
    expect(identityIn(credential.stdout)).toBe("role-ci");
  });

  test.skipIf(CHROMIUM === null)(
    "in a real Chromium (where there is one) ends at a page that can be closed",
    async () => {
      await using scene = await setOAuthScene();
      const shown = join(scene.home, "shown");
      const argv = [
        CHROMIUM ?? "",
        "--headless=new",
        "--no-sandbox",
        "--no-first-run",
        "--disable-background-networking",
        "--ignore-certificate-errors",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        `--user-data-dir=${join(scene.home, "chromium")}`,
        "--dump-dom",
      ];
      const command = argv.map((word) => `'${word}'`).join(" ");
      const browser = await scene.write("bin/browser", `#!/bin/sh\n${command} "$1" > '${shown}'\n`, 0o700);
      const talk = converse(scene, oauthLogin(), { BROWSER: browser });
      expect(await talk.outcome).toMatchObject({ exitCode: 0 });

      await waitUntil(() => existsSync(shown) && statSync(shown).size > 0);
      expect(await Bun.file(shown).text()).toContain("You are signed in. You can close this page.");
    },
    30_000,
  );

  test("takes one answer, and only the one that is meant for it", async () => {
    await using scene = await setOAuthScene();
    const talk = converse(scene, oauthLogin());
    const right = await signInAt(await talk.hear(PAGE), scene);
    const wrongState = new URL(right);
    wrongState.searchParams.set("state", "other");
    const twoCodes = new URL(right);
    twoCodes.searchParams.append("code", "other");
    const otherPath = new URL(right);
    otherPath.pathname = "/cli/callbacks";
    expect(await callBack(wrongState)).toStartWith("400 ");
    expect(await callBack(twoCodes)).toStartWith("400 ");
    expect(await callBack(otherPath)).toStartWith("40");
    expect(await callBack(new URL("/favicon.ico", right))).toStartWith("404 ");
    expect(await callBack(right, { host: `attacker.example.com:${right.port}` })).toStartWith("404 ");
    const answers = await Promise.all([callBack(right), callBack(right).catch(() => "409 the program has gone")]);
    expect(answers.map((answer) => answer.slice(0, 4)).toSorted()).toEqual(["200 ", "409 "]);
    expect(await talk.outcome).toMatchObject({ exitCode: 0 });
  });

  test("--no-browser: the address that the browser ended at is pasted, spaces and all", async () => {
    await using scene = await setOAuthScene();
    using _ = takePorts();
    const talk = converse(scene, oauthLogin("--no-browser"));
    await paste(scene, talk, (address) => `  ${address} `);
    expect(await talk.outcome).toMatchObject({ exitCode: 0 });
    expect(await profileOf(scene, "me")).toMatchObject({ mode: "OAuth" });
  });

  test("on a terminal with all ports taken, the address is pasted", async () => {
    await using scene = await setOAuthScene();
    using _ = takePorts();
    const talk = converseOnTerminal(scene, oauthLogin());
    await paste(scene, talk, (address) => address);
    expect(await talk.outcome).toMatchObject({ exitCode: 0 });
  });

  test("with every port taken and nobody to paste says so at once", async () => {
    await using scene = await setOAuthScene();
    using _ = takePorts();
    expectRefusal(await scene.run(oauthLogin()), { error: /ports 12345 to 12349.*taken/, hint: /--no-browser/ });
  });

  test("ended by Ctrl-C leaves everything as it was", async () => {
    await using scene = await setOAuthScene();
    const before = await configOf(scene);
    const talk = converseOnTerminal(scene, oauthLogin());
    await talk.hear(/paste the address/);
    talk.kill("SIGINT");
    expect((await talk.outcome).exitCode).toBe(130);
    expect(await configOf(scene)).toBe(before);
    expect(scene.newFiles()).toEqual([]);
  });

  test("listens on 127.0.0.1 only", async () => {
    await using scene = await setOAuthScene();
    const talk = converse(scene, oauthLogin());
    const { port } = await signInAt(await talk.hear(PAGE), scene);
    const elsewhere = await fetch(`http://127.0.0.2:${port}/cli/callback`, { proxy: "" }).catch(() => "refused");
    expect(elsewhere).toBe("refused");
    talk.kill("SIGTERM");
    await talk.outcome;
  });

  test("amid a storm of kubectl calls of the same profile breaks none of them and is not lost", async () => {
    await using scene = await setOAuthScene();
    const first = converse(scene, oauthLogin());
    await callBack(await signInAt(await first.hear(PAGE), scene));
    expect(await first.outcome).toMatchObject({ exitCode: 0 });
    const talk = converse(scene, ["auth", "login", "--profile-name", "me"]);
    const back = await signInAt(await talk.hear(PAGE), scene);
    const calls = Array.from({ length: 12 }, () =>
      scene.run([...getCredential(scene.cloud), "--profile-name", "me", "--force-refresh"]),
    );
    await callBack(back);
    expect(await talk.outcome).toMatchObject({ exitCode: 0 });
    for (const call of await Promise.all(calls)) expect(call).toMatchObject({ exitCode: 0 });
    const credential = await scene.run([...getCredential(scene.cloud), "--profile-name", "me", "--force-refresh"]);
    expect(identityIn(credential.stdout)).toBe("role-ci");
  });
});

test("a login that is killed at any moment leaves config.json whole", async () => {
  await using scene = await setOAuthScene();
  const before = await configOf(scene);
  for (let ms = 0; ms < 60; ms += 5) {
    const talk = converse(scene, oauthLogin());
    await callBack(await signInAt(await talk.hear(PAGE), scene));
    await Bun.sleep(ms);
    talk.kill("SIGKILL");
    await talk.outcome;
    if ((await configOf(scene)) === before) continue;
    expect(await profileOf(scene, "me")).toMatchObject({ mode: "OAuth" });
    await scene.write(CONFIG, before);
  }
});
