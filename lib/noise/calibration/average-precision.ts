import type { Scored } from "./scored";

/**
 * Area under precision over recall: the sum of (R_k - R_(k-1)) P_k over the thresholds that were stated. Pages of equal
 * probability are one step, so their order cannot flatter. Null without an actionable page.
 */
export function averagePrecision(scored: readonly Scored[]): number | null {
  return averagePrecisionOf([...scored].sort(likeliestFirst));
}

export function likeliestFirst(a: Scored, b: Scored): number {
  return b.probability - a.probability;
}

/** The same for pages that are in order already, the likeliest first. */
export function averagePrecisionOf(sorted: readonly Scored[], times?: ArrayLike<number>): number | null {
  let [positive, taken, seen, area] = [0, 0, 0, 0];
  for (let index = 0; index < sorted.length; ) {
    let [found, all] = [0, 0];
    const at = sorted[index]?.probability;
    for (; index < sorted.length && sorted[index]?.probability === at; index += 1) {
      const { outcome = 0, weight = 0 } = sorted[index] ?? {};
      const counted = weight * (times ? (times[index] ?? 0) : 1);
      found += outcome * counted;
      all += counted;
    }
    positive += found;
    seen += all;
    taken = positive;
    if (seen > 0) area += found * (taken / seen);
  }
  return positive === 0 ? null : area / positive;
}
