import { describe, expect, test } from "bun:test";
import { errnoOf, errnoText, isAbsent } from "../../../src/world/errno.ts";
import { errnoError } from "../../support/memory-files.ts";

describe("errnoOf", () => {
  test("is the code of a failed system call", () => {
    expect(errnoOf(errnoError("EACCES"))).toBe("EACCES");
  });

  test.each([
    ["an error without a code", new Error("x")],
    ["a number for a code", Object.assign(new Error("x"), { code: 13 })],
    ["no error", { code: "EACCES" }],
    ["nothing", undefined],
  ])("%s has no errno", (_, thrown) => {
    expect(errnoOf(thrown)).toBeUndefined();
  });
});

test.each([
  ["ENOENT", "no such file"],
  ["EISDIR", "it is a directory"],
  ["EEXIST", "another file is in the way"],
  ["EIO", "EIO"],
])("%s is shown as %p", (code, text) => {
  expect(errnoText(errnoError(code))).toBe(text);
});

test.each([
  ["ENOENT", true],
  ["ENOTDIR", true],
  ["EACCES", false],
  ["EISDIR", false],
])("%s means absent: %p", (code, absent) => {
  expect(isAbsent(errnoError(code))).toBe(absent);
});
