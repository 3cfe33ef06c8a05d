import type { CacheEntry } from "./cache-entry.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** `fresh`: use it. `due`: refresh it, and use it if that fails. `expired`: unusable. */
export type Freshness = "fresh" | "due" | "expired";

/**
 * How long before its end a certificate is refreshed, ms: 20 % of its lifetime, but at least 10 min, at most 12 h and
 * at most half the lifetime; 36 min for a certificate of 3 h.
 */
export function refreshWindow(lifetimeMs: number): number {
  const window = Math.min(Math.max(lifetimeMs * 0.2, 10 * MINUTE_MS), 12 * HOUR_MS);
  return Math.min(window, lifetimeMs / 2);
}

/**
 * Whether an entry's certificate must be refreshed, by its real lifetime.
 * @param now ms since the epoch
 * @param random in [0, 1); shortens the window by up to 10 %, so that a fleet does not refresh at once. Called only if
 *   it matters: the first random number costs 0.1 ms
 */
export function freshness(entry: CacheEntry, now: number, random: () => number): Freshness {
  const { notBefore, notAfter, expiresAt } = entry.certificate;
  if (now >= notAfter) return "expired";
  const window = refreshWindow(expiresAt - notBefore);
  if (now < expiresAt - window || now < expiresAt - window * (1 - 0.1 * random())) return "fresh";
  // The API had nothing newer a while ago, as with a long-lived certificate: do not ask on every call.
  const pause = Math.min(window / 4, HOUR_MS);
  const rechecked = entry.recheckedAt;
  return rechecked !== undefined && now >= rechecked && now < rechecked + pause ? "fresh" : "due";
}
