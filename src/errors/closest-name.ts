/** With more typos than this, it is another word. */
const MAX_SLIPS = 2;

/**
 * The known name closest to the typed one, for "did you mean": the first that starts with it (from 3 letters on), else
 * the nearest within two typos (an extra, missing or wrong letter, or two swapped). Undefined if there is none.
 */
export function closestName(typed: string, known: readonly string[]): string | undefined {
  const name = typed.toLowerCase();
  const longer = known.find((candidate) => name.length >= 3 && candidate.toLowerCase().startsWith(name));
  if (longer !== undefined) return longer;
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: slips(name, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= MAX_SLIPS && distance < candidate.length / 2)
    .toSorted((a, b) => a.distance - b.distance);
  return nearest?.candidate;
}

/**
 * The end of "no such profile": the one that was meant, else those that there are.
 * @param show a name as the file writes it
 */
export function insteadOf(name: string, known: readonly string[], show = (each: string) => each): string {
  const meant = closestName(name, known);
  if (meant !== undefined) return `: did you mean ${show(meant)}?`;
  const first = known.slice(0, 10).map(show).join(", ");
  const more = known.length > 10 ? ` and ${known.length - 10} more` : "";
  return known.length === 0 ? "" : `, only ${first}${more}`;
}

/** The number of typos: the optimal string alignment distance. */
function slips(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
