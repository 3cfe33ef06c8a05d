/** One end for everything that a command does over the network. */
export interface Deadline {
  /** What was allowed in all, ms. */
  readonly total: number;
  /** Aborts when the time is over. */
  readonly signal: AbortSignal;
  /** ms left, never negative. */
  readonly remaining: () => number;
}

/** A deadline of so many ms from now. Its timer does not keep the process alive. */
export function startDeadline(total: number, now: () => number): Deadline {
  const end = now() + total;
  return { total, signal: AbortSignal.timeout(total), remaining: () => Math.max(0, end - now()) };
}
