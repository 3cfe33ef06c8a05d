/** Proof Key for Code Exchange: only the process that started a sign-in can finish it (RFC 7636). */
export interface Pkce {
  /** The secret of this sign-in: 43 characters. */
  readonly verifier: string;
  /** Its SHA-256, which is public. */
  readonly challenge: string;
}

/** @param bytes 32 random bytes */
export function createPkce(bytes: Uint8Array): Pkce {
  const verifier = Buffer.from(bytes).toString("base64url");
  return { verifier, challenge: new Bun.CryptoHasher("sha256").update(verifier).digest("base64url") };
}
