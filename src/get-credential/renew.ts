import { type CacheStore, nowhere, openCacheStore } from "../cache/cache-store.ts";
import type { CachedCertificate } from "../cache/certificate-cache.ts";
import type { CacheKey } from "../cache/key.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import type { FoundSource } from "../credentials/place.ts";
import type { Log } from "../log/log.ts";
import type { World } from "../world/world.ts";
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
  readonly readCache: () => Promise<CachedCertificate | undefined>;
  /** The key after the file that holds the credentials was rewritten. */
  readonly newKey: () => Promise<CacheKey>;
}

/** The cold path, wired up: loaded only when a certificate is renewed. @throws ToolError */
export async function renew(
  renewal: Renewal,
  places: RenewalPlaces,
  world: World & { readonly log: Log },
): Promise<ClientCertificate> {
  const { directories } = places;
  const open = (key: CacheKey): Promise<CacheStore> =>
    directories === undefined ? Promise.resolve(nowhere) : openCacheStore(directories, key, world);
  let store = await open(places.key);
  return await renewCertificate(renewal, {
    ...world,
    store: () => store,
    readEntry: async () => (await places.readCache())?.entry,
    issue: (deadline) =>
      issueCertificate(
        {
          found: places.found,
          csEndpoint: places.csEndpoint,
          clusterId: renewal.clusterId,
          expirationMinutes: places.expirationMinutes,
          deadline,
          // A new sign-in token is a new key: the next call must find the certificate under it.
          onFileRewritten: async () => {
            store = await open(await places.newKey());
          },
        },
        world,
      ),
  });
}
