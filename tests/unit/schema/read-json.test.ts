import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import * as v from "valibot";
import { readJson, readValue } from "../../../src/schema/read-json.ts";

const schema = v.object({
  name: v.pipe(v.string(), v.nonEmpty()),
  age: v.number(),
  inner: v.optional(v.object({ list: v.array(v.string()) })),
});

describe("readJson", () => {
  test("returns what the schema accepts", () => {
    expect(readJson(schema, '{"name":"a","age":1,"more":2}')).toEqual({ ok: true, value: { name: "a", age: 1 } });
  });

  test("ignores a byte order mark", () => {
    expect(readJson(v.number(), "\uFEFF1")).toEqual({ ok: true, value: 1 });
  });

  test.each([
    ["", "it is empty"],
    [" \n", "it is empty"],
    ["{", "it is not valid JSON"],
    ["<html>", "it is not valid JSON"],
    ["{}{}", "it is not valid JSON"],
    ["null", "it contains only null"],
    ["1", "it must be an object, not a number"],
    ['"text"', "it must be an object, not a string"],
    ["{}", "name is missing"],
    ['{"name":"","age":1}', "name is missing"],
    ['{"name":null,"age":1}', "name is missing"],
    ['{"name":"a","age":"1"}', "age must be a number, not a string"],
    ['{"name":"a","age":[1]}', "age must be a number, not an array"],
    ['{"name":"a","age":1,"inner":{"list":["x",2]}}', "inner.list.1 must be a string, not a number"],
  ])("%j: %s", (text, problem) => {
    expect(readJson(schema, text)).toEqual({ ok: false, problem });
  });

  test("the message of a check of its own follows the field's name", () => {
    const word = v.object({ word: v.pipe(v.string(), v.regex(/^[a-z]+$/, "has odd letters")) });
    expect(readJson(word, '{"word":"Ä"}')).toEqual({ ok: false, problem: "word has odd letters" });
  });

  test("never throws, whatever the text", () => {
    fc.assert(fc.property(fc.string(), (text) => expect(readJson(schema, text)).toHaveProperty("ok")));
  });
});

test("a problem never quotes a value", () => {
  const marker = "fake-secret";
  const leaf = fc.constantFrom<unknown>(marker, `${marker}\n`, 17, true, null, [marker], { [`k`]: marker });
  const value = fc.oneof(leaf, fc.record({ name: leaf, age: leaf, inner: leaf }, { requiredKeys: [] }));
  fc.assert(
    fc.property(value, (any) => {
      const read = readValue(schema, any);
      if (!read.ok) expect(read.problem).not.toContain(marker);
    }),
  );
  const broken = readJson(schema, `{"name": ${marker}}`);
  expect(broken).toEqual({ ok: false, problem: "it is not valid JSON" });
});
