import * as v from "valibot";
import { ERROR_CODES } from "../errors/codes.ts";
import { ToolError } from "../errors/tool-error.ts";
import { readJson } from "../schema/read-json.ts";

/** How long a failure speaks for kubectl's next calls, ms: while there is nothing else, and while a certificate is still good. */
const REMEMBER_MS = 5000;
const REMEMBER_WITH_CERTIFICATE_MS = 60_000;

const time = v.pipe(v.number(), v.safeInteger());

const failureSchema = v.object({
  format: v.literal(1),
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

/** The file's content for a failure. What a ToolError says holds no secret; its details and cause are left out. */
export function serializeFailure(error: ToolError, now: number, hasCertificate: boolean): string {
  const { code, message, hint } = error;
  const until = now + (hasCertificate ? REMEMBER_WITH_CERTIFICATE_MS : REMEMBER_MS);
  return JSON.stringify({ format: 1, code, message, ...(hint !== undefined && { hint }), at: now, until });
}

/** The failure in a file's content, or undefined when it is not one of ours. Never throws. */
export function parseFailure(content: string): RememberedFailure | undefined {
  const read = readJson(failureSchema, content);
  if (!read.ok) return undefined;
  const { code, message, hint, at, until } = read.value;
  return { error: new ToolError({ code, message, hint }), at, until };
}
