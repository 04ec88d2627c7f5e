/**
 * Log-odds by steps: `base`, and for each look the log-odds of the step in which its value falls. Step i holds values up to
 * and with `cuts[i]`, the last one all above; `unknown` is for a value that is not told.
 */
export type AdditiveModel = {
  base: number;
  terms: Readonly<Record<string, Term>>;
};

export type Term = { cuts: readonly number[]; logOdds: readonly number[]; unknown: number };

/** Index of the first bound that is not below the value. */
export function stepOf(cuts: ArrayLike<number>, value: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (cuts[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function logOddsOf({ cuts, logOdds, unknown }: Term, value: number): number {
  return Number.isNaN(value) ? unknown : (logOdds[stepOf(cuts, value)] ?? 0);
}
