import type { CacheKey } from "./cache-key.ts";

/** The files of one key, all in the cache directory. */
export interface CacheFiles {
  /** The certificate. */
  readonly entry: string;
  /** Written first by the lock holder, then renamed to `entry` or `failure`. */
  readonly temporary: string;
  /** The file that is locked; empty. */
  readonly lock: string;
  /** The last failure, for a few seconds. */
  readonly failure: string;
  /** Who was given the certificate in the last few seconds. */
  readonly callers: string;
}

/** The paths of a key's files in a directory. */
export function cacheFiles(directory: string, { name }: Pick<CacheKey, "name">): CacheFiles {
  const path = `${directory}/${name}`;
  return {
    entry: `${path}.json`,
    temporary: `${path}.tmp`,
    lock: `${path}.lock`,
    failure: `${path}.failure`,
    callers: `${path}.callers`,
  };
}

/**
 * The cluster id in the file name of a certificate that the Go tool keeps in the same folder; undefined for any other
 * file.
 */
export function goToolClusterId(fileName: string): string | undefined {
  return /^(.+)-exec-auth-credential-.*\.json$/.exec(fileName)?.[1];
}

/** The key's name in the name of one of these files; undefined for any other file. */
export function keyNameOf(fileName: string): string | undefined {
  // Without the lock, temporary files have unique names; a killed process leaves its file behind.
  return /^([A-Za-z0-9_-]{1,64}-[0-9a-f]{32})\.(?:json|tmp|lock|failure|callers|(?:json|failure)\.[0-9a-f-]{36}\.tmp)$/.exec(
    fileName,
  )?.[1];
}
