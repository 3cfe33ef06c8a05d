import type { Candidate, Completion } from "./complete.ts";

/**
 * What the shells' scripts read: a line with the kind, then a line a candidate, its description behind a tab. A name with
 * control or invisible characters in it (a profile may be called anything) would break the lines, and is left out.
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
