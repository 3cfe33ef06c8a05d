/** SHA-256 of a text, or HMAC-SHA-256 keyed by a secret: 64 hex digits. */
export function digestOf(text: string, secret?: string): string {
  return new Bun.CryptoHasher("sha256", secret).update(text).digest("hex");
}
