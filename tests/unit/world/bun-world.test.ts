import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "bun:test";
import { bunWorld } from "../../../src/world/bun-world.ts";
import { errnoOf, isAbsent } from "../../../src/world/errno.ts";

const world = bunWorld();
const folder = mkdtempSync(join(tmpdir(), "ack-ram-tool-test-"));
const path = join(folder, "file");
writeFileSync(path, "Größe ✓");
chmodSync(path, 0o640);
symlinkSync(path, join(folder, "link"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const isWindows = process.platform === "win32";

describe("the real world's files", () => {
  test("are read as UTF-8", async () => {
    expect(await world.files.readText(path)).toBe("Größe ✓");
  });

  test.skipIf(isWindows)(
    "have a size in bytes, permission bits and an owner, links followed (not on Windows: no modes)",
    async () => {
      const expected = {
        isFile: true,
        size: 11,
        mode: 0o640,
        uid: world.platform.uid ?? 0,
        modifiedAt: expect.any(Number),
      };
      expect({ ...(await world.files.status(path)) }).toEqual(expected);
      expect({ ...(await world.files.status(join(folder, "link"))) }).toEqual(expected);
    },
  );

  test("a folder is not a file", async () => {
    expect((await world.files.status(folder)).isFile).toBe(false);
    expect(errnoOf(await failureOf(world.files.readText(folder)))).toBe("EISDIR");
  });

  test.skipIf(isWindows)(
    "have a size that is known at once: 0 if absent, infinite if unknown (not on Windows: no /dev)",
    () => {
      expect(world.files.size(path)).toBe(11);
      expect(world.files.size(join(folder, "link"))).toBe(11);
      expect(world.files.size(join(folder, "gone"))).toBe(0);
      expect(world.files.size("/dev/null")).toBe(Number.POSITIVE_INFINITY);
    },
  );

  test.each(["gone", "file/below"])("%s is absent, by its errno", async (name) => {
    expect(isAbsent(await failureOf(world.files.readText(join(folder, name))))).toBe(true);
    expect(isAbsent(await failureOf(world.files.status(join(folder, name))))).toBe(true);
  });
});

/** Whether a promise is settled once everything that was ready has run. */
async function isOver(sleep: Promise<void>): Promise<boolean> {
  return await Promise.race([sleep.then(() => true), Bun.sleep(0).then(() => false)]);
}

describe("a sleep", () => {
  test("goes on until its time is over", async () => {
    const controller = new AbortController();
    const sleep = world.sleep(60_000, controller.signal);
    expect(await isOver(sleep)).toBe(false);
    controller.abort();
  });

  test("ends at once when it is aborted", async () => {
    const controller = new AbortController();
    const sleep = world.sleep(60_000, controller.signal);
    controller.abort();
    expect(await isOver(sleep)).toBe(true);
  });

  test("that was aborted before it began is over at once", async () => {
    expect(await isOver(world.sleep(60_000, AbortSignal.abort()))).toBe(true);
  });
});

test("nonces differ", () => {
  expect(new Set(Array.from({ length: 100 }, () => world.nonce())).size).toBe(100);
});

test("the parent is the same each time, and a different one in another process", () => {
  const { id, incarnation } = world.parentProcess();
  expect(id).toBe(process.ppid);
  expect(world.parentProcess()).toEqual({ id, incarnation });
});
