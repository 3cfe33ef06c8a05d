import type { Api } from "../call-api.ts";
import type { ApiRefusal } from "./read-refusal.ts";

/** What is known of a refusal. */
export interface Refusal extends ApiRefusal {
  readonly api: Api;
  readonly status: number;
  /** This machine's clock minus the server's, ms. */
  readonly skewMs: number;
}

/** What to do about a refusal. */
export interface RefusalHint {
  readonly code: RegExp;
  /** Where one code has several meanings. */
  readonly message?: RegExp;
  /** Undefined: it does not apply after all. */
  readonly hint: string | ((refusal: Refusal) => string | undefined);
  /** The public page that shows this answer. */
  readonly source: string;
}
