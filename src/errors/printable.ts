/** What a terminal obeys instead of showing, or shows as nothing: controls, and Unicode's format characters (bidi, zero-width). */
const CONTROLS = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * Text of others (a file, a variable, an answer) for a terminal: what a terminal would obey is shown as `\uXXXX`, which
 * means the same character in JSON. Line ends and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(CONTROLS, (character) =>
    character === "\n" || character === "\t" ? character : escaped(character),
  );
}

/**
 * The same for a message that is one line: a line break in somebody's name must not look like another message of ours.
 * What we break ourselves goes on with the items of a list.
 */
export function printableMessage(text: string): string {
  return printable(text.replace(/\n(?! {2}- )/g, String.raw`\n`));
}

/** The same for a name or a note within a line. */
export function printableLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escaped);
}

function escaped(character: string): string {
  let text = "";
  for (let at = 0; at < character.length; at += 1) {
    text += `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }
  return text;
}
