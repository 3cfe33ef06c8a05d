import { Database } from "bun:sqlite";
import { closeSync, constants, fstatSync, openSync } from "node:fs";
import type { LockAttempt } from "./world.ts";

/**
 * Tries once to take a lock on a file, across processes.
 *
 * The lock is SQLite's own on an empty database, because Bun has it on every system (its own, on macOS the system's; where
 * that cannot be loaded there is no lock, and every process asks for itself): the operating system drops it when
 * its holder dies, however it dies, so there is no stale lock to judge by age and nothing to clean up; it is a byte-range
 * lock, which network file systems support too; and it costs 1.5 ms. Rejected: `proper-lockfile` and client-go's
 * `O_EXCL` files (a killed holder blocks until a timer says that it is stale), `flock` through FFI (three
 * implementations of our own).
 */
export function tryLock(path: string, open = openDatabase): LockAttempt {
  let database: Database | undefined;
  try {
    if (!makeLockFile(path)) return { state: "unavailable" };
    database = open(path);
    // No journal file, which a killed holder would leave behind; OFF is what Bun's SQLite refuses without a word.
    database.run("PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
  } catch (error) {
    database?.close();
    return { state: isBusy(error) ? "busy" : "unavailable" };
  }
  const held = database;
  return { state: "held", release: () => held.close() };
}

/** @throws Error where there is no SQLite, or the file cannot be opened */
function openDatabase(path: string): Database {
  return new Database(path, { create: true, readwrite: true });
}

/**
 * Makes the file for its owner alone: SQLite would let others read it, and who can read it can hold a lock on it.
 * @returns false for a pipe or a device, which opening or locking could wait for
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
