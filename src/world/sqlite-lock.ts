import { Database } from "bun:sqlite";
import { closeSync, constants, fstatSync, openSync } from "node:fs";
import type { LockAttempt } from "./world.ts";

/**
 * Tries once to take a lock on a file, across processes.
 *
 * It is SQLite's own lock on an empty database, because Bun has SQLite on every system (on macOS the system's library;
 * without one, no lock is available). The operating system drops the lock when its holder
 * dies, so there is no stale lock to judge by age and nothing to clean up. It is a byte-range lock, which network file
 * systems support too, and it costs 1.5 ms. Rejected: `proper-lockfile` and client-go's `O_EXCL` files (a killed holder
 * blocks until a timeout), `flock` through FFI (one implementation per system).
 */
export function tryLock(path: string, open = openDatabase): LockAttempt {
  let database: Database | undefined;
  try {
    if (!makeLockFile(path)) return { state: "unavailable" };
    database = open(path);
    // No journal file, which a killed holder would leave behind; Bun's SQLite silently ignores OFF.
    database.run("PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database?.close();
    return { state: isBusy(error) ? "busy" : "unavailable" };
  }
  const held = database;
  return { state: "held", release: () => held.close() };
}

/** @throws Error if there is no SQLite, or the file cannot be opened */
function openDatabase(path: string): Database {
  return new Database(path, { create: true, readwrite: true });
}

/**
 * Creates the file for its owner alone: SQLite would let others read it, and whoever can read it can hold a lock on it.
 * @returns false for a pipe or a device, on which opening or locking could block
 */
function makeLockFile(path: string): boolean {
  const fd = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NONBLOCK, 0o600);
  try {
    return fstatSync(fd).isFile();
  } finally {
    closeSync(fd);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
}
