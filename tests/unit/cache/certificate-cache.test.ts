import { describe, expect, test } from "bun:test";
import { type CachedCertificate, readCachedCertificate } from "../../../src/cache/certificate-cache.ts";
import { serializeEntry } from "../../../src/cache/cache-entry.ts";
import type { CacheKey } from "../../../src/cache/cache-key.ts";
import type { FileStatus, Platform } from "../../../src/world/world.ts";
import { HOUR, madeUpEntry } from "../../support/certificates.ts";
import { NOW } from "../../support/fake-world.ts";
import { type MemoryFile, MemoryFiles, OWN_UID } from "../../support/memory-files.ts";
import { recordedLog } from "../../support/recorded-log.ts";

// The source has no secret, so that its entries have no seal.
const key: CacheKey = { digest: "d".repeat(64), name: "fake", secret: undefined };
const entry = madeUpEntry();
const content = serializeEntry(key, entry);
const path = "/cache/fake.json";
const linux: Platform = { os: "linux", arch: "x64", uid: OWN_UID };
const windows: Platform = { os: "win32", arch: "x64", uid: undefined };

async function read(
  file: MemoryFile | undefined,
  platform: Platform = linux,
): Promise<{ found: CachedCertificate | undefined; said: string[] }> {
  const files = new MemoryFiles(file === undefined ? {} : { [path]: file });
  const log = recordedLog();
  return {
    found: await readCachedCertificate(["/cache"], key, { files, platform, log, env: {}, now: () => NOW }),
    said: log.lines,
  };
}

describe("reading", () => {
  test.each([0o600, 0o400])("a private file of our own is a hit, with the mode %o", async (mode) => {
    expect((await read({ content, status: { mode } })).found).toMatchObject({ entry, files: { entry: path } });
  });

  test.each<[string, MemoryFile | undefined]>([
    ["no file", undefined],
    ["an empty file", { content: "" }],
    ["a damaged file", { content: content.slice(1) }],
    ["another owner's file", { content, status: { uid: OWN_UID + 1 } }],
    ["root's file", { content, status: { uid: 0 } }],
    ["a file that the group can read", { content, status: { mode: 0o640 } }],
    ["a file that everybody can read", { content, status: { mode: 0o644 } }],
    ["a file that others can write", { content, status: { mode: 0o602 } }],
    ["a directory", { content, status: { isFile: false, mode: 0o700 } }],
    ["a file that is much too large", { content, status: { size: 256 * 1024 + 1 } }],
    ["a file that may not be read", { content, failsWith: "EACCES" }],
    ["a file that vanishes after the look at it", { content, failsWith: "ENOENT" }],
    ["a failing disk", { content, failsWith: "EIO" }],
  ])("%s is a miss without a warning", async (_, file) => {
    const { found, said } = await read(file);
    expect(found).toBeUndefined();
    // A missing file is not logged here: whoever asks for a certificate says why.
    const isAbsent = file === undefined || file.content === "" || file.failsWith === "ENOENT";
    expect(said).toEqual(isAbsent ? [] : [expect.stringMatching(new RegExp(`^debug: cache file ${path}`))]);
  });

  test("a file that others can read is not even opened", async () => {
    const { said } = await read({ content, status: { mode: 0o644 }, failsWith: "EIO" });
    expect(said.join("\n")).not.toContain("EIO");
  });

  test.each([
    ["C:\\Users\\me\\cache", true],
    ["C:\\cache", false],
  ])("without owners and modes (Windows) a certificate in the folder %s is a hit: %p", async (directory, isFound) => {
    const files = new MemoryFiles({ [`${directory}/fake.json`]: { content, status: { uid: 0, mode: 0o666 } } });
    const env = { USERPROFILE: "C:\\Users\\me" };
    const ports = { files, platform: windows, log: recordedLog(), env, now: () => NOW };
    expect((await readCachedCertificate([directory], key, ports)) !== undefined).toBe(isFound);
  });

  test("an error without an errno is a miss too", async () => {
    const files = Object.assign(new MemoryFiles(), { status: () => Promise.reject(new Error("odd")) });
    const ports = { files, platform: linux, log: recordedLog(), env: {}, now: () => NOW };
    expect(await readCachedCertificate(["/cache"], key, ports)).toBeUndefined();
  });

  test("in a folder that others can write to is a miss, and the file is not even looked at", async () => {
    const files = new MemoryFiles({ "/cache/fake.json": { content, failsWith: "EIO" } });
    files.sharedDirectories.add("/cache");
    const ports = { files, platform: linux, log: recordedLog(), env: {}, now: () => NOW };
    expect(await readCachedCertificate(["/cache"], key, ports)).toBeUndefined();
    expect(ports.log.lines.join("\n")).not.toContain("EIO");
  });

  test("the newest entry counts, in whichever directory it is", async () => {
    const older = serializeEntry(key, { ...entry, issuedAt: NOW - 2 });
    // Written by a clock that was ahead: it would win for ever.
    const ahead = serializeEntry(key, { ...entry, issuedAt: NOW + HOUR });
    const rechecked = serializeEntry(key, { ...entry, issuedAt: NOW - HOUR, recheckedAt: NOW - 1 });
    const files = new MemoryFiles({ "/a/fake.json": older, "/b/fake.json": rechecked, "/c/fake.json": ahead });
    const ports = { files, platform: linux, log: recordedLog(), env: {}, now: () => NOW };
    expect(await readCachedCertificate(["/a", "/b", "/c"], key, ports)).toMatchObject({
      files: { entry: "/b/fake.json" },
    });
  });

  test("of equal entries the first one counts, and damaged ones do not", async () => {
    const files = new MemoryFiles({ "/a/fake.json": "damaged", "/b/fake.json": content, "/c/fake.json": content });
    const ports = { files, platform: linux, log: recordedLog(), env: {}, now: () => NOW };
    expect(await readCachedCertificate(["/a", "/b", "/c"], key, ports)).toMatchObject({
      files: { entry: "/b/fake.json" },
    });
  });
});

