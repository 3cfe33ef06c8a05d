import { describe, expect, test } from "bun:test";
import { findVariable, parseBoolean, readVariable, variablesAfterPrefix } from "../../src/environment.ts";
import * as VARIABLES from "../../src/variables.ts";

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

  test("keeps its white space: what it means is for others to say", () => {
    expect(readVariable({ A: " " }, ["A"])).toBe(" ");
  });
});

test("no two concerns read the same variable", () => {
  const names: string[] = Object.values(VARIABLES).flat();
  expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
});

test("variables behind a prefix come by the lower-cased rest of their names, the empty ones not at all", () => {
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
