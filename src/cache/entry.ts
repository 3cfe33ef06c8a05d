import type { ClientCertificate } from "../certificate/client-certificate.ts";
import type { CacheKey } from "./key.ts";
import { isSealed, seal } from "./seal.ts";

/** A certificate as it lies in the cache. */
export interface CacheEntry {
  readonly clusterId: string;
  /** Where its credentials came from, in words, ids masked; for people who look at the cache. */
  readonly source: string;
  readonly certificate: ClientCertificate;
  /** When the API gave it, ms since the epoch. */
  readonly issuedAt: number;
  /** When the API was last asked and had nothing newer, ms since the epoch; undefined when it never was. */
  readonly recheckedAt: number | undefined;
}

/**
 * When the API last said that this is the certificate, ms since the epoch. A time later than now tells nothing (the clock
 * was wrong then, or is now): 0 where there is no other.
 * @param now ms since the epoch
 */
export function confirmedAt({ issuedAt, recheckedAt }: CacheEntry, now: number): number {
  const issued = issuedAt <= now ? issuedAt : 0;
  return recheckedAt !== undefined && recheckedAt <= now && recheckedAt > issued ? recheckedAt : issued;
}

/** An entry as its file has it, and the digest of the key that it belongs to. */
export interface EntryFields extends ClientCertificate {
  readonly key: string;
  readonly clusterId: string;
  readonly source: string;
  readonly issuedAt: number;
  readonly recheckedAt?: number | undefined;
}

/** The file's content for an entry. */
export function serializeEntry({ digest, secret }: Pick<CacheKey, "digest" | "secret">, entry: CacheEntry): string {
  const { clusterId, source, issuedAt, recheckedAt } = entry;
  const { certificate, privateKey, notBefore, notAfter, expiresAt } = entry.certificate;
  const times = { issuedAt, recheckedAt, notBefore, notAfter, expiresAt };
  const fields: EntryFields = { key: digest, clusterId, source, ...times, certificate, privateKey };
  return seal(JSON.stringify(fields, null, 1), secret);
}

/**
 * The entry in a file's content when somebody with the key's secret wrote it. Then it is to the letter what
 * {@link serializeEntry} made: neither its form is in doubt, nor, wherever the file lies, who put it there.
 */
export function parseSealedEntry(
  { digest, secret }: Pick<CacheKey, "digest" | "secret">,
  content: string,
): CacheEntry | undefined {
  if (secret === undefined || !isSealed(content, secret)) return undefined;
  const fields: EntryFields = JSON.parse(content);
  return fields.key === digest ? entryOf(fields) : undefined;
}

/** The entry that a file's fields are of. */
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
