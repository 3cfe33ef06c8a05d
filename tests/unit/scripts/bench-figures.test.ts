import { describe, expect, test } from "bun:test";
import { formatTable } from "../../../scripts/bench/format-table.ts";
import { median, ratio, spread } from "../../../scripts/bench/statistics.ts";

describe("the benchmark's figures", () => {
  test("the median is the middle value, the upper one of two", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(3);
    expect(spread([9, 1, 5])).toEqual({ median: 5, min: 1, max: 9 });
  });

  test("a ratio is taken round by round: a machine that slows down for both does not change it", () => {
    expect(ratio([2, 20, 200], [1, 10, 100])).toBe(2);
  });

  test("a table has its figures aligned to the right", () => {
    expect(formatTable(["what", "ms"], [["empty program", "5.1"]])).toBe(
      ["| what          |  ms |", "|---------------|----:|", "| empty program | 5.1 |"].join("\n"),
    );
  });
});
