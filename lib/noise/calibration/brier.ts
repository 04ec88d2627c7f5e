import { classWeights, type Scored } from "./scored";

/** Mean squared error of the probabilities; null of nothing. */
export function brierOf(scored: readonly Scored[]): number | null {
  let [sum, weights] = [0, 0];
  for (const { probability, outcome, weight } of scored) {
    sum += weight * (probability - outcome) ** 2;
    weights += weight;
  }
  return weights === 0 ? null : sum / weights;
}

/**
 * 1 - Brier / Brier of the plain share, stated for every page: 1 is perfect, 0 is no better than knowing the share, below
 * 0 is worse. Null where all outcomes are equal, for then the share is perfect.
 */
export function brierSkill(scored: readonly Scored[]): number | null {
  const brier = brierOf(scored);
  const { positive, negative } = classWeights(scored);
  if (brier === null || positive === 0 || negative === 0) return null;
  const share = positive / (positive + negative);
  return 1 - brier / (share * (1 - share));
}
