/** Lines of both texts in order; `-` only in the first, `+` only in the second. */
type DiffLine = readonly [mark: " " | "-" | "+", line: string];

const CONTEXT = 3;

/** Fields whose values nobody must see over a shoulder. `value` is that of an environment variable. */
const SECRET_FIELDS =
  /^(\s*(?:- )?"?(?:client-key-data|token|id-token|refresh-token|access-token|password|value)"?:).*/;

/**
 * What changes from one text to another, line by line, three lines around each change, as `diff -u` shows it. The values
 * of fields that can hold a secret are blanked. Empty when nothing changes.
 */
export function unifiedDiff(before: string, after: string): string[] {
  const lines = compare(linesOf(before), linesOf(after));
  const isNear = lines.map((_, at) =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(([mark]) => mark !== " "),
  );
  return lines.flatMap(([mark, line], at) => {
    if (isNear[at] !== true) return isNear[at + 1] === true ? ["@@"] : [];
    return [`${mark}${line.replace(SECRET_FIELDS, "$1 …")}`];
  });
}

function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** The ends that are equal go first: what is left of a kubeconfig is small enough for the quadratic way. */
function compare(before: readonly string[], after: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  return [
    ...before.slice(0, start).map(same),
    ...compareMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

function same(line: string): DiffLine {
  return [" ", line];
}

/** By the longest common subsequence. */
function compareMiddle(before: readonly string[], after: readonly string[]): DiffLine[] {
  // lengths[i][j]: how many lines before[i…] and after[j…] have in common.
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  const common = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = lengths[i];
      if (row === undefined) continue;
      row[j] = before[i] === after[j] ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
    }
  }
  const result: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      result.push([" ", before[i] ?? ""]);
      i += 1;
      j += 1;
    } else if (j >= after.length || (i < before.length && common(i + 1, j) >= common(i, j + 1))) {
      result.push(["-", before[i] ?? ""]);
      i += 1;
    } else {
      result.push(["+", after[j] ?? ""]);
      j += 1;
    }
  }
  return result;
}
