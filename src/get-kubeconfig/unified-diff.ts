import { blankSecrets } from "./blank-secrets.ts";
import { findSecrets } from "./find-secrets.ts";

/** A line, and how it may be shown. */
interface Line {
  readonly text: string;
  readonly shown: string;
}

/** Lines of both texts in order; `-` only in the first, `+` only in the second. */
type DiffLine = readonly [mark: " " | "-" | "+", line: Line];

const CONTEXT = 3;

/**
 * What changes from one text of YAML to another, line by line, three lines around each change, as `diff -u` shows it. What
 * may be a secret is blanked; that it changes is shown. Empty when nothing changes.
 */
export function unifiedDiff(before: string, after: string): string[] {
  const secrets = [findSecrets(before), findSecrets(after)] as const;
  // The longest first: one may be a part of another.
  const words = secrets.flatMap((found) => found.words).toSorted((a, b) => b.length - a.length);
  const lines = compare(
    linesOf(before, blankSecrets(before, secrets[0], words)),
    linesOf(after, blankSecrets(after, secrets[1], words)),
  );
  const isNear = lines.map((_, at) =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(([mark]) => mark !== " "),
  );
  return lines.flatMap(([mark, { shown }], at) => {
    if (isNear[at] !== true) return isNear[at + 1] === true ? ["@@"] : [];
    return [`${mark}${shown}`];
  });
}

function linesOf(text: string, blanked: readonly string[]): Line[] {
  const lines = text.split("\n").map((line, at) => ({ text: line, shown: blanked[at] ?? "…" }));
  if (lines.at(-1)?.text === "") lines.pop();
  return lines;
}

/** The ends that are equal go first: what is left of a kubeconfig is small enough for the quadratic way. */
function compare(before: readonly Line[], after: readonly Line[]): DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start]?.text === after[start]?.text) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end]?.text === after[after.length - 1 - end]?.text
  ) {
    end += 1;
  }
  return [
    ...before.slice(0, start).map(same),
    ...compareMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

function same(line: Line): DiffLine {
  return [" ", line];
}

/** By the longest common subsequence. */
function compareMiddle(before: readonly Line[], after: readonly Line[]): DiffLine[] {
  // lengths[i][j]: how many lines before[i…] and after[j…] have in common.
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const common = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row === undefined) continue;
      row[j] =
        before[i]?.text === after[j]?.text ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
    }
  }
  const result: DiffLine[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [old, fresh] = [before[i], after[j]];
    if (old !== undefined && old.text === fresh?.text) {
      result.push([" ", old]);
      i += 1;
      j += 1;
    } else if (old !== undefined && (fresh === undefined || common(i + 1, j) >= common(i, j + 1))) {
      result.push(["-", old]);
      i += 1;
    } else if (fresh !== undefined) {
      result.push(["+", fresh]);
      j += 1;
    } else {
      return result;
    }
  }
}
