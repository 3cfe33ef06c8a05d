import type { Candidate, Completion } from "./complete.ts";

/** The hidden command that the shells' completion scripts call, followed by the words to complete. */
export const COMPLETE = "__complete";

/** The same without descriptions. Both names are cobra's. */
export const COMPLETE_NAMES = "__completeNoDesc";

/**
 * The format for the shells' scripts: a line with the kind, then a line for each candidate, its description after a
 * tab. A name with control or invisible characters (a profile may have any name) would break the lines, and is left
 * out.
 */
export function renderCompletion(completion: Completion, isDescribed = true): string {
  if (completion.kind !== "values") return completion.kind;
  const shown = completion.candidates.filter(({ value }) => value !== "" && !/[\p{Cc}\p{Cf}]/u.test(value));
  return [completion.kind, ...shown.map((candidate) => (isDescribed ? describe(candidate) : candidate.value))].join(
    "\n",
  );
}

function describe({ value, description }: Candidate): string {
  return description === undefined ? value : `${value}\t${description}`;
}
