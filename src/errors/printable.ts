/** Text of others (a file, an answer) for a terminal: control and formatting characters become spaces, so that none is obeyed. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, " ");
}
