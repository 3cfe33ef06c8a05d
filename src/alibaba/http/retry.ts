/** Tries in all, the first one included. */
const MAX_TRIES = 3;
const BASE_DELAY_MS = 250;
const MAX_DELAY_MS = 4000;

/** Why a try is worth repeating. */
export interface RetryReason {
  /** What the server asked for in `Retry-After`, ms. */
  readonly retryAfter: number | undefined;
}

/**
 * How long to wait before the next try, ms; undefined when another one is of no use: too many already, or the wait would
 * outlast the deadline. Exponential with full jitter, so that many processes do not come back at once; a server that names
 * a time is believed.
 * @param tries how many were made
 * @param fraction in [0, 1)
 */
export function retryDelay(
  tries: number,
  reason: RetryReason,
  fraction: number,
  remainingMs: number,
): number | undefined {
  if (tries >= MAX_TRIES) return undefined;
  const backoff = Math.min(BASE_DELAY_MS * 2 ** tries, MAX_DELAY_MS) * fraction;
  const delay = Math.max(backoff, reason.retryAfter ?? 0);
  return delay < remainingMs ? delay : undefined;
}

/**
 * `Retry-After` in ms: seconds, or a date relative to `now` (ms since the epoch); undefined when absent or odd.
 * @see RFC 9110 section 10.2.3
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
