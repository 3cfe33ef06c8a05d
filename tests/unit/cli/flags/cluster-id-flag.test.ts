import { describe, expect, test } from "bun:test";
import { readClusterId } from "../../../../src/cli/flags/cluster-id-flag.ts";
import { toolErrorOf } from "../../../support/tool-error-of.ts";

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
  ])("%j is not an id", async (id) => {
    const error = await toolErrorOf(() => readClusterId(id));
    expect(error.exitCode).toBe(2);
    expect(error.message).toContain("must be up to 63 letters, digits and dashes");
    expect(error.hint).toContain("ack-ram-tool clusters list");
  });

  test("one of 300 characters is not repeated whole, and control characters are escaped", async () => {
    const long = await toolErrorOf(() => readClusterId("x".repeat(300)));
    const escape = await toolErrorOf(() => readClusterId("a\u001b[31m"));
    expect(long.message.length).toBeLessThan(150);
    expect(escape.message).not.toContain("\u001b");
  });
});
