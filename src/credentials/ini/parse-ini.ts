/** A section of an INI file: values by key. A Map, so that a key called `__proto__` is one. */
export interface IniSection {
  readonly values: ReadonlyMap<string, string>;
  /** What a person should look at: the values count as they were read. */
  readonly doubts: readonly LineProblem[];
  /** What stands behind the header on its line and is no comment: its keys would be lost. */
  readonly mistake: LineProblem | undefined;
}

/** What is wrong with a line, behind its number; quotes no value. */
export interface LineProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly problem: string;
}

/** Sections by name. */
export type IniDocument = ReadonlyMap<string, IniSection>;

/**
 * Reads an INI file of credentials. Any text is taken: a line that is neither section nor `key = value` is skipped.
 *
 * - Whole-line comments start with `#` or `;`; behind a value only after white space, so `#`, `;` and `[` inside a secret
 *   or a URI stay (the Go tool and the `ini` package cut them off).
 * - A value in quotes ends at the closing one.
 * - The last of two equal keys counts, the first of two equal sections: as with the Go tool.
 */
export function parseIni(text: string): IniDocument {
  const sections = new Map<string, IniSection>();
  let values: Map<string, string> | undefined;
  let doubts: LineProblem[] = [];
  for (const [at, rawLine] of text.split(/\r\n|\r|\n/).entries()) {
    // A byte order mark is white space.
    const line = rawLine.trim();
    if (line === "" || isComment(line)) continue;
    const end = line.startsWith("[") ? line.indexOf("]") : -1;
    if (end > 0) {
      const name = line.slice(1, end).trim();
      const behind = line.slice(end + 1).trim();
      const isOdd = behind !== "" && !isComment(behind);
      const mistake = isOdd
        ? { line: at + 1, problem: "has text behind the section's name: begin a new line" }
        : undefined;
      values = new Map();
      doubts = [];
      if (name !== "" && !sections.has(name)) sections.set(name, { values, doubts, mistake });
      continue;
    }
    const equals = line.indexOf("=");
    if (equals <= 0) continue;
    const key = line.slice(0, equals).trim();
    const { value, problem } = readValue(key, line.slice(equals + 1));
    values?.set(key, value);
    if (problem !== undefined) doubts.push({ line: at + 1, problem: `${key} ${problem}` });
  }
  return sections;
}

function isComment(text: string): boolean {
  return /^[#;]/.test(text);
}

/** Keys whose values may be anything. */
const FREE_TEXT: ReadonlySet<string> = new Set(["process_command", "policy", "credentials_uri"]);

function readValue(key: string, text: string): { readonly value: string; readonly problem?: string } {
  const value = text.trim();
  const quote = value.charAt(0);
  if (quote === '"' || quote === "'") {
    const end = value.indexOf(quote, 1);
    if (end === -1) return { value, problem: "has a quote that is not closed" };
    const behind = value.slice(end + 1).trim();
    const inside = value.slice(1, end);
    return behind === "" || isComment(behind)
      ? { value: inside }
      : { value: inside, problem: "has text behind its quote" };
  }
  const uncommented = text.replace(/\s[#;].*$/, "").trim();
  const isDoubtful = !FREE_TEXT.has(key) && /[#;]/.test(uncommented);
  return isDoubtful
    ? { value: uncommented, problem: "may hold a comment: one begins behind a space" }
    : { value: uncommented };
}
