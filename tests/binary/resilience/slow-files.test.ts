import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Outcome } from "../../support/binary.ts";
import { getCredential } from "../../support/command-lines.ts";
import { keyFields, writeProfile } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { identityIn } from "../../support/exec-credential.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";
import { mountSlowly, NO_SLOW_FILES } from "../../support/slow-files.ts";

// A busy machine.
setDefaultTimeout(40_000);

/** How long a slow call takes, s, and the limits of a run: `--timeout` with a generous second and what starting takes. */
const SLOW = 8;
const TIMEOUT = 2;
const GENEROUS = 2;

async function runInTime(scene: Scene, argv: readonly string[], variables: Variables): Promise<Outcome> {
  const began = performance.now();
  const outcome = await scene.run([...argv, "--timeout", `${TIMEOUT}s`], variables);
  expect((performance.now() - began) / 1000).toBeLessThan(TIMEOUT + GENEROUS);
  return outcome;
}

async function writeAlice(scene: Scene): Promise<string> {
  return await writeProfile(scene, { mode: "AK", ...keyFields(scene.cloud.identities.alice) });
}

describe.skipIf(NO_SLOW_FILES !== undefined)(`on a file system that is slow (${NO_SLOW_FILES ?? "FUSE"})`, () => {
  test.each(["getattr", "open", "read"] as const)("a command ends in time, and names config.json: %s", async (call) => {
    await using scene = await setScene();
    const folder = dirname(await writeAlice(scene));
    await using slow = await mountSlowly(folder, call, SLOW);
    const file = join(slow.folder, "config.json");
    for (const command of [getCredential(scene.cloud), ["auth", "whoami"]]) {
      expectRefusal(await runInTime(scene, command, { ACK_RAM_TOOL_PROFILE_FILE: file }), {
        error: `error: ${file} did not answer in time (--timeout ${TIMEOUT}s)`,
        hint: /network drive .*--timeout/,
      });
    }
    expect(scene.cloud.requests.count()).toBe(0);
  });

  test.each(["getattr", "create"] as const)(
    "a cold call ends in time, and names a file of the cache: %s",
    async (call) => {
      await using scene = await setScene();
      const folder = join(scene.home, "cache");
      mkdirSync(folder, { mode: 0o700 });
      await using slow = await mountSlowly(folder, call, SLOW);
      const argv = getCredential(scene.cloud, "--credential-cache-dir", slow.folder);
      expectRefusal(await runInTime(scene, argv, scene.alice), {
        error: `error: ${slow.folder}/`,
        hint: "network drive",
      });
    },
  );

  test("but answers, a certificate is cached and used as usual", async () => {
    await using scene = await setScene();
    const folder = join(scene.home, "cache");
    mkdirSync(folder, { mode: 0o700 });
    await using files = await mountSlowly(folder, "none", 0);
    const argv = getCredential(scene.cloud, "--credential-cache-dir", files.folder);
    const cold = await scene.run(argv, scene.alice);
    expect(cold).toMatchObject({ exitCode: 0, stderr: "" });
    expect(identityIn(cold.stdout)).toBe("alice");
    expect(await scene.run(argv, scene.alice)).toEqual(cold);
    expect(scene.cloud.requests.count("cs")).toBe(1);
  });

  test("a usage error keeps its exit code and its words", async () => {
    await using scene = await setScene();
    await using files = await mountSlowly(dirname(await writeAlice(scene)), "none", 0);
    const outcome = await scene.run(getCredential(scene.cloud, "--expiration", "soon"), {
      ACK_RAM_TOOL_PROFILE_FILE: join(files.folder, "config.json"),
    });
    expectRefusal(outcome, { exitCode: 2, error: '--expiration "soon"' });
  });
});

test("if no file is slow, the first call records that for the others", async () => {
  await using scene = await setScene();
  await scene.run(getCredential(scene.cloud), scene.alice);
  const notes = scene.newFiles().filter((path) => /^tmp\/ack-ram-tool-\d+\/local-[0-9a-f]+$/.test(path));
  expect(notes).toHaveLength(existsSync("/proc/self/mountinfo") ? 1 : 0);
});
