import { describe, expect, test } from "bun:test";
import { cacheFiles } from "../../../src/cache/file-names.ts";
import {
  askAgainAt,
  detectRejectedCertificate,
  NO_CALLERS,
  type Verdict,
} from "../../../src/cache/detect-rejected-certificate.ts";
import type { ProcessMark } from "../../../src/world/world.ts";
import { HOUR, madeUpEntry, MINUTE } from "../../support/certificates.ts";
import { fakeWorld, NOW } from "../../support/fake-world.ts";
import { MemoryFiles } from "../../support/memory-files.ts";

const paths = cacheFiles("/cache", { name: "fake" });
const old = madeUpEntry({}, { issuedAt: NOW - HOUR });
const kubectl: ProcessMark = { id: 100, incarnation: "1" };
const other: ProcessMark = { id: 101, incarnation: "1" };
const later: ProcessMark = { id: 100, incarnation: "2" };

/** A time, this many ms from now, as the file has it. */
const timeOf = (ms: number): string => String(NOW + ms);

const withCallers = (content: string = NO_CALLERS) => new MemoryFiles({ [paths.callers]: content });

/** For each of these calls in turn, whether the certificate is taken to be refused. */
async function verdicts(
  calls: readonly (readonly [parent: ProcessMark, at: number])[],
  entry = old,
  files = withCallers(),
): Promise<Verdict[]> {
  const results: Verdict[] = [];
  for (const [parent, at] of calls) {
    const world = fakeWorld({ files, now: () => NOW + at, parentProcess: () => parent });
    results.push(await detectRejectedCertificate({ entry, files: paths }, world));
  }
  return results;
}

const atOnce = [
  [kubectl, 0],
  [kubectl, 100],
] as const;

describe("a certificate is taken to be refused", () => {
  test.each<[string, Parameters<typeof verdicts>[0], Verdict[]]>([
    ["when the same process comes back at once", atOnce, ["accepted", "refused"]],
    [
      "not when another process comes",
      [
        [kubectl, 0],
        [other, 100],
      ],
      ["accepted", "accepted"],
    ],
    [
      "not when a later process has the same id",
      [
        [kubectl, 0],
        [later, 100],
      ],
      ["accepted", "accepted"],
    ],
    [
      "when the same process comes back between others",
      [
        [kubectl, 0],
        [other, 10],
        [kubectl, 20],
      ],
      ["accepted", "accepted", "refused"],
    ],
    [
      "not when the same process comes back later",
      [
        [kubectl, 0],
        [kubectl, 5000],
      ],
      ["accepted", "accepted"],
    ],
    [
      "not by a clock that was set back",
      [
        [kubectl, 0],
        [kubectl, -100],
      ],
      ["accepted", "accepted"],
    ],
  ])("%s", async (_, calls, results) => {
    expect(await verdicts(calls)).toEqual(results);
  });

  test.each([
    ["new", { issuedAt: NOW - 4 * MINUTE }, NOW + MINUTE],
    ["confirmed a moment ago", { issuedAt: NOW - HOUR, recheckedAt: NOW - MINUTE }, NOW + 4 * MINUTE],
  ])("but too soon to be renewed while it is %s, and the answer says when", async (_, times, again) => {
    const entry = madeUpEntry({}, times);
    expect(await verdicts(atOnce, entry)).toEqual(["accepted", "refused-too-soon"]);
    expect(askAgainAt(entry, NOW)).toBe(again);
  });

  test.each([
    ["issued", { issuedAt: NOW + HOUR }],
    ["confirmed", { issuedAt: NOW - HOUR, recheckedAt: NOW + HOUR }],
  ])("when it was %s in the future, by a clock that was ahead", async (_, times) => {
    expect(await verdicts(atOnce, madeUpEntry({}, times))).toEqual(["accepted", "refused"]);
  });

  test.each([
    ["there is no note", new MemoryFiles()],
    ["nothing can be noted", Object.assign(withCallers(), { writesFailWith: "EROFS" })],
  ])("never if %s, and that is not an error", async (_, files) => {
    expect(await verdicts(atOnce, old, files)).toEqual(["accepted", "accepted"]);
  });
});

describe("callers", () => {
  test("of the last seconds are remembered: sixteen at most, the latest", async () => {
    const crowd = Array.from({ length: 17 }, (_, id): [ProcessMark, number] => [{ id, incarnation: "1" }, id]);
    const files = withCallers();
    expect(await verdicts(crowd, old, files)).not.toContain("refused");
    const again = crowd.map(([parent]): [ProcessMark, number] => [parent, 30]);
    const content = files.contentOf(paths.callers);
    expect(await verdicts(again.slice(0, 1), old, files)).toEqual(["accepted"]);
    expect(await verdicts(again.slice(1), old, withCallers(content))).toEqual(
      Array.from({ length: 16 }, () => "refused"),
    );
  });

  test("noted by a clock that was ahead are forgotten", async () => {
    const files = withCallers();
    const ahead = Array.from({ length: 16 }, (_, id): [ProcessMark, number] => [{ id, incarnation: "1" }, HOUR]);
    await verdicts(ahead, old, files);
    expect(await verdicts(atOnce, old, files)).toEqual(["accepted", "refused"]);
    expect(files.contentOf(paths.callers)).toBe(`${NO_CALLERS}${timeOf(100)} 100 1\n`);
  });

  test.each(["", "\0", "precious", "x".repeat(NO_CALLERS.length), NO_CALLERS.slice(1), NO_CALLERS.slice(0, -1)])(
    "are not noted in a file of somebody else's: %j",
    async (content) => {
      const files = withCallers(content);
      expect(await verdicts(atOnce, old, files)).toEqual(["accepted", "accepted"]);
      expect(files.contentOf(paths.callers)).toBe(content);
    },
  );

  test.each([
    "\0".repeat(99),
    "now 100 1\n",
    "100 1\n",
    `${timeOf(0)} 100 1\0\0\0`,
    `${timeOf(0).slice(1)} 100 1\n`,
    `${timeOf(0).slice(0, -1)} 100 1\n`,
    ` 100 1\n${timeOf(0)}`,
    `${timeOf(0)} 100 1`.repeat(999),
  ])("in a damaged file are nobody: %j", async (damage) => {
    const files = withCallers(NO_CALLERS + damage);
    expect(await verdicts(atOnce, old, files)).toEqual(["accepted", "refused"]);
  });

  test("fit into a page of memory, whatever was in the file", async () => {
    const longest = Number.MAX_SAFE_INTEGER;
    const incarnation = new Date(2 ** 52 - 1).toISOString();
    const crowd = Array.from({ length: 99 }, (_, id): [ProcessMark, number] => [{ id: longest - id, incarnation }, 0]);
    const files = withCallers(`${NO_CALLERS}${timeOf(0)} ${"x".repeat(9999)}\n`);
    await verdicts(crowd, old, files);
    expect(files.contentOf(paths.callers)?.length).toBeLessThan(4096);
    expect(files.contentOf(paths.callers)).not.toContain("x");
  });
});
