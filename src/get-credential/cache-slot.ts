import { type CacheStore, nullStore, openCacheStore } from "../cache/cache-store.ts";
import { readCachedCertificate } from "../cache/certificate-cache.ts";
import type { CacheEntry } from "../cache/cache-entry.ts";
import type { CacheKey } from "../cache/cache-key.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import type { LockAttempt } from "../world/world.ts";

/**
 * The cache files of one certificate. Renewing a sign-in changes the cache key: then the slot moves to the new key,
 * where later calls and waiting processes look.
 */
export interface CacheSlot extends Pick<CacheStore, "tryLock" | "readFailure" | "writeFailure"> {
  /** The entry as it is on disk now. Never throws. */
  readonly read: () => Promise<CacheEntry | undefined>;
  /** Writes an entry, and deletes the last failure. Never throws. */
  readonly keep: (entry: CacheEntry) => void;
  /**
   * Moves to the key of a sign-in. If that is another key, tries to take its lock, because later callers wait there.
   * The key comes from the fingerprint, not from config.json, which may have another person's sign-in by now.
   */
  readonly moveTo: (fingerprint: string) => Promise<void>;
  /** Whether the key has changed: the entry that was read at the start may be another person's. */
  readonly hasMoved: () => boolean;
  /** See {@link CacheStore.prune}; does nothing unless an entry was written. */
  readonly prune: () => Promise<void>;
  /** Releases the lock that moving took. */
  readonly release: () => void;
}

/** Where the certificate is cached, and under which key. */
export interface CacheSlotPlace {
  /** Undefined: no cache. */
  readonly directories: readonly [string, ...string[]] | undefined;
  readonly key: CacheKey;
  /** Whether the credentials have a sign-in: any process may renew it, which changes the key. */
  readonly isSignIn: boolean;
  /** The key of the credentials as they are configured now. */
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
