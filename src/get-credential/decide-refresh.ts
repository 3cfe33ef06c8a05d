import type { CachedCertificate } from "../cache/certificate-cache.ts";
import { askAgainAt, detectRejectedCertificate } from "../cache/detect-rejected-certificate.ts";
import { freshness } from "../cache/certificate-freshness.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import { utcTime } from "../log/log.ts";

/** Why a new certificate is wanted. */
export type RefreshReason =
  /** None is cached, or it has expired. */
  | "missing"
  /** It is in its refresh window. */
  | "due"
  /** The API server does not accept it. */
  | "refused"
  /** The user asked for it. */
  | "forced";

/** What the user asked for. */
interface ReasonRequest {
  readonly clusterId: string;
  readonly forceRefresh: boolean;
  readonly isPluginCall: boolean;
}

/**
 * Why the cached certificate must be renewed; undefined if it can be used as it is. Warns if the API server has
 * probably refused it, but it is too new to be requested again.
 * @param cached whatever its age
 */
export async function decideRefresh(
  cached: CachedCertificate | undefined,
  { clusterId, forceRefresh, isPluginCall }: ReasonRequest,
  world: Pick<LoggedWorld, "files" | "parentProcess" | "now" | "random" | "log">,
): Promise<RefreshReason | undefined> {
  if (forceRefresh) return "forced";
  if (cached === undefined || world.now() >= cached.entry.certificate.notAfter) return "missing";
  const verdict = isPluginCall ? await detectRejectedCertificate(cached, world) : "accepted";
  if (verdict === "refused") return "refused";
  // The time is read again: the detection has written a file, which may take long.
  const state = freshness(cached.entry, world.now(), world.random);
  if (state === "expired") return "missing";
  if (verdict === "refused-too-soon") warnOfRefusal(clusterId, cached, world);
  return state === "fresh" ? undefined : "due";
}

function warnOfRefusal(
  clusterId: string,
  { entry }: CachedCertificate,
  { log, now }: Pick<LoggedWorld, "log" | "now">,
): void {
  const [from, again] = [entry.issuedAt, askAgainAt(entry, now())].map(utcTime);
  log.warn(
    `the API server may have refused this certificate (401 Unauthorized), issued at ${from}; no new one is requested before ${again}; to request one now: ack-ram-tool cache clear -c ${clusterId}`,
  );
}
