import { type CachedCertificate, readCachedCertificate } from "../cache/certificate-cache.ts";
import { type CacheKey, cacheKey } from "../cache/cache-key.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import type { CredentialSettings, FoundSource } from "../credentials/provider.ts";
import { type Resolution, resolveCredentials, withSignIn } from "../credentials/resolve-credentials.ts";
import { renewsSignIn } from "../credentials/source.ts";
import { describeSource } from "../credentials/source-kinds.ts";
import type { Deadline } from "../command-deadline.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import { type RefreshReason, decideRefresh } from "./decide-refresh.ts";
import { utcTime } from "../log/log.ts";

/** Which certificate is wanted, and how. */
export interface CredentialRequest {
  /** Where to look for credentials. */
  readonly settings: CredentialSettings;
  readonly clusterId: string;
  /**
   * Base URL of the ACK API.
   * @param vpc set if the credentials' profile wants endpoints inside the VPC
   * @throws ToolError `usage`
   */
  readonly csEndpointIn: (vpc: FoundSource["vpc"]) => string;
  /** 0 = the server's long-lived certificate. */
  readonly expirationMinutes: number;
  /** Undefined: no cache. */
  readonly cacheDirectories: readonly [string, ...string[]] | undefined;
  readonly forceRefresh: boolean;
  /** Whether kubectl (or another client-go program) is the caller. */
  readonly isPluginCall: boolean;
  /** When the command began, ms since the epoch. */
  readonly startedAt: number;
  readonly deadline: Deadline;
}

/** The result of {@link getCredential}. */
export interface GrantedCredential {
  readonly certificate: ClientCertificate;
  /** Deletes old cache files; to be called once the certificate is printed, so that the user need not wait. */
  readonly tidyUp?: () => Promise<void>;
}

/**
 * A valid client certificate: the cached one while it is fresh and the API server accepts it, otherwise a new one. All
 * static imports of this file are loaded on a cache hit; {@link renew} loads the rest.
 * @throws ToolError if the credentials cannot be resolved, or if there is no valid certificate and the API gives none
 */
export async function getCredential(request: CredentialRequest, world: LoggedWorld): Promise<GrantedCredential> {
  const resolution = await resolveCredentials({ settings: request.settings, world });
  const key = keyOf(request, resolution);
  const cached = await readCachedCertificate(request.cacheDirectories ?? [], key, world);
  const reason = await decideRefresh(cached, request, world);
  if (cached === undefined || reason !== undefined) {
    return await renew(request, { reason: reason ?? "missing", resolution, key, cached }, world);
  }
  reportHit(cached, resolution, world);
  return { certificate: cached.entry.certificate };
}

function keyOf(request: CredentialRequest, { vpc, identity, secret }: Resolution): CacheKey {
  const { clusterId, expirationMinutes } = request;
  return cacheKey({ clusterId, csEndpoint: request.csEndpointIn(vpc), expirationMinutes, identity }, secret);
}

function reportHit(
  { entry, files }: CachedCertificate,
  { source, origin, shadowed }: Resolution,
  { log }: LoggedWorld,
): void {
  for (const text of shadowed) log.warn(text);
  log.debug(
    () =>
      `cache hit for ${describeSource(source)} (${origin.description}): the certificate in ${files.entry} is valid until ${utcTime(entry.certificate.notAfter)}`,
  );
}

interface Miss {
  readonly reason: RefreshReason;
  readonly resolution: Resolution;
  readonly key: CacheKey;
  readonly cached: CachedCertificate | undefined;
}

/** The cold path. @throws ToolError */
async function renew(
  request: CredentialRequest,
  { reason, resolution, key, cached }: Miss,
  world: LoggedWorld,
): Promise<GrantedCredential> {
  const sourceDescription = describeSource(resolution.source);
  for (const text of resolution.warnings ?? []) world.log.warn(text);
  world.log.debug(() => `credentials: ${sourceDescription} from ${resolution.origin.description}`);
  const [{ openCacheSlot }, { refreshCertificate }, { requestCertificate }] = await Promise.all([
    import("./cache-slot.ts"),
    import("./refresh-certificate.ts"),
    import("./request-certificate.ts"),
  ]);
  const slot = await openCacheSlot(
    {
      directories: request.cacheDirectories,
      key,
      isSignIn: renewsSignIn(resolution.source),
      currentKey: async () => keyOf(request, await resolveCredentials({ settings: request.settings, world })),
      keyOfSignIn: (fingerprint) => keyOf(request, withSignIn(resolution, fingerprint)),
    },
    world,
  );
  try {
    const certificate = await refreshCertificate(
      { ...request, reason, cached: cached?.entry, sourceDescription },
      {
        ...world,
        slot,
        requestCertificate: (deadline) =>
          requestCertificate(
            {
              ...request,
              found: { ...resolution, warnings: [] },
              csEndpoint: request.csEndpointIn(resolution.vpc),
              deadline,
              onSignIn: slot.moveTo,
            },
            world,
          ),
      },
    );
    return { certificate, tidyUp: slot.prune };
  } finally {
    slot.release();
  }
}
