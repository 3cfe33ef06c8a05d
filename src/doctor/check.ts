import type { Facts } from "./gather-facts.ts";

/** `ok` ✓, `warning` ! (works, but), `failure` ✗, `skipped` - (another problem prevents the check). */
export type Verdict = "ok" | "warning" | "failure" | "skipped";

/** The result of a check. Nothing in it may be a secret. */
export interface Finding {
  readonly verdict: Verdict;
  /** What was found; several lines if needed. */
  readonly text: string;
  /** What to do about it. */
  readonly fix?: string | undefined;
}

/** One of the doctor's checks. */
export interface Check {
  /** Stable, for scripts. */
  readonly name: string;
  /** It examines what the plugin does with its arguments: skipped if they do not work. */
  readonly isOfCall?: true;
  /** It concerns the next renewal only: while a cached certificate is valid, its problems are warnings. */
  readonly isForRenewal?: true;
  /**
   * Examines without changing anything.
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
