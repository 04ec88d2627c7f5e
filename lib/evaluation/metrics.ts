/** Shares of 0/0 are unknown, not 0. */
const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

export type Counts = { truePositive: number; falsePositive: number; falseNegative: number };

export type Figures = { precision: number | null; recall: number | null; f1: number | null };

export function figuresOf({ truePositive, falsePositive, falseNegative }: Counts): Figures {
  return {
    precision: share(truePositive, truePositive + falsePositive),
    recall: share(truePositive, truePositive + falseNegative),
    f1: share(2 * truePositive, 2 * truePositive + falsePositive + falseNegative),
  };
}

/** One page with the probability that it was actionable, whether it was, and how often it was drawn. */
export type Scored = { score: number; isActionable: boolean };

/** Indexes from the highest score to the lowest. */
export function ranked(scored: readonly Scored[]): Uint32Array {
  const order = Uint32Array.from(scored.keys());
  return order.sort((a, b) => (scored[b]?.score ?? 0) - (scored[a]?.score ?? 0));
}

/** Everything counts once. */
const once = (): number => 1;

/**
 * Average precision: the mean, over the actionable pages, of the precision at their rank. Pages of one score come in
 * together, so that their order cannot matter.
 */
export function averagePrecision(
  scored: readonly Scored[],
  order = ranked(scored),
  weightOf: (index: number) => number = once,
) {
  let [actionable, all, sum] = [0, 0, 0];
  forTies(scored, order, weightOf, (positives, total) => {
    actionable += positives;
    all += total;
    if (positives > 0) sum += (positives * actionable) / all;
  });
  return share(sum, actionable);
}

/** Area under the ROC curve: the chance that an actionable page scores above a noise page, ties as half. */
export function areaUnderCurve(
  scored: readonly Scored[],
  order = ranked(scored),
  weightOf: (index: number) => number = once,
) {
  let [actionable, noise, area] = [0, 0, 0];
  forTies(scored, order, weightOf, (positives, total) => {
    const negatives = total - positives;
    area += negatives * (actionable + positives / 2);
    actionable += positives;
    noise += negatives;
  });
  return share(area, actionable * noise);
}

function forTies(
  scored: readonly Scored[],
  order: Uint32Array,
  weightOf: (index: number) => number,
  visit: (positives: number, total: number) => void,
): void {
  let [positives, total, last] = [0, 0, Number.NaN];
  for (const index of order) {
    const one = scored[index];
    if (!one) continue;
    if (one.score !== last && total > 0) {
      visit(positives, total);
      [positives, total] = [0, 0];
    }
    const weight = weightOf(index);
    total += weight;
    if (one.isActionable) positives += weight;
    last = one.score;
  }
  if (total > 0) visit(positives, total);
}

/** 1 - Brier score / Brier score of always saying the prevalence. 0 is no skill, below 0 is worse than that. */
export function brierSkill(scored: readonly Scored[]): number | null {
  const n = scored.length;
  const prevalence = scored.filter(({ isActionable }) => isActionable).length / n;
  const brier = scored.reduce((sum, { score, isActionable }) => sum + (score - (isActionable ? 1 : 0)) ** 2, 0) / n;
  const skill = share(brier, prevalence * (1 - prevalence));
  return skill === null ? null : 1 - skill;
}

/** Expected calibration error on bins of equal mass: the mean gap between what was said and what was so. */
export function calibrationError(
  scored: readonly Scored[],
  bins = 10,
  order = ranked(scored),
  weightOf: (index: number) => number = once,
): number | null {
  let total = 0;
  for (const index of order) total += weightOf(index);
  if (total === 0) return null;
  let [said, was, mass, filled, error] = [0, 0, 0, 0, 0];
  for (const index of order) {
    const one = scored[index];
    const weight = weightOf(index);
    if (!one || weight === 0) continue;
    said += weight * one.score;
    was += one.isActionable ? weight : 0;
    mass += weight;
    filled += weight;
    if (isFull(filled, mass, total, bins)) {
      error += Math.abs(said - was);
      [said, was, mass] = [0, 0, 0];
    }
  }
  return (error + Math.abs(said - was)) / total;
}

/** A bin ends where the count of all pages so far passes the next tenth. */
function isFull(filled: number, mass: number, total: number, bins: number): boolean {
  const before = Math.floor(((filled - mass) * bins) / total + 1e-9);
  return filled >= ((before + 1) * total) / bins - 1e-9;
}

export type Bin = { said: number; was: number; n: number };

/** The plot behind the calibration error: what was said and what was so, per bin, from the lowest probability up. */
export function calibrationBins(scored: readonly Scored[], bins = 10): Bin[] {
  const ascending = scored.toSorted((a, b) => a.score - b.score);
  return Array.from({ length: bins }, (_, bin) => {
    const own = ascending.slice(
      Math.round((bin * scored.length) / bins),
      Math.round(((bin + 1) * scored.length) / bins),
    );
    const mean = (pick: (one: Scored) => number) => own.reduce((sum, one) => sum + pick(one), 0) / own.length;
    return { said: mean(({ score }) => score), was: mean(({ isActionable }) => (isActionable ? 1 : 0)), n: own.length };
  }).filter(({ n }) => n > 0);
}

/** The highest threshold under which noise may be removed while this share of the actionable pages stays. */
export function thresholdFor(scored: readonly Scored[], recall: number): number {
  const actionable = scored.filter(({ isActionable }) => isActionable).map(({ score }) => score);
  actionable.sort((a, b) => a - b);
  // A page is removed if it scores under the threshold: of n actionable ones at most this many may.
  const mayLose = Math.floor((1 - recall) * actionable.length + 1e-9);
  return actionable[mayLose] ?? Number.POSITIVE_INFINITY;
}
