import { errnoOf } from "./errno.ts";

/**
 * Writes text and a newline to standard error, all of it. Not `console.error`, which colours what goes to a terminal. Loads
 * `node:fs`: who has something to say there is not a cache hit. Nobody hears of a failure.
 */
export function writeStderr(text: string): void {
  const { writeSync } = process.getBuiltinModule("node:fs");
  let rest = Buffer.from(`${text}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(2, rest));
    } catch (error) {
      if (errnoOf(error) !== "EAGAIN") return;
      Bun.sleepSync(2);
    }
  }
}
