import type { World } from "../world/world.ts";
import type { CachedCertificate } from "./certificate-cache.ts";
import { type CacheEntry, confirmedAt } from "./entry.ts";

/**
 * client-go runs the plugin again in the same process when the API server has answered 401, and does not say why
 * (plugin/pkg/client/auth/exec, maybeRefreshCreds). Two calls of one process within this time, ms, are taken for that: a
 * refused kubectl comes back after one round trip, and a controller that got a 401 tries again soon. A program that polls
 * comes back later than this, and each call from a shell loop or another terminal is a process of its own.
 */
const REPEAT_WITHIN_MS = 5000;

/** A certificate that the API gave, or confirmed, less than this ago is not asked for again, ms: at most one refresh in that time. */
const AT_MOST_EVERY_MS = 5 * 60_000;

const MAX_CALLERS = 16;

/** Two times and an id. */
const LONGEST_LINE = 80;

/** What is larger is not ours. */
const MAX_BYTES = 4096;

/**
 * The file without callers; made with the certificate, since a cache hit creates no files. A line for each caller follows: when
 * it called, its id and its incarnation. All of it fits into one page of memory, whatever is written.
 */
export const NO_CALLERS = "ack-ram-tool callers 3\n";

/** What the record needs. */
export type CallerRecordPorts = Pick<World, "files" | "parentProcess" | "now">;

/**
 * What the API server thinks of a certificate, as far as its caller shows: `accepted`, as far as anybody knows; `refused`;
 * `refused-too-soon`: a new one would be refused as well, so none is asked for before the time {@link askAgainAt}.
 */
export type Verdict = "accepted" | "refused" | "refused-too-soon";

/** When a certificate that is refused may be replaced, ms since the epoch. */
export function askAgainAt(entry: CacheEntry, now: number): number {
  return confirmedAt(entry, now) + AT_MOST_EVERY_MS;
}

/**
 * Notes that this process's parent is given the certificate, and tells whether the same parent was given it a moment ago
 * and has come back: then the API server has most likely refused it. Never throws.
 */
export async function judgeByCaller({ entry, files }: CachedCertificate, ports: CallerRecordPorts): Promise<Verdict> {
  const text = ports.files.readOwnFile(files.callers) ?? (await readAnyway(files.callers, ports));
  // Nothing is written over a file of somebody else's, wherever a link leads.
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
    // Without the note a refused certificate is noticed when it expires.
  }
  if (!isRepeated) return "accepted";
  return now >= askAgainAt(entry, now) ? "refused" : "refused-too-soon";
}

/** Where nothing can be mapped, as on Windows; of a pipe, whose size is `Infinity`, nobody knows when it ends. */
async function readAnyway(path: string, { files }: CallerRecordPorts): Promise<string> {
  return files.size(path) > MAX_BYTES ? "" : await files.readText(path).catch(() => "");
}
