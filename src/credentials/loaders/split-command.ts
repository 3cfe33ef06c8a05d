/** What is wrong with a command line. */
export interface SplitProblem {
  readonly problem: string;
}

/**
 * Splits a command line into program and arguments, as the aliyun CLI does since 3.4.9. Single and double quotes group
 * words; nothing is expanded, because no shell is involved.
 *
 * - POSIX: a backslash makes the next character literal; in double quotes only `"`, `\`, `$` and a backquote; in single
 * quotes none. Before a line break it removes both.
 * - Windows: a backslash is literal (`C:\Tools\x.exe`, `\\server\share\x.exe`), except in `\"` inside double quotes
 * that are closed later: `"C:\Program Files\x\" y` is a folder and a `y`.
 */
export function splitCommand(command: string, os: string): readonly string[] | SplitProblem {
  const escapeAt = os === "win32" ? windowsEscape : posixEscape;
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let at = 0; at < command.length; at += 1) {
    const character = command.charAt(at);
    const escaped = character === "\\" && quote !== "'" ? escapeAt(command, at, quote) : undefined;
    if (escaped !== undefined) {
      if (escaped !== "\n") word = (word ?? "") + escaped;
      at += 1;
    } else if (character === "\\" && at === command.length - 1 && quote === "" && os !== "win32") {
      return { problem: "ends with a backslash" };
    } else if (quote === "" && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === quote) {
      quote = "";
    } else if (quote === "" && (character === "'" || character === '"')) {
      quote = character;
      word ??= "";
    } else {
      word = (word ?? "") + character;
    }
  }
  if (quote !== "") return { problem: "has a quote that is not closed" };
  return word === undefined ? words : [...words, word];
}

/** The character that a backslash makes literal; undefined if the backslash itself is literal. */
type Escape = (command: string, at: number, quote: string) => string | undefined;

const posixEscape: Escape = (command, at, quote) => {
  const next = command[at + 1];
  return next !== undefined && (quote === "" || '"\\$`\n'.includes(next)) ? next : undefined;
};

const windowsEscape: Escape = (command, at, quote) =>
  quote === '"' && command[at + 1] === '"' && command.includes('"', at + 2) ? '"' : undefined;
