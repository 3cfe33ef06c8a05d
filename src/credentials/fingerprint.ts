import { digestOf } from "../digest.ts";

/**
 * Stands for a text in a source's identity without giving it away. For long random tokens and whole files, command lines
 * and addresses; a short word that people choose could be guessed from its digest.
 */
export function fingerprint(text: string): string {
  return digestOf(text);
}
