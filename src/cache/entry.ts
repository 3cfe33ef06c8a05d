import * as v from "valibot";
import type { ClientCertificate } from "../certificate/client-certificate.ts";
import { readJson } from "../schema/read-json.ts";
import type { CacheKey } from "./key.ts";

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

/** When the API last said that this is the certificate, ms since the epoch. */
export function confirmedAt({ issuedAt, recheckedAt }: Pick<CacheEntry, "issuedAt" | "recheckedAt">): number {
  return Math.max(issuedAt, recheckedAt ?? 0);
}

const pem = v.pipe(v.string(), v.regex(/-----BEGIN [A-Z0-9 ]+-----[\s\S]+-----END [A-Z0-9 ]+-----/));
const time = v.pipe(v.number(), v.safeInteger());

const fileSchema = v.object({
  format: v.literal(1),
  key: v.string(),
  clusterId: v.string(),
  source: v.string(),
  issuedAt: time,
  notBefore: time,
  notAfter: time,
  expiresAt: time,
  recheckedAt: v.optional(time),
  certificate: pem,
  privateKey: pem,
  checksum: v.string(),
});

type EntryFile = Omit<v.InferOutput<typeof fileSchema>, "checksum">;

/** The file's content for an entry. */
export function serializeEntry(key: CacheKey, entry: CacheEntry): string {
  const { certificate, privateKey, notBefore, notAfter, expiresAt } = entry.certificate;
  const file: EntryFile = {
    format: 1,
    key: key.digest,
    clusterId: entry.clusterId,
    source: entry.source,
    issuedAt: entry.issuedAt,
    notBefore,
    notAfter,
    expiresAt,
    ...(entry.recheckedAt !== undefined && { recheckedAt: entry.recheckedAt }),
    certificate,
    privateKey,
  };
  return `${JSON.stringify({ ...file, checksum: checksum(file) }, null, 1)}\n`;
}

/**
 * The entry in a file's content, or undefined when anything about it is doubtful: not ours, another key's, damaged.
 * Certificate and key were checked against each other before they were written; the checksum says that they are still those.
 */
export function parseEntry(key: Pick<CacheKey, "digest">, content: string): CacheEntry | undefined {
  const parsed = parseAnyEntry(content);
  return parsed?.digest === key.digest ? parsed.entry : undefined;
}

/** The same, for whichever key. */
export function parseAnyEntry(content: string): { readonly digest: string; readonly entry: CacheEntry } | undefined {
  const read = readJson(fileSchema, content);
  if (!read.ok) return undefined;
  const { checksum: claimed, ...file } = read.value;
  if (claimed !== checksum(file)) return undefined;
  const { certificate, privateKey, notBefore, notAfter, expiresAt, ...rest } = file;
  const { clusterId, source, issuedAt, recheckedAt } = rest;
  const entry = {
    clusterId,
    source,
    issuedAt,
    recheckedAt,
    certificate: { certificate, privateKey, notBefore, notAfter, expiresAt },
  };
  return { digest: file.key, entry };
}

function checksum(file: EntryFile): string {
  const fields = Object.entries(file).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Bun.CryptoHasher("sha256").update(JSON.stringify(fields)).digest("hex");
}
