/** A section of an INI file: values by key. A Map, because a key may be called `__proto__`. */
export interface IniSection {
  readonly values: ReadonlyMap<string, string>;
  /** Lines to warn about; their values are used as read. */
  readonly doubts: readonly LineProblem[];
  /** Of the header: it is not closed, or text other than a comment follows, whose keys would be lost. */
  readonly mistake: LineProblem | undefined;
}

/** What is wrong with a line; quotes no value. */
export interface LineProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly problem: string;
}

/** Sections by name. */
export type IniDocument = ReadonlyMap<string, IniSection>;

/**
 * Parses an INI file of credentials. Any text is accepted: a line that is neither section nor `key = value` is skipped.
 *
 * - A comment starts with `#` or `;` on its own line; after a value only if white space precedes it, so `#`, `;` and
 * `[` inside a secret or a URI are kept (the Go tool and the `ini` package cut them off).
 * - A quoted value ends at the closing quote.
 * - The last of duplicate keys wins, and the first of duplicate sections, as in the Go tool.
 */
export function parseIni(text: string): IniDocument {
  const sections = new Map<string, IniSection>();
  let values: Map<string, string> | undefined;
  let doubts: LineProblem[] = [];
  for (const [at, rawLine] of text.split(/\r\n|\r|\n/).entries()) {
    // Also removes a byte order mark.
    const line = rawLine.trim();
    if (line === "" || isComment(line)) continue;
    if (line.startsWith("[")) {
      const [name = "", behind] = line
        .slice(1)
        .split(/\](.*)/, 2)
        .map((part) => part.trim());
      const problem = problemOfHeader(behind);
      const mistake = problem === undefined ? undefined : { line: at + 1, problem };
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

/** @param behind what follows the closing bracket; undefined if there is none */
function problemOfHeader(behind: string | undefined): string | undefined {
  if (behind === undefined) return "has no ] after the section's name";
  return behind === "" || isComment(behind) ? undefined : "has text after the section's name: start a new line";
}

function isComment(text: string): boolean {
  return /^[#;]/.test(text);
}

/** Keys whose values may well contain `#` or `;`. */
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
      : { value: inside, problem: "has text after its closing quote" };
  }
  const uncommented = text.replace(/\s[#;].*$/, "").trim();
  const isDoubtful = !FREE_TEXT.has(key) && /[#;]/.test(uncommented);
  return isDoubtful
    ? { value: uncommented, problem: "may contain a comment: only # or ; after a space starts one" }
    : { value: uncommented };
}
