import { parse, type ParseError } from "jsonc-parser";

/** The line of the first mistake in a text that is not JSON, from 1; undefined if it is JSON. */
export function jsonMistakeLine(text: string): number | undefined {
  const mistakes: ParseError[] = [];
  parse(text.replace(/^\uFEFF/, ""), mistakes, { disallowComments: true });
  const [first] = mistakes;
  return first && text.slice(0, first.offset).split("\n").length;
}
