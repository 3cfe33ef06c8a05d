/** So many UTF-16 code units are at most 512 bytes, which every system writes into a pipe whole or not at all (PIPE_BUF). */
const WRITTEN_AT_ONCE = 128;

/**
 * Writes text and a newline to standard output, all of it. `console.log` does that on whatever it is, but takes a full disk
 * and a closed pipe for success; `Bun.write` notices them, but repeats bytes on a full non-blocking pipe. So the one writes
 * everything up to the last line, and the other that line, which is too short to be repeated in part. `process.stdout` would
 * cost 18 ms and truncate, `node:fs` 0.8 ms.
 * @throws Error with an errno `code`: `ENOSPC`, `EPIPE`
 */
export async function writeStdout(text: string): Promise<void> {
  const lastLine = text.lastIndexOf("\n") + 1;
  if (text.length - lastLine >= WRITTEN_AT_ONCE) {
    console.log(text);
    return;
  }
  if (lastLine > 0) console.log(text.slice(0, lastLine - 1));
  await Bun.write(Bun.stdout, `${text.slice(lastLine)}\n`);
}
