import { type Interval, wilson } from "@/lib/statistics/intervals";

const BINS = 10;

/** Pages of about equal stated probability: what was stated on average, and what came true. */
export type CalibrationBin = { n: number; stated: number; actionable: number; share: number; interval: Interval };

export type Stated = { probability: number; outcome: 0 | 1 };

/**
 * Ten bins of equally many pages, the least likely first. Pages of one probability stay together, so fewer bins and
 * unequal ones where many are alike: else their order would decide who is in which.
 */
export function calibrationBins(stated: readonly Stated[]): CalibrationBin[] {
  return tallyBins([...stated].sort((a, b) => a.probability - b.probability)).map(({ n, sum, actionable }) => {
    return { n, stated: sum / n, actionable, share: actionable / n, interval: wilson(actionable, n) };
  });
}

/** Mean distance of what was stated from what came true, by bin. Null of nothing. */
export function calibrationError(stated: readonly Stated[]): number | null {
  return calibrationErrorOf([...stated].sort((a, b) => a.probability - b.probability));
}

/** The same for pages in ascending order of probability, each counted so many times. */
export function calibrationErrorOf(ascending: readonly Stated[], times?: ArrayLike<number>): number | null {
  const bins = tallyBins(ascending, times);
  const n = bins.reduce((all, bin) => all + bin.n, 0);
  return n === 0 ? null : bins.reduce((all, { sum, actionable }) => all + Math.abs(sum - actionable), 0) / n;
}

type Tally = { n: number; sum: number; actionable: number };

function tallyBins(ascending: readonly Stated[], times?: ArrayLike<number>): Tally[] {
  const counted = (index: number) => (times ? (times[index] ?? 0) : 1);
  let all = 0;
  for (let index = 0; index < ascending.length; index += 1) all += counted(index);
  const bins: Tally[] = [];
  let bin: Tally = { n: 0, sum: 0, actionable: 0 };
  let seen = 0;
  let next = 1;
  for (let index = 0; index < ascending.length; index += 1) {
    const { probability, outcome } = ascending[index] as Stated;
    const n = counted(index);
    seen += n;
    bin = { n: bin.n + n, sum: bin.sum + n * probability, actionable: bin.actionable + n * outcome };
    if (ascending[index + 1]?.probability === probability || bin.n === 0) continue;
    if (seen < Math.round((next * all) / BINS)) continue;
    bins.push(bin);
    bin = { n: 0, sum: 0, actionable: 0 };
    while (next < BINS && seen >= Math.round((next * all) / BINS)) next += 1;
  }
  return bins;
}
