import { digestOf } from "../digest.ts";

/**
 * Stands for a text in a source's identity without giving it away. For long random tokens and whole files, command lines
 * and addresses; a short word that people choose could be guessed from its digest.
 */
export function fingerprint(text: string): string {
  return digestOf(text);
}

/**
 * Tells one person's sign-in in a profile from another's, who is named nowhere in it. The session that the aliyun CLI left
 * counts too: it may be of somebody who was signed in before.
 */
export function signInFingerprint(
  { refreshToken, accessToken }: { readonly refreshToken?: string | undefined; readonly accessToken: string },
  stored: { readonly accessKeyId: string } | undefined,
): string {
  return fingerprint(JSON.stringify([refreshToken ?? accessToken, stored?.accessKeyId]));
}
