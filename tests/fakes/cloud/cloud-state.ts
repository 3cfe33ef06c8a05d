import { randomBytes } from "node:crypto";
import { createIdSource } from "./id-source.ts";
import type { AccessKey, Cluster, Identity, OidcProvider, Role, Session, SigningKeyPair } from "./model.ts";

/** Everything that the cloud knows. */
export interface CloudState {
  /** Milliseconds since 1970 by the cloud's clock, which may be off. */
  readonly now: () => number;
  /** By access key id; sessions are in it too. */
  readonly accessKeys: Map<string, AccessKey>;
  /** By ARN. */
  readonly roles: Map<string, Role>;
  /** By ARN. */
  readonly oidcProviders: Map<string, OidcProvider>;
  /** By id. */
  readonly clusters: Map<string, Cluster>;
  /** By public key id. */
  readonly keyPairs: Map<string, SigningKeyPair>;
  /** Everything that must never be seen in an output, a log or a file of a client; in order of issue. */
  readonly secrets: Set<string>;
  /** A role's session, as STS, the metadata service or a sign-in gives it out. */
  readonly openSession: (owner: Identity, seconds: number) => Session;
  /** A key of a session without a token (GenerateSessionAccessKey). */
  readonly openKeySession: (owner: Identity, seconds: number) => AccessKey & { expiresAt: number };
  /** A new random secret, such as a sign-in token, that is remembered as one. */
  readonly newSecret: (prefix: string) => string;
  /** True the first time that this key uses the nonce. */
  readonly useNonce: (accessKeyId: string, nonce: string) => boolean;
}

/** How far a request's timestamp may be off, and so how long a nonce must be remembered. */
export const timestampToleranceMs = 15 * 60_000;

export function createCloudState(now: () => number): CloudState {
  const accessKeys = new Map<string, AccessKey>();
  const secrets = new Set<string>();
  const nonces = new Map<string, number>();
  const nextId = createIdSource();

  const newSecret = (prefix: string) => {
    const secret = `${prefix}${randomBytes(24).toString("base64url")}`;
    secrets.add(secret);
    return secret;
  };
  return {
    now,
    accessKeys,
    roles: new Map(),
    oidcProviders: new Map(),
    clusters: new Map(),
    keyPairs: new Map(),
    secrets,
    newSecret,
    openSession: (owner, seconds) => {
      const session: Session = {
        accessKeyId: `STS.fake${nextId()}`,
        accessKeySecret: newSecret("fake-session-secret-"),
        // Real tokens are base64 with all of its characters.
        securityToken: `${newSecret("fake-token-")}+/=`,
        expiresAt: now() + seconds * 1000,
        owner,
      };
      secrets.add(session.securityToken);
      accessKeys.set(session.accessKeyId, session);
      return session;
    },
    openKeySession: (owner, seconds) => {
      const key = {
        accessKeyId: `TMPSK.fake${nextId()}`,
        accessKeySecret: newSecret("fake-session-secret-"),
        expiresAt: now() + seconds * 1000,
        owner,
      };
      accessKeys.set(key.accessKeyId, key);
      return key;
    },
    useNonce: (accessKeyId, nonce) => {
      // In the order of use, so that the old ones are in front.
      for (const [old, usedAt] of nonces) {
        if (usedAt > now() - 2 * timestampToleranceMs) break;
        nonces.delete(old);
      }
      const key = `${accessKeyId} ${nonce}`;
      if (nonces.has(key)) return false;
      nonces.set(key, now());
      return true;
    },
  };
}
