import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { startSilentListener } from "../../fakes/server/start-silent-listener.ts";
import { errorFault } from "../../fakes/server/fault.ts";
import type { Outcome } from "../../support/binary.ts";
import { CACHE_FOLDER, cacheFile, kindsOfCacheFiles } from "../../support/cached-entry.ts";
import { getCredential } from "../../support/command-lines.ts";
import { AS_KUBECTL } from "../../support/exec-credential.ts";
import { type Scene, setScene, type Variables } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(120_000);

/** So many calls at the same time. */
function crowd(scene: Scene, size: number, flags: readonly string[] = [], variables: Variables = {}) {
  const argv = getCredential(scene.cloud, ...flags);
  const alice = { ...scene.alice, ...variables };
  return Promise.all(Array.from({ length: size }, () => scene.run(argv, alice)));
}

/** The outcomes that differ from each other. */
function distinct(outcomes: readonly Outcome[]): Outcome[] {
  return [...new Map(outcomes.map((outcome) => [JSON.stringify(outcome), outcome])).values()];
}

describe("on a cold cache", () => {
  test.each([50, 200])("%d calls at once ask the API once and print the same bytes", async (size) => {
    await using scene = await setScene();
    const outcomes = await crowd(scene, size);
    // A busy machine makes them say what they wait for.
    for (const { stderr } of outcomes) expect(stderr).toMatch(/^(?:info: waiting for .*\n)*$/);
    expect(distinct(outcomes.map(({ exitCode, stdout }) => ({ exitCode, stdout, stderr: "" })))).toMatchObject([
      { exitCode: 0 },
    ]);
    expect(scene.cloud.requests.count()).toBe(1);
    expect(kindsOfCacheFiles(scene).toSorted()).toEqual(["callers", "json", "lock"]);
  });

  test("50 calls during a slow answer wait for the one that asked", async () => {
    await using scene = await setScene();
    scene.cloud.faults.always("cs", { delayMilliseconds: 2000 });
    expect(distinct(await crowd(scene, 50))).toMatchObject([{ exitCode: 0, stderr: "" }]);
    expect(scene.cloud.requests.count()).toBe(1);
  });

  test("50 calls without a working lock each ask the API, and none fails", async () => {
    await using scene = await setScene();
    await crowd(scene, 1);
    const lock = scene.newFiles().find((path) => path.endsWith(".lock")) ?? "";
    await rm(join(scene.home, CACHE_FOLDER), { recursive: true });
    await mkdir(join(scene.home, lock.replace("home/", "")), { recursive: true, mode: 0o700 });

    const outcomes = await crowd(scene, 50);

    expect(new Set(outcomes.map(({ exitCode, stderr }) => `${exitCode} ${stderr}`))).toEqual(new Set(["0 "]));
    expect(kindsOfCacheFiles(scene).toSorted()).toEqual(["callers", "json"]);
    const last = (await crowd(scene, 1))[0];
    expect(outcomes).toEqual(expect.arrayContaining([last]));
  });
});

describe("where the API fails, 50 calls at once report the one failure", () => {
  test("of a service that is down", async () => {
    await using scene = await setScene();
    scene.cloud.faults.always("cs", errorFault(503, "ServiceUnavailable"));
    // As kubectl, whose calls share a failure even if a busy machine starts some of them after it.
    for (const { exitCode, stdout, stderr } of await crowd(scene, 50, [], AS_KUBECTL)) {
      expect([exitCode, stdout]).toEqual([1, ""]);
      expect(stderr).toContain("ServiceUnavailable");
    }
    expect(scene.cloud.requests.count("cs")).toBe(3);
  });

  test("but a service that never answers is found out by each call, within its own time limit", async () => {
    await using scene = await setScene();
    const silent = await startSilentListener();
    const outcomes = await crowd(scene, 50, ["--timeout", "5s", "--cs-endpoint", silent.host], AS_KUBECTL);
    await silent.stop();
    expect(new Set(outcomes.map(({ exitCode }) => exitCode))).toEqual(new Set([1]));
    // On a busy machine the time of some is over while they still wait for the others.
    for (const { stderr } of outcomes) expect(stderr).toMatch(/^error: .*\((?:--timeout 5s|shown in full .*)\)/m);
  });

  test("and kubectl's repeated calls do not ask the API each time", async () => {
    await using scene = await setScene();
    scene.cloud.faults.always("cs", errorFault(403, "Forbidden.RAM"));
    const first = await crowd(scene, 1, [], AS_KUBECTL);
    const later = await crowd(scene, 10, [], AS_KUBECTL);
    expect(first[0]?.stderr).not.toContain("remembered");
    for (const { exitCode, stderr } of later) {
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/Forbidden\.RAM.* \(remembered from [\d.]+ s ago, asked again in [\d.]+ s\)/);
    }
    expect(scene.cloud.requests.count("cs")).toBe(1);
    expect(await cacheFile(scene, ".failure")).toContain("Forbidden");
  });
});
