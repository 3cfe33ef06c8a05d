import type { Deadline } from "../deadline.ts";
import type { CacheSlot } from "./cache-slot.ts";

/** The key's lock, or leave to go on without it. */
export interface AcquiredLock {
  /** False where no lock could be had: others may be asking, too. */
  readonly isExclusive: boolean;
  readonly release: () => void;
}

/** What waiting works with. */
export interface AcquireLockPorts {
  /** No longer than this: then without the lock. */
  readonly deadline: Pick<Deadline, "remaining">;
  /** Whether there is nothing left to wait for. */
  readonly isDone: () => Promise<boolean>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

const FIRST_PAUSE_MS = 30;
const LONGEST_PAUSE_MS = 400;

/**
 * Waits until this process has the key's lock, or until another process has brought a result. Looking for the result is
 * what most of many waiters end with, and it is cheap; pauses grow and are uneven, so that they do not come all at once.
 */
export async function acquireLock(slot: Pick<CacheSlot, "tryLock">, ports: AcquireLockPorts): Promise<AcquiredLock> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const attempt = await slot.tryLock();
    if (attempt.state === "held") return { isExclusive: true, release: attempt.release };
    if (attempt.state === "unavailable" || ports.deadline.remaining() === 0 || (await ports.isDone()))
      return withoutLock;
    await ports.sleep(pause * (0.5 + ports.random()));
  }
}

const withoutLock: AcquiredLock = { isExclusive: false, release: () => undefined };
