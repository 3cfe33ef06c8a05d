import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { retryWhileInUse } from "./retry-while-in-use.ts";
import { reserveFile } from "./reserve-file.ts";
import { syncFolder } from "./sync-folder.ts";
import { isClosedToOthers } from "./folder-permissions.ts";
import type { FileWriter } from "./world.ts";

/** Writes files that only the current user can read, and that are never seen half-written. */
export const atomicPrivateFileWriter: FileWriter = {
  makePrivateDirectory: (path) => {
    // With an odd umask (0177, say) the owner could not enter the folder.
    const umask = process.umask(0o077);
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
    } finally {
      process.umask(umask);
    }
    // An existing directory may be on a read-only file system, or not writable for this user.
    accessSync(path, constants.W_OK | constants.X_OK);
  },
  replaceFile: (path, content, temporary = `${path}.${crypto.randomUUID()}.tmp`) => {
    try {
      rmSync(temporary, { force: true });
      createFile(temporary, content, fsyncSync);
      retryWhileInUse(() => renameSync(temporary, path));
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  },
  isPrivateDirectory: (path) => {
    const status = lstatSync(path);
    return status.isDirectory() && isClosedToOthers(status, process.getuid?.());
  },
  listDirectory: (path) => readdirSync(path),
  removeFile: (path) => retryWhileInUse(() => rmSync(path, { force: true })),
  reserveFile,
  readBytes: (path) => readFileSync(path),
  resolveLinks: (path) => realpathSync(path),
  // On Windows, a lock file cannot be created while the last holder's is still being removed.
  createFile: (path, content) => retryWhileInUse(() => createFile(path, content)),
};

function createFile(path: string, content: string, sync?: (fd: number) => void): void {
  // "wx": never opens a file or symbolic link that somebody else put there.
  const fd = openSync(path, "wx", 0o600);
  try {
    writeFileSync(fd, content);
    sync?.(fd);
  } finally {
    closeSync(fd);
  }
}
