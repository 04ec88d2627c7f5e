import { clusteredShare } from "@/lib/statistics/clustered-share";
import type { Interval } from "@/lib/statistics/intervals";

/** Pages by verdict, tests left out; what is not judged yet is unclear. */
export type VerdictCounts = { actionable: number; noise: number; unclear: number };

export type NoiseShare = VerdictCounts & {
  /** noise / (noise + actionable); null where no page is either. Accuracy is 1 less it. */
  value: number | null;
  interval: Interval | null;
  /** Fewer than ten signatures: pages are taken as independent, and the interval is too narrow. */
  optimistic: boolean;
  /** unclear / all; null without a page. */
  unclearShare: number | null;
  /** What the share is if all unclear pages are actionable, and if all are noise. */
  bounds: Interval | null;
};

/** Noise share of somebody's load from the pages of each signature (noise.md 6.2), its 95 % interval drawn by signature. */
export function noiseShare(signatures: readonly VerdictCounts[]): NoiseShare {
  const counts = { actionable: 0, noise: 0, unclear: 0 };
  for (const own of signatures) {
    counts.actionable += own.actionable;
    counts.noise += own.noise;
    counts.unclear += own.unclear;
  }
  const all = counts.actionable + counts.noise + counts.unclear;
  const { value, interval, optimistic } = clusteredShare(
    signatures.map(({ noise, actionable }) => ({ hits: noise, n: noise + actionable })),
  );
  return {
    ...counts,
    value,
    interval,
    optimistic,
    unclearShare: all === 0 ? null : counts.unclear / all,
    bounds: all === 0 ? null : { low: counts.noise / all, high: (counts.noise + counts.unclear) / all },
  };
}
