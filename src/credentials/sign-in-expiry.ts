import type { Source } from "./source.ts";
import { utcTime } from "../log/log.ts";

/** The end of a person's sign-in. */
export interface SignInExpiry {
  /** ms since the epoch. */
  readonly expiration: number;
  /** Whether a refresh token can renew it. */
  readonly isRenewable: boolean;
}

/** The end of a source's sign-in, as its profile says; undefined for a source without a sign-in. */
export function signInExpiry(source: Source): SignInExpiry | undefined {
  if (source.kind === "assumed-role") return signInExpiry(source.base);
  if (source.kind !== "cloud-sso" && source.kind !== "oauth") return undefined;
  return { expiration: source.accessTokenExpiration, isRenewable: source.kind === "oauth" && source.isRenewable };
}

/** Whether an expired access token must be renewed, which rewrites config.json. A stored session is not considered. */
export function mustRenewSignIn(source: Source, now: number): boolean {
  const end = signInExpiry(source);
  return end !== undefined && end.isRenewable && end.expiration <= now;
}

/** In words: `signed in until 2026-11-26T17:40:00Z`, `the sign-in ended 60 min ago`. */
export function describeSignInExpiry({ expiration, isRenewable }: SignInExpiry, now: number): string {
  if (isRenewable) return "signed in, renewed automatically";
  if (expiration > now) return `signed in until ${utcTime(expiration)}`;
  const minutes = Math.floor((now - expiration) / 60_000);
  if (minutes < 1) return "the sign-in has just ended";
  const ago = minutes < 120 ? `${minutes} min` : minutes < 2880 ? `${Math.floor(minutes / 60)} h` : "days";
  return expiration === 0 ? "the sign-in has ended" : `the sign-in ended ${ago} ago`;
}
