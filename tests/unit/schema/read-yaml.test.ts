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
  ])("reads %j", async (text, value) => {
    expect(await readYaml(schema, text)).toEqual({ ok: true, value });
  });

  test.each([
    ["\tfake-secret: {", "it is not YAML"],
    ["fake-secret", "it must be an object, not a string"],
    ["name: [fake-secret]", "name must be a string, not an array"],
  ])("says what is wrong with %j, and quotes nothing", async (text, problem) => {
    expect(await readYaml(schema, text)).toEqual({ ok: false, problem });
  });

  test.each([
    ["name: 272000012345678901234", "272000012345678901234"],
    ["name: 0o17 # octal", "0o17"],
    ["{name: 1e3}", "1e3"],
    ["name: true", "true"],
    ["name: 2024-01-02", "2024-01-02"],
    ["name: '17'", "17"],
    ["name: &a 17", "17"],
  ])("keeps %j as the text that it is", async (text, name) => {
    expect(await readYaml(schema, text)).toEqual({ ok: true, value: { name } });
  });

  test("keeps a number where a number is expected, and refuses null where a text is expected", async () => {
    const wanted = v.object({ port: v.number(), names: v.array(v.string()) });
    expect(await readYaml(wanted, "port: 17\nnames: [17, x]")).toEqual({
      ok: true,
      value: { port: 17, names: ["17", "x"] },
    });
    expect(await readYaml(wanted, "port: 17\nnames: [~]")).toEqual({ ok: false, problem: "names.0 is missing" });
  });

  test("never throws, whatever the text", () => {
    return fc.assert(
      fc.asyncProperty(fc.string(), async (text) => expect(await readYaml(schema, text)).toHaveProperty("ok")),
    );
  });
});
