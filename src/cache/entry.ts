import type { ClientCertificate } from "../certificate/client-certificate.ts";
import type { CacheKey } from "./cache-key.ts";
import { isSealed, seal } from "./tamper-seal.ts";

/** A cached certificate. */
export interface CacheEntry {
  readonly clusterId: string;
  /** The source of its credentials, in words, ids masked; for people who look at the cache. */
  readonly source: string;
  readonly certificate: ClientCertificate;
  /** When the API gave it, ms since the epoch. */
  readonly issuedAt: number;
  /** When the API was last asked and had nothing newer, ms since the epoch; undefined if it never was. */
  readonly recheckedAt: number | undefined;
}

/**
 * When the API last gave or confirmed this certificate, ms since the epoch. A time in the future comes from a wrong
 * clock, and is ignored: 0 if there is no other.
 * @param now ms since the epoch
 */
export function confirmedAt({ issuedAt, recheckedAt }: CacheEntry, now: number): number {
  const issued = issuedAt <= now ? issuedAt : 0;
  return recheckedAt !== undefined && recheckedAt <= now && recheckedAt > issued ? recheckedAt : issued;
}

/** An entry in its file's format, with the digest of its key. */
export interface EntryFields extends ClientCertificate {
  readonly key: string;
  readonly clusterId: string;
  readonly source: string;
  readonly issuedAt: number;
  readonly recheckedAt?: number | undefined;
}

/** The file content of an entry. */
export function serializeEntry({ digest, secret }: Pick<CacheKey, "digest" | "secret">, entry: CacheEntry): string {
  const { clusterId, source, issuedAt, recheckedAt } = entry;
  const { certificate, privateKey, notBefore, notAfter, expiresAt } = entry.certificate;
  const times = { issuedAt, recheckedAt, notBefore, notAfter, expiresAt };
  const fields: EntryFields = { key: digest, clusterId, source, ...times, certificate, privateKey };
  return seal(JSON.stringify(fields, null, 1), secret);
}

/**
 * The entry in a file's content, if the holder of the key's secret wrote it. Then the content is exactly what {@link
 * serializeEntry} made: neither its form nor, wherever the file is, its author needs a check.
 */
export function parseSealedEntry(
  { digest, secret }: Pick<CacheKey, "digest" | "secret">,
  content: string,
): CacheEntry | undefined {
  if (secret === undefined || !isSealed(content, secret)) return undefined;
  const fields: EntryFields = JSON.parse(content);
  return fields.key === digest ? entryOf(fields) : undefined;
}

/** The entry with a file's fields. */
export function entryOf(fields: EntryFields): CacheEntry {
  const { clusterId, source, issuedAt, recheckedAt } = fields;
  const { certificate, privateKey, notBefore, notAfter, expiresAt } = fields;
  return {
    clusterId,
    source,
    issuedAt,
    recheckedAt,
    certificate: { certificate, privateKey, notBefore, notAfter, expiresAt },
  };
}
