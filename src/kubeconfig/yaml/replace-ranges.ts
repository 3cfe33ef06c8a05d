/** A replacement of a part of a text. */
export interface RangeReplacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with the splices applied; at the same offset, in their order. They must not overlap. */
export function replaceRanges(text: string, splices: readonly RangeReplacement[]): string {
  let result = "";
  let done = 0;
  for (const { start, end, text: inserted } of splices.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(done, start) + inserted;
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}
