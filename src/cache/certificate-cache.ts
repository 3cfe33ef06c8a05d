import type { LoggedWorld } from "../log/logged-world.ts";
import { errnoOf, isAbsent } from "../world/errno.ts";
import { isAmongTemporaryFiles } from "./locate-cache-directory.ts";
import { isClosedToOthers } from "../world/folder-permissions.ts";
import type { World } from "../world/world.ts";
import { cacheFiles, type CacheFiles } from "./file-names.ts";
import { type CacheEntry, confirmedAt, parseSealedEntry } from "./cache-entry.ts";
import type { CacheKey } from "./cache-key.ts";

/** An entry has about 6 kB, other cache files less; a much larger file is not ours. */
const MAX_BYTES = 256 * 1024;

/** An entry and its files. */
export interface CachedCertificate {
  readonly entry: CacheEntry;
  readonly files: CacheFiles;
}

/** Dependencies of {@link readCachedCertificate}. */
export type CacheReadPorts = Pick<LoggedWorld, "env" | "files" | "platform" | "now" | "log">;

/**
 * The newest valid entry of a key, whatever its age; undefined if there is none. All directories are searched, because
 * the first one may have become read-only after an entry was written there. Never throws: without a cache the tool is
 * slower, not broken.
 */
export async function readCachedCertificate(
  directories: readonly string[],
  key: CacheKey,
  ports: CacheReadPorts,
): Promise<CachedCertificate | undefined> {
  let newest: CachedCertificate | undefined;
  for (const directory of directories) {
    const files = cacheFiles(directory, key);
    const size = ports.files.size(files.entry);
    if (size === 0 || size > MAX_BYTES) {
      if (size > 0) ports.log.debug(() => `cache file ${files.entry} is far too large`);
      continue;
    }
    const entry =
      readSealed(directory, files.entry, key, ports) ?? (await readUnsealed(directory, files.entry, key, ports));
    if (entry === undefined) continue;
    const now = ports.now();
    if (newest === undefined || confirmedAt(entry, now) > confirmedAt(newest.entry, now)) newest = { entry, files };
  }
  return newest;
}

/** An entry that is sealed with the key's secret. The seal proves the author, so owner and mode are not checked. */
function readSealed(
  directory: string,
  path: string,
  key: CacheKey,
  { files, platform }: CacheReadPorts,
): CacheEntry | undefined {
  // In the temporary directory the file may be another user's, who could truncate it while it is mapped, which kills
  // this process: there the owner must be checked first.
  if (isAmongTemporaryFiles(directory, platform)) return undefined;
  const content = key.secret === undefined ? undefined : files.readOwnFile(path);
  return content === undefined ? undefined : parseSealedEntry(key, content);
}

/** An entry in a file whose owner and mode show that it is ours. Loads `node:fs` to check them, which takes 0.9 ms. */
async function readUnsealed(
  directory: string,
  path: string,
  key: CacheKey,
  ports: CacheReadPorts,
): Promise<CacheEntry | undefined> {
  try {
    // In a folder that others can write to, the file could be replaced between check and read.
    const isSafe =
      isClosedToOthers(await ports.files.status(directory), ports.platform.uid) && (await isOwn(directory, ports));
    const content = isSafe ? await readPrivately(path, ports) : undefined;
    const entry = content === undefined ? undefined : await parseAnyway(key, content);
    if (entry === undefined) ports.log.debug(`cache file ${path} is not valid; the next certificate replaces it`);
    return entry;
  } catch (error) {
    if (!isAbsent(error)) ports.log.debug(`cache file ${path}: ${errnoOf(error) ?? "not readable"}`);
    return undefined;
  }
}

async function isOwn(directory: string, ports: CacheReadPorts): Promise<boolean> {
  if (ports.platform.os !== "win32") return true;
  return (await import("../environment/home-directory.ts")).isInWindowsHome(directory, ports);
}

async function parseAnyway(key: CacheKey, content: string): Promise<CacheEntry | undefined> {
  // readSealed misses sealed files that cannot be mapped (on Windows none can).
  const sealed = parseSealedEntry(key, content);
  if (sealed !== undefined) return sealed;
  const { parseUnsealedEntry } = await import("./unverified-cache-entry.ts");
  return parseUnsealedEntry(key, content);
}

/**
 * A cache file's content; undefined unless it is a regular file that only this user owns and can read: others could
 * have forged it, or know the private key.
 * @throws Error with an errno `code`
 */
export async function readPrivately(
  path: string,
  { files, platform }: Pick<World, "files" | "platform">,
): Promise<string | undefined> {
  const status = await files.status(path);
  const isPrivate = platform.uid === undefined || (status.uid === platform.uid && (status.mode & 0o077) === 0);
  if (!isPrivate || !status.isFile || status.size > MAX_BYTES) return undefined;
  return await files.readText(path);
}
