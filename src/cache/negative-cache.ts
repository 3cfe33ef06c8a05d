import * as v from "valibot";
import { ERROR_CODES } from "../errors/codes.ts";
import { ToolError } from "../errors/tool-error.ts";
import { readJson } from "../schema/read-json.ts";
import type { World } from "../world/world.ts";
import { cacheFiles } from "./file-names.ts";
import type { CacheKey } from "./cache-key.ts";
import { readPrivately } from "./certificate-cache.ts";
import { isSealed, isWhole, seal } from "./tamper-seal.ts";

/**
 * How long kubectl gets a remembered failure instead of a new request, ms: without a certificate, and while one is
 * still valid.
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
  /** When the API is asked again, ms since the epoch. */
  readonly until: number;
}

/**
 * Whether a failure is an API's own answer, which every caller with these credentials would get. A missing file, a
 * broken proxy or a short time limit concern one caller only.
 */
export function isAnswer(error: unknown): boolean {
  if (!(error instanceof ToolError)) return false;
  const isRefusal = error.code === "api_error" && error.details["api code"] !== undefined;
  return isRefusal || isAnswer(error.cause);
}

/** The failure as told to another caller, with the time until the API is asked again. @param now ms since the epoch */
export function asRemembered({ error, at, until }: RememberedFailure, now: number): ToolError {
  const [ago, again] = [now - at, Math.max(0, until - now)].map((ms) => `${Math.round(ms / 100) / 10} s`);
  const message = `${error.message} (remembered from ${ago} ago, asked again in ${again})`;
  return new ToolError({ code: error.code, message, hint: error.hint });
}

/**
 * The file content of a failure. A ToolError's message contains no secret; its details and cause are left out. Sealed
 * like an entry: once the user corrects the access key secret, it is ignored.
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

/** The failure in a file's content; undefined if it is damaged or of other credentials. */
function parseFailure({ secret }: CacheKey, content: string): RememberedFailure | undefined {
  if (secret === undefined ? !isWhole(content) : !isSealed(content, secret)) return undefined;
  const read = readJson(failureSchema, content);
  if (!read.ok) return undefined;
  const { code, message, hint, at, until } = read.value;
  return { error: new ToolError({ code, message, hint }), at, until };
}
