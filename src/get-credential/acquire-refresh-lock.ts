import type { Deadline } from "../command-deadline.ts";
import type { CacheSlot } from "./cache-slot.ts";

/** The key's lock, or permission to continue without it. */
export interface RenewalLock {
  /** False without the lock: other processes may be asking the API, too. */
  readonly isExclusive: boolean;
  readonly release: () => void;
}

/** Dependencies of {@link acquireRefreshLock}. */
export interface AcquireRefreshLockPorts {
  /** When to continue without the lock. */
  readonly deadline: Pick<Deadline, "remaining">;
  /** Whether another process has produced a result. */
  readonly isDone: () => Promise<boolean>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

const FIRST_PAUSE_MS = 30;
const LONGEST_PAUSE_MS = 400;

/**
 * Waits until this process has the key's lock, another process has produced a result, or the deadline is reached.
 * Pauses grow and are random, so that many waiters do not try at the same time.
 */
export async function acquireRefreshLock(
  slot: Pick<CacheSlot, "tryLock">,
  ports: AcquireRefreshLockPorts,
): Promise<RenewalLock> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const attempt = await slot.tryLock();
    if (attempt.state === "held") return { isExclusive: true, release: attempt.release };
    if (attempt.state === "unavailable" || ports.deadline.remaining() === 0 || (await ports.isDone()))
      return withoutLock;
    await ports.sleep(pause * (0.5 + ports.random()));
  }
}

const withoutLock: RenewalLock = { isExclusive: false, release: () => undefined };
