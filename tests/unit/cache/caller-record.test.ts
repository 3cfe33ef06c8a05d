import { describe, expect, test } from "bun:test";
import { cacheFiles } from "../../../src/cache/cache-files.ts";
import { wasRefused } from "../../../src/cache/caller-record.ts";
import type { FileStatus } from "../../../src/world/world.ts";
import { HOUR, madeUpEntry, MINUTE } from "../../support/certificates.ts";
import { fakeWorld, NOW } from "../../support/fake-world.ts";
import { MemoryFiles } from "../../support/memory-files.ts";

const paths = cacheFiles("/cache", { name: "fake" });
const old = madeUpEntry({}, { issuedAt: NOW - HOUR });

/** Whether a certificate passes for refused at each of these calls, one after another. */
async function verdicts(
  calls: readonly (readonly [parent: string, at: number])[],
  entry = old,
  files = new MemoryFiles(),
): Promise<boolean[]> {
  const results: boolean[] = [];
  for (const [parent, at] of calls) {
    const world = fakeWorld({ files, now: () => NOW + at, parentProcess: () => Promise.resolve(parent) });
    results.push(await wasRefused({ entry, files: paths }, world));
  }
  return results;
}

describe("a certificate passes for refused", () => {
  test.each<[string, Parameters<typeof verdicts>[0], boolean[]]>([
    [
      "when the same process comes back at once",
      [
        ["kubectl", 0],
        ["kubectl", 100],
      ],
      [false, true],
    ],
    [
      "not when another process comes",
      [
        ["one", 0],
        ["two", 100],
      ],
      [false, false],
    ],
    [
      "when the same process comes back between others",
      [
        ["one", 0],
        ["two", 10],
        ["one", 20],
      ],
      [false, false, true],
    ],
    [
      "not when the same process comes back later",
      [
        ["kubectl", 0],
        ["kubectl", 5000],
      ],
      [false, false],
    ],
    [
      "not by a clock that was set back",
      [
        ["kubectl", 0],
        ["kubectl", -100],
      ],
      [false, false],
    ],
  ])("%s", async (_, calls, results) => {
    expect(await verdicts(calls)).toEqual(results);
  });

  test.each([
    ["new", { issuedAt: NOW - 5 * MINUTE + 1000 }],
    ["confirmed a moment ago", { issuedAt: NOW - HOUR, recheckedAt: NOW - MINUTE }],
  ])("not while it is %s", async (_, times) => {
    expect(
      await verdicts(
        [
          ["kubectl", 0],
          ["kubectl", 100],
        ],
        madeUpEntry({}, times),
      ),
    ).toEqual([false, false]);
  });

  test("never where nothing can be noted, and that is no error", async () => {
    const files = new MemoryFiles();
    files.writesFailWith = "EROFS";
    expect(
      await verdicts(
        [
          ["kubectl", 0],
          ["kubectl", 100],
        ],
        old,
        files,
      ),
    ).toEqual([false, false]);
  });

  test.each(["", "\0", "ack-ram-tool callers 1\nnonsense\n", "ack-ram-tool callers 1\n99999999999999999999 kubectl\n"])(
    "not because of a damaged note: %j",
    async (note) => {
      expect(await verdicts([["kubectl", 0]], old, new MemoryFiles({ [paths.callers]: note }))).toEqual([false]);
    },
  );
});

test.each<[string, Partial<FileStatus>]>([
  ["another user's", { uid: 1 }],
  ["open to others", { mode: 0o622 }],
  ["no file (a pipe would never end)", { isFile: false }],
])("a note that is %s is not read", async (_, status) => {
  const content = `ack-ram-tool callers 1\n${NOW} kubectl\n`;
  const calls = [["kubectl", 100]] as const;
  expect(await verdicts(calls, old, new MemoryFiles({ [paths.callers]: content }))).toEqual([true]);
  expect(await verdicts(calls, old, new MemoryFiles({ [paths.callers]: { content, status } }))).toEqual([false]);
});

test("the note holds no more than a few callers, and no certificate", async () => {
  const files = new MemoryFiles();
  await verdicts(
    Array.from({ length: 40 }, (_, index) => [`process ${index}`, index] as const),
    old,
    files,
  );
  const lines = files.contentOf(paths.callers)?.trim().split("\n") ?? [];
  expect(lines.length).toBeLessThan(20);
  expect(lines.join("\n")).not.toContain("BEGIN");
});
