const BASE_DELAY_MS = 250;
const MAX_DELAY_MS = 4000;

/** What is known when a try has failed. */
export interface FailedTry {
  /** How many tries were made. */
  readonly tries: number;
  /** How many there may be, the first one included. */
  readonly maxTries: number;
  /** What the server asked for in `Retry-After`, ms. */
  readonly retryAfter: number | undefined;
}

/**
 * How long to wait before the next try, ms; undefined when another one is of no use: too many already, or the wait would
 * outlast the deadline. Exponential with full jitter, so that many processes do not come back at once; a server that names
 * a time is believed.
 * @param fraction in [0, 1)
 */
export function retryDelay(
  { tries, maxTries, retryAfter }: FailedTry,
  fraction: number,
  remainingMs: number,
): number | undefined {
  if (tries >= maxTries) return undefined;
  const backoff = Math.min(BASE_DELAY_MS * 2 ** tries, MAX_DELAY_MS) * fraction;
  const delay = Math.max(backoff, retryAfter ?? 0);
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
