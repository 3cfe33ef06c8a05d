import { describe, expect, test } from "bun:test";
import { readExpiration } from "../../../../src/cli/flags/expiration-flag.ts";
import { toolErrorOf } from "../../../support/tool-error-of.ts";

describe("--expiration", () => {
  test.each([
    ["15m", 15],
    ["15m0s", 15],
    ["15m59s", 15],
    ["3h0m0s", 180],
    ["1h30m", 90],
    ["1.5h", 90],
    ["71h59m59s", 4319],
    ["72h", 4320],
    ["72h0m0s", 4320],
  ])("%s asks for %d minutes", (text, minutes) => {
    expect(readExpiration(text)).toBe(minutes);
  });

  // In binary floating point the product is a hair below the whole minute.
  test.each([
    ["2.3h", 138],
    ["4.35h", 261],
    ["8.7h", 522],
    ["1.15h", 69],
  ])("%s asks for %d minutes, as the Go tool does", (text, minutes) => {
    expect(readExpiration(text)).toBe(minutes);
  });

  test.each(["0", "0s", "0h0m0s", "-0s"])("%s asks for the long-lived certificate", (text) => {
    expect(readExpiration(text)).toBe(0);
  });

  test.each(["14m59s", "30s", "1ms", "-3h", "-15m", "72h1m", "73h", "1000000h"])(
    "%j is a usage error that names the bounds and shows how to write it",
    async (text) => {
      const error = await toolErrorOf(() => readExpiration(text));
      expect(error.code).toBe("usage");
      expect(error.message).toBe(`invalid --expiration "${text}": must be between 15m and 72h, or 0`);
      expect(error.hint).toContain("1h30m");
    },
  );

  test.each(["1d", "", "3", "forever"])("%j is not a duration", async (text) => {
    const error = await toolErrorOf(() => readExpiration(text));
    expect(error.message).toBe(`invalid --expiration "${text}": it is not a duration`);
    expect(error.hint).toContain("1h30m");
  });
});
