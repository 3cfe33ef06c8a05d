import * as v from "valibot";
import { readJson } from "../schema/read-json.ts";
import { type CacheEntry, entryOf } from "./cache-entry.ts";
import { type CacheKey, keyName } from "./cache-key.ts";
import { isWhole } from "./tamper-seal.ts";

const pem = v.pipe(v.string(), v.regex(/-----BEGIN [A-Z0-9 ]+-----[\s\S]+-----END [A-Z0-9 ]+-----/));
const time = v.pipe(v.number(), v.safeInteger());

const fieldsSchema = v.object({
  key: v.string(),
  clusterId: v.string(),
  source: v.string(),
  issuedAt: time,
  recheckedAt: v.optional(time),
  notBefore: time,
  notAfter: time,
  expiresAt: time,
  certificate: pem,
  privateKey: pem,
});

/**
 * The entry in a file's content, whoever wrote it; undefined if it is damaged, of another key or not an entry.
 * Certificate and private key were checked against each other before writing; the checksum shows they are unchanged.
 */
export function parseUnsealedEntry({ digest }: Pick<CacheKey, "digest">, content: string): CacheEntry | undefined {
  const parsed = parseAnyEntry(content);
  return parsed?.digest === digest ? parsed.entry : undefined;
}

/** The same, for the key whose files have this name: for those who know no other part of the key. */
export function parseEntryNamed(name: string, content: string): CacheEntry | undefined {
  const parsed = parseAnyEntry(content);
  return parsed !== undefined && keyName(parsed.entry.clusterId, parsed.digest) === name ? parsed.entry : undefined;
}

function parseAnyEntry(content: string): { readonly digest: string; readonly entry: CacheEntry } | undefined {
  if (!isWhole(content)) return undefined;
  const read = readJson(fieldsSchema, content);
  return read.ok ? { digest: read.value.key, entry: entryOf(read.value) } : undefined;
}
