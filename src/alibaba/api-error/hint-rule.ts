import type { Api } from "../api-types.ts";
import type { ApiRefusal } from "./read-error-body.ts";

/** A refusal and its circumstances. */
export interface Refusal extends ApiRefusal {
  readonly api: Api;
  readonly status: number;
  /** This machine's clock minus the server's, ms. */
  readonly skewMs: number;
}

/** A hint: what to do about a refusal. */
export interface HintRule {
  readonly code: RegExp;
  /** Narrows a code that has several meanings. */
  readonly message?: RegExp;
  /** Undefined: it does not apply. */
  readonly hint: string | ((refusal: Refusal) => string | undefined);
  /** The public page that documents this answer. */
  readonly source: string;
}
