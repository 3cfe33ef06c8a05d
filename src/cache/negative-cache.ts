import * as v from "valibot";
import { ERROR_CODES } from "../errors/codes.ts";
import { ToolError } from "../errors/tool-error.ts";
import { readJson } from "../schema/read-json.ts";
import type { CacheKey } from "./key.ts";
import { isSealed, isWhole, seal } from "./seal.ts";

/** How long a failure speaks for kubectl's next calls, ms: while there is nothing else, and while a certificate is still good. */
const REMEMBER_MS = 5000;
const REMEMBER_WITH_CERTIFICATE_MS = 60_000;

const time = v.pipe(v.number(), v.safeInteger());

const failureSchema = v.object({
  code: v.picklist(ERROR_CODES),
  message: v.string(),
  hint: v.optional(v.string()),
  at: time,
  until: time,
});

/** A failure that is remembered. */
export interface RememberedFailure {
  readonly error: ToolError;
  /** When it happened, ms since the epoch. */
  readonly at: number;
  /** Until when it counts, ms since the epoch. */
  readonly until: number;
}

/**
 * Whether a failure is what a service itself answered, so that every caller with these credentials would hear the same. A
 * file that is missing, a proxy that is down, a time limit that is too short are one caller's own.
 */
export function isAnswer(error: unknown): boolean {
  if (!(error instanceof ToolError)) return false;
  const isRefusal = error.code === "api_error" && error.details["api code"] !== undefined;
  return isRefusal || isAnswer(error.cause);
}

/** The failure as it is told to a caller who did not meet it: what it is, and when the service is asked again. */
export function asRemembered({ error, at, until }: RememberedFailure, now: number): ToolError {
  const [ago, again] = [now - at, Math.max(0, until - now)].map((ms) => `${Math.round(ms / 100) / 10} s`);
  const message = `${error.message} (remembered from ${ago} ago, asked again in ${again})`;
  return new ToolError({ code: error.code, message, hint: error.hint });
}

/**
 * The file's content for a failure. What a ToolError says holds no secret; its details and cause are left out. Like an
 * entry it is sealed: who has mended the secret of their key asks anew.
 */
export function serializeFailure(
  { secret }: Pick<CacheKey, "secret">,
  error: ToolError,
  now: number,
  hasCertificate: boolean,
): string {
  const { code, message, hint } = error;
  const until = now + (hasCertificate ? REMEMBER_WITH_CERTIFICATE_MS : REMEMBER_MS);
  const fields = { code, message, ...(hint !== undefined && { hint }), at: now, until };
  return seal(JSON.stringify(fields, null, 1), secret);
}

/** The failure in a file's content, or undefined when it is none that these credentials met. Never throws. */
export function parseFailure({ secret }: Pick<CacheKey, "secret">, content: string): RememberedFailure | undefined {
  if (secret === undefined ? !isWhole(content) : !isSealed(content, secret)) return undefined;
  const read = readJson(failureSchema, content);
  if (!read.ok) return undefined;
  const { code, message, hint, at, until } = read.value;
  return { error: new ToolError({ code, message, hint }), at, until };
}
