/** Text to stand in the place of a part of another. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with the splices in it; of two at one place the one that was made first comes first. They must not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = "";
  let done = 0;
  for (const { start, end, text: inserted } of splices.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(done, start) + inserted;
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}
