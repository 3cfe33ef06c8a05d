import { describe, expect, test } from "bun:test";
import type { ErrorCode } from "../../../src/errors/codes.ts";
import { renderError } from "../../../src/errors/render-error.ts";
import { ToolError, usageError } from "../../../src/errors/tool-error.ts";

const refused = new ToolError({
  code: "api_error",
  message: "the API refused",
  hint: "ask again",
  details: { status: 403, "request id": "fake-id", missing: undefined },
  cause: new TypeError("first line\nsecond line", { cause: new Error("the root") }),
});

describe("an error of ours", () => {
  test("is a line for the error and a line for the hint", () => {
    expect(renderError(refused, false)).toEqual({ text: "error: the API refused\nhint: ask again", exitCode: 1 });
  });

  test("without a hint has no hint line", () => {
    expect(renderError(usageError("no such flag"), false)).toEqual({ text: "error: no such flag", exitCode: 2 });
  });

  test("shows code, details and the chain of causes when debugging, a line each", () => {
    expect(renderError(refused, true).text.split("\n")).toEqual([
      "error: the API refused",
      "hint: ask again",
      "debug: code api_error, exit code 1",
      "debug: status 403",
      "debug: request id fake-id",
      "debug: caused by TypeError: first line",
      "debug: caused by Error: the root",
    ]);
  });

  test.each<[ErrorCode, number]>([
    ["usage", 2],
    ["exec_info_invalid", 1],
    ["credentials_not_found", 1],
    ["credentials_invalid", 1],
    ["credentials_failed", 1],
    ["network", 1],
    ["tls", 1],
    ["timeout", 1],
    ["api_error", 1],
    ["api_answer_invalid", 1],
    ["internal", 1],
  ])("%s ends with %d", (code, exitCode) => {
    expect(renderError(new ToolError({ code, message: "m" }), false).exitCode).toBe(exitCode);
  });
});

describe("anything else that is thrown", () => {
  const leaky = Object.assign(new Error("it broke"), { url: "https://fake.example/?Signature=fake" });

  test.each([
    ["an error", leaky],
    ["a string", "a string"],
    ["nothing", undefined],
    ["null", null],
    ["what only looks like an error", { message: "no error at all" }],
  ])("%s is a defect of the tool: its text is not shown", (_, thrown) => {
    const { text, exitCode } = renderError(thrown, false);
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^error: something went wrong inside ack-ram-tool\nhint: .*bug$/);
  });

  test("shows its message when debugging, and none of its properties", () => {
    const { text } = renderError(leaky, true);
    expect(text).toContain("debug: caused by Error: it broke");
    expect(text).not.toContain("Signature");
    expect(text).not.toContain("    at ");
  });
});
