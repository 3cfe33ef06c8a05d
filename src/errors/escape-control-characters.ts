/** Characters that a terminal interprets or hides: controls, and Unicode's format characters (bidi, zero-width). */
const CONTROLS = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * Makes foreign text (a file, a variable, an answer) safe for a terminal: characters that it would interpret become
 * `\uXXXX`, as in JSON. Line ends and tabs are kept.
 */
export function printable(text: string): string {
  return text.replace(CONTROLS, (character) =>
    character === "\n" || character === "\t" ? character : escaped(character),
  );
}

/** Escapes line breaks: what follows one in a name or variable must not look like another message of this tool. */
export function oneLine(text: string): string {
  return text.replaceAll("\n", String.raw`\n`);
}

/** Like {@link printable}, but also escapes line ends and tabs: for a name or a note within a line. */
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
