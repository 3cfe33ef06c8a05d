import { errnoOf } from "./errno.ts";

/**
 * In UTF-16 code units: at most 512 bytes, which every system writes into a pipe whole or not at all (PIPE_BUF).
 */
const WRITTEN_AT_ONCE = 128;

/**
 * Writes all of the text and a newline to standard output. `console.log` can do that for any kind of stdout, but does
 * not report a full disk or a closed pipe. `Bun.write` reports both, but repeats bytes on a full non-blocking pipe. So
 * `console.log` writes all but the last line, and `Bun.write` the last one if it is too short to be split. Rejected:
 * `process.stdout` (costs 18 ms and truncates), `node:fs` (0.8 ms) except for a long last line.
 * @throws Error with an errno `code`: `ENOSPC`, `EPIPE`
 */
export async function writeStdout(text: string): Promise<void> {
  const lastLine = text.lastIndexOf("\n") + 1;
  if (lastLine > 0) console.log(text.slice(0, lastLine - 1));
  const rest = `${text.slice(lastLine)}\n`;
  if (rest.length <= WRITTEN_AT_ONCE) await Bun.write(Bun.stdout, rest);
  else writeByHand(1, rest);
}

/**
 * Writes all of the text and a newline to standard error; failures are ignored. Not `console.error`, which colours it
 * on a terminal. `node:fs` is fine here, because a cache hit prints nothing.
 */
export function writeStderr(text: string): void {
  try {
    writeByHand(2, `${text}\n`);
  } catch {
    // Nobody can be told.
  }
}

/** In its own function: `node:fs` takes 0.8 ms to load, and a function that names `Buffer` 0.1 ms to start. */
function writeByHand(stream: 1 | 2, text: string): void {
  const { writeSync } = process.getBuiltinModule("node:fs");
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(stream, rest));
    } catch (error) {
      // A pipe that somebody made non-blocking is full: its reader is slow.
      if (errnoOf(error) === "EAGAIN") Bun.sleepSync(2);
      else throw error;
    }
  }
}
