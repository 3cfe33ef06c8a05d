import { describe, expect, test } from "bun:test";
import { cacheFiles } from "../../../src/cache/cache-files.ts";
import { noCallers, wasRefused } from "../../../src/cache/caller-record.ts";
import type { ProcessMark } from "../../../src/world/world.ts";
import { HOUR, madeUpEntry, MINUTE } from "../../support/certificates.ts";
import { fakeWorld, NOW } from "../../support/fake-world.ts";
import { MemoryFiles } from "../../support/memory-files.ts";

const paths = cacheFiles("/cache", { name: "fake" });
const old = madeUpEntry({}, { issuedAt: NOW - HOUR });
const kubectl: ProcessMark = { id: 100, incarnation: 1 };
const other: ProcessMark = { id: 101, incarnation: 1 };
const later: ProcessMark = { id: 100, incarnation: 2 };

const withCallers = (content: string = noCallers()) => new MemoryFiles({ [paths.callers]: content });

/** Whether a certificate passes for refused at each of these calls, one after another. */
function verdicts(
  calls: readonly (readonly [parent: ProcessMark, at: number])[],
  entry = old,
  files = withCallers(),
): boolean[] {
  return calls.map(([parent, at]) => {
    const world = fakeWorld({ files, now: () => NOW + at, parentProcess: () => parent });
    return wasRefused({ entry, files: paths }, world);
  });
}

const atOnce = [
  [kubectl, 0],
  [kubectl, 100],
] as const;

describe("a certificate passes for refused", () => {
  test.each<[string, Parameters<typeof verdicts>[0], boolean[]]>([
    ["when the same process comes back at once", atOnce, [false, true]],
    [
      "not when another process comes",
      [
        [kubectl, 0],
        [other, 100],
      ],
      [false, false],
    ],
    [
      "not when a later process has the same id",
      [
        [kubectl, 0],
        [later, 100],
      ],
      [false, false],
    ],
    [
      "when the same process comes back between others",
      [
        [kubectl, 0],
        [other, 10],
        [kubectl, 20],
      ],
      [false, false, true],
    ],
    [
      "not when the same process comes back later",
      [
        [kubectl, 0],
        [kubectl, 5000],
      ],
      [false, false],
    ],
    [
      "not by a clock that was set back",
      [
        [kubectl, 0],
        [kubectl, -100],
      ],
      [false, false],
    ],
  ])("%s", (_, calls, results) => {
    expect(verdicts(calls)).toEqual(results);
  });

  test.each([
    ["new", { issuedAt: NOW - 5 * MINUTE + 1000 }],
    ["confirmed a moment ago", { issuedAt: NOW - HOUR, recheckedAt: NOW - MINUTE }],
  ])("not while it is %s", (_, times) => {
    expect(verdicts(atOnce, madeUpEntry({}, times))).toEqual([false, false]);
  });

  test.each([
    ["there is no note", new MemoryFiles()],
    ["nothing can be noted", Object.assign(withCallers(), { writesFailWith: "EROFS" })],
  ])("never where %s, and that is no error", (_, files) => {
    expect(verdicts(atOnce, old, files)).toEqual([false, false]);
  });
});

describe("callers", () => {
  test("of the last seconds are remembered, sixteen of them, the earliest given up first", () => {
    const crowd = Array.from({ length: 16 }, (_, id): [ProcessMark, number] => [{ id, incarnation: 1 }, id]);
    const files = withCallers();
    expect(verdicts(crowd, old, files)).not.toContain(true);
    expect(verdicts([[other, 20]], old, files)).toEqual([false]);
    const again = crowd.map(([parent]): [ProcessMark, number] => [parent, 30]).toReversed();
    expect(verdicts(again.slice(0, 15), old, files)).toEqual(Array.from({ length: 15 }, () => true));
    expect(verdicts(again.slice(15), old, files)).toEqual([false]);
  });

  test("noted by a clock that was ahead are given up first", () => {
    const files = withCallers();
    const ahead = Array.from({ length: 16 }, (_, id): [ProcessMark, number] => [{ id, incarnation: 1 }, HOUR]);
    verdicts(ahead, old, files);
    expect(verdicts(atOnce, old, files)).toEqual([false, true]);
  });

  test.each(["", "\0", "precious", "x".repeat(noCallers().length), `${noCallers()}\0`, noCallers().slice(1)])(
    "are not noted in a file of somebody else's: %j",
    (content) => {
      const files = withCallers(content);
      expect(verdicts(atOnce, old, files)).toEqual([false, false]);
      expect(files.contentOf(paths.callers)).toBe(content);
    },
  );

  test("in a damaged file are nobody", () => {
    const damaged = noCallers().slice(0, 24).padEnd(noCallers().length, "\u00ff");
    expect(verdicts(atOnce, old, withCallers(damaged))).toEqual([false, true]);
  });

  test("leave the file as long as it is", () => {
    const files = withCallers();
    verdicts(atOnce, old, files);
    expect(files.contentOf(paths.callers)).toHaveLength(noCallers().length);
  });
});
