import { expect, test } from "bun:test";
import { tableLines } from "../../../src/cli/table.ts";

test("columns are as wide as their widest cell, and no line ends with spaces", () => {
  const rows = [
    ["id", "name", "note"],
    ["c1", "production", ""],
    ["c1234", "生产", "x"],
  ];
  expect(tableLines(rows)).toEqual(["id     name        note", "c1     production", "c1234  生产        x"]);
});

test("colours take no room", () => {
  expect(
    tableLines([
      ["\u001B[31mno\u001B[0m", "a"],
      ["yes", "b"],
    ]),
  ).toEqual(["\u001B[31mno\u001B[0m   a", "yes  b"]);
});
