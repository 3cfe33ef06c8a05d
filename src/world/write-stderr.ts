import { errnoOf } from "./errno.ts";

/**
 * Writes text and a newline to standard error, all of it. `console.error` would colour it on a terminal. Loads
 * `node:fs`, which is fine because a cache hit prints nothing here. Failures are ignored.
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
