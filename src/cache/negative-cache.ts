import * as v from "valibot";
import { ERROR_CODES } from "../errors/codes.ts";
import { ToolError } from "../errors/tool-error.ts";
import { readJson } from "../schema/read-json.ts";
import type { World } from "../world/world.ts";
import { cacheFiles } from "./cache-files.ts";
import type { CacheKey } from "./cache-key.ts";
import { readPrivately } from "./certificate-cache.ts";
import { isSealed, isWhole, seal } from "./seal.ts";

/**
 * How long a failure is repeated to kubectl without asking again, ms: without a certificate, and while one is still
 * valid.
 */
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

/** A remembered failure. */
export interface RememberedFailure {
  readonly error: ToolError;
  /** When it happened, ms since the epoch. */
  readonly at: number;
  /** Until when it is repeated, ms since the epoch. */
  readonly until: number;
}

/**
 * Whether a failure is a service's own answer, so that every caller with these credentials would get the same. A
 * missing file, a broken proxy or a short time limit concern one caller only.
 */
export function isAnswer(error: unknown): boolean {
  if (!(error instanceof ToolError)) return false;
  const isRefusal = error.code === "api_error" && error.details["api code"] !== undefined;
  return isRefusal || isAnswer(error.cause);
}

/** The failure as reported to another caller: what it is, and when the service is asked again. */
export function asRemembered({ error, at, until }: RememberedFailure, now: number): ToolError {
  const [ago, again] = [now - at, Math.max(0, until - now)].map((ms) => `${Math.round(ms / 100) / 10} s`);
  const message = `${error.message} (remembered from ${ago} ago, asked again in ${again})`;
  return new ToolError({ code: error.code, message, hint: error.hint });
}

/**
 * The file content of a failure. A ToolError's message contains no secret; its details and cause are left out. It is
 * sealed like an entry: if the user corrects the secret of the key, it is ignored.
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

/** The last failure of these credentials that a directory has for the key, if any. Never throws. */
export async function readFailure(
  directory: string,
  key: CacheKey,
  world: Pick<World, "files" | "platform">,
): Promise<RememberedFailure | undefined> {
  const content = await readPrivately(cacheFiles(directory, key).failure, world).catch(() => undefined);
  return content === undefined ? undefined : parseFailure(key, content);
}

/** Undefined if it is not a failure of these credentials. */
function parseFailure({ secret }: CacheKey, content: string): RememberedFailure | undefined {
  if (secret === undefined ? !isWhole(content) : !isSealed(content, secret)) return undefined;
  const read = readJson(failureSchema, content);
  if (!read.ok) return undefined;
  const { code, message, hint, at, until } = read.value;
  return { error: new ToolError({ code, message, hint }), at, until };
}
