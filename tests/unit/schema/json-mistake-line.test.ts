import { expect, test } from "bun:test";
import { jsonMistakeLine } from "../../../src/schema/json-mistake-line.ts";

test.each<[string, number | undefined]>([
  ['{"a": 1}', undefined],
  ['\uFEFF{\n"a": 1\n}', undefined],
  ['{\n"a": 1\n"b": 2\n}', 3],
  ["{\n// none\n}", 2],
])("%j", (text, line) => {
  expect(jsonMistakeLine(text)).toBe(line);
});

test.each(["[", '{"a":'])("a million of %s are no JSON in an unknown line, and no exception", (opening) => {
  expect(jsonMistakeLine(opening.repeat(1_000_000))).toBeUndefined();
});
