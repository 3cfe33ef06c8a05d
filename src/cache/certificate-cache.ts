import type { Log } from "../log/log.ts";
import { errnoOf, isAbsent } from "../world/errno.ts";
import type { World } from "../world/world.ts";
import { type CacheEntry, parseEntry, serializeEntry } from "./entry.ts";
import type { CacheKey } from "./key.ts";

/** An entry is about 6 kB; what is much larger is not ours. */
const MAX_ENTRY_BYTES = 256 * 1024;

/** One certificate's place in the cache. Neither side ever throws: without a cache the tool is slower, not broken. */
export interface CertificateCache {
  /** The entry, whatever its age, or undefined: not there, or doubtful in any way. */
  readonly read: () => Promise<CacheEntry | undefined>;
  /** Puts the entry in place; a failure is a warning. */
  readonly write: (entry: CacheEntry) => Promise<void>;
}

/** Where nothing is kept: no home directory, or none wanted. */
export const noCache: CertificateCache = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
};

/** The place of `key` in a directory on disk. */
export function diskCache(
  directory: string,
  key: CacheKey,
  { files, fileWriter, platform, log }: Pick<World, "files" | "fileWriter" | "platform"> & { log: Log },
): CertificateCache {
  const path = `${directory}/${key.fileName}`;

  const readContent = async (): Promise<string | undefined> => {
    const status = await files.status(path);
    if (!status.isFile || status.size > MAX_ENTRY_BYTES) return undefined;
    // A file that others own or can read holds a certificate that others could have put there, or have seen.
    const isPrivate = platform.uid === undefined || (status.uid === platform.uid && (status.mode & 0o077) === 0);
    return isPrivate ? await files.readText(path) : undefined;
  };

  return {
    read: async () => {
      try {
        const content = await readContent();
        const entry = content === undefined ? undefined : parseEntry(key, content);
        if (entry === undefined) log.debug(`cache file ${path} is not usable, it will be replaced`);
        return entry;
      } catch (error) {
        log.debug(`cache file ${path}: ${isAbsent(error) ? "not there" : (errnoOf(error) ?? "not readable")}`);
        return undefined;
      }
    },
    write: async (entry) => {
      try {
        const writer = await fileWriter();
        writer.makePrivateDirectory(directory);
        writer.replaceFile(path, serializeEntry(key, entry));
      } catch (error) {
        log.warn(
          `the certificate could not be kept in ${directory} (${errnoOf(error) ?? "unknown error"}): every call will ask the API until that folder can be written`,
        );
      }
    },
  };
}
