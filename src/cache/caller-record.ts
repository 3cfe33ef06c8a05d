import type { ProcessMark, World } from "../world/world.ts";
import type { CachedCertificate } from "./certificate-cache.ts";
import { confirmedAt } from "./entry.ts";

/**
 * client-go runs the plugin again in the same process when the API server has answered 401, and does not say why
 * (plugin/pkg/client/auth/exec, maybeRefreshCreds). Two calls of one process within this time, ms, are taken for that: a
 * refused kubectl comes back after one round trip, and a controller that got a 401 tries again soon. A program that polls
 * comes back later than this, and each call from a shell loop or another terminal is a process of its own.
 */
const REPEAT_WITHIN_MS = 5000;

/** A certificate that the API gave, or confirmed, less than this ago is not asked for again, ms: at most one refresh in that time. */
const AT_MOST_EVERY_MS = 5 * 60_000;

// The file: these bytes, then for each caller three numbers, in this machine's order of bytes: its id, its incarnation, and
// when it called, ms since the epoch.
const HEADER = "ack-ram-tool callers 2\n\n";
const CALLERS = 16;
const FIELDS = 3;

/** How long the file is, bytes. */
export const CALLERS_FILE_BYTES: number = HEADER.length + CALLERS * FIELDS * 8;

/** The content of a file without callers; made with the certificate, since a warm hit creates no files. */
export function noCallers(): string {
  return HEADER.padEnd(CALLERS_FILE_BYTES, "\0");
}

/** What the record needs. */
export type CallerRecordPorts = Pick<World, "files" | "parentProcess" | "now">;

/**
 * Notes that this process's parent is given the certificate, and tells whether the same parent was given it a moment ago
 * and has come back: then the API server has most likely refused it. Never throws.
 */
export function wasRefused({ entry, files }: CachedCertificate, ports: CallerRecordPorts): boolean {
  const now = ports.now();
  const noteIn = (bytes: Uint8Array): boolean => isCallersFile(bytes) && note(bytes, ports.parentProcess(), now);
  try {
    return ports.files.editOwnFile(files.callers, noteIn) && now - confirmedAt(entry) >= AT_MOST_EVERY_MS;
  } catch {
    // Without the note a refused certificate is noticed when it expires.
    return false;
  }
}

/** Whether a file holds callers: nothing else is written into. */
function isCallersFile(bytes: Uint8Array): boolean {
  if (bytes.length !== CALLERS_FILE_BYTES) return false;
  for (let at = 0; at < HEADER.length; at += 1) {
    if (bytes[at] !== HEADER.charCodeAt(at)) return false;
  }
  return true;
}

/** Notes a caller, in place of itself or of the one that came longest ago. @returns whether it was here a moment ago */
function note(bytes: Uint8Array, { id, incarnation }: ProcessMark, now: number): boolean {
  const numbers = new Float64Array(bytes.buffer, bytes.byteOffset + HEADER.length, CALLERS * FIELDS);
  let place = 0;
  let longest = -1;
  for (let at = 0; at < numbers.length; at += FIELDS) {
    // By a clock that was set back, or in a damaged file, it is no number of ms that has passed.
    const passed = now - (numbers[at + 2] ?? 0);
    const age = passed >= 0 ? passed : Number.POSITIVE_INFINITY;
    if (numbers[at] === id && numbers[at + 1] === incarnation) {
      numbers[at + 2] = now;
      return age < REPEAT_WITHIN_MS;
    }
    if (age > longest) [place, longest] = [at, age];
  }
  numbers.set([id, incarnation, now], place);
  return false;
}
