import type { ClientCertificate } from "../certificate/client-certificate.ts";
import type { CacheKey } from "./cache-key.ts";
import { isSealed, seal } from "./tamper-seal.ts";

/** A cached certificate. */
export interface CacheEntry {
  readonly clusterId: string;
  /** The source of its credentials, in words, ids masked; for `cache list`. */
  readonly source: string;
  readonly certificate: ClientCertificate;
  /** When the API issued it, ms since the epoch. */
  readonly issuedAt: number;
  /** When the API was last asked and had nothing newer, ms since the epoch; undefined if it never was. */
  readonly recheckedAt: number | undefined;
}

/**
 * When the API last issued or confirmed this certificate, ms since the epoch. Times in the future come from a wrong
 * clock and are ignored; 0 if none is left.
 * @param now ms since the epoch
 */
export function confirmedAt({ issuedAt, recheckedAt }: CacheEntry, now: number): number {
  const issued = issuedAt <= now ? issuedAt : 0;
  return recheckedAt !== undefined && recheckedAt <= now && recheckedAt > issued ? recheckedAt : issued;
}

/** An entry as stored in its file. */
export interface EntryFields extends ClientCertificate {
  /** The digest of its key. */
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
 * The entry in a file's content, if it is sealed with the key's secret; otherwise undefined. The seal proves that
 * {@link serializeEntry} wrote it for the same credentials, so neither its schema nor the file's owner needs a check.
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
