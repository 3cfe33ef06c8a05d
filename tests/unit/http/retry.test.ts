import { describe, expect, test } from "bun:test";
import { askedWait, type FailedTry, retryDelay } from "../../../src/http/retry.ts";
import { NOW } from "../../support/fake-world.ts";

const LONG = 60_000;
const failed = (tries: number, askedFor?: number): FailedTry => ({ tries, maxTries: 3, isThrottled: false, askedFor });
const throttled = (tries: number, askedFor?: number): FailedTry => ({ ...failed(tries, askedFor), isThrottled: true });

describe("the wait before the next try", () => {
  test.each([
    [1, 0, 0],
    [1, 0.5, 250],
    [2, 0.5, 500],
  ])("after %d tries with the jitter %d is %d ms", (tries, random, delay) => {
    expect(retryDelay(failed(tries), random, LONG)).toBe(delay);
  });

  test("doubles up to a maximum", () => {
    expect(retryDelay({ ...failed(9), maxTries: 10 }, 1, LONG)).toBe(4000);
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
    ["of a throttled call, where the server asks for more time than there is", throttled(1, 5000), 5000],
    ["of a throttled call, where less than a second is left", throttled(1), 1000],
    ["of a call that is throttled although no time goes by", throttled(20), LONG],
  ])("is undefined %s", (_, tries, remaining) => {
    expect(retryDelay(tries, 0.5, remaining)).toBeUndefined();
  });
});

describe("a throttled call", () => {
  test("waits until the second is over, and longer each time", () => {
    expect([1, 2, 3, 4, 5, 6].map((tries) => retryDelay(throttled(tries), 0, LONG))).toEqual(Array(6).fill(1000));
    const most = [1, 2, 3, 4, 5, 6].map((tries) => retryDelay(throttled(tries), 1, LONG));
    expect(most).toEqual([3000, 5000, 9000, 17_000, 17_000, 17_000]);
  });

  test("waits at least as long as the server asks for, with jitter", () => {
    expect(retryDelay(throttled(1, 2500), 0, LONG)).toBe(2500);
    expect(retryDelay(throttled(1, 2500), 0.5, LONG)).toBe(3500);
  });

  test("is retried while there is time, with half of the remaining time left for the call", () => {
    expect(retryDelay(throttled(9), 1, LONG)).toBe(17_000);
    expect(retryDelay(throttled(9), 1, 5000)).toBe(3000);
  });
});

describe("the wait that the server asks for", () => {
  test.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": "Tue, 02 Jan 2024 03:04:15 GMT" }, 10_000],
    [{ "retry-after": "Tue, 02 Jan 2024 03:00:00 GMT" }, 0],
    [{ "retry-after": "" }, undefined],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "7 seconds" }, undefined],
    [{ "x-ratelimit-user": "Limit:1,Remain:0,TimeLeft:2000,Reset:1234" }, 2000],
    [{ "x-ratelimit-user-api": "Limit:1, Remain:0, TimeLeft: 2500" }, 2500],
    [{ "x-ratelimit-user": "TimeLeft:100", "x-ratelimit-user-api": "TimeLeft:900" }, 900],
    [{ "x-ratelimit-user": "Limit:1,Remain:0" }, undefined],
    [{ "x-ratelimit-user": "TimeLeft:soon" }, undefined],
    [{ "x-ratelimit-user": "NoTimeLeft:5" }, undefined],
    [{ "x-acs-retry-after": "1500" }, 1500],
    [{ "x-ratelimit-user": "TimeLeft:100", "retry-after": "2" }, 2000],
  ])("in %j is %p ms", (headers, ms) => {
    expect(askedWait(new Headers(headers), NOW)).toBe(ms);
  });
});
