/** Beta prior of the share of actionable pages: mean and strength in labels. */
export type Prior = { mu: number; kappa: number };

/** Human labels of one signature: `a` of `n` were actionable. */
export type LabelCount = { a: number; n: number };

/** Uniform: nothing is known. */
export const NEUTRAL_PRIOR: Prior = { mu: 0.5, kappa: 2 };

const MIN_SIGNATURES = 8;
const MIN_LABELS = 3;
const MAX_KAPPA = 50;
const MIN_KAPPA = 1;

/** A mean of exactly 0 or 1 would forbid the other verdict whatever is seen. */
const EDGE = 0.01;

/**
 * The prior by moments from the first level that knows enough: levels are the service, the team, the organisation, each
 * with the human labels of its signatures. Else neutral.
 */
export function priorOf(levels: readonly (readonly LabelCount[])[]): Prior {
  for (const level of levels) {
    const enough = level.filter(({ n }) => n >= MIN_LABELS);
    if (enough.length >= MIN_SIGNATURES) return momentsOf(enough);
  }
  return NEUTRAL_PRIOR;
}

function momentsOf(counts: readonly LabelCount[]): Prior {
  const n = counts.reduce((sum, each) => sum + each.n, 0);
  const mu = counts.reduce((sum, each) => sum + each.a, 0) / n;
  const variance = counts.reduce((sum, each) => sum + each.n * (each.a / each.n - mu) ** 2, 0) / n;
  const meanLabels = counts.reduce((sum, each) => sum + each.n * each.n, 0) / n;
  const spread = mu * (1 - mu);
  const excess = variance - spread / meanLabels;
  const kappa = excess <= 0 ? MAX_KAPPA : Math.min(MAX_KAPPA, Math.max(MIN_KAPPA, (spread - variance) / excess));
  return { mu: Math.min(1 - EDGE, Math.max(EDGE, mu)), kappa };
}
