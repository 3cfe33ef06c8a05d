/** Text as one word of a POSIX shell, for commands in hints: plain where it can be, in single quotes elsewhere. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
