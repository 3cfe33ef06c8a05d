import { generateFreshKeyPair, type KeyAlgorithm, type KeyPair } from "./key-pair.ts";

// Two, so that successive certificates have different keys and a swapped pair is noticed.
const poolSize = 2;
const pools: Record<KeyAlgorithm, Promise<KeyPair>[]> = { rsa: [], ec: [] };
let taken = 0;

/**
 * A key pair out of a small pool that the whole process shares, because making an RSA key costs more
 * than everything else in a fake answer. Two calls in a row never give the same pair.
 */
export function takePooledKeyPair(algorithm: KeyAlgorithm): Promise<KeyPair> {
  const pool = pools[algorithm];
  const slot = taken++ % poolSize;
  return (pool[slot] ??= generateFreshKeyPair(algorithm));
}
