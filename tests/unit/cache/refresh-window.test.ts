import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { type Freshness, freshness, refreshWindow } from "../../../src/cache/certificate-freshness.ts";
import { DAY, HOUR, madeUpEntry, MINUTE } from "../../support/certificates.ts";
import { NOW } from "../../support/fake-world.ts";

describe("the refresh window", () => {
  test.each([
    ["3 h", 3 * HOUR, 36 * MINUTE],
    ["15 min, as by --expiration 15m: half of it", 15 * MINUTE, 7.5 * MINUTE],
    ["20 min", 20 * MINUTE, 10 * MINUTE],
    ["50 min", 50 * MINUTE, 10 * MINUTE],
    ["1 h", HOUR, 12 * MINUTE],
    ["24 h", DAY, 4.8 * HOUR],
    ["60 h", 60 * HOUR, 12 * HOUR],
    ["72 h", 72 * HOUR, 12 * HOUR],
    ["3 years", 3 * 365 * DAY, 12 * HOUR],
  ])("of a certificate of %s", (_, lifetime, window) => {
    expect(refreshWindow(lifetime)).toBe(window);
  });

  test("is never over half the lifetime nor over 12 h", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 * 365 * DAY }), (lifetime) => {
        expect(refreshWindow(lifetime)).toBeLessThanOrEqual(Math.min(lifetime / 2, 12 * HOUR));
      }),
    );
  });
});

const lifetimes = [
  ["15 min", 15 * MINUTE, 7.5 * MINUTE],
  ["3 h", 3 * HOUR, 36 * MINUTE],
  ["72 h", 72 * HOUR, 12 * HOUR],
  ["3 years", 3 * 365 * DAY, 12 * HOUR],
] as const;

describe.each(lifetimes)("a certificate of %s", (_, lifetime, window) => {
  const entry = madeUpEntry({ notBefore: NOW, notAfter: NOW + lifetime });

  test.each<[string, number, Freshness]>([
    ["when it begins", 0, "fresh"],
    ["a moment before its window", lifetime - window - 1, "fresh"],
    ["where its window begins", lifetime - window, "due"],
    ["a moment before its end", lifetime - 1, "due"],
    ["at its end", lifetime, "expired"],
    ["long after", lifetime + 365 * DAY, "expired"],
  ])("%s", (__, age, state) => {
    expect(freshness(entry, NOW + age, () => 0)).toBe(state);
  });

  test("has a window that jitter shortens by up to a tenth", () => {
    expect(freshness(entry, NOW + lifetime - window, () => 0.5)).toBe("fresh");
    expect(freshness(entry, NOW + lifetime - 0.95 * window, () => 0.5)).toBe("due");
    expect(freshness(entry, NOW + lifetime - 0.9 * window, () => 0.999)).toBe("due");
  });
});

describe("a certificate that the API lets expire before its own end", () => {
  const entry = madeUpEntry({ notBefore: NOW, notAfter: NOW + 3 * 365 * DAY, expiresAt: NOW + 3 * HOUR });

  test.each<[number, Freshness]>([
    [3 * HOUR - 36 * MINUTE - 1, "fresh"],
    [3 * HOUR - 36 * MINUTE, "due"],
    [4 * HOUR, "due"],
    [3 * 365 * DAY, "expired"],
  ])("is at the age of %d ms %s", (age, state) => {
    expect(freshness(entry, NOW + age, () => 0)).toBe(state);
  });
});

describe("a refresh that brought nothing newer", () => {
  const day = NOW + 364 * DAY + 13 * HOUR;
  const pausing = (recheckedAt: number): Freshness =>
    freshness(madeUpEntry({ notBefore: NOW, notAfter: NOW + 365 * DAY }, { recheckedAt }), day, () => 0);

  test.each<[string, number, Freshness]>([
    ["just now: is not repeated", day, "fresh"],
    ["less than an hour ago: is not repeated", day - HOUR + 1, "fresh"],
    ["an hour ago: is repeated", day - HOUR, "due"],
    ["in the future, by a clock that was set back since: is repeated", day + 1, "due"],
  ])("%s", (_, recheckedAt, state) => {
    expect(pausing(recheckedAt)).toBe(state);
  });

  test("pauses for a quarter of a short window only", () => {
    const entry = madeUpEntry({ notBefore: NOW, notAfter: NOW + 3 * HOUR }, { recheckedAt: NOW + 2.5 * HOUR });
    expect(freshness(entry, NOW + 2.5 * HOUR + 9 * MINUTE - 1, () => 0)).toBe("fresh");
    expect(freshness(entry, NOW + 2.5 * HOUR + 9 * MINUTE, () => 0)).toBe("due");
  });

  test("does not keep an expired certificate alive", () => {
    const entry = madeUpEntry({ notBefore: NOW, notAfter: NOW + HOUR }, { recheckedAt: NOW + HOUR });
    expect(freshness(entry, NOW + HOUR, () => 0)).toBe("expired");
  });
});

test("a clock that jumps back does not make a certificate expire", () => {
  expect(freshness(madeUpEntry(), NOW - 365 * DAY, () => 0)).toBe("fresh");
});

test("at any time an entry is expired exactly from its end on", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 * 365 * DAY }),
      fc.integer({ min: -DAY, max: 5 * 365 * DAY }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (lifetime, age, random) => {
        const entry = madeUpEntry({ notBefore: NOW, notAfter: NOW + lifetime });
        expect(freshness(entry, NOW + age, () => random) === "expired").toBe(age >= lifetime);
      },
    ),
  );
});
