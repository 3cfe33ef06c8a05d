import { digestOf } from "../digest.ts";
import type { SourceIdentity } from "../credentials/source.ts";

/** Everything that decides which certificate the API would answer with. `--api-version` is not part: one certificate serves both. */
export interface CacheKeyFields {
  readonly clusterId: string;
  /** Base URL of the CS API. */
  readonly csEndpoint: string;
  /** Minutes asked for; 0 = the server's long-lived certificate. */
  readonly expirationMinutes: number;
  readonly identity: SourceIdentity;
}

/** Names one certificate in the cache. */
export interface CacheKey {
  /** Digest of all fields, hex; an entry carries it, so that it counts only under its own key. */
  readonly digest: string;
  /** Begins the names of this key's files; safe on every file system, whatever the fields hold. */
  readonly name: string;
  /** What nobody knows but the holder of the credentials: its entries are sealed with it. Undefined for sources without any. */
  readonly secret: string | undefined;
}

/**
 * Two inputs that differ anywhere get different keys: JSON keeps the fields apart. What may be secret is a digest among
 * them already, and the key's own digest gives nothing away.
 * @param secret what the key's entries are sealed with; no part of its digest
 */
export function cacheKey(fields: CacheKeyFields, secret?: string): CacheKey {
  const text = JSON.stringify([
    "ack-ram-tool certificate 1",
    fields.clusterId,
    fields.csEndpoint,
    fields.expirationMinutes,
    fields.identity,
  ]);
  const digest = digestOf(text);
  return { digest, name: keyName(fields.clusterId, digest), secret };
}

/** The beginning of a key's file names. */
export function keyName(clusterId: string, digest: string): string {
  return `${clusterId.replace(/[^A-Za-z0-9-]/g, "_").slice(0, 64)}-${digest.slice(0, 32)}`;
}

/** The cluster id in such a name, but for what no file name can hold. */
export function clusterIdIn(name: string): string {
  return name.replace(/-[0-9a-f]{32}$/, "");
}
