/**
 * SHA3-256 (FIPS 202) of a text, or HMAC-SHA3-256 keyed by a secret: 64 hex digits. SHA-256 would be as safe; its first use
 * in a process takes 0.05 ms more.
 */
export function digestOf(text: string, secret?: string): string {
  return new Bun.CryptoHasher("sha3-256", secret).update(text).digest("hex");
}
