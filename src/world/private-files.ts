import { closeSync, fsyncSync, mkdirSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { FileWriter } from "./world.ts";

/** Writes that only the current user can read, and that are never seen half-done. */
export const privateFiles: FileWriter = {
  makePrivateDirectory: (path) => {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  },
  replaceFile: (path, content) => {
    const temporary = `${path}.${crypto.randomUUID()}.tmp`;
    try {
      createFile(temporary, content);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncDirectory(dirname(path));
  },
  resolveLinks: (path) => realpathSync(path),
  createFile,
  removeFile: (path) => rmSync(path, { force: true }),
};

function createFile(path: string, content: string): void {
  // "wx": never opens what somebody else put there, be it a file or a symbolic link.
  const fd = openSync(path, "wx", 0o600);
  try {
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes the rename itself survive a power cut, where directories can be synced (not on Windows, nor on some network file systems). */
function syncDirectory(path: string): void {
  try {
    const fd = openSync(path, "r");
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // The file is in place; only its durability over a crash is less certain.
  }
}
