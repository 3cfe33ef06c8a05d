import type { LoggedWorld } from "../log/logged-world.ts";
import type { ToolError } from "../errors/tool-error.ts";
import { errnoText } from "../world/errno.ts";
import type { FileWriter, LockAttempt } from "../world/world.ts";
import { cacheFiles } from "./file-names.ts";
import { NO_CALLERS } from "./detect-rejected-certificate.ts";
import { type CacheEntry, serializeEntry } from "./cache-entry.ts";
import { readFailure, type RememberedFailure, serializeFailure } from "./negative-cache.ts";
import type { CacheKey } from "./cache-key.ts";
import { preparePrivateDirectory } from "./private-directory.ts";
import { pruneCache } from "./prune.ts";

/** The writing side of the cache, for one key. Never throws: a failure is a warning at most. */
export interface CacheStore {
  readonly write: (entry: CacheEntry) => void;
  /** One try to become the only process that renews this key's certificate. */
  readonly tryLock: () => Promise<LockAttempt>;
  readonly readFailure: () => Promise<RememberedFailure | undefined>;
  readonly writeFailure: (error: ToolError, hasCertificate: boolean) => void;
  readonly clearFailure: () => void;
  /** See {@link pruneCache}. */
  readonly prune: () => Promise<void>;
}

/** Dependencies of {@link openCacheStore}. */
export type CacheStorePorts = Pick<
  LoggedWorld,
  "env" | "files" | "platform" | "fileWriter" | "tryLock" | "now" | "random" | "log"
>;

/** The store in the first directory that only this user can write to; without one, a store that keeps nothing. */
export async function openCacheStore(
  directories: readonly [string, ...string[]],
  key: CacheKey,
  ports: CacheStorePorts,
): Promise<CacheStore> {
  const writer = await ports.fileWriter();
  const reasons: string[] = [];
  for (const directory of directories) {
    const problem = preparePrivateDirectory(directory, writer, ports);
    if (problem === undefined) {
      if (reasons.length > 0) ports.log.info(`${reasons.join("; ")}: caching certificates in ${directory}`);
      return storeIn(directory, key, writer, ports);
    }
    reasons.push(`${directory} cannot be used (${problem})`);
  }
  ports.log.warn(`certificates cannot be cached, so every call asks the API: ${reasons.join("; ")}`);
  return nullStore;
}

/** A store that keeps nothing. */
export const nullStore: CacheStore = {
  write: () => undefined,
  tryLock: () => Promise.resolve({ state: "unavailable" }),
  readFailure: () => Promise.resolve(undefined),
  writeFailure: () => undefined,
  clearFailure: () => undefined,
  prune: () => Promise.resolve(),
};

function storeIn(directory: string, key: CacheKey, writer: FileWriter, ports: CacheStorePorts): CacheStore {
  const files = cacheFiles(directory, key);
  const attempt = (what: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      ports.log.warn(`${what} (${errnoText(error)} at ${files.entry})`);
    }
  };
  // Two processes that write to the same temporary file would corrupt it. Without the lock, its name is unique.
  let temporary: string | undefined;
  return {
    write: (entry) =>
      attempt("the certificate could not be cached, so the next call will ask the API again", () => {
        writer.replaceFile(files.entry, serializeEntry(key, entry), temporary);
        ports.log.debug(() => `certificate cached in ${files.entry}`);
        makeCallersFile(files.callers, writer, ports);
      }),
    tryLock: async () => {
      const lock = await ports.tryLock(files.lock);
      if (lock.state === "held") temporary = files.temporary;
      return lock;
    },
    readFailure: () => readFailure(directory, key, ports),
    writeFailure: (error, hasCertificate) =>
      attempt("the failure could not be recorded", () =>
        writer.replaceFile(files.failure, serializeFailure(key, error, ports.now(), hasCertificate), temporary),
      ),
    clearFailure: () => attempt("an old failure could not be deleted", () => writer.removeFile(files.failure)),
    prune: () => pruneCache(directory, key.name, writer, ports),
  };
}

/**
 * Creates the file in which cache hits record their callers. Never throws: without it, a refused certificate is used
 * until it expires.
 */
function makeCallersFile(path: string, writer: FileWriter, { files, log }: CacheStorePorts): void {
  if (files.readOwnFile(path)?.startsWith(NO_CALLERS) === true) return;
  try {
    writer.removeFile(path);
    writer.createFile(path, NO_CALLERS);
  } catch (error) {
    log.debug(`callers cannot be recorded in ${path} (${errnoText(error)})`);
  }
}
