import { type CacheStore, nullStore, openCacheStore } from "../cache/cache-store.ts";
import { readCachedCertificate } from "../cache/certificate-cache.ts";
import type { CacheEntry } from "../cache/entry.ts";
import type { CacheKey } from "../cache/key.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import type { LockAttempt } from "../world/world.ts";

/**
 * The cache files of one certificate. A renewed sign-in is another identity, with another key: the slot moves there, so
 * that the next call, and whoever is waiting, finds what is kept.
 */
export interface CacheSlot extends Pick<CacheStore, "tryLock" | "readFailure" | "writeFailure"> {
  /** The entry as it is on disk now. Never throws. */
  readonly read: () => Promise<CacheEntry | undefined>;
  /** Writes a new certificate, and forgets the last failure. Never throws. */
  readonly keep: (entry: CacheEntry) => void;
  /**
   * Moves to the key of the credentials as their file has them now, and takes its lock: later callers look and wait
   * there.
   */
  readonly moveAndLock: () => Promise<void>;
  /** Deletes old files of the cache, provided that a new certificate was kept. */
  readonly prune: () => Promise<void>;
  /** Releases the lock that moving took. */
  readonly release: () => void;
}

/** Where the certificate is cached. */
export interface CacheSlotPlace {
  /** Undefined: nothing is read, and nothing kept. */
  readonly directories: readonly [string, ...string[]] | undefined;
  readonly key: CacheKey;
  /** Whether a sign-in can be renewed by this process or another one, which changes the key. */
  readonly isSignIn: boolean;
  /** The key of the credentials as their file has them now. */
  readonly currentKey: () => Promise<CacheKey>;
}

/** Opens the slot of a key. */
export async function openCacheSlot(place: CacheSlotPlace, world: LoggedWorld): Promise<CacheSlot> {
  const { directories, isSignIn, currentKey } = place;
  const open = async (key: CacheKey): Promise<CacheStore> =>
    directories === undefined ? nullStore : await openCacheStore(directories, key, world);
  let { key } = place;
  let store = await open(key);
  let moved: LockAttempt | undefined;
  let isKept = false;

  const move = async (): Promise<void> => {
    const current = await currentKey();
    if (current.name === key.name) return;
    key = current;
    store = await open(key);
  };

  return {
    read: async () => {
      if (isSignIn) await move();
      return (await readCachedCertificate(directories ?? [], key, world))?.entry;
    },
    tryLock: () => store.tryLock(),
    readFailure: () => store.readFailure(),
    writeFailure: (error, hasCertificate) => store.writeFailure(error, hasCertificate),
    keep: (entry) => {
      store.write(entry);
      store.clearFailure();
      isKept = true;
    },
    moveAndLock: async () => {
      await move();
      moved ??= await store.tryLock();
    },
    prune: async () => {
      if (isKept) await store.prune();
    },
    release: () => {
      if (moved?.state === "held") moved.release();
    },
  };
}
