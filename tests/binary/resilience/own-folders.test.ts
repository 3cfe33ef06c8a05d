import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BINARY } from "../../support/binary.ts";
import { CACHE_FOLDER, changeEntry, kindsOfCacheFiles } from "../../support/cached-entry.ts";
import { getCredential } from "../../support/command-lines.ts";
import { type Scene, setScene } from "../../support/scene.ts";

// A busy machine.
setDefaultTimeout(30_000);

const DAY = 24 * 3_600_000;
const isUnix = process.platform !== "win32";

const ask = (scene: Scene, ...flags: string[]) => scene.run(getCredential(scene.cloud, ...flags), scene.alice);

describe.skipIf(!isUnix)("the folder among the temporary files (not on Windows, which has no such folder)", () => {
  test.each(["link", "folder that others can write to"])(
    "is not used if another user has put a %s in its place",
    async (what) => {
      await using scene = await setScene();
      const own = join(scene.env["TMPDIR"] ?? "", `ack-ram-tool-${process.getuid?.()}`);
      const ssh = join(scene.home, ".ssh");
      mkdirSync(ssh, { mode: 0o700 });
      if (what === "link") symlinkSync(ssh, own);
      else mkdirSync(own);
      if (what !== "link") chmodSync(own, 0o777);
      const { exitCode, stdout } = await scene.run(getCredential(scene.cloud), {
        ...scene.alice,
        HOME: undefined,
      });
      expect(exitCode).toBe(0);
      expect(stdout).toContain("BEGIN CERTIFICATE");
      expect(readdirSync(ssh)).toEqual([]);
      if (what !== "link") expect(readdirSync(own)).toEqual([]);
    },
  );

  test.each(["0177", "0777"])("and the cache's folder have the mode 0700 under the umask %s", async (umask) => {
    await using scene = await setScene();
    const line = `umask ${umask}; exec "$0" "$@"`;
    const argv = ["sh", "-c", line, BINARY, ...getCredential(scene.cloud)];
    const { exitCode } = await scene.runOther(argv, scene.alice);
    expect(exitCode).toBe(0);
    expect(statSync(join(scene.home, CACHE_FOLDER)).mode & 0o777).toBe(0o700);
    expect(kindsOfCacheFiles(scene)).toContain("json");
  });
});

const stagingFiles = (scene: Scene): string[] =>
  readdirSync(join(scene.home, CACHE_FOLDER)).filter((name) => name.startsWith(scene.cloud.clusters.staging.id));

describe("files that are no longer needed", () => {
  /** A certificate of staging that ended so long ago. */
  async function keepEnded(scene: Scene, agoMs: number): Promise<void> {
    const argv = ["credential-plugin", "get-credential", "-c", scene.cloud.clusters.staging.id];
    await scene.run(argv, scene.alice);
    const notAfter = Date.now() - agoMs;
    await changeEntry(
      scene,
      (entry) => ({
        ...entry,
        certificate: { ...entry.certificate, notBefore: notAfter - DAY, notAfter, expiresAt: notAfter },
      }),
      scene.cloud.identities.alice.accessKeySecret,
    );
  }

  test.each([
    ["ended two days ago", true, 2 * DAY],
    ["ended an hour ago", false, DAY / 24],
    ["ends in an hour", false, -DAY / 24],
  ])("include, at the next renewal, a certificate that %s: %p", async (_, isDeleted, ago) => {
    await using scene = await setScene();
    await keepEnded(scene, ago);
    expect((await ask(scene)).exitCode).toBe(0);
    expect(stagingFiles(scene).length === 0).toBe(isDeleted);
  });

  test("stay while the API gives no certificate: the clock may be wrong", async () => {
    await using scene = await setScene();
    await keepEnded(scene, 2 * DAY);
    scene.cloud.faults.always("cs", { reply: { status: 403, body: "{}" } });
    await ask(scene);
    expect(stagingFiles(scene)).not.toEqual([]);
  });

  test("do not include other people's files", async () => {
    await using scene = await setScene();
    await ask(scene);
    const foreign = ["notes.json", `c1-${"0".repeat(32)}.json`, "c1-exec-auth-credential-v1-abc.json"];
    for (const name of foreign) writeFileSync(join(scene.home, CACHE_FOLDER, name), "precious");
    await ask(scene, "--force-refresh");
    expect(readdirSync(join(scene.home, CACHE_FOLDER))).toEqual(expect.arrayContaining(foreign));
  });
});
