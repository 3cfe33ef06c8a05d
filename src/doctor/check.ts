import type { Facts } from "./facts.ts";

/** `ok` ✓, `warning` ! (works, but), `failure` ✗, `skipped` - (could not be looked at, because of something else). */
export type Verdict = "ok" | "warning" | "failure" | "skipped";

/** One thing that was looked at. Nothing in it may be a secret. */
export interface Finding {
  readonly verdict: Verdict;
  /** What there is; several lines at need. */
  readonly text: string;
  /** What to do about it. */
  readonly fix?: string | undefined;
}

/** A question that the doctor asks. */
export interface Check {
  /** Stable, for scripts. */
  readonly name: string;
  /** It looks at what a new certificate takes: while one in the cache is valid, a problem stops nobody. */
  readonly isForRenewal?: true;
  /**
   * Looks, and changes nothing.
   * @throws ToolError which is a failure with a fix
   */
  readonly run: (facts: Facts) => Promise<readonly Finding[]>;
}

export function ok(text: string): Finding {
  return { verdict: "ok", text };
}

export function warning(text: string, fix?: string): Finding {
  return { verdict: "warning", text, fix };
}

export function failure(text: string, fix?: string): Finding {
  return { verdict: "failure", text, fix };
}

export function skipped(text: string): Finding {
  return { verdict: "skipped", text };
}
