import type { Verdict } from "../cache/detect-refusal.ts";
import type { CachedCertificate } from "../cache/certificate-cache.ts";
import { freshness } from "../cache/freshness.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";

/** Why a new certificate is wanted. */
export type RenewalReason =
  /** There is none, or it has expired. */
  | "missing"
  /** It is near its end. */
  | "due"
  /** The API server does not accept it. */
  | "refused"
  /** The user says so. */
  | "forced";

/** What the use case works with. */
export interface GetCredentialPorts {
  /** The cached certificate, whatever its age. Never throws. */
  readonly readCache: () => Promise<CachedCertificate | undefined>;
  /** What the API server thinks of this certificate, as far as whoever asks shows. Never throws. */
  readonly judge: (cached: CachedCertificate) => Promise<Verdict>;
  /** Says that the certificate is given out although the API server refuses it. */
  readonly warnOfRefusal: (cached: CachedCertificate) => void;
  /** Hears of the cached certificate that is given out as it is. */
  readonly noteHit: (cached: CachedCertificate) => void;
  /** Gets a new certificate, or falls back on the cached one. @throws ToolError when there is neither */
  readonly renew: (reason: RenewalReason, cached: CachedCertificate | undefined) => Promise<ClientCertificate>;
  /** ms since the epoch */
  readonly now: () => number;
  /** in [0, 1), for jitter */
  readonly random: () => number;
}

/**
 * A valid client certificate: the cached one while it is fresh and accepted, a new one otherwise.
 * @param force ask the API whatever the cache holds
 * @throws ToolError when there is no valid certificate in the cache and the API gives none
 */
export async function getCredential(force: boolean, ports: GetCredentialPorts): Promise<ClientCertificate> {
  const cached = await ports.readCache();
  if (force) return await ports.renew("forced", cached);
  if (cached === undefined || ports.now() >= cached.entry.certificate.notAfter) {
    return await ports.renew("missing", cached);
  }
  const verdict = await ports.judge(cached);
  if (verdict === "refused") return await ports.renew("refused", cached);
  // Judging writes a file, which may take time.
  const state = freshness(cached.entry, ports.now(), ports.random);
  if (state === "expired") return await ports.renew("missing", cached);
  if (verdict === "refused-too-soon") ports.warnOfRefusal(cached);
  if (state !== "fresh") return await ports.renew("due", cached);
  ports.noteHit(cached);
  return cached.entry.certificate;
}
