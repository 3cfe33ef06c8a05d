/** Chance that a seed decides: the same seed gives the same numbers, on every machine. */
export interface Random {
  /** In [0, 1). */
  readonly random: () => number;
  /** A whole number, both ends included. */
  readonly between: (least: number, most: number) => number;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  /** One of them. */
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
}

/** mulberry32: 32 bits of state are plenty for telling runs apart, and its steps are the same in every engine. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word = (word + Math.imul(word ^ (word >>> 7), word | 61)) ^ word;
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  return {
    random,
    between,
    chance: (probability) => random() < probability,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
  };
}
