/** A probability that was stated, and what came true. `weight` is less than 1 for a word given on many pages at once. */
export type Scored = { probability: number; outcome: 0 | 1; weight: number };

/** A probability of exactly 0 or 1 has no log-odds; this is as sure as anything here gets. */
const SUREST = 1e-6;

export function logit(probability: number): number {
  const p = Math.min(1 - SUREST, Math.max(SUREST, probability));
  return Math.log(p / (1 - p));
}

/** Weights of the actionable ones and of the others. */
export function classWeights(scored: readonly Scored[]): { positive: number; negative: number } {
  const sums = { positive: 0, negative: 0 };
  for (const { outcome, weight } of scored) {
    if (outcome === 1) sums.positive += weight;
    else sums.negative += weight;
  }
  return sums;
}
