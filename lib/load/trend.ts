import { rateRatio } from "@/lib/statistics/rate-ratio";

export type LoadTrend = {
  count: number;
  before: number;
  /** Rate now / rate before; null where there was none before. `high` is null where it has no bound. */
  ratio: number | null;
  low: number;
  high: number | null;
  /** `none` = no clear change: the interval holds 1. */
  change: "up" | "down" | "none";
};

/**
 * The last 28 local days against the 28 before, with the exact 95 % interval of the ratio (noise.md 6.3). Give the hours
 * on call where they are known and differ, so that more pages in twice the hours are no rise.
 */
export function trendOf(
  count: number,
  before: number,
  hours: { now: number; before: number } | null = null,
): LoadTrend {
  const { value, low, high } = rateRatio({ count, of: hours?.now ?? 1 }, { count: before, of: hours?.before ?? 1 });
  const change = low > 1 ? "up" : high < 1 ? "down" : "none";
  return { count, before, ratio: value, low, high: Number.isFinite(high) ? high : null, change };
}
