/**
 * Stands for a text in a source's identity without giving it away: SHA-256, hex. For long random tokens and whole files,
 * command lines and addresses; a short word that people choose could be guessed from its digest.
 */
export function fingerprint(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}
