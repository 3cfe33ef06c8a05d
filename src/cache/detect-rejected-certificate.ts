import type { World } from "../world/world.ts";
import type { CachedCertificate } from "./certificate-cache.ts";
import { type CacheEntry, confirmedAt } from "./entry.ts";

/**
 * When the API server answers 401, client-go runs the plugin again in the same process, without saying why
 * (plugin/pkg/client/auth/exec, maybeRefreshCreds). Two calls of one process within this time, ms, are taken for that:
 * a refused kubectl comes back after one round trip, and a controller that got a 401 retries soon. A program that polls
 * comes back later, and each call in a shell loop or from another terminal is a process of its own.
 */
const REPEAT_WITHIN_MS = 5000;

/**
 * A certificate that the API gave, or confirmed, less than this ago is not requested again, ms: at most one refresh in
 * that time.
 */
const AT_MOST_EVERY_MS = 5 * 60_000;

const MAX_CALLERS = 16;

/** Two times and an id. */
const LONGEST_LINE = 80;

/** Anything larger is not ours. */
const MAX_BYTES = 4096;

/**
 * The file without callers; created with the certificate, because a cache hit creates no files. Each caller adds a
 * line: the time, its id and its incarnation. All of it always fits into one page of memory.
 */
export const NO_CALLERS = "ack-ram-tool callers 3\n";

/** What the record of callers needs. */
export type CallerRecordPorts = Pick<World, "files" | "parentProcess" | "now">;

/**
 * The API server's verdict on a certificate, inferred from its caller: `accepted`, as far as anybody knows; `refused`;
 * `refused-too-soon`: a new one would probably be refused too, so none is requested before {@link askAgainAt}.
 */
export type Verdict = "accepted" | "refused" | "refused-too-soon";

/** When a refused certificate may be replaced, ms since the epoch. */
export function askAgainAt(entry: CacheEntry, now: number): number {
  return confirmedAt(entry, now) + AT_MOST_EVERY_MS;
}

/**
 * Records that this process's parent is given the certificate, and tells whether it was given it a moment ago, too:
 * then the API server has most likely refused it. Never throws.
 */
export async function detectUnauthorized(
  { entry, files }: CachedCertificate,
  ports: CallerRecordPorts,
): Promise<Verdict> {
  const text = ports.files.readOwnFile(files.callers) ?? (await readAnyway(files.callers, ports));
  // Somebody else's file is never overwritten, wherever a link leads.
  if (!text.startsWith(NO_CALLERS)) return "accepted";
  const now = ports.now();
  const { id, incarnation } = ports.parentProcess();
  const caller = `${id} ${incarnation}`;
  let isRepeated = false;
  let lines = `${now} ${caller}\n`;
  let count = 1;
  for (const line of text.slice(NO_CALLERS.length).split("\n")) {
    const [time = "", ...others] = line.split(" ");
    const isRecent = Number(time) > now - REPEAT_WITHIN_MS && Number(time) <= now;
    if (isRecent && others.join(" ") === caller) isRepeated = true;
    else if (isRecent && count < MAX_CALLERS && line.length < LONGEST_LINE) {
      lines += `${line}\n`;
      count += 1;
    }
  }
  try {
    await ports.files.overwriteOwnFile(files.callers, NO_CALLERS + lines);
  } catch {
    // Without the record a refused certificate is noticed when it expires.
  }
  if (!isRepeated) return "accepted";
  return now >= askAgainAt(entry, now) ? "refused" : "refused-too-soon";
}

/** For systems where nothing can be mapped, such as Windows. A pipe, whose size is `Infinity`, may never end. */
async function readAnyway(path: string, { files }: CallerRecordPorts): Promise<string> {
  return files.size(path) > MAX_BYTES ? "" : await files.readText(path).catch(() => "");
}
