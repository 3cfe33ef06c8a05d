import { describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Running } from "../../support/binary.ts";
import { cachedEntry, kindsOfCacheFiles } from "../../support/cached-entry.ts";
import { getCredential } from "../../support/command-lines.ts";
import { type Scene, setScene } from "../../support/scene.ts";
import { waitUntil } from "../../support/wait-until.ts";

// A busy machine.
setDefaultTimeout(120_000);

const KILLED = 128 + 9;

function start(scene: Scene, ...flags: string[]): Running {
  return scene.start(getCredential(scene.cloud, ...flags), scene.alice);
}

/** The cache is whole: it holds what a call prints, which asks nobody; and nothing lies about. */
async function expectWholeCache(scene: Scene): Promise<void> {
  const requests = scene.cloud.requests.count();
  const { exitCode, stdout, stderr } = await start(scene).outcome;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(scene.cloud.requests.count()).toBe(requests);
  expect(stdout).toContain(JSON.stringify((await cachedEntry(scene))?.certificate.certificate));
  expect(kindsOfCacheFiles(scene).toSorted()).toEqual(["callers", "json", "lock"]);
}

describe("when the process that asks the API is killed", () => {
  test("the next one asks, and nobody waits for the dead process", async () => {
    await using scene = await setScene();
    scene.cloud.faults.next("cs", { transport: { kind: "black-hole" } });
    const holder = start(scene);
    await waitUntil(() => scene.cloud.requests.count("cs") === 1);
    // Their --timeout is a minute: who waited for the dead one's would not be back by then.
    const others = Array.from({ length: 10 }, () => start(scene));
    await Bun.sleep(300);
    holder.kill("SIGKILL");
    expect((await holder.outcome).exitCode).toBe(KILLED);
    const outcomes = await Promise.all(others.map(({ outcome }) => outcome));
    expect(new Set(outcomes.map(({ exitCode }) => exitCode))).toEqual(new Set([0]));
    expect(new Set(outcomes.map(({ stdout }) => stdout)).size).toBe(1);
    expect(scene.cloud.requests.count("cs")).toBe(2);
    await expectWholeCache(scene);
  });

  test("right after its answer left the server, the cache entry is whole or absent, every time", async () => {
    await using scene = await setScene();
    for (let delay = 0; delay < 30; delay += 1) {
      const requests = scene.cloud.requests.count("cs");
      const writer = start(scene, "--force-refresh");
      await waitUntil(() => scene.cloud.requests.of("cs")[requests]?.status !== undefined);
      await Bun.sleep(delay);
      writer.kill("SIGKILL");
      await writer.outcome;
      expect((await start(scene).outcome).exitCode).toBe(0);
    }
    await start(scene, "--force-refresh").outcome;
    await expectWholeCache(scene);
  });
});

test("after 200 kills at random moments under load the cache is whole, and every surviving call had an answer", async () => {
  await using scene = await setScene();
  const variants = [[], [], ["--force-refresh"]];
  const killOne = async (index: number): Promise<boolean> => {
    const running = start(scene, ...(variants[index % variants.length] ?? []));
    // A start takes some 10 ms, a renewal some 50 more, longer under this load.
    await Bun.sleep(Math.random() * 150);
    running.kill("SIGKILL");
    const { exitCode, stdout, stderr } = await running.outcome;
    if (exitCode === KILLED) return true;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toEndWith("}\n");
    return false;
  };
  let kills = 0;
  while (kills < 200) {
    const killed = await Promise.all(Array.from({ length: 10 }, (_, index) => killOne(kills + index)));
    kills += killed.filter(Boolean).length;
  }
  await start(scene, "--force-refresh").outcome;
  await expectWholeCache(scene);
});

describe.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s", (signal) => {
  test("ends a call that waits for the API at once, with nothing printed and nothing half-written", async () => {
    await using scene = await setScene();
    scene.cloud.faults.next("cs", { transport: { kind: "black-hole" } });
    const running = start(scene);
    await waitUntil(() => scene.cloud.requests.count("cs") === 1);
    running.kill(signal);
    const { exitCode, stdout, stderr } = await running.outcome;
    expect({ stdout, stderr }).toEqual({ stdout: "", stderr: "" });
    expect(exitCode).toBeGreaterThan(128);
    expect(kindsOfCacheFiles(scene)).toEqual(["lock"]);
  });
});
