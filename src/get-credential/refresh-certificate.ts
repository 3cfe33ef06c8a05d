import { type CacheEntry, confirmedAt } from "../cache/cache-entry.ts";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import { asRemembered, isAnswer } from "../cache/negative-cache.ts";
import { ToolError } from "../errors/tool-error.ts";
import type { Deadline } from "../command-deadline.ts";
import type { LoggedWorld } from "../log/logged-world.ts";
import { acquireRefreshLock } from "./acquire-refresh-lock.ts";
import type { CacheSlot } from "./cache-slot.ts";
import { fallBackOnCached, isStillValid } from "./fall-back-on-cached.ts";
import type { RefreshReason } from "./decide-refresh.ts";
import { utcTime } from "../log/log.ts";

/** Shares of the remaining time: for waiting for another process's request, and for our own request under the lock. */
const WAIT_SHARE = 0.85;
const WORK_SHARE = 0.8;

/** The certificate to renew. */
export interface Renewal {
  readonly reason: RefreshReason;
  /** The cached entry, whatever its age. */
  readonly cached: CacheEntry | undefined;
  /** Stored in the entry, for `cache list`. */
  readonly clusterId: string;
  readonly sourceDescription: string;
  readonly deadline: Deadline;
  /** When the command began, ms since the epoch. */
  readonly startedAt: number;
  /** Whether kubectl is the caller: it retries by itself, so it is told a recent failure without another request. */
  readonly isPluginCall: boolean;
}

/** Dependencies of {@link refreshCertificate}. */
export interface RefreshPorts extends Pick<LoggedWorld, "now" | "sleep" | "random" | "log"> {
  readonly slot: Pick<CacheSlot, "read" | "keep" | "hasMoved" | "tryLock" | "readFailure" | "writeFailure">;
  /** A new certificate from the API. @throws ToolError */
  readonly requestCertificate: (deadline: Deadline) => Promise<ClientCertificate>;
}

/**
 * A new certificate. One process at a time requests it; the others wait for its result or failure. If there is no new
 * one, the cached certificate is used while it is valid.
 * @throws ToolError if there is no valid certificate and the API issues none
 */
export async function refreshCertificate(renewal: Renewal, ports: RefreshPorts): Promise<ClientCertificate> {
  ports.log.debug(() => `asking for a new certificate: ${describeReason(renewal)}`);
  const { deadline } = renewal;
  const lock = await deadline.step("waiting for another process that asks for the same certificate", () =>
    acquireRefreshLock(ports.slot, {
      deadline: deadline.endingIn(deadline.remaining() * WAIT_SHARE),
      isDone: async () => (await findResult(renewal, ports)) !== undefined,
      ...ports,
    }),
  );
  try {
    // Another process may have succeeded or failed meanwhile.
    const result = await findResult(renewal, ports);
    if (result instanceof ToolError) return fallBackOnCached(renewal, result, ports);
    return result ?? (await requestAndKeep(renewal, lock.isExclusive ? WORK_SHARE : 1, ports));
  } finally {
    lock.release();
  }
}

function describeReason({ reason, cached }: Renewal): string {
  if (reason === "forced") return "--force-refresh";
  if (cached === undefined) return "none is cached for these credentials";
  const end = utcTime(cached.certificate.notAfter);
  if (reason === "missing") return `the cached one ended at ${end}`;
  return reason === "due"
    ? `the cached one ends at ${end}, and is due for renewal`
    : `the API server has refused the cached one (401), which ends at ${end}`;
}

/** Another process's certificate or failure since this command began; for kubectl, also a failure shortly before. */
async function findResult(renewal: Renewal, ports: RefreshPorts): Promise<ClientCertificate | ToolError | undefined> {
  const entry = await ports.slot.read();
  if (entry !== undefined && isResult(entry, renewal, ports)) return entry.certificate;
  const failure = await ports.slot.readFailure();
  const now = ports.now();
  // A time in the future comes from a wrong clock: ignore it.
  if (failure === undefined || failure.at > now) return undefined;
  const isOfNow = failure.at >= renewal.startedAt;
  const isRemembered = renewal.isPluginCall && renewal.reason !== "forced" && now < failure.until;
  return isOfNow || isRemembered ? asRemembered(failure, now) : undefined;
}

/** Whether another process has written the entry since this command began. */
function isResult(entry: CacheEntry, { reason, startedAt, cached }: Renewal, { now }: RefreshPorts): boolean {
  if (now() >= entry.certificate.notAfter) return false;
  if (reason === "forced" || reason === "refused") return confirmedAt(entry, now()) >= startedAt;
  return entry.issuedAt !== cached?.issuedAt || entry.recheckedAt !== cached.recheckedAt;
}

async function requestAndKeep(renewal: Renewal, share: number, ports: RefreshPorts): Promise<ClientCertificate> {
  const { deadline } = renewal;
  let issued: ClientCertificate;
  try {
    issued = await ports.requestCertificate(deadline.endingIn(deadline.remaining() * share));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    if (isAnswer(error)) ports.slot.writeFailure(error, isStillValid(renewal.cached, ports.now()));
    return fallBackOnCached(renewal, error, ports);
  }
  const cached = ports.slot.hasMoved() ? undefined : renewal.cached;
  const entry = chooseEntry({ ...renewal, cached }, issued, ports.now());
  const isSame = entry.certificate !== issued;
  ports.log.debug(
    () =>
      `the API issued a certificate that ends at ${utcTime(issued.notAfter)}${isSame ? ", which is no better than the cached one" : ""}`,
  );
  if (isSame && renewal.reason === "refused") {
    ports.log.warn(
      "the API server has refused this certificate (401 Unauthorized), and the ACK API has no other one; to find out why: ack-ram-tool doctor",
    );
  }
  ports.slot.keep(entry);
  return entry.certificate;
}

/**
 * The new certificate, or the cached one if the API had nothing newer: client-go closes all connections when the bytes
 * change.
 */
function chooseEntry(
  { reason, cached, clusterId, sourceDescription }: Renewal,
  issued: ClientCertificate,
  now: number,
): CacheEntry {
  const isBetter =
    cached === undefined ||
    (reason === "due"
      ? issued.expiresAt > cached.certificate.expiresAt
      : issued.certificate !== cached.certificate.certificate);
  return isBetter
    ? { clusterId, source: sourceDescription, certificate: issued, issuedAt: now, recheckedAt: undefined }
    : { ...cached, recheckedAt: now };
}
