import { betaQuantile } from "./distributions";

export type RateRatio = {
  /** Null where the second rate has no event: then only the lower bound is known. */
  value: number | null;
  /** 95 % bounds; `high` is infinite where the second rate has no event. */
  low: number;
  high: number;
};

/**
 * Ratio of two Poisson rates, `ours` events in the exposure `of` against `theirs`: given the sum, ours is binomial, so the
 * Clopper-Pearson interval of that share is an exact one of the ratio.
 */
export function rateRatio(ours: { count: number; of: number }, theirs: { count: number; of: number }): RateRatio {
  if (ours.of <= 0 || theirs.of <= 0) return { value: null, low: 0, high: Number.POSITIVE_INFINITY };
  const [a, b] = [ours.count, theirs.count];
  const scale = theirs.of / ours.of;
  const low = a === 0 ? 0 : betaQuantile(0.025, a, b + 1);
  const high = b === 0 ? 1 : betaQuantile(0.975, a + 1, b);
  return {
    value: b === 0 ? null : (a / b) * scale,
    low: (low / (1 - low)) * scale,
    high: high === 1 ? Number.POSITIVE_INFINITY : (high / (1 - high)) * scale,
  };
}

/** True where the first rate is at least `least` times the second, and chance alone does not explain that it is higher. */
export function isRaised({ value, low }: RateRatio, least: number, bound: number): boolean {
  return low > bound && (value === null || value >= least);
}
