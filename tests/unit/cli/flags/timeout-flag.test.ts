import { describe, expect, test } from "bun:test";
import { resolveFlags } from "../../../../src/cli/arguments/flag-values.ts";
import { globalFlags } from "../../../../src/cli/flags/global-flags.ts";
import { commandDeadline } from "../../../../src/cli/flags/timeout-flag.ts";
import { fakeWorld } from "../../../support/fake-world.ts";
import { toolErrorOf } from "../../../support/tool-error-of.ts";

describe("--timeout", () => {
  test.each([
    ["1s", 1000],
    ["60s", 60_000],
    ["1h", 3_600_000],
  ])("%s is accepted", (text, ms) => {
    const deadline = commandDeadline(text, fakeWorld());
    expect([deadline.remaining(), deadline.limit]).toEqual([ms, `--timeout ${text}`]);
  });

  test.each([
    ["0", "must be between 1s and 1h"],
    ["999ms", "must be between 1s and 1h"],
    ["1h1s", "must be between 1s and 1h"],
    ["-5s", "must be between 1s and 1h"],
    ["60", "it is not a duration"],
    ["soon", "it is not a duration"],
  ])("%s is a usage error", async (text, problem) => {
    const error = await toolErrorOf(() => commandDeadline(text, fakeWorld()));
    expect(error.exitCode).toBe(2);
    expect(error.message).toBe(`invalid --timeout "${text}": ${problem}`);
    expect(error.hint).toContain("30s or 2m");
  });

  test("the default is accepted", () => {
    const { values } = resolveFlags(globalFlags, new Map(), {});
    expect(commandDeadline(String(values["timeout"]), fakeWorld()).remaining()).toBe(60_000);
  });
});
