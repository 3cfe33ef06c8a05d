import { type CacheStore, nullStore, openCacheStore } from "../cache/cache-store.ts";
import type { CachedCertificate } from "../cache/certificate-cache.ts";
import type { CacheKey } from "../cache/key.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import type { FoundSource } from "../credentials/provider.ts";
import { renewsSignIn } from "../credentials/source.ts";
import type { Log } from "../log/log.ts";
import type { LockAttempt, World } from "../world/world.ts";
import { issueCertificate } from "./issue-certificate.ts";
import { type Renewal, renewCertificate } from "./renew-certificate.ts";

/** Where the certificate comes from, and where it is kept. */
export interface RenewalPlaces {
  readonly found: FoundSource;
  readonly key: CacheKey;
  /** Undefined: nothing is kept. */
  readonly directories: readonly [string, ...string[]] | undefined;
  /** Base URL. */
  readonly csEndpoint: string;
  /** 0 = the server's long-lived certificate. */
  readonly expirationMinutes: number;
  readonly readCache: (key: CacheKey) => Promise<CachedCertificate | undefined>;
  /** Hears of what is to be done once the certificate is printed: nobody waits for that. */
  readonly afterwards: (tidyUp: () => Promise<void>) => void;
  /** The key as the credentials stand in their file now. */
  readonly currentKey: () => Promise<CacheKey>;
}

/** Whether somebody must be asked for the credentials before the ACK API can be: in that time its connection is opened. */
function asksFirst({ kind }: FoundSource["source"]): boolean {
  return kind !== "access-key" && kind !== "sts-token" && kind !== "bearer";
}

/** The cold path, wired up: loaded only when a certificate is renewed. @throws ToolError */
export async function renew(
  renewal: Renewal,
  places: RenewalPlaces,
  world: World & { readonly log: Log },
): Promise<ClientCertificate> {
  const { directories, found } = places;
  const open = (of: CacheKey): Promise<CacheStore> =>
    directories === undefined ? Promise.resolve(nullStore) : openCacheStore(directories, of, world);
  let { key } = places;
  let store = await open(key);
  /** A renewed sign-in is another identity: what comes of it is under another key, here and for whoever waits. */
  const followSignIn = async (): Promise<void> => {
    const current = await places.currentKey();
    if (current.name === key.name) return;
    key = current;
    store = await open(key);
  };
  let moved: LockAttempt | undefined;
  try {
    return await renewCertificate(renewal, {
      ...world,
      store: () => store,
      onKept: (kept) => places.afterwards(kept.prune),
      readEntry: async () => {
        if (renewsSignIn(found.source)) await followSignIn();
        return (await places.readCache(key))?.entry;
      },
      issue: async (deadline) => {
        if (asksFirst(found.source)) {
          const { preconnect } = await import("../http/preconnect.ts");
          void preconnect(places.csEndpoint, { ...world, deadline });
        }
        return await issueCertificate(
          {
            found,
            csEndpoint: places.csEndpoint,
            clusterId: renewal.clusterId,
            expirationMinutes: places.expirationMinutes,
            deadline,
            onFileRewritten: async () => {
              await followSignIn();
              // Who comes from now on looks under the new key, and shall wait there.
              moved ??= await store.tryLock();
            },
          },
          world,
        );
      },
    });
  } finally {
    if (moved?.state === "held") moved.release();
  }
}
