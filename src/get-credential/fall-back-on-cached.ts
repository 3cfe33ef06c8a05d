import type { CacheEntry } from "../cache/cache-entry.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import type { ToolError } from "../errors/tool-error.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import type { RefreshReason } from "./decide-refresh.ts";
import { utcTime } from "../log/log.ts";

/**
 * The cached certificate, if it is still valid, with a warning that there is no new one.
 * @param error why there is no new one
 * @throws the error if the cached certificate is missing or has expired
 */
export function fallBackOnCached(
  { reason, cached }: { readonly reason: RefreshReason; readonly cached: CacheEntry | undefined },
  error: ToolError,
  { now, log }: Pick<LoggedWorld, "now" | "log">,
): ClientCertificate {
  if (cached === undefined || !isStillValid(cached, now())) throw error;
  const until = utcTime(cached.certificate.notAfter);
  const which = reason === "refused" ? "the one that the API server has refused (401 Unauthorized), and" : "the one";
  log.warn(`no new certificate, continuing with ${which} that is valid until ${until}: ${error.message}`);
  return cached.certificate;
}

/** Whether a cached certificate can still be used. @param now ms since the epoch */
export function isStillValid(cached: CacheEntry | undefined, now: number): boolean {
  return cached !== undefined && now < cached.certificate.notAfter;
}
