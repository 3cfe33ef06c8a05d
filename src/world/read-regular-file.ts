import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { errnoOf } from "./errno.ts";

/** A config.json with 5 000 profiles has 5 MB; nothing that this tool reads is much larger. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Time limit for reading a pipe, ms. */
const PIPE_TIMEOUT_MS = 5000;

/**
 * Reads a path that may not be a regular file, as UTF-8. A pipe is read with a time limit that is enough for a shell's
 * `<(command)`. A device, a directory or a file that is far too large is refused: reading it might never end.
 * @throws Error with an errno `code`; `EFBIG`, `EISDIR`, `ENXIO`, `ETIMEDOUT` for what is refused here
 */
export async function readRegularFile(path: string): Promise<string> {
  // Without O_NONBLOCK, opening a pipe blocks until a writer comes, and cannot be interrupted.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(fd);
    if (stat.isFIFO()) return await readPipe(fd);
    if (stat.isDirectory()) throw refusal("EISDIR");
    if (!stat.isFile() && !path.startsWith("/proc/")) throw refusal("ENXIO");
    if (stat.size > MAX_BYTES) throw refusal("EFBIG");
    return readFileSync(fd, "utf8");
  } finally {
    closeSync(fd);
  }
}

/** Reads until the writer closes. Before the first byte, a pipe without a writer also looks like its end. */
async function readPipe(fd: number): Promise<string> {
  const end = performance.now() + PIPE_TIMEOUT_MS;
  const chunk = Buffer.alloc(64 * 1024);
  const chunks: Buffer[] = [];
  let size = 0;
  while (performance.now() < end) {
    const count = readAvailable(fd, chunk);
    if (count === 0 && size > 0) return Buffer.concat(chunks).toString("utf8");
    size += count ?? 0;
    if (size > MAX_BYTES) throw refusal("EFBIG");
    if (count) chunks.push(Buffer.from(chunk.subarray(0, count)));
    else await Bun.sleep(5);
  }
  throw refusal("ETIMEDOUT");
}

/** The number of bytes read; undefined while a writer has the pipe open and has written nothing. */
function readAvailable(fd: number, chunk: Buffer): number | undefined {
  try {
    return readSync(fd, chunk);
  } catch (error) {
    if (errnoOf(error) === "EAGAIN") return undefined;
    throw error;
  }
}

function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: not a file that can be read`), { code });
}
