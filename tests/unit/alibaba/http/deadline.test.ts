import { expect, test } from "bun:test";
import { startDeadline } from "../../../../src/alibaba/http/deadline.ts";
import { NOW } from "../../../support/fake-world.ts";

test("a deadline counts down from its total, and stops at nothing", () => {
  let now = NOW;
  const deadline = startDeadline(60_000, () => now);
  expect(deadline.total).toBe(60_000);
  expect(deadline.remaining()).toBe(60_000);
  now += 59_999;
  expect(deadline.remaining()).toBe(1);
  now += 2;
  expect(deadline.remaining()).toBe(0);
});

test("a deadline that has not passed aborts nothing", () => {
  expect(startDeadline(60_000, () => NOW).signal.aborted).toBe(false);
});
