import { describe, expect, test } from "bun:test";
import { createLog, LOG_LEVELS, type LogLevel } from "../../../src/log/log.ts";

async function said(level: LogLevel): Promise<string[]> {
  const lines: string[] = [];
  const log = createLog(level, (line) => lines.push(line));
  log.debug("one");
  log.info("two");
  log.warn("three");
  await log.flush();
  return lines;
}

describe("a log", () => {
  test.each<[LogLevel, string[]]>([
    ["debug", ["debug: one", "info: two", "warning: three"]],
    ["info", ["info: two", "warning: three"]],
    ["warn", ["warning: three"]],
    ["error", []],
  ])("at %s says %j", async (level, lines) => {
    expect(await said(level)).toEqual(lines);
  });

  test("prints its lines in order, however many there are", async () => {
    const lines: string[] = [];
    const log = createLog("debug", (line) => lines.push(line));
    const numbers = Array.from({ length: 50 }, (_, index) => index);
    for (const number of numbers) (number % 2 === 0 ? log.warn : log.debug)(String(number));
    await log.flush();
    expect(lines.map((line) => Number(line.split(": ")[1]))).toEqual(numbers);
  });

  test("repeats equal lines: nothing is swallowed", async () => {
    const lines: string[] = [];
    const log = createLog("info", (line) => lines.push(line));
    for (let count = 0; count < 10; count += 1) log.warn("again");
    await log.flush();
    expect(lines).toHaveLength(10);
  });

  test("prints text as it is: no format characters, no brackets of its own", async () => {
    const lines: string[] = [];
    const log = createLog("info", (line) => lines.push(line));
    log.warn("100 %s of [it] {0} %d");
    await log.flush();
    expect(lines).toEqual(["warning: 100 %s of [it] {0} %d"]);
  });

  test("prints only after the call, once the printing code is loaded", async () => {
    const lines: string[] = [];
    const log = createLog("info", (line) => lines.push(line));
    log.warn("later");
    expect(lines).toEqual([]);
    await log.flush();
    expect(lines).toEqual(["warning: later"]);
  });

  test("knows its level", () => {
    for (const level of LOG_LEVELS) expect(createLog(level, () => undefined).level).toBe(level);
  });

  test("formats a message only if its level is shown", async () => {
    const lines: string[] = [];
    let made = 0;
    for (const level of LOG_LEVELS) {
      const log = createLog(level, (line) => lines.push(line));
      log.debug(() => `made ${(made += 1)}`);
      await log.flush();
    }
    expect([lines, made]).toEqual([["debug: made 1"], 1]);
  });
});
