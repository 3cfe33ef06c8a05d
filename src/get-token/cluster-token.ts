import { signAcs3 } from "../alibaba/signature/acs3.ts";
import type { AccessKeyCredentials } from "../alibaba/cloud-credentials.ts";
import { STS_VERSION } from "../alibaba/sts/call-sts.ts";

/** The real life of a token is 15 min, as long as its signature; kubectl hears of less, as from the Go tool. */
const LIFE_MS = 10 * 60_000;

/** A token of a session is refused when the session is over; client-go has no skew window of its own. */
const EXPIRE_EARLY_MS = 60_000;

/** Which cluster a token is for, and who vouches for it. */
export interface TokenRequest {
  readonly clusterId: string;
  /** More query parameters to sign; what they mean is between the user and the cluster. */
  readonly extraQuery: Readonly<Record<string, string>>;
  readonly credentials: AccessKeyCredentials;
  readonly userAgent: string;
  /** ms since the epoch */
  readonly now: number;
}

/** A bearer token for the API server of a cluster. It is a secret. */
export interface ClusterToken {
  readonly token: string;
  /** When to get another one, ms since the epoch. */
  readonly expiresAt: number;
}

/**
 * A pre-signed STS `GetCallerIdentity`, packed into a token: the cluster's ack-ram-authenticator sends the call, and STS's
 * answer tells it who made the token. Keys are in the order in which the Go tool writes them.
 */
export function clusterToken(request: TokenRequest): ClusterToken {
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
