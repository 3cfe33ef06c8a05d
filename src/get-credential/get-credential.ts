import type { CertificateCache } from "../cache/certificate-cache.ts";
import type { CacheEntry } from "../cache/entry.ts";
import { freshness } from "../cache/freshness.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import type { Log } from "../log/log.ts";

/** What the use case works with. */
export interface GetCredentialPorts {
  readonly cache: CertificateCache;
  /** Asks the API for a certificate, and checks it. @throws ToolError */
  readonly issue: () => Promise<ClientCertificate>;
  /** Goes into the entry, for people who look at the cache. */
  readonly clusterId: string;
  readonly sourceDescription: string;
  /** ms since the epoch */
  readonly now: () => number;
  /** in [0, 1), for jitter */
  readonly fraction: () => number;
  readonly log: Log;
}

/**
 * A valid client certificate: the cached one while it is fresh; near its end a new one, or still the cached one when a
 * new one cannot be had.
 * @throws ToolError when there is no valid certificate in the cache and the API gives none
 */
export async function getCredential(ports: GetCredentialPorts): Promise<ClientCertificate> {
  const cached = await ports.cache.read();
  const state = cached === undefined ? "expired" : freshness(cached, ports.now(), ports.fraction());
  if (cached !== undefined && state === "fresh") return cached.certificate;
  if (cached === undefined || state === "expired") return await fetchNew(ports);
  return await refresh(cached, ports);
}

async function fetchNew(ports: GetCredentialPorts): Promise<ClientCertificate> {
  const certificate = await ports.issue();
  await ports.cache.write(entryOf(certificate, ports));
  return certificate;
}

/** Inside the refresh window: the cached certificate is still good, so nothing here may make the command fail. */
async function refresh(cached: CacheEntry, ports: GetCredentialPorts): Promise<ClientCertificate> {
  let issued: ClientCertificate;
  try {
    issued = await ports.issue();
  } catch (error) {
    if (ports.now() >= cached.certificate.notAfter) throw error;
    const until = new Date(cached.certificate.notAfter).toISOString();
    ports.log.warn(
      `the certificate could not be renewed, going on with the one that is valid until ${until}: ${reason(error)}`,
    );
    return cached.certificate;
  }
  if (issued.expiresAt > cached.certificate.expiresAt) {
    await ports.cache.write(entryOf(issued, ports));
    return issued;
  }
  // Nothing newer: the same bytes as before, or client-go closes every connection for nothing.
  await ports.cache.write({ ...cached, recheckedAt: ports.now() });
  return cached.certificate;
}

function entryOf(certificate: ClientCertificate, ports: GetCredentialPorts): CacheEntry {
  return { clusterId: ports.clusterId, source: ports.sourceDescription, certificate, recheckedAt: undefined };
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : "unknown reason";
}
