import { type CacheStore, nullStore, openCacheStore } from "../cache/cache-store.ts";
import { readCachedCertificate } from "../cache/certificate-cache.ts";
import type { CacheEntry } from "../cache/entry.ts";
import type { CacheKey } from "../cache/cache-key.ts";
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
   * Moves to the key of a sign-in and, if that is another key, takes its lock: later callers look and wait there. The key
   * comes from the sign-in itself, not from its file, which may belong to another person by now.
   */
  readonly moveTo: (fingerprint: string) => Promise<void>;
  /** Whether the key is another one than at the start: the entry that was cached then may be another person's. */
  readonly hasMoved: () => boolean;
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
  /** The key of the same credentials with another sign-in. */
  readonly keyOfSignIn: (fingerprint: string) => CacheKey;
}

/** Opens the slot of a key. */
export async function openCacheSlot(place: CacheSlotPlace, world: LoggedWorld): Promise<CacheSlot> {
  const { directories, isSignIn, currentKey, keyOfSignIn } = place;
  const open = async (key: CacheKey): Promise<CacheStore> =>
    directories === undefined ? nullStore : await openCacheStore(directories, key, world);
  let { key } = place;
  let store = await open(key);
  let moved: LockAttempt | undefined;
  let isKept = false;

  const move = async (to: CacheKey): Promise<boolean> => {
    if (to.name === key.name) return false;
    key = to;
    store = await open(key);
    return true;
  };
  const release = (): void => {
    if (moved?.state === "held") moved.release();
    moved = undefined;
  };

  return {
    read: async () => {
      if (isSignIn) await move(await currentKey());
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
    moveTo: async (fingerprint) => {
      if (!(await move(keyOfSignIn(fingerprint)))) return;
      release();
      moved = await store.tryLock();
    },
    hasMoved: () => key.name !== place.key.name,
    prune: async () => {
      if (isKept) await store.prune();
    },
    release,
  };
}
