import { expect, test } from "bun:test";
import { clockSkew, describeSkew, isSkewed } from "../../../src/alibaba/clock-skew.ts";
import { HOUR, MINUTE } from "../../support/certificates.ts";
import { NOW } from "../../support/fake-world.ts";

test.each([
  [0, false],
  [5 * MINUTE, false],
  [-5 * MINUTE, false],
  [5 * MINUTE + 1, true],
  [-5 * MINUTE - 1, true],
])("a difference of %d ms is mentioned: %p", (ms, isWorth) => {
  expect(isSkewed(ms)).toBe(isWorth);
});

test.each([
  [61 * MINUTE, "61 min ahead of the server's"],
  [-61 * MINUTE, "61 min behind the server's"],
  [HOUR * 24, "24 h ahead of the server's"],
  [-179 * MINUTE, "179 min behind the server's"],
])("%d ms reads as %s", (ms, words) => {
  expect(describeSkew(ms)).toBe(words);
});

test.each([
  ["Tue, 02 Jan 2024 03:04:05 GMT", 0],
  ["Tue, 02 Jan 2024 02:04:05 GMT", HOUR],
  ["Tue, 02 Jan 2024 04:04:05 GMT", -HOUR],
  ["yesterday", 0],
  ["", 0],
])("the server's Date %j means a difference of %d ms", (date, skew) => {
  expect(clockSkew({ headers: new Headers({ date }) }, NOW)).toBe(skew);
});

test("without a Date the difference counts as 0", () => {
  expect(clockSkew({ headers: new Headers() }, NOW)).toBe(0);
});
