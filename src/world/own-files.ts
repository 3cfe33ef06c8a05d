// Small files of this tool's own: they are replaced, never rewritten, so that none becomes shorter while it is looked at
// through memory that it is mapped into. That takes 0.3 ms less than reading, for want of threads. Not for other people's
// files, which Bun would open for writing.

/** Such a file as UTF-8, at once. Undefined where it cannot be mapped: not there, not writable, Windows. */
export function readOwnFile(path: string): string | undefined {
  try {
    return new TextDecoder().decode(Bun.mmap(path));
  } catch {
    return undefined;
  }
}

/**
 * Changes bytes of such a file where they are, for every process at once. Nothing is created, and no file is made longer or
 * shorter: what a symbolic link leads to is as safe as `edit` makes it.
 * @returns what `edit` returns
 * @throws Error with an errno `code`: `ENOENT`, `EACCES`, `EROFS`; `EINVAL` for an empty file or a pipe
 */
export function editOwnFile<T>(path: string, edit: (bytes: Uint8Array) => T): T {
  return process.platform === "win32" ? editByWriting(path, edit) : edit(Bun.mmap(path));
}

function editByWriting<T>(path: string, edit: (bytes: Uint8Array) => T): T {
  const { readFileSync, writeFileSync } = process.getBuiltinModule("node:fs");
  const bytes = new Uint8Array(readFileSync(path));
  const result = edit(bytes);
  writeFileSync(path, bytes, { flag: "r+" });
  return result;
}
