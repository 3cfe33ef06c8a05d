/** The median and the extremes of many runs. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The median; the upper of two middle values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function spread(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** The median of the ratios in each round, which a machine that slows down does not change. */
export function ratio(values: readonly number[], others: readonly number[]): number {
  return median(values.flatMap((value, round) => value / (others[round] ?? Number.NaN)));
}
