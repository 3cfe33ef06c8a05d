import { errnoOf } from "./errno.ts";

/** What Windows answers while another process has a file open that is to be replaced or removed: a reader, a virus scanner. */
const IN_USE = new Set(["EPERM", "EACCES", "EBUSY"]);

const PATIENCE_MS = 2000;
const MAX_PAUSE_MS = 40;

/** What waiting needs; times in ms. */
export interface Patience {
  readonly os: string;
  readonly elapsed: () => number;
  readonly pause: (ms: number) => void;
  /** From 0 to below 1, so that those who wait for one file do not try in step. */
  readonly random: () => number;
}

const realPatience: Patience = {
  os: process.platform,
  elapsed: () => performance.now(),
  pause: Bun.sleepSync,
  random: Math.random,
};

/**
 * Does something with a file that, on Windows, fails while another process has the file open, and does it again for up to
 * 2 s. Elsewhere the same errors mean that it is not allowed, and are thrown at once.
 * @throws whatever the last try throws
 */
export function retryWhileInUse<T>(work: () => T, { os, elapsed, pause, random }: Patience = realPatience): T {
  const end = elapsed() + PATIENCE_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (os !== "win32" || !IN_USE.has(errnoOf(error) ?? "") || elapsed() >= end) throw error;
    }
    pause(1 + random() * MAX_PAUSE_MS);
  }
}
