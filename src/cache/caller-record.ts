import type { World } from "../world/world.ts";
import { type CachedCertificate, readPrivately } from "./certificate-cache.ts";
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

const MAX_CALLERS = 16;

/** What the record needs. */
export type CallerRecordPorts = Pick<World, "files" | "platform" | "parentProcess" | "now">;

/**
 * Notes that this process's parent is given the certificate, and tells whether the same parent was given it a moment ago
 * and has come back: then the API server has most likely refused it. Never throws.
 */
export async function wasRefused({ entry, files }: CachedCertificate, ports: CallerRecordPorts): Promise<boolean> {
  const now = ports.now();
  const parent = await ports.parentProcess();
  const recent = (await readCallers(files.callers, ports)).filter(({ at }) => at <= now && now - at < REPEAT_WITHIN_MS);
  const isRepeated = recent.some((caller) => caller.parent === parent);
  const others = recent.filter((caller) => caller.parent !== parent).slice(0, MAX_CALLERS - 1);
  await note(files.callers, [{ parent, at: now }, ...others], ports);
  return isRepeated && now - confirmedAt(entry) >= AT_MOST_EVERY_MS;
}

interface Caller {
  readonly parent: string;
  /** ms since the epoch */
  readonly at: number;
}

const HEADER = "ack-ram-tool callers 1\n";

/** Callers in the file; none when it is absent or not one of ours. */
async function readCallers(path: string, ports: CallerRecordPorts): Promise<readonly Caller[]> {
  const text = await readPrivately(path, ports).catch(() => undefined);
  if (text?.startsWith(HEADER) !== true) return [];
  return text
    .slice(HEADER.length)
    .split("\n")
    .flatMap((line) => {
      const [, at, parent] = /^(\d{1,15}) (.+)$/.exec(line) ?? [];
      return at === undefined || parent === undefined ? [] : [{ at: Number(at), parent }];
    });
}

async function note(path: string, callers: readonly Caller[], { files }: CallerRecordPorts): Promise<void> {
  try {
    await files.writeNote(path, HEADER + callers.map(({ at, parent }) => `${at} ${parent}\n`).join(""));
  } catch {
    // Without the note a refused certificate is noticed one call later, or when it expires.
  }
}
