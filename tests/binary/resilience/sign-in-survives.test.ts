import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, chownSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { getCredential } from "../../support/command-lines.ts";
import { CONFIG } from "../../support/credential-files.ts";
import { expectRefusal } from "../../support/expect-refusal.ts";
import { canMount, makeReadOnly, mountFile, mountTmpfs } from "../../support/mounted.ts";
import { oauthSignIn } from "../../support/oauth-profile.ts";
import { setScene } from "../../support/scene.ts";
import { waitUntil } from "../../support/wait-until.ts";

/** How often a renewal is interrupted; the long form, by hand: `INTERRUPTIONS=200 bun test …`. */
const INTERRUPTIONS = Number(process.env["INTERRUPTIONS"] ?? 30);

// A busy machine.
setDefaultTimeout(60_000 + INTERRUPTIONS * 1000);

/** Makes the access token in the file an expired one. */
function letItEnd(path: string): void {
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace(/("oauth_access_token_expire": ?)\d+/, "$11000000000"));
}

/** The files beside config.json, without the lock, which stays. */
function besides(path: string): string[] {
  return readdirSync(dirname(path)).filter((name) => !["config.json", "config.json.ack-ram-tool.lock"].includes(name));
}

const isUnix = process.platform !== "win32";

describe.skipIf(!isUnix)("a renewal that is interrupted (not on Windows, which has no such signals)", () => {
  test(`loses no sign-in, ${INTERRUPTIONS} times, by Ctrl-C, kill or a terminal that closes`, async () => {
    await using scene = await setScene();
    const path = await oauthSignIn(scene, -60);
    scene.cloud.faults.always("oauth:Token", { delayMilliseconds: 30 });
    for (let times = 0; times < INTERRUPTIONS; times += 1) {
      letItEnd(path);
      const renewals = scene.cloud.requests.count("oauth", "Token");
      const running = scene.start(getCredential(scene.cloud, "--no-cache"));
      await waitUntil(() => scene.cloud.requests.count("oauth", "Token") > renewals);
      // From before the answer is written to after it is saved.
      await Bun.sleep((times * 7) % 60);
      running.kill((["SIGINT", "SIGTERM", "SIGHUP"] as const)[times % 3] ?? "SIGINT");
      await running.outcome;
      letItEnd(path);
      const { exitCode, stderr } = await scene.run(getCredential(scene.cloud, "--no-cache"));
      expect({ times, exitCode, stderr }).toEqual({ times, exitCode: 0, stderr: "" });
      expect(besides(path)).toEqual([]);
    }
  });

  test("still ends by the signal, once the sign-in is saved", async () => {
    await using scene = await setScene();
    const path = await oauthSignIn(scene, -60);
    const before = readFileSync(path, "utf8");
    scene.cloud.faults.always("oauth:Token", { delayMilliseconds: 500 });
    const running = scene.start(getCredential(scene.cloud));
    await waitUntil(() => scene.cloud.requests.count("oauth", "Token") === 1);
    running.kill("SIGTERM");
    expect(await running.outcome).toMatchObject({ exitCode: 128 + 15, stdout: "" });
    expect(readFileSync(path, "utf8")).not.toBe(before);
    expect(scene.cloud.requests.count("oauth", "Exchange")).toBe(0);
  });
});

describe.skipIf(!canMount)("where config.json (skipped where nothing can be mounted)", () => {
  test("is mounted by itself, it is written in place", async () => {
    await using scene = await setScene();
    const path = await oauthSignIn(scene, -60);
    const before = readFileSync(path, "utf8");
    using _ = mountFile(path);
    expect(await scene.run(getCredential(scene.cloud))).toMatchObject({ exitCode: 0, stderr: "" });
    expect(readFileSync(path, "utf8")).not.toBe(before);
    expect(besides(path)).toEqual([]);
  });

  for (const [what, prepare, hint] of [
    ["is on a full disk", fill, /disk is full/],
    ["is on a read-only file system", makeReadOnly, /read-only/],
  ] as const) {
    test(`${what}, a valid access token is used, and no refresh token is spent`, async () => {
      await using scene = await setScene();
      using disk = await mountTmpfs(join(scene.home, dirname(CONFIG)), "size=16k");
      const path = await oauthSignIn(scene, 900);
      const before = readFileSync(path, "utf8");
      prepare(disk.folder);
      const { exitCode, stderr } = await scene.run(getCredential(scene.cloud));
      expect(exitCode).toBe(0);
      expect(stderr).toMatch(/^warning: the sign-in is not renewed: cannot update .* \((?:ENOSPC|EROFS)\)\n$/);
      expect(scene.cloud.requests.count("oauth", "Token")).toBe(0);
      expect(readFileSync(path, "utf8")).toBe(before);
    });

    test(`${what}, an expired access token is not renewed, and the error says why`, async () => {
      await using scene = await setScene();
      using disk = await mountTmpfs(join(scene.home, dirname(CONFIG)), "size=16k");
      const path = await oauthSignIn(scene, -60);
      const before = readFileSync(path, "utf8");
      prepare(disk.folder);
      expectRefusal(await scene.run(getCredential(scene.cloud)), { error: "cannot update", hint });
      expect(scene.cloud.requests.count()).toBe(0);
      expect(readFileSync(path, "utf8")).toBe(before);
    });
  }
});

function fill(folder: string): void {
  try {
    writeFileSync(`${folder}/big`, "x".repeat(64 * 1024));
  } catch {
    // As much as there is room for.
  }
}

test("a renewal keeps the file's mode, wider or narrower than this tool's own", async () => {
  await using scene = await setScene();
  const path = await oauthSignIn(scene, -60);
  for (const mode of [0o640, 0o600]) {
    letItEnd(path);
    chmodSync(path, mode);
    await scene.run(getCredential(scene.cloud, "--no-cache"));
    if (isUnix) expect(statSync(path).mode & 0o777).toBe(mode);
  }
});

test.skipIf(process.getuid?.() !== 0)("root gives the file back to its owner (skipped for others)", async () => {
  await using scene = await setScene();
  const path = await oauthSignIn(scene, -60);
  chownSync(path, 12_345, 23_456);
  expect((await scene.run(getCredential(scene.cloud))).exitCode).toBe(0);
  expect([statSync(path).uid, statSync(path).gid]).toEqual([12_345, 23_456]);
});

test("a file that is not UTF-8 is never written back: the error names the byte", async () => {
  await using scene = await setScene();
  const path = await oauthSignIn(scene, -60);
  const bytes = Buffer.concat([
    Buffer.from(readFileSync(path, "utf8").trimEnd().slice(0, -1)),
    Buffer.from(',"x":"'),
    Uint8Array.of(0xc4, 0xe3),
    Buffer.from('"}'),
  ]);
  writeFileSync(path, bytes);
  expectRefusal(await scene.run(getCredential(scene.cloud)), {
    error: `${path} is not UTF-8 (byte ${bytes.indexOf(0xc4)})`,
    hint: "UTF-8",
  });
  expect(readFileSync(path)).toEqual(bytes);
  expect(scene.cloud.requests.count()).toBe(0);
});
