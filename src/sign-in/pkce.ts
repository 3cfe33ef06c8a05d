/** Proof Key for Code Exchange: who began a sign-in ends it (RFC 7636). */
export interface Pkce {
  /** A secret of this sign-in: 43 letters. */
  readonly verifier: string;
  /** Its SHA-256, which everybody may see. */
  readonly challenge: string;
}

/** @param bytes 32 random ones */
export function createPkce(bytes: Uint8Array): Pkce {
  const verifier = Buffer.from(bytes).toString("base64url");
  return { verifier, challenge: new Bun.CryptoHasher("sha256").update(verifier).digest("base64url") };
}
