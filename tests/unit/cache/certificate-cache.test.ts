import { describe, expect, test } from "bun:test";
import { type CachedCertificate, readCachedCertificate } from "../../../src/cache/certificate-cache.ts";
import { serializeEntry } from "../../../src/cache/entry.ts";
import type { CacheKey } from "../../../src/cache/key.ts";
import type { Platform } from "../../../src/world/world.ts";
import { madeUpEntry } from "../../support/certificates.ts";
import { type MemoryFile, MemoryFiles, OWN_UID } from "../../support/memory-files.ts";
import { recordedLog } from "../../support/recorded-log.ts";

const key: CacheKey = { digest: "d".repeat(64), name: "fake" };
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
  return { found: await readCachedCertificate(["/cache"], key, { files, platform, log }), said: log.lines };
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
    expect(said).toHaveLength(1);
    expect(said[0]).toStartWith(`debug: cache file ${path}`);
  });

  test("a file that others can read is not even opened", async () => {
    const { said } = await read({ content, status: { mode: 0o644 }, failsWith: "EIO" });
    expect(said.join("\n")).not.toContain("EIO");
  });

  test("where there are no owners and modes (Windows) they do not count", async () => {
    expect((await read({ content, status: { uid: 0, mode: 0o666 } }, windows)).found).toMatchObject({ entry });
  });

  test("an error without an errno is a miss too", async () => {
    const files = Object.assign(new MemoryFiles(), { status: () => Promise.reject(new Error("odd")) });
    const ports = { files, platform: linux, log: recordedLog() };
    expect(await readCachedCertificate(["/cache"], key, ports)).toBeUndefined();
  });

  test("in a folder that others can write to is a miss, and the file is not even looked at", async () => {
    const files = new MemoryFiles({ "/cache/fake.json": { content, failsWith: "EIO" } });
    files.sharedDirectories.add("/cache");
    const ports = { files, platform: linux, log: recordedLog() };
    expect(await readCachedCertificate(["/cache"], key, ports)).toBeUndefined();
    expect(ports.log.lines.join("\n")).not.toContain("EIO");
  });

  test("the newest entry counts, in whichever directory it is", async () => {
    const older = serializeEntry(key, { ...entry, issuedAt: entry.issuedAt - 1 });
    const rechecked = serializeEntry(key, { ...entry, recheckedAt: entry.issuedAt + 1 });
    const files = new MemoryFiles({ "/a/fake.json": older, "/b/fake.json": rechecked, "/c/fake.json": content });
    const ports = { files, platform: linux, log: recordedLog() };
    expect(await readCachedCertificate(["/a", "/b", "/c"], key, ports)).toMatchObject({
      files: { entry: "/b/fake.json" },
    });
  });

  test("of equal entries the first one counts, and damaged ones do not", async () => {
    const files = new MemoryFiles({ "/a/fake.json": "damaged", "/b/fake.json": content, "/c/fake.json": content });
    const ports = { files, platform: linux, log: recordedLog() };
    expect(await readCachedCertificate(["/a", "/b", "/c"], key, ports)).toMatchObject({
      files: { entry: "/b/fake.json" },
    });
  });
});
