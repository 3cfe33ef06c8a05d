import { parse, type ParseError } from "jsonc-parser";

/**
 * The line of the first mistake in a text that is not JSON, from 1; undefined if it is JSON, or nested too deeply to
 * tell. Never throws.
 */
export function jsonMistakeLine(text: string): number | undefined {
  const mistakes: ParseError[] = [];
  try {
    parse(text.replace(/^\uFEFF/, ""), mistakes, { disallowComments: true });
  } catch {
    // The parser is recursive, and has exhausted the stack.
    return undefined;
  }
  const [first] = mistakes;
  return first && text.slice(0, first.offset).split("\n").length;
}
