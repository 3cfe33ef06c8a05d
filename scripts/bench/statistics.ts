/** Of many runs the middle and the ends. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The middle value; the upper one of two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** How many times as much as the other, round by round, the middle of that: a machine that slows down changes nothing. */
export function ratio(values: readonly number[], others: readonly number[]): number {
  return median(values.flatMap((value, round) => value / (others[round] ?? Number.NaN)));
}
