import {
  chownSync,
  closeSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { errnoOf, isAbsent } from "./errno.ts";
import { retryWhileInUse } from "./retry-while-in-use.ts";
import { syncFolder } from "./sync-folder.ts";
import type { FileReservation } from "./world.ts";

/** Errors after which a file may still be overwritten: it is bind-mounted, say, or its folder is not writable. */
const NO_RENAME = new Set(["EBUSY", "EXDEV", "EACCES", "EPERM", "EROFS", "ETXTBSY"]);

const PRIVATE = 0o600;

/**
 * Reserves space for a new text of a user's file, so that a full disk, missing permission or a read-only file system is
 * noticed before the text exists. Owner, mode and, if possible, group are kept; a symbolic link stays one. A new file
 * gets those of `like`, or is private. A reader sees the old text or the new one, unless a rename cannot replace the
 * file.
 * @param bytes the most that the text can have
 * @throws Error with an errno `code`: nothing can be stored
 */
export function reserveFile(path: string, bytes: number, like?: string): FileReservation {
  const target = targetOf(path);
  const temporary = `${target}.${crypto.randomUUID()}.tmp`;
  const before = statusOf(target);
  let fd: number | undefined;
  try {
    fd = openSync(temporary, "wx", PRIVATE);
    writeAll(fd, new Uint8Array(bytes));
    fsyncSync(fd);
    giveBack(temporary, fd, before ?? (like === undefined ? undefined : statusOf(like)));
  } catch (error) {
    if (fd !== undefined) closeSync(fd);
    rmSync(temporary, { force: true });
    // If no file can be created beside it, a writable file can still be overwritten.
    if (before === undefined || !NO_RENAME.has(errnoOf(error) ?? "")) throw error;
    return reserveInPlace(target, openSync(target, "r+"));
  }
  return reserveByRename(target, temporary, fd);
}

function reserveByRename(target: string, temporary: string, fd: number): FileReservation {
  let isOpen = true;
  const abandon = (): void => {
    if (!isOpen) return;
    isOpen = false;
    closeSync(fd);
    rmSync(temporary, { force: true });
  };
  return {
    store: (content) => {
      try {
        writeOver(fd, content);
        isOpen = false;
        closeSync(fd);
        retryWhileInUse(() => renameSync(temporary, target));
        syncFolder(dirname(target));
      } catch (error) {
        if (!NO_RENAME.has(errnoOf(error) ?? "")) throw error;
        // The temporary file has the whole text; it is removed only when the file itself has it.
        reserveInPlace(target, openSync(target, "r+")).store(content);
        rmSync(temporary, { force: true });
      }
    },
    abandon,
  };
}

/** Overwrites a file; if that fails halfway, its old content is put back. */
function reserveInPlace(target: string, fd: number): FileReservation {
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
  return {
    store: (content) => {
      const before = readFileSync(target);
      try {
        writeOver(fd, content);
      } catch (error) {
        writeOver(fd, before);
        throw error;
      } finally {
        close();
      }
    },
    abandon: close,
  };
}

function writeOver(fd: number, content: string | Uint8Array): void {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  writeAll(fd, bytes);
  ftruncateSync(fd, bytes.length);
  fsyncSync(fd);
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at, bytes.length - at, at);
}

/** The target of a link; the path itself if it does not exist yet. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (isAbsent(error)) return path;
    throw error;
  }
}

function statusOf(path: string) {
  try {
    const { mode, uid, gid } = statSync(path);
    return { mode: mode & 0o7777, uid, gid };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/**
 * Gives the new file the old one's owner, group and mode. Without the group, the group's rights are left out: they were
 * meant for others. @throws Error if the owner cannot be set
 */
function giveBack(path: string, fd: number, before: ReturnType<typeof statusOf>): void {
  if (before === undefined || process.platform === "win32") return;
  const { uid, gid } = fstatSync(fd);
  let mode = before.mode;
  if (uid !== before.uid || gid !== before.gid) {
    try {
      chownSync(path, before.uid, before.gid);
    } catch (error) {
      if (uid !== before.uid) throw error;
      mode &= ~0o070;
    }
  }
  fchmodSync(fd, mode);
}
