import { describe, expect, test } from "bun:test";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { waitUntil } from "../../support/wait-until.ts";
import { getCredential } from "../../support/command-lines.ts";
import { type Conversation, converse, converseOnTerminal } from "../../support/conversation.ts";
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

const login = (...more: readonly string[]) =>
  ["auth", "login", "--profile-name", "me", "--mode", "OAuth", "--site", "cn"].concat(more);

const CHROMIUM = Bun.which("chromium", { PATH: "/usr/bin" });

const PAGE = /(https:\S+\/oauth2\/v1\/auth\?\S+)/;

/** Where the page sends a browser that is signed in. */
async function signIn(scene: Scene, page: string): Promise<URL> {
  const reply = await fetch(page, { redirect: "manual", tls: { ca: scene.cloud.certificateAuthorityPem }, proxy: "" });
  expect(reply.status).toBe(302);
  return new URL(reply.headers.get("location") ?? "");
}

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
  const address = (await signIn(scene, await talk.hear(PAGE))).href;
  await talk.hear(/paste the address/);
  talk.type(change(address));
}

describe("auth login with OAuth", () => {
  test("opens the browser, takes its answer, and saves a new profile as the aliyun CLI does; the plugin goes on with it", async () => {
    await using scene = await setOAuthScene();
    const shown = join(scene.home, "shown");
    const words = [process.execPath, join(import.meta.dir, "../../support/browse.ts")].map((word) => `'${word}'`);
    const browser = await scene.write("bin/browser", `#!/bin/sh\nexec ${words.join(" ")} "$1" '${shown}'\n`, 0o700);
    const outcome = await scene.run(login(), { BROWSER: browser });
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
      const talk = converse(scene, login(), { BROWSER: browser });
      expect(await talk.outcome).toMatchObject({ exitCode: 0 });

      await waitUntil(() => existsSync(shown) && statSync(shown).size > 0);
      expect(await Bun.file(shown).text()).toContain("You are signed in. You can close this page.");
    },
    30_000,
  );

  test("takes one answer, and only the one that is meant for it", async () => {
    await using scene = await setOAuthScene();
    const talk = converse(scene, login());
    const right = await signIn(scene, await talk.hear(PAGE));
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
    const talk = converse(scene, login("--no-browser"));
    await paste(scene, talk, (address) => `  ${address} `);
    expect(await talk.outcome).toMatchObject({ exitCode: 0 });
    expect(await profileOf(scene, "me")).toMatchObject({ mode: "OAuth" });
  });

  test("on a terminal with all ports taken, the address is pasted", async () => {
    await using scene = await setOAuthScene();
    using _ = takePorts();
    const talk = converseOnTerminal(scene, login());
    await paste(scene, talk, (address) => address);
    expect(await talk.outcome).toMatchObject({ exitCode: 0 });
  });

  test("with every port taken and nobody to paste says so at once", async () => {
    await using scene = await setOAuthScene();
    using _ = takePorts();
    expectRefusal(await scene.run(login()), { error: /ports 12345 to 12349.*taken/, hint: /--no-browser/ });
  });

  test("ended by Ctrl-C leaves everything as it was", async () => {
    await using scene = await setOAuthScene();
    const before = await configOf(scene);
    const talk = converseOnTerminal(scene, login());
    await talk.hear(/paste the address/);
    talk.kill("SIGINT");
    expect((await talk.outcome).exitCode).toBe(130);
    expect(await configOf(scene)).toBe(before);
    expect(scene.newFiles()).toEqual([]);
  });

  test("listens on 127.0.0.1 only", async () => {
    await using scene = await setOAuthScene();
    const talk = converse(scene, login());
    const { port } = await signIn(scene, await talk.hear(PAGE));
    const elsewhere = await fetch(`http://127.0.0.2:${port}/cli/callback`, { proxy: "" }).catch(() => "refused");
    expect(elsewhere).toBe("refused");
    talk.kill("SIGTERM");
    await talk.outcome;
  });

  test("amid a storm of kubectl calls of the same profile breaks none of them and is not lost", async () => {
    await using scene = await setOAuthScene();
    const first = converse(scene, login());
    await callBack(await signIn(scene, await first.hear(PAGE)));
    expect(await first.outcome).toMatchObject({ exitCode: 0 });
    const talk = converse(scene, ["auth", "login", "--profile-name", "me"]);
    const back = await signIn(scene, await talk.hear(PAGE));
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
    const talk = converse(scene, login());
    await callBack(await signIn(scene, await talk.hear(PAGE)));
    await Bun.sleep(ms);
    talk.kill("SIGKILL");
    await talk.outcome;
    if ((await configOf(scene)) === before) continue;
    expect(await profileOf(scene, "me")).toMatchObject({ mode: "OAuth" });
    await scene.write(CONFIG, before);
  }
});
