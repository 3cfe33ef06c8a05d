import type { World } from "../world/world.ts";
import type { CachedCertificate } from "./certificate-cache.ts";
import { type CacheEntry, confirmedAt } from "./cache-entry.ts";

/**
 * When the API server answers 401, client-go runs the plugin again from the same process, without saying why
 * (plugin/pkg/client/auth/exec, maybeRefreshCreds). Two calls from one process within this time, ms, are taken for
 * that: kubectl calls again after one round trip, a controller when it retries. Programs that poll call again later,
 * and in a shell loop or another terminal each call comes from a new process.
 */
const REPEAT_WITHIN_MS = 5000;

/** A refused certificate is not requested again until this long after the API issued or confirmed it, ms. */
const AT_MOST_EVERY_MS = 5 * 60_000;

const MAX_CALLERS = 16;

/** Maximum length of a line. */
const LONGEST_LINE = 80;

/** A larger file is not ours. */
const MAX_BYTES = 4096;

/**
 * The record without callers; created with the certificate, because a cache hit creates no files. Each caller adds a
 * line: time, process id, incarnation. The record always fits into one page of memory, as `readOwnFile` requires.
 */
export const NO_CALLERS = "ack-ram-tool callers 3\n";

/** Dependencies of {@link detectRejectedCertificate}. */
export type CallerRecordPorts = Pick<World, "files" | "parentProcess" | "now">;

/**
 * Whether the API server accepts a certificate, inferred from repeated calls. `accepted`: nothing suggests otherwise.
 * `refused-too-soon`: a new one would probably be refused, too, so none is requested before {@link askAgainAt}.
 */
export type Verdict = "accepted" | "refused" | "refused-too-soon";

/** When a refused certificate may be requested again, ms since the epoch. */
export function askAgainAt(entry: CacheEntry, now: number): number {
  return confirmedAt(entry, now) + AT_MOST_EVERY_MS;
}

/**
 * Records that the parent process is given the certificate. If it was given the same one a moment ago, the API server
 * has most likely refused it. Never throws.
 */
export async function detectRejectedCertificate(
  { entry, files }: CachedCertificate,
  ports: CallerRecordPorts,
): Promise<Verdict> {
  const text = ports.files.readOwnFile(files.callers) ?? (await readAnyway(files.callers, ports));
  // Never overwrite another program's file, not even through a symbolic link.
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
    // Without the record, a refused certificate is used until it expires.
  }
  if (!isRepeated) return "accepted";
  return now >= askAgainAt(entry, now) ? "refused" : "refused-too-soon";
}

/** Reads a record that cannot be mapped, as on Windows. Skips a pipe (size `Infinity`), which may never end. */
async function readAnyway(path: string, { files }: CallerRecordPorts): Promise<string> {
  return files.size(path) > MAX_BYTES ? "" : await files.readText(path).catch(() => "");
}
