import { errnoOf } from "./errno.ts";

/**
 * Writes all of the text and a newline to standard error; failures are ignored. Not `console.error`, which colours it
 * on a terminal. `node:fs` is fine here, because a cache hit prints nothing.
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
