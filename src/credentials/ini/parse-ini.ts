/** Sections by name. Maps, so that a section or a key called `__proto__` is one. */
export type IniDocument = ReadonlyMap<string, IniSection>;

/** Values by key. */
export type IniSection = ReadonlyMap<string, string>;

/**
 * Reads an INI file of credentials. Any text is taken: a line that is neither section nor `key = value` is skipped.
 *
 * - Whole-line comments start with `#` or `;`; behind a value only after white space, so `#`, `;` and `[` inside a secret
 *   or a URI stay (the Go tool and the `ini` package cut them off).
 * - A value in matching quotes is taken as it stands between them.
 * - The last of two equal keys counts, the first of two equal sections: as with the Go tool.
 */
export function parseIni(text: string): IniDocument {
  const sections = new Map<string, IniSection>();
  let current: Map<string, string> | undefined;
  // No regular expression unless it is needed, here and below: the first ones take 0.05 ms each. A byte order mark is white space.
  for (const rawLine of (text.includes("\r") ? text.replaceAll("\r", "\n") : text).split("\n")) {
    const line = rawLine.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const end = line.startsWith("[") ? line.indexOf("]") : -1;
    if (end > 0) {
      const name = line.slice(1, end).trim();
      current = new Map();
      if (name !== "" && !sections.has(name)) sections.set(name, current);
      continue;
    }
    const equals = line.indexOf("=");
    if (equals > 0) current?.set(line.slice(0, equals).trim(), readValue(line.slice(equals + 1)));
  }
  return sections;
}

function readValue(text: string): string {
  const value = text.trim();
  const quoted = value.startsWith('"') || value.startsWith("'") ? /^(["'])(.*?)\1(?:\s+[#;].*)?$/.exec(value) : null;
  if (quoted !== null) return quoted[2] ?? "";
  return value.includes("#") || value.includes(";") ? text.replace(/\s[#;].*$/, "").trim() : value;
}
