import { describe, expect, test } from "bun:test";
import { errnoOf } from "../../../src/world/errno.ts";
import { retryWhileInUse } from "../../../src/world/retry-while-in-use.ts";

/** Tries something that fails this many times, by a clock of its own. */
function attempt(os: string, code: string, failures: number) {
  let [tries, time] = [0, 0];
  const work = (): string => {
    tries += 1;
    if (tries <= failures) throw Object.assign(new Error(code), { code });
    return "done";
  };
  const patience = { os, elapsed: () => time, pause: (ms: number) => void (time += ms), random: () => 0.5 };
  try {
    return { result: retryWhileInUse(work, patience), tries, time };
  } catch (error) {
    return { result: errnoOf(error), tries, time };
  }
}

describe("a file that another process has open", () => {
  test.each(["EPERM", "EACCES", "EBUSY"])("is tried again on Windows after %s", (code) => {
    expect(attempt("win32", code, 3)).toMatchObject({ result: "done", tries: 4 });
  });

  test("is given up on after two seconds", () => {
    const { result, time } = attempt("win32", "EPERM", Number.POSITIVE_INFINITY);
    expect(result).toBe("EPERM");
    expect(time).toBeWithin(2000, 2100);
  });

  test.each([
    ["another error", "win32", "ENOSPC"],
    ["another system, where it means that it is not allowed", "linux", "EPERM"],
  ])("is not the reason for %s, which fails at once", (_, os, code) => {
    expect(attempt(os, code, 1)).toEqual({ result: code, tries: 1, time: 0 });
  });
});
