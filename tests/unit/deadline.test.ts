import { describe, expect, test } from "bun:test";
import { filesWithin, startDeadline } from "../../src/deadline.ts";
import { errnoError, MemoryFiles } from "../support/memory-files.ts";
import { toolErrorOf } from "../support/tool-error-of.ts";

/** A deadline of five seconds, and a clock that is moved by hand. */
function setClock() {
  let now = 1_000_000;
  const controllers: { readonly at: number; readonly controller: AbortController }[] = [];
  const deadline = startDeadline("5s", 5000, {
    elapsed: () => now,
    timeoutSignal: (ms) => {
      const controller = new AbortController();
      controllers.push({ at: now + ms, controller });
      return controller.signal;
    },
  });
  const pass = (ms: number): void => {
    now += ms;
    for (const { at, controller } of controllers) if (at <= now) controller.abort();
  };
  return { deadline, pass, timers: () => controllers.length };
}

describe("a deadline", () => {
  test("tells how much is left, and never less than nothing", () => {
    const { deadline, pass } = setClock();
    expect(deadline.remaining()).toBe(5000);
    pass(4999);
    expect(deadline.remaining()).toBe(1);
    pass(100);
    expect(deadline.remaining()).toBe(0);
  });

  test("starts no timer before somebody waits", () => {
    const { deadline, timers } = setClock();
    deadline.remaining();
    expect(timers()).toBe(0);
    expect(deadline.signal).toBe(deadline.signal);
    expect(timers()).toBe(1);
  });

  test("aborts its signal at its end", () => {
    const { deadline, pass } = setClock();
    const { signal } = deadline;
    pass(4999);
    expect(signal.aborted).toBe(false);
    pass(1);
    expect(signal.aborted).toBe(true);
  });

  test("can be shortened, and never prolonged", () => {
    const { deadline } = setClock();
    expect(deadline.endingIn(1000).remaining()).toBe(1000);
    expect(deadline.endingIn(9000).remaining()).toBe(5000);
    expect(deadline.endingIn(1000).limit).toBe("--timeout 5s");
  });
});

describe("a step", () => {
  test("gives its result, and its own failure", async () => {
    const { deadline } = setClock();
    expect(await deadline.step("counting", () => Promise.resolve(3))).toBe(3);
    const failure = errnoError("EIO");
    expect(await deadline.step("counting", () => Promise.reject(failure)).catch((error: unknown) => error)).toBe(
      failure,
    );
  });

  test("that the deadline ends is an error with the step's name and the limit as it was given", async () => {
    const { deadline, pass } = setClock();
    const counting = deadline.step("counting", () => new Promise(() => undefined));
    pass(5000);
    expect(await toolErrorOf(() => counting)).toMatchObject({
      code: "timeout",
      message: "counting did not end in time (--timeout 5s)",
      hint: expect.stringContaining("--timeout"),
    });
  });

  test("that comes too late names the step that took most of the time", async () => {
    const { deadline, pass } = setClock();
    const taking = (ms: number) => async (): Promise<void> => pass(ms);
    await deadline.step("reading /a", taking(100));
    await deadline.step("reading /b", taking(4300));
    await deadline.endingIn(9000).step("reading /c", taking(500));
    expect(deadline.spent("asking the API").message).toBe(
      "no time was left for asking the API: reading /b took 4.3 s (--timeout 5s)",
    );
  });
});

test("a file that is still being read at the deadline is given up, and named", async () => {
  const { deadline, pass } = setClock();
  const files = filesWithin(
    deadline,
    Object.assign(new MemoryFiles(), { readText: () => new Promise<string>(() => {}) }),
  );
  const reading = files.readText("/home/alice/.aliyun/config.json");
  pass(5000);
  expect((await toolErrorOf(() => reading)).message).toBe(
    "reading /home/alice/.aliyun/config.json did not end in time (--timeout 5s)",
  );
});
