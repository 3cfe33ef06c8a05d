import { signAcs3 } from "../alibaba/signature/acs3.ts";
import type { AccessKeyCredentials } from "../alibaba/cloud-credentials.ts";
import { STS_VERSION } from "../alibaba/sts/call-sts.ts";

/** A token lives for 15 min, as long as its signature; kubectl is told less, as by the Go tool. */
const LIFE_MS = 10 * 60_000;

/** A token is refused after its session ends; client-go refreshes only after the expiration, so it is set earlier. */
const EXPIRE_EARLY_MS = 60_000;

/** The cluster and the signing identity of a token. */
export interface TokenRequest {
  readonly clusterId: string;
  /** Additional query parameters to sign; their meaning is up to the user and the cluster. */
  readonly extraQuery: Readonly<Record<string, string>>;
  readonly credentials: AccessKeyCredentials;
  readonly userAgent: string;
  /** ms since the epoch */
  readonly now: number;
}

/** A bearer token for the API server of a cluster. It is a secret. */
export interface ClusterToken {
  readonly token: string;
  /** When to get a new one, ms since the epoch. */
  readonly expiresAt: number;
}

/**
 * A pre-signed STS `GetCallerIdentity` call, packed into a token: the cluster's ack-ram-authenticator sends the call,
 * and STS's answer identifies the caller. Keys are in the Go tool's order.
 */
export function presignClusterToken(request: TokenRequest): ClusterToken {
  const { clusterId, extraQuery, credentials, userAgent, now } = request;
  const call = { method: "POST", path: "/", query: sorted({ ...extraQuery, ACKClusterId: clusterId }) } as const;
  const signed = signAcs3({ ...call, action: "GetCallerIdentity", version: STS_VERSION }, credentials, now);
  const json = JSON.stringify({ clusterId, ...call, headers: sorted({ ...signed, "user-agent": userAgent }) });
  const { expiration: credentialsEnd = Number.POSITIVE_INFINITY } = credentials;
  return {
    token: `k8s-ack-v2.${Buffer.from(json).toString("base64")}`,
    expiresAt: Math.min(now + LIFE_MS, credentialsEnd - EXPIRE_EARLY_MS),
  };
}

function sorted(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
