/**
 * Splits a command line into program and arguments: at white space, except between quotes. No shell is involved and
 * nothing is expanded. Single quotes keep everything; in double quotes and outside, a backslash keeps a quote, a
 * backslash or a space that follows it, and is itself elsewhere (Windows paths).
 * @returns undefined when a quote is not closed
 */
export function splitCommand(command: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < command.length; at += 1) {
    const character = command.charAt(at);
    const next = command.charAt(at + 1);
    if (character === "\\" && quote !== "'" && isKeptBy(next, quote)) {
      word = (word ?? "") + next;
      at += 1;
    } else if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = (word ?? "") + character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== undefined) return undefined;
  if (word !== undefined) words.push(word);
  return words;
}

function isKeptBy(next: string, quote: string | undefined): boolean {
  return next === '"' || next === "\\" || (quote === undefined && (next === "'" || next === " "));
}
