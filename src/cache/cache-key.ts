import { digestOf } from "../sha256.ts";
import type { SourceIdentity } from "../credentials/source.ts";

/**
 * Everything that decides which certificate the API issues. `--api-version` is not part of it: one certificate serves
 * both versions.
 */
export interface CacheKeyFields {
  readonly clusterId: string;
  /** Base URL of the CS API. */
  readonly csEndpoint: string;
  /** Minutes asked for; 0 = the server's long-lived certificate. */
  readonly expirationMinutes: number;
  readonly identity: SourceIdentity;
}

/** Identifies one certificate in the cache. */
export interface CacheKey {
  /** Digest of all fields, hex. An entry contains it, so that it is valid under its own key only. */
  readonly digest: string;
  /** The start of the names of this key's files; valid on every file system. */
  readonly name: string;
  /** Seals the key's entries; known only to the holder of the credentials. Undefined for sources without a secret. */
  readonly secret: string | undefined;
}

/**
 * The key of these fields. JSON separates them, so different fields give different keys. The digest reveals no secret.
 * @param secret seals the key's entries; not part of its digest
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

/** The start of the key's file names. */
export function keyName(clusterId: string, digest: string): string {
  return `${clusterId.replace(/[^A-Za-z0-9-]/g, "_").slice(0, 64)}-${digest.slice(0, 32)}`;
}

/** The cluster id in such a name, as far as the name shows it. */
export function clusterIdIn(name: string): string {
  return name.replace(/-[0-9a-f]{32}$/, "");
}
