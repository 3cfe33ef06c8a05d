import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { findJsonObjects } from "../../../../src/credentials/loaders/find-json-objects.ts";

describe("the JSON objects in a text", () => {
  test.each<[string, string, unknown[]]>([
    ["alone", '{"a":1}', [{ a: 1 }]],
    ["pretty", '{\n  "a": 1\n}\n', [{ a: 1 }]],
    ["nested: only the outermost", '{"a":{"b":{}}}', [{ a: { b: {} } }]],
    ["two, in order", 'x {"a":1} y {"b":2} z', [{ a: 1 }, { b: 2 }]],
    ["after a brace that opens no object", 'fetching {token} {"a":1}', [{ a: 1 }]],
    ["behind a brace that never closes", '{ {"a":1}', [{ a: 1 }]],
    ["behind a quote that never closes", '"{"a":1}', [{ a: 1 }]],
    ["with braces and quotes in strings", '{"a":"}{\\"}"}', [{ a: '}{"}' }]],
    ["in a list", '[{"a":1},{"b":2}]', [{ a: 1 }, { b: 2 }]],
    ["none", "no objects here }", []],
    ["cut off", '{"a":1', []],
    ["of another language", "{a: 1}", []],
  ])("%s", (_, text, objects) => {
    expect(findJsonObjects(text)).toEqual(objects);
  });
});

const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true }).map((value) =>
  // As JSON gives it back, without -0.
  JSON.stringify(value),
);
const noise = fc.stringMatching(/^[ a-z\n:,.[\]}-]{0,20}$/);

test("an object is found whatever stands around it, in either spelling", () => {
  fc.assert(
    fc.property(noise, object, noise, fc.constantFrom(0, 2), (before, json, after, indent) => {
      const value: unknown = JSON.parse(json);
      expect(findJsonObjects(before + JSON.stringify(value, null, indent) + after)).toEqual([value]);
    }),
  );
});

test("any text can be searched, and whatever is found is an object", () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[{}"\\:a1, ]{0,30}$/));
  fc.assert(
    fc.property(text, (given) => {
      for (const found of findJsonObjects(given)) expect(found).toBeInstanceOf(Object);
    }),
  );
});

test.each<[string, readonly string[]]>([
  ["{", []],
  ['{"', []],
  ["{}{", ["{}"]],
  ['{"{\\', []],
])(
  "a megabyte of %s is given up at some point",
  (piece, kinds) => {
    const found = findJsonObjects(piece.repeat((1024 * 1024) / piece.length));
    expect([...new Set(found.map((value) => JSON.stringify(value)))]).toEqual([...kinds]);
  },
  60_000,
);
