import { writeSync } from "node:fs";
import { errnoOf } from "./errno.ts";

/**
 * Writes text and a newline to standard output, all of it, before it returns. `console.log` delivers as reliably, but takes
 * a full disk and a closed pipe for success; `process.stdout` costs 18 ms and truncates; `Bun.write(Bun.stdout)` repeats
 * bytes on a full non-blocking pipe.
 * @throws Error with an errno `code`: `ENOSPC`, `EPIPE`
 */
export function writeStdout(text: string): void {
  let rest = Buffer.from(`${text}\n`);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      // A pipe that somebody made non-blocking is full: its reader is slow.
      if (errnoOf(error) === "EAGAIN") Bun.sleepSync(2);
      else throw error;
    }
  }
}
