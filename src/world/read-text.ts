import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";

/** A config.json with 5 000 profiles has 5 MB; no file that this tool reads is larger than some of those. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Longest time for whoever writes into a pipe, ms. */
const PIPE_TIMEOUT_MS = 5000;

/**
 * A whole file as UTF-8. A pipe is read for as long as a shell's `<(command)` may take; a device, a directory or a file
 * that is far too large is refused: reading it could go on for ever.
 * @throws Error with an errno `code`; `EFBIG`, `EISDIR`, `ENXIO`, `ETIMEDOUT` for what is refused here
 */
export async function readText(path: string): Promise<string> {
  // Without O_NONBLOCK, opening a pipe waits for its writer, and nothing could end that.
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(fd);
    if (stat.isFIFO()) return await readPipe(path);
    if (stat.isDirectory()) throw refusal("EISDIR");
    if (!stat.isFile() && !path.startsWith("/proc/")) throw refusal("ENXIO");
    if (stat.size > MAX_BYTES) throw refusal("EFBIG");
    return readFileSync(fd, "utf8");
  } finally {
    closeSync(fd);
  }
}

async function readPipe(path: string): Promise<string> {
  const late = new Promise<undefined>((resolve) => {
    setTimeout(resolve, PIPE_TIMEOUT_MS).unref();
  });
  const text = await Promise.race([Bun.file(path).text(), late]);
  if (text === undefined) throw refusal("ETIMEDOUT");
  return text;
}

function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: not a file that can be read`), { code });
}
