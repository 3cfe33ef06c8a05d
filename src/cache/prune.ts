import type { FileWriter, World } from "../world/world.ts";
import { cacheFiles, keyNameOf } from "./file-names.ts";
import { readPrivately } from "./certificate-cache.ts";
import { parseEntryNamed } from "./unverified-cache-entry.ts";

const DAY_MS = 24 * 3_600_000;

/** Certificates are deleted this long after they expired, ms: their private keys could still be of use to others. */
const ENDED_FOR_MS = DAY_MS;

/** Other files of a key without a certificate are deleted when they are older than this, ms. */
const UNUSED_FOR_MS = 30 * DAY_MS;

/** Keys that one call examines; each call starts at a random one, so that all get their turn. */
const KEYS_AT_ONCE = 8;

/** Dependencies of {@link pruneCache}. */
export type PrunePorts = Pick<World, "files" | "platform" | "now" | "random" | "tryLock">;

/**
 * Deletes expired certificates, and the files of keys that are no longer used. To be called when the API has just
 * issued a certificate: then this machine's clock is right. Files of other programs are kept, and keys that another
 * process has locked. Never throws.
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
    // Left to the next call.
  }
}

async function isOver(
  directory: string,
  name: string,
  paths: readonly string[],
  { files, platform, now }: PrunePorts,
): Promise<boolean> {
  const { entry: path, lock } = cacheFiles(directory, { name });
  if (paths.includes(path)) {
    const content = await readPrivately(path, { files, platform });
    const entry = content === undefined ? undefined : parseEntryNamed(name, content);
    // A file that cannot be parsed may be a later version's, or another program's.
    return entry !== undefined && entry.certificate.notAfter + ENDED_FOR_MS < now();
  }
  // The other files are ours only if our lock file is beside them.
  if (!paths.includes(lock)) return false;
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
  const path = cacheFiles(directory, { name }).lock;
  const lock = await tryLock(path);
  if (lock.state !== "held") return;
  try {
    for (const each of paths) writer.removeFile(each);
    writer.removeFile(path);
  } finally {
    lock.release();
  }
}
