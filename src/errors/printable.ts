/** Characters that a terminal interprets or hides: controls, and Unicode's format characters (bidi, zero-width). */
const CONTROLS = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * Foreign text (a file, a variable, an answer) for a terminal: characters that it would interpret are shown as
 * `\uXXXX`, which means the same character in JSON. Line ends and tabs are kept.
 */
export function printable(text: string): string {
  return text.replace(CONTROLS, (character) =>
    character === "\n" || character === "\t" ? character : escaped(character),
  );
}

/** A message on one line: a line break in a name or variable must not look like another message of ours. */
export function oneLine(text: string): string {
  return text.replaceAll("\n", String.raw`\n`);
}

/** The same for a name or a note within a line. */
export function printableLine(text: string): string {
  return text.replace(CONTROLS, escaped);
}

function escaped(character: string): string {
  let text = "";
  for (let at = 0; at < character.length; at += 1) {
    text += `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }
  return text;
}
