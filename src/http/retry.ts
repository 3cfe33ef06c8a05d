const BASE_DELAY_MS = 250;
const MAX_DELAY_MS = 4000;

/** Quotas are counted per second: an earlier retry would be throttled again. */
const THROTTLING_WINDOW_MS = 1000;
const MAX_THROTTLING_SPREAD_MS = 16_000;

/** A safety limit in case the clock stands still; normally the deadline ends a throttled call earlier. */
const MAX_THROTTLED_TRIES = 20;

/** The state after a failed try. */
export interface FailedTry {
  /** Tries of this kind so far: throttled ones, or others. */
  readonly tries: number;
  /** Maximum number of tries that were not throttled, the first one included. */
  readonly maxTries: number;
  /** The server throttled the call: it was not processed. */
  readonly isThrottled: boolean;
  /** How long the server asks to wait, ms; undefined if it does not say. */
  readonly askedFor: number | undefined;
}

/**
 * How long to wait before the next try, ms; undefined if another try is useless: too many already, or the wait would
 * outlast the deadline. Exponential backoff with full jitter, so that many processes do not come back at once; a time
 * given by the server is respected, and a throttled call waits at least a second.
 * @param random in [0, 1)
 */
export function retryDelay(failed: FailedTry, random: number, remainingMs: number): number | undefined {
  const delay = failed.isThrottled ? throttledDelay(failed, random, remainingMs) : failedDelay(failed, random);
  return delay !== undefined && delay < remainingMs ? delay : undefined;
}

function failedDelay({ tries, maxTries, askedFor = 0 }: FailedTry, random: number): number | undefined {
  if (tries >= maxTries) return undefined;
  return Math.max(Math.min(BASE_DELAY_MS * 2 ** tries, MAX_DELAY_MS) * random, askedFor);
}

/** As long as the server asks for, plus jitter: the next second has room for a few calls only. */
function throttledDelay(
  { tries, askedFor = THROTTLING_WINDOW_MS }: FailedTry,
  random: number,
  remainingMs: number,
): number | undefined {
  if (tries >= MAX_THROTTLED_TRIES) return undefined;
  const spread = Math.min(THROTTLING_WINDOW_MS * 2 ** tries, MAX_THROTTLING_SPREAD_MS, (remainingMs - askedFor) / 2);
  return askedFor + spread * random;
}

/**
 * How long a server asks to wait, ms; undefined if it does not say.
 * @param now ms since the epoch
 * @see RFC 9110 section 10.2.3 (`Retry-After`)
 * @see https://github.com/aliyun/darabonba-openapi-util, where the official SDKs read `TimeLeft` (ms) from
 *   `x-ratelimit-user: Limit:1,Remain:0,TimeLeft:2000,Reset:1234` and from `x-ratelimit-user-api`, and use the longer
 *   one; newer ones (`@alicloud/openapi-core` 1.0.8) read `x-acs-retry-after` (ms)
 */
export function askedWait(headers: Headers, now: number): number | undefined {
  const asked = [
    parseRetryAfter(headers.get("retry-after"), now),
    parseMilliseconds(headers.get("x-acs-retry-after") ?? ""),
    timeLeft(headers.get("x-ratelimit-user")),
    timeLeft(headers.get("x-ratelimit-user-api")),
  ].filter((ms) => ms !== undefined);
  return asked.length === 0 ? undefined : Math.max(...asked);
}

function timeLeft(header: string | null): number | undefined {
  return parseMilliseconds(/(?:^|,)\s*TimeLeft\s*:\s*(\d+)\s*(?:,|$)/i.exec(header ?? "")?.[1] ?? "");
}

function parseMilliseconds(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** `Retry-After` in ms: seconds, or a date relative to `now`; undefined if absent or malformed. */
function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
