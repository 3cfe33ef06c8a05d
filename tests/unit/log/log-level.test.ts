import { describe, expect, test } from "bun:test";
import { debugRequested, parseLogLevel } from "../../../src/log/log-level.ts";
import type { LogLevel } from "../../../src/log/log.ts";

describe("parseLogLevel", () => {
  test.each<[string, LogLevel]>([
    ["debug", "debug"],
    ["INFO", "info"],
    ["warn", "warn"],
    ["Warning", "warn"],
    ["error", "error"],
    ["dpanic", "error"],
    ["panic", "error"],
    ["fatal", "error"],
  ])("%s is %s", (name, level) => {
    expect(parseLogLevel(name)).toBe(level);
  });

  test.each(["", "loud", " info", "constructor", "__proto__"])("%j is not a level", (name) => {
    expect(parseLogLevel(name)).toBeUndefined();
  });
});

describe("the variable DEBUG", () => {
  test.each(["sdk", "tea", "ack-ram-tool", "SDK", "express,tea", "tea,express"])(
    "with the value %s asks for debug",
    (value) => {
      expect(debugRequested({ DEBUG: value })).toBe(true);
    },
  );

  test.each(["", "*", "teapot", "my-sdk", "dara"])("with the value %j does not", (value) => {
    expect(debugRequested({ DEBUG: value })).toBe(false);
  });
});
