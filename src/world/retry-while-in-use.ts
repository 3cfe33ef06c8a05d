import { errnoOf } from "./errno.ts";

/** Windows' errors for replacing or removing a file that another process has open: a reader, a virus scanner. */
const IN_USE = new Set(["EPERM", "EACCES", "EBUSY"]);

const PATIENCE_MS = 2000;
const MAX_PAUSE_MS = 40;

/** The system functions for waiting; times in ms. */
export interface Patience {
  readonly os: string;
  readonly elapsed: () => number;
  readonly pause: (ms: number) => void;
  /** In [0, 1), so that processes that wait for the same file do not retry in step. */
  readonly random: () => number;
}

const realPatience: Patience = {
  os: process.platform,
  elapsed: () => performance.now(),
  pause: Bun.sleepSync,
  random: Math.random,
};

/**
 * On Windows, retries file work for up to 2 s while another process has the file open. On other systems the same errors
 * mean a missing permission, and are thrown at once.
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
