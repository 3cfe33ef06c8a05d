import { describe, expect, test } from "bun:test";
import { type CacheStore, nullStore, openCacheStore } from "../../../src/cache/cache-store.ts";
import { NO_CALLERS } from "../../../src/cache/detect-rejected-certificate.ts";
import { parseSealedEntry } from "../../../src/cache/cache-entry.ts";
import type { CacheKey } from "../../../src/cache/cache-key.ts";
import { ToolError } from "../../../src/errors/tool-error.ts";
import type { FileStatus, LockAttempt } from "../../../src/world/world.ts";
import { madeUpEntry } from "../../support/certificates.ts";
import { fakeWorld, NOW } from "../../support/fake-world.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { recordedLog, type RecordedLog } from "../../support/recorded-log.ts";

const key: CacheKey = { digest: "d".repeat(64), name: "fake", secret: "fake-secret" };
const entry = madeUpEntry();
const failure = new ToolError({ code: "network", message: "it broke", hint: "fix it", details: { host: "h" } });

async function open(
  files: MemoryFiles,
  directories: readonly [string, ...string[]] = ["/cache"],
  secret = "fake-secret",
): Promise<{ store: CacheStore; log: RecordedLog }> {
  const log = recordedLog();
  return { store: await openCacheStore(directories, { ...key, secret }, { ...fakeWorld({ files }), log }), log };
}

describe("an entry", () => {
  test("is put in place, in a folder that was made for it", async () => {
    const files = new MemoryFiles();
    const { store, log } = await open(files);
    store.write(entry);
    expect(files.directories).toEqual(["/cache"]);
    expect(parseSealedEntry(key, files.contentOf("/cache/fake.json") ?? "")).toEqual(entry);
    expect(log.plainLines()).toEqual([]);
  });

  test("comes with a file for noting callers, which the next entry leaves as it is", async () => {
    const files = new MemoryFiles();
    const { store } = await open(files);
    store.write(entry);
    expect(files.contentOf("/cache/fake.callers")).toBe(NO_CALLERS);
    const noted = `${NO_CALLERS}${NOW} 100 1\n`;
    await files.overwriteOwnFile("/cache/fake.callers", noted);
    store.write(entry);
    expect(files.contentOf("/cache/fake.callers")).toBe(noted);
  });

  test("comes with a new callers' file if the old one is another version's", async () => {
    const files = new MemoryFiles({ "/cache/fake.callers": "ack-ram-tool callers 2\n" });
    const { store } = await open(files);
    store.write(entry);
    expect(files.contentOf("/cache/fake.callers")).toBe(NO_CALLERS);
  });

  test.each(["EACCES", "EROFS", "ENOSPC", "EPERM", "EDQUOT"])(
    "that cannot be written (%s) is only a warning, which says nothing of the key",
    async (code) => {
      const files = new MemoryFiles();
      const { store, log } = await open(files);
      files.writesFailWith = code;
      store.write(entry);
      expect(log.lines).toHaveLength(1);
      expect(log.lines[0]).toStartWith("warn: the certificate could not be cached");
      expect(log.lines[0]).toContain(code);
      expect(log.lines[0]).not.toContain("PRIVATE KEY");
    },
  );
});

describe("the folder", () => {
  test("is the first one that nobody else can write to, and a log line says if it is not the usual one", async () => {
    const files = new MemoryFiles();
    files.sharedDirectories.add("/shared");
    const { store, log } = await open(files, ["/shared", "/own"]);
    store.write(entry);
    expect([...files.entries.keys()]).toEqual(["/own/fake.json", "/own/fake.callers"]);
    expect(log.plainLines()).toEqual([
      "info: /shared cannot be used (it belongs to another user, or others can write to it): caching certificates in /own",
    ]);
  });

  test("may be none at all: a warning, and nothing is kept", async () => {
    const files = new MemoryFiles();
    files.writesFailWith = "EROFS";
    const { store, log } = await open(files, ["/a", "/b"]);
    store.write(entry);
    expect(files.entries.size).toBe(0);
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).toStartWith("warn: certificates cannot be cached");
    expect(log.lines[0]).toContain("/a cannot be used (EROFS); /b cannot be used (EROFS)");
  });
});

describe("a failure", () => {
  test("is remembered with its words and without its details, until it is cleared", async () => {
    const files = new MemoryFiles();
    const { store } = await open(files);
    store.writeFailure(failure, false);
    expect(await store.readFailure()).toMatchObject({
      at: NOW,
      error: { code: "network", message: "it broke", hint: "fix it", details: {} },
    });
    store.clearFailure();
    expect(await store.readFailure()).toBeUndefined();
  });

  test("does not count for a caller with another secret: the one before was wrong", async () => {
    const files = new MemoryFiles();
    (await open(files, ["/cache"], "fake-wrong-secret")).store.writeFailure(failure, false);
    expect(await (await open(files, ["/cache"], "fake-secret")).store.readFailure()).toBeUndefined();
    expect(await (await open(files, ["/cache"], "fake-wrong-secret")).store.readFailure()).toBeDefined();
  });

  test.each(["", "{", "null", '{"format":1}', '{"format":1,"code":"constructor","message":"m","at":1,"until":2}'])(
    "does not count if its file is damaged: %j",
    async (content) => {
      const { store } = await open(new MemoryFiles({ "/cache/fake.failure": content }));
      expect(await store.readFailure()).toBeUndefined();
    },
  );
});

test.each<[string, Partial<FileStatus>]>([
  ["another user's", { uid: 1 }],
  ["open to others", { mode: 0o644 }],
  ["no file (a pipe would never end)", { isFile: false }],
])("a failure whose file is %s is not believed", async (_, status) => {
  const files = new MemoryFiles();
  const { store } = await open(files);
  store.writeFailure(failure, false);
  files.entries.set("/cache/fake.failure", {
    content: files.contentOf("/cache/fake.failure") ?? "",
    status,
  });
  expect(await store.readFailure()).toBeUndefined();
});

test("only the holder of the lock uses the shared temporary file: two writers would spoil each other's", async () => {
  const files = new MemoryFiles();
  const openAs = async (state: "held" | "busy") => {
    const tryLock = (): Promise<LockAttempt> =>
      Promise.resolve(state === "held" ? { state, release: () => undefined } : { state });
    const store = await openCacheStore(["/cache"], key, { ...fakeWorld({ files, tryLock }), log: recordedLog() });
    await store.tryLock();
    return store;
  };
  (await openAs("busy")).write(entry);
  (await openAs("held")).write(entry);
  expect(files.temporaries).toEqual([undefined, "/cache/fake.tmp"]);
});

test("the null store keeps nothing and has no lock", async () => {
  nullStore.write(entry);
  nullStore.writeFailure(failure, true);
  nullStore.clearFailure();
  expect(await nullStore.readFailure()).toBeUndefined();
  expect(await nullStore.tryLock()).toEqual({ state: "unavailable" });
});
