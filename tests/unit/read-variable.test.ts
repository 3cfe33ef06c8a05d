import { describe, expect, test } from "bun:test";
import {
  findVariable,
  readRawVariable,
  parseBoolean,
  readVariable,
  variablesAfterPrefix,
} from "../../src/read-variable.ts";
import * as VARIABLES from "../../src/variable-names.ts";

describe("a variable", () => {
  test("is the first of its names that is not empty, and says which one that is", () => {
    const env = { A: "", B: "two", C: "three" };
    expect(findVariable(env, ["A", "B", "C"])).toEqual({ name: "B", value: "two" });
    expect(readVariable(env, ["C", "B"])).toBe("three");
    expect(findVariable(env, "B")).toEqual({ name: "B", value: "two" });
  });

  test("is absent where all its names are empty or unset", () => {
    expect(findVariable({ A: "", B: undefined }, ["A", "B", "C"])).toBeUndefined();
    expect(readVariable({ A: "" }, "A")).toBeUndefined();
  });

  test("is read without the white space and line ends around it; a blank one says nothing", () => {
    expect(readVariable({ A: " a b\r\n" }, ["A"])).toBe("a b");
    expect(readVariable({ A: " \n" }, ["A"])).toBeUndefined();
    expect(findVariable({ A: " \n", B: "b" }, ["A", "B"])).toEqual({ name: "A", value: "" });
    expect(readRawVariable({ A: "", B: " b\n" }, ["A", "B"])).toBe(" b\n");
  });
});

test("no two concerns read the same variable", () => {
  // What export-credentials sets is read by others.
  const read = Object.entries(VARIABLES).filter(([concern]) => !concern.startsWith("exported"));
  const names = read.flatMap(([, each]): readonly string[] => (typeof each === "string" ? [each] : each));
  expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
});

test("variables with a prefix are listed by the lower-cased rest of their names, without the empty ones", () => {
  const env = { X_One: "1", X_: "no name", X_EMPTY: "", Y_TWO: "2", x_three: "3", X_UNSET: undefined };
  expect(variablesAfterPrefix(env, "X_")).toEqual({ one: "1" });
});

describe("parseBoolean", () => {
  test.each(["", "yes", "no", "on", "off", "tRue", "2", "true ", "truefalse"])(
    "%j is neither true nor false",
    (text) => {
      expect(parseBoolean(text)).toBeUndefined();
    },
  );
});
