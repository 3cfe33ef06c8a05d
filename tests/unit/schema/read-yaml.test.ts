import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import * as v from "valibot";
import { readYaml } from "../../../src/schema/read-yaml.ts";

const schema = v.object({ name: v.optional(v.string()) });

describe("readYaml", () => {
  test.each([
    ["name: a\nmore: 1\n", { name: "a" }],
    ['{"name":"a"}', { name: "a" }],
    ["", {}],
    ["# nothing\n", {}],
    ["null", {}],
  ])("reads %j", (text, value) => {
    expect(readYaml(schema, text)).toEqual({ ok: true, value });
  });

  test.each([
    ["\tfake-secret: {", "it is not YAML"],
    ["fake-secret", "it must be an object, not a string"],
    ["name: [fake-secret]", "name must be a string, not an array"],
  ])("says what is wrong with %j, and quotes nothing", (text, problem) => {
    expect(readYaml(schema, text)).toEqual({ ok: false, problem });
  });

  test("never throws, whatever the text", () => {
    fc.assert(fc.property(fc.string(), (text) => expect(readYaml(schema, text)).toHaveProperty("ok")));
  });
});
