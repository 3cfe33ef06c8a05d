import { expect, test } from "bun:test";
import { renderTable } from "../../../../src/cli/terminal/table.ts";

test("columns are as wide as their widest cell, and no line ends with spaces", () => {
  const rows = [
    ["id", "name", "note"],
    ["c1", "production", ""],
    ["c1234", "生产", "x"],
  ];
  expect(renderTable(rows)).toBe("id     name        note\nc1     production\nc1234  生产        x");
});

test("colours take no room", () => {
  const rows = [
    ["\u001B[31mno\u001B[0m", "a"],
    ["yes", "b"],
  ];
  expect(renderTable(rows)).toBe("\u001B[31mno\u001B[0m   a\nyes  b");
});