describe("an entry that the same credentials have sealed", () => {
  const secretKey: CacheKey = { ...key, secret: "fake-secret" };
  const sealed = serializeEntry(secretKey, entry);

  async function readWithSecret(file: MemoryFile, secret = "fake-secret", files = new MemoryFiles({ [path]: file })) {
    const log = recordedLog();
    const ports = { files, platform: linux, log, env: {}, now: () => NOW };
    const found = await readCachedCertificate(["/cache"], { ...key, secret }, ports);
    return { found: found?.entry, said: log.lines };
  }

  test.each<[string, MemoryFile]>([
    ["another owner's file", { content: sealed, status: { uid: OWN_UID + 1 } }],
    ["root's file", { content: sealed, status: { uid: 0 } }],
    ["a file that others can write", { content: sealed, status: { mode: 0o666 } }],
  ])("is a hit in %s: nobody else can have made it", async (_, file) => {
    expect(await readWithSecret(file)).toEqual({ found: entry, said: [] });
  });

  test("is a hit in a folder that others can write to", async () => {
    const files = new MemoryFiles({ [path]: sealed });
    files.sharedDirectories.add("/cache");
    expect((await readWithSecret({ content: sealed }, "fake-secret", files)).found).toEqual(entry);
  });

  describe("among the temporary files, where anybody could have made the folder", () => {
    const temporary = `/tmp/ack-ram-tool-${OWN_UID}`;

    test.each([
      ["is a hit in a folder of our own", false, entry],
      ["is a miss in a folder that others can write to", true, undefined],
    ])("%s, and not mapped", async (_, isShared, expected) => {
      const files = Object.assign(new MemoryFiles({ [`${temporary}/fake.json`]: sealed }), {
        readOwnFile: () => {
          throw new Error("mapped");
        },
      });
      if (isShared) files.sharedDirectories.add(temporary);
      const found = await readCachedCertificate([temporary], secretKey, {
        files,
        platform: linux,
        env: {},
        log: recordedLog(),
        now: () => NOW,
      });
      expect(found?.entry).toEqual(expected);
    });
  });

  test("is a hit without a look at owners and modes, which would have to be loaded", async () => {
    const files = Object.assign(new MemoryFiles({ [path]: sealed }), {
      status: () => Promise.reject(new Error("asked for the status")),
    });
    expect(await readWithSecret({ content: sealed }, "fake-secret", files)).toEqual({ found: entry, said: [] });
  });

  test("is a hit where files cannot be mapped, if its owner and mode are right", async () => {
    const files = Object.assign(new MemoryFiles({ [path]: sealed }), { readOwnFile: () => undefined });
    expect((await readWithSecret({ content: sealed }, "fake-secret", files)).found).toEqual(entry);
  });

  test.each<[string, Partial<FileStatus>, boolean]>([
    ["a private file of our own", {}, true],
    ["another owner's file", { uid: OWN_UID + 1 }, false],
    ["a file that everybody can read", { mode: 0o644 }, false],
  ])("with another secret is judged by its file alone: in %s", async (_, status, isHit) => {
    const { found } = await readWithSecret({ content: sealed, status }, "fake-other-secret");
    expect(found !== undefined).toBe(isHit);
  });

  test("that is damaged is a miss", async () => {
    expect((await readWithSecret({ content: sealed.replace("LTAI", "LTAX") })).found).toBeUndefined();
  });

  test("that is much too large is not even mapped", async () => {
    const { found, said } = await readWithSecret({ content: sealed, status: { size: 256 * 1024 + 1 } });
    expect(found).toBeUndefined();
    expect(said).toEqual([expect.stringContaining(path)]);
  });
});
