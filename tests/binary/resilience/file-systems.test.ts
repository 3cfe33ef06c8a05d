import { describe, expect, test, setDefaultTimeout } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CACHE_FOLDER } from "../../support/cached-entry.ts";
import { getCredential } from "../../support/command-lines.ts";
import { execInfo } from "../../support/exec-credential.ts";
import { canMount, makeReadOnly, mountTmpfs } from "../../support/mounted.ts";
import { type Scene, setScene } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

function ask(scene: Scene, ...flags: string[]) {
  return scene.run(getCredential(scene.cloud, ...flags), scene.alice);
}

/** As kubectl does, whose calls are noted beside the certificate. */
function askAsKubectl(scene: Scene) {
  return scene.run(getCredential(scene.cloud), {
    ...scene.alice,
    KUBERNETES_EXEC_INFO: execInfo("v1beta1"),
  });
}

/** Takes all the room that is left. */
async function fillDisk(folder: string): Promise<void> {
  await Bun.write(`${folder}/big`, "x".repeat(64 * 1024)).catch(() => undefined);
}

describe.skipIf(!canMount)("on a file system of its own (skipped where none can be mounted)", () => {
  test.each([
    ["no block left", "size=4k", fillDisk],
    ["no inode left", "nr_inodes=1", () => Promise.resolve()],
    ["room for the lock only", "nr_inodes=2", () => Promise.resolve()],
  ])("a full disk (%s) costs a warning at most, and leaves nothing half-written", async (_, options, fill) => {
    await using scene = await setScene();
    using disk = await mountTmpfs(join(scene.home, CACHE_FOLDER), options);
    await fill(disk.folder);
    const before = readdirSync(disk.folder);
    for (let times = 1; times <= 2; times += 1) {
      const { exitCode, stdout, stderr } = await ask(scene);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("BEGIN CERTIFICATE");
      expect(stderr).toMatch(/^warning: the certificate could not be cached, .* \(ENOSPC at \S+\)\n$/);
      expect(scene.cloud.requests.count("cs")).toBe(times);
    }
    const left = readdirSync(disk.folder).filter((name) => !before.includes(name));
    expect(left.filter((name) => !name.endsWith(".lock"))).toEqual([]);
  });

  test("a full disk keeps the old certificate", async () => {
    await using scene = await setScene();
    using disk = await mountTmpfs(join(scene.home, CACHE_FOLDER), "size=16k");
    const first = await ask(scene);
    await fillDisk(disk.folder);
    const forced = await ask(scene, "--force-refresh");
    expect(forced.stderr).toContain("ENOSPC");
    expect(forced.stdout).not.toBe(first.stdout);
    expect(await ask(scene)).toEqual(first);
    expect(await askAsKubectl(scene)).toEqual(first);
    expect(scene.cloud.requests.count("cs")).toBe(2);
  });

  test("a disk that became read-only still gives cache hits, and new certificates are cached elsewhere", async () => {
    await using scene = await setScene();
    using disk = await mountTmpfs(join(scene.home, CACHE_FOLDER), "size=1m");
    const first = await ask(scene);
    makeReadOnly(disk.folder);
    expect(await ask(scene)).toEqual(first);
    expect(await askAsKubectl(scene)).toEqual(first);

    const forced = await ask(scene, "--force-refresh");
    expect(forced.exitCode).toBe(0);
    expect(forced.stderr).toMatch(/^info: \S+ cannot be used \(EROFS\): caching certificates in \S+\n$/);
    expect(await ask(scene)).toEqual({ ...forced, stderr: "" });
    expect(scene.cloud.requests.count("cs")).toBe(2);
  });
});
