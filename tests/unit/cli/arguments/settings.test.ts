import { describe, expect, test } from "bun:test";
import { resolveFlags } from "../../../../src/cli/arguments/flag-values.ts";
import { globalFlags } from "../../../../src/cli/flags/global-flags.ts";
import { commandDeadline, readClusterId, readExpiration } from "../../../../src/cli/arguments/settings.ts";
import { fakeWorld } from "../../../support/fake-world.ts";
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

  test.each(["14m59s", "30s", "1ms", "-3h", "-15m", "72h1m", "73h", "1000000h", "1d", "", "3", "forever"])(
    "%j is a usage error that names the bounds and shows how to write it",
    async (text) => {
      const error = await toolErrorOf(() => readExpiration(text));
      expect(error.code).toBe("usage");
      expect(error.message).toBe(`invalid --expiration "${text}": must be between 15m and 72h, or 0`);
      expect(error.hint).toContain("1h30m");
    },
  );
});

describe("--timeout", () => {
  test.each([
    ["1s", 1000],
    ["60s", 60_000],
    ["1h", 3_600_000],
  ])("%s is taken", (text, ms) => {
    const deadline = commandDeadline(text, fakeWorld());
    expect([deadline.remaining(), deadline.limit]).toEqual([ms, `--timeout ${text}`]);
  });

  test.each(["0", "999ms", "1h1s", "-5s", "60", "soon"])("%s is a usage error", async (text) => {
    const error = await toolErrorOf(() => commandDeadline(text, fakeWorld()));
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain(`"${text}"`);
    expect(error.hint).toContain("30s or 2m");
  });

  test("the default is one that is taken", () => {
    const { values } = resolveFlags(globalFlags, new Map(), {});
    expect(commandDeadline(String(values["timeout"]), fakeWorld()).remaining()).toBe(60_000);
  });
});

describe("--cluster-id", () => {
  test.each(["c", "c1234567890abcdef1234567890abcdef", "cluster-A-1", "c".repeat(63)])("%s is an id", (id) => {
    expect(readClusterId(id)).toBe(id);
  });

  test.each([
    "",
    "../../evil",
    "..",
    "a/b",
    "a\\b",
    "a b",
    " a",
    "a\n",
    "-a",
    "a.b",
    "a%2fb",
    "ünïcode",
    "c".repeat(64),
    "c\0",
  ])("%j is none", async (id) => {
    const error = await toolErrorOf(() => readClusterId(id));
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain("must be letters, digits and dashes");
    expect(error.hint).toContain("ack-ram-tool clusters list");
  });

  test("one of 300 characters is not repeated whole, and control characters are escaped", async () => {
    const long = await toolErrorOf(() => readClusterId("x".repeat(300)));
    const escape = await toolErrorOf(() => readClusterId("a\u001b[31m"));
    expect(long.message.length).toBeLessThan(150);
    expect(escape.message).not.toContain("\u001b");
  });
});
