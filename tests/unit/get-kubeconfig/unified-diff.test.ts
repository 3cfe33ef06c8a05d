import { expect, test } from "bun:test";
import { assert, array, constantFrom, property } from "fast-check";
import { unifiedDiff } from "../../../src/get-kubeconfig/unified-diff.ts";

const lines = (...names: string[]): string => names.map((name) => `${name}\n`).join("");

test("a change is shown with three lines around it", () => {
  expect(
    unifiedDiff(lines("a", "b", "c", "d", "e", "f", "g", "h"), lines("a", "b", "c", "d", "E", "f", "g", "h")),
  ).toEqual(["@@", " b", " c", " d", "-e", "+E", " f", " g", " h"]);
});

test("two texts that are equal have no difference", () => {
  expect(unifiedDiff("a\n", "a\n")).toEqual([]);
});

test.each([
  ["    client-key-data: fake-secret", "    client-key-data: …"],
  ["  - token: fake-secret", "  - token: …"],
  ['    "password": fake-secret', '    "password": …'],
  ["        value: fake-secret", "        value: …"],
  ["    client-certificate-data: Q0VSVA==", "    client-certificate-data: Q0VSVA=="],
])("%j is shown as %j", (line, shown) => {
  expect(unifiedDiff("", lines(line))).toEqual([`+${shown}`]);
  expect(unifiedDiff(lines(line), lines(line, "new"))).toContain(` ${shown}`);
});

test("what is left of any two texts, without the marks, is these texts", () => {
  const text = array(constantFrom("a", "b", "c"), { maxLength: 8 });
  assert(
    property(text, text, (before, after) => {
      const diff = unifiedDiff(lines(...before), lines(...after));
      const without = (mark: string): string[] =>
        diff.filter((line) => line !== "@@" && !line.startsWith(mark)).map((line) => line.slice(1));
      // Far from any change lines are left out: only the rest can be compared.
      if (diff.includes("@@") || diff.length === 0) return;
      expect(before.join("")).toStartWith(without("+").join(""));
      expect(after.join("")).toStartWith(without("-").join(""));
    }),
  );
});
