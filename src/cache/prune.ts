import type { FileWriter, World } from "../world/world.ts";
import { keyNameOf } from "./cache-files.ts";
import { readPrivately } from "./certificate-cache.ts";
import { keyName } from "./key.ts";
import { parseAnyEntry } from "./unsealed-entry.ts";

const DAY_MS = 24 * 3_600_000;

/** A certificate that ended longer ago is of no use to anybody, ms; its private key could still be of use to somebody. */
const ENDED_FOR_MS = DAY_MS;

/** What is left of a key without a certificate goes after this, ms. */
const UNUSED_FOR_MS = 30 * DAY_MS;

/** So many keys are looked at in one call; from another place each time, so that all get their turn. */
const KEYS_AT_ONCE = 8;

/** What pruning needs. */
export type PrunePorts = Pick<World, "files" | "platform" | "now" | "random" | "tryLock">;

/**
 * Deletes certificates that have ended, and what belongs to keys that nobody uses any more. To be called when the API has
 * just given a certificate: then it has taken this machine's clock for right. Files of others stay, and so does a key that
 * another process is at work with. Never throws.
 * @param own the name of the key in use
 */
export async function pruneCache(directory: string, own: string, writer: FileWriter, ports: PrunePorts): Promise<void> {
  try {
    const files = writer.listDirectory(directory);
    const names = [...new Set(files.flatMap((file) => keyNameOf(file) ?? []))].filter((name) => name !== own);
    const first = Math.floor(ports.random() * names.length);
    for (const name of [...names.slice(first), ...names.slice(0, first)].slice(0, KEYS_AT_ONCE)) {
      const ofKey = files.filter((file) => keyNameOf(file) === name).map((file) => `${directory}/${file}`);
      if (await isOver(directory, name, ofKey, ports)) await removeKey(directory, name, ofKey, writer, ports);
    }
  } catch {
    // The next call looks again.
  }
}

async function isOver(
  directory: string,
  name: string,
  paths: readonly string[],
  { files, platform, now }: PrunePorts,
): Promise<boolean> {
  const path = `${directory}/${name}.json`;
  if (paths.includes(path)) {
    const content = await readPrivately(path, { files, platform });
    const parsed = content === undefined ? undefined : parseAnyEntry(content);
    // What cannot be read may be of a later version, or of somebody else.
    if (parsed === undefined || keyName(parsed.entry.clusterId, parsed.digest) !== name) return false;
    return parsed.entry.certificate.notAfter + ENDED_FOR_MS < now();
  }
  // Only a lock of ours says that the other files are ours, too.
  if (!paths.includes(`${directory}/${name}.lock`)) return false;
  const times = await Promise.all(paths.map(async (each) => (await files.status(each)).modifiedAt));
  return Math.max(...times) + UNUSED_FOR_MS < now();
}

async function removeKey(
  directory: string,
  name: string,
  paths: readonly string[],
  writer: FileWriter,
  { tryLock }: PrunePorts,
): Promise<void> {
  const lock = await tryLock(`${directory}/${name}.lock`);
  if (lock.state !== "held") return;
  try {
    for (const path of paths) writer.removeFile(path);
    writer.removeFile(`${directory}/${name}.lock`);
  } finally {
    lock.release();
  }
}
