/** What both contenders had stated of a page before a person judged it. */
export type Stated = { signature: string; prior: number; logistic: number; outcome: 0 | 1; weight: number };

/** How the regression fares against 2.6 on words that neither had seen. */
export type Contest = {
  labels: number;
  /** Mean log-loss saved per label by the regression; null without labels. */
  gain: number | null;
  /** Of the gain, by signature, because pages of one are not independent. Null with fewer than two signatures. */
  standardError: number | null;
  wins: boolean;
};

/** Older ones were stated by models that knew less, and by a record of few verdicts. */
const NEWEST = 200;
const MIN_LABELS = 50;
const MIN_OF_EACH = 5;
const SUREST = 1e-3;

export const NO_CONTEST: Contest = { labels: 0, gain: null, standardError: null, wins: false };

/** The regression wins with a gain over one standard error, on at least 50 labels with 5 of each outcome. */
export function contestOf(stated: readonly Stated[]): Contest {
  const newest = stated.slice(-NEWEST);
  const labels = newest.reduce((sum, { weight }) => sum + weight, 0);
  if (labels === 0) return NO_CONTEST;
  const gains = newest.map((each) => lossOf(each.prior, each.outcome) - lossOf(each.logistic, each.outcome));
  const gain = newest.reduce((sum, { weight }, index) => sum + weight * (gains[index] ?? 0), 0) / labels;
  const bySignature = new Map<string, number>();
  newest.forEach(({ signature, weight }, index) => {
    bySignature.set(signature, (bySignature.get(signature) ?? 0) + weight * ((gains[index] ?? 0) - gain));
  });
  const standardError = standardErrorOf([...bySignature.values()], labels);
  const positive = newest.reduce((sum, { outcome, weight }) => sum + outcome * weight, 0);
  const enough = labels >= MIN_LABELS && Math.min(positive, labels - positive) >= MIN_OF_EACH;
  return { labels, gain, standardError, wins: enough && standardError !== null && gain > standardError };
}

function standardErrorOf(sums: readonly number[], labels: number): number | null {
  if (sums.length < 2) return null;
  const squares = sums.reduce((total, sum) => total + sum * sum, 0);
  return Math.sqrt((squares * sums.length) / (sums.length - 1)) / labels;
}

function lossOf(probability: number, outcome: 0 | 1): number {
  const p = Math.min(1 - SUREST, Math.max(SUREST, probability));
  return -Math.log(outcome === 1 ? p : 1 - p);
}
