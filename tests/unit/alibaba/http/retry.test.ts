import { describe, expect, test } from "bun:test";
import { parseRetryAfter, retryDelay } from "../../../../src/alibaba/http/retry.ts";
import { NOW } from "../../../support/fake-world.ts";

const LONG = 60_000;
const failed = (tries: number, retryAfter?: number): Parameters<typeof retryDelay>[0] => ({
  tries,
  maxTries: 3,
  retryAfter,
});

describe("the wait before the next try", () => {
  test.each([
    [1, 0, 0],
    [1, 0.5, 250],
    [2, 0.5, 500],
  ])("after %d tries with the jitter %d is %d ms", (tries, fraction, delay) => {
    expect(retryDelay(failed(tries), fraction, LONG)).toBe(delay);
  });

  test("doubles, and never gets long", () => {
    expect(retryDelay({ tries: 9, maxTries: 10, retryAfter: undefined }, 1, LONG)).toBe(4000);
  });

  test("is at least what the server asks for", () => {
    expect(retryDelay(failed(1, 7000), 0.5, LONG)).toBe(7000);
    expect(retryDelay(failed(1, 10), 0.5, LONG)).toBe(250);
    expect(retryDelay(failed(1, 0), 0, LONG)).toBe(0);
  });

  test.each([
    ["after the last try", failed(3), LONG],
    ["after more tries than there may be", failed(4), LONG],
    ["where it would last longer than there is time", failed(1, 5000), 5000],
    ["where there is no time left", failed(1), 0],
  ])("is none %s", (_, tries, remaining) => {
    expect(retryDelay(tries, 0.5, remaining)).toBeUndefined();
  });
});

describe("Retry-After", () => {
  test.each([
    ["0", 0],
    ["7", 7000],
    ["Tue, 02 Jan 2024 03:04:15 GMT", 10_000],
    ["Tue, 02 Jan 2024 03:00:00 GMT", 0],
  ])("%s is %d ms", (header, ms) => {
    expect(parseRetryAfter(header, NOW)).toBe(ms);
  });

  test.each([null, "", "soon", "7 seconds"])("%p says nothing", (header) => {
    expect(parseRetryAfter(header, NOW)).toBeUndefined();
  });
});
