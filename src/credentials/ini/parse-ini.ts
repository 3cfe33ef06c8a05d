/** Sections by name, each with its keys. Maps, so that a section called `__proto__` is a section. */
export type IniDocument = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads an INI file of credentials. Any text is taken: a line that is neither section nor `key = value` is skipped.
 *
 * - Whole-line comments start with `#` or `;`; behind a value only after white space, so `#`, `;` and `[` inside a secret
 *   or a URI stay (the Go tool and the `ini` package cut them off).
 * - A value in matching quotes is taken as it stands between them.
 * - The last of two equal keys counts, the first of two equal sections: as with the Go tool.
 */
export function parseIni(text: string): IniDocument {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const rawLine of text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)) {
    const line = rawLine.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const header = /^\[([^\]]*)\]/.exec(line);
    if (header !== null) {
      const name = header[1]?.trim() ?? "";
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
  const quoted = /^(["'])(.*?)\1(?:\s+[#;].*)?$/.exec(text.trim());
  if (quoted !== null) return quoted[2] ?? "";
  return text.replace(/\s[#;].*$/, "").trim();
}
