import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { formatDuration, parseDuration } from "../../../../src/cli/arguments/duration.ts";

const NANOSECONDS = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 10n ** 6n,
  s: 10n ** 9n,
  m: 60n * 10n ** 9n,
  h: 3600n * 10n ** 9n,
};
type Unit = keyof typeof NANOSECONDS;

interface Part {
  readonly whole: number;
  readonly random: string | undefined;
  readonly unit: Unit;
}

const part: fc.Arbitrary<Part> = fc.record({
  whole: fc.nat(10_000),
  random: fc.option(fc.stringMatching(/^\d{0,6}$/), { nil: undefined }),
  unit: fc.constantFrom<Unit>("ns", "us", "µs", "μs", "ms", "s", "m", "h"),
});

function write({ whole, random, unit }: Part): string {
  return `${whole}${random === undefined ? "" : `.${random}`}${unit}`;
}

/** Go's arithmetic: whole numbers of nanoseconds. */
function nanoseconds({ whole, random = "", unit }: Part): bigint {
  const size = NANOSECONDS[unit];
  return BigInt(whole) * size + (BigInt(`0${random}`) * size) / 10n ** BigInt(random.length);
}

describe("parseDuration", () => {
  test.each([
    ["3h0m0s", 10_800_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    ["0", 0],
    ["+0", 0],
    ["0s", 0],
    [".5h", 1_800_000],
    ["5.s", 5000],
    ["90m", 5_400_000],
    ["1m1s1ms", 61_001],
    ["+5s", 5000],
    ["-3h", -10_800_000],
    ["-1h30m", -5_400_000],
    ["1s1h", 3_601_000],
    ["1000us", 1],
    ["1000µs", 1],
    ["1000μs", 1],
    ["72h", 259_200_000],
  ])("%s is read as Go reads it", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    "",
    " ",
    "1d",
    "3",
    "3 h",
    "h",
    ".s",
    "1..5h",
    "1,5h",
    "--3h",
    "+-3h",
    "1h-30m",
    "3H",
    "1e3s",
    "0x10s",
    "٣h",
    "3h\n",
    " 3h",
    "3hh",
    "1w",
    "Infinitys",
    "constructor",
  ])("%j is not a duration", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test("any sum of parts is worth what Go's whole nanoseconds say, to a millionth of a millisecond in an hour", () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.constantFrom("", "+", "-"), (parts, sign) => {
        const expected =
          (Number(parts.reduce((sum, one) => sum + nanoseconds(one), 0n)) / 1e6) * (sign === "-" ? -1 : 1);
        const read = parseDuration(sign + parts.map(write).join("")) ?? Number.NaN;
        expect(Math.abs(read - expected)).toBeLessThanOrEqual(
          1e-6 * Math.max(parts.length, Math.abs(expected) / 3.6e6),
        );
      }),
    );
  });

  test("text of any kind gives a number or undefined, and never throws", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+.0-9hmsnuµ]*$/)), (text) => {
        expect(parseDuration(text)).not.toBeNaN();
      }),
    );
  });
});

describe("formatDuration", () => {
  test.each([
    [10_800_000, "3h0m0s"],
    [900_000, "15m0s"],
    [930_000, "15m30s"],
    [5_400_000, "1h30m0s"],
    [45_000, "45s"],
    [0, "0s"],
  ])("%d ms are %s, as Go writes them", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
    expect(parseDuration(text)).toBe(ms);
  });
});
