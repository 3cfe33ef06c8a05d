/** Characters to scan at most: each unclosed brace costs a scan of the rest, and a text may be full of them. */
const MAX_STEPS = 20_000_000;

/**
 * The outermost JSON objects in a text, in order; text between them (log lines, a banner) is skipped. Never throws.
 */
export function findJsonObjects(text: string): unknown[] {
  const found: unknown[] = [];
  let steps = 0;
  for (let start = text.indexOf("{"); start !== -1 && steps < MAX_STEPS; start = text.indexOf("{", start)) {
    const end = closingBrace(text, start);
    steps += (end ?? text.length) - start;
    const value = end === undefined ? undefined : parse(text.slice(start, end + 1));
    if (end === undefined || value === undefined) {
      start += 1;
      continue;
    }
    found.push(value);
    start = end + 1;
  }
  return found;
}

/** The index of the brace that closes the object at `start`. */
function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
