import { type Deadline, startDeadline } from "../../src/command-deadline.ts";

/** A deadline that no test reaches. */
export const farDeadline: Deadline = startDeadline("60s", 60_000, {
  elapsed: () => 0,
  timeoutSignal: () => new AbortController().signal,
});

/** One by the real clock, this many ms from now. */
export function realDeadline(ms: number): Deadline {
  return startDeadline(`${ms / 1000}s`, ms, {
    elapsed: () => performance.now(),
    timeoutSignal: (left) => AbortSignal.timeout(left),
  });
}
