import type { Change } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";
import { garwood, type Interval } from "@/lib/statistics/intervals";
import { type RateRatio, rateRatio } from "@/lib/statistics/rate-ratio";
import { localDateOf, startOfDate } from "@/lib/time/boundaries";
import { changePoints, changeRange, cusumAlarm, type DailyCounts, stretchOf, sumsOf } from "./change-points";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const TREND_THRESHOLDS = {
  /** Days within which a change of the alert is still news. */
  recentDays: 28,
  /** Days of silence before the first page that make an alert new. */
  silentDays: 28,
  /** Lower 95 % bound of the ratio of the rates; for quieter its inverse. */
  ratio: 1.5,
  /** Pages expected by the old rate in the silence: none of 5 is chance in e^-5, 7 of 1,000 alerts. */
  expectedInSilence: 5,
  /** Days around the change in which one of the change feed is a candidate. */
  candidateDays: 2,
};

/** An hour with twenty pages and one with two are each one time that the alert was loud. */
const COLLAPSE_MS = HOUR_MS;

/** Pages of a weekday that an even week is worth: keeps a weekday with few pages from looking special by chance. */
const WEEKDAY_PRIOR = 5;
const WEEKDAYS_FROM_DAYS = 21;

type TrendKind = "new" | "louder" | "quieter" | "gone" | "steady";

/** Openings per day over a stretch of days; those within an hour of the first count once. */
export type DailyRate = { count: number; days: number; perDay: number; interval: Interval };

export type Trend = {
  kind: TrendKind;
  /** Between which instants the change lies with 95 % certainty. Null for a steady alert. */
  since: { from: Instant; to: Instant } | null;
  before: DailyRate | null;
  after: DailyRate | null;
  ratio: RateRatio | null;
  /** The nearest change of the feed: a candidate, not a cause. */
  change: Change | null;
};

export type TrendOptions = {
  /** Since when the source would have told of a page; null = unknown, then no alert is called new. */
  knownSince?: Instant | null;
  /** Zone of the days; UTC where none is set. */
  zone?: string | null;
};

const STEADY: Trend = { kind: "steady", since: null, before: null, after: null, ratio: null, change: null };

/** Whether an alert became noisy or quiet lately, and since when. `openings` in any order; those after `now` do not count. */
export function trendOf(
  openings: readonly Instant[],
  changes: readonly Change[],
  now: Instant,
  { knownSince = null, zone = null }: TrendOptions = {},
): Trend {
  const times = openings.filter((at) => at < now).sort((a, b) => a - b);
  const [first] = times;
  if (first === undefined) return STEADY;
  const days = daysBetween(knownSince === null ? first : Math.min(knownSince, first), now, zone ?? "UTC");
  const daily = dailyCounts(collapse(times), days, now);
  return (
    newAlert(first, knownSince, now, daily, changes) ??
    goneAlert(times, daily, now, changes) ??
    changedAlert(daily, days, changes) ??
    STEADY
  );
}

/** Starts of local days, the last one beyond the end: day i is [days[i], days[i + 1]). */
type Days = readonly Instant[];

function daysBetween(from: Instant, to: Instant, zone: string): Days {
  const starts: Instant[] = [];
  let day = startOfDate(localDateOf(from, zone), zone);
  while (day < to) {
    starts.push(day);
    // Noon of the next day, whatever the clocks do at night.
    day = startOfDate(localDateOf(day + 1.5 * DAY_MS, zone), zone);
  }
  return [...starts, day];
}

/** Openings less than an hour after one that counts do not count. */
export function collapse(times: readonly Instant[]): Instant[] {
  const kept: Instant[] = [];
  for (const at of times) if (at - (kept.at(-1) ?? Number.NEGATIVE_INFINITY) >= COLLAPSE_MS) kept.push(at);
  return kept;
}

/** Counts by day with the weekday taken out: a quiet weekday is a shorter day. The last day is as long as it has been. */
function dailyCounts(times: readonly Instant[], days: Days, until: Instant): DailyCounts {
  const counts = new Array<number>(Math.max(0, days.length - 1)).fill(0);
  let day = 0;
  for (const at of times) {
    while (day + 1 < days.length - 1 && at >= (days[day + 1] ?? 0)) day += 1;
    counts[day] = (counts[day] ?? 0) + 1;
  }
  const exposures = weekdayExposures(counts);
  const [start = 0, end = 0] = days.slice(-2);
  const last = exposures.length - 1;
  // A day just begun has hardly had the time to be quiet.
  if (last >= 0)
    exposures[last] = (exposures[last] ?? 1) * Math.max(0.01, Math.min(1, (until - start) / (end - start)));
  return { counts, exposures };
}

export function weekdayExposures(counts: readonly number[]): number[] {
  if (counts.length < WEEKDAYS_FROM_DAYS) return counts.map(() => 1);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const seen = [0, 0, 0, 0, 0, 0, 0];
  counts.forEach((count, day) => {
    seen[day % 7] = (seen[day % 7] ?? 0) + count;
  });
  const factors = seen.map((count) => (count + WEEKDAY_PRIOR) / (total / 7 + WEEKDAY_PRIOR));
  return counts.map((_, day) => factors[day % 7] ?? 1);
}

function newAlert(
  first: Instant,
  knownSince: Instant | null,
  now: Instant,
  daily: DailyCounts,
  changes: readonly Change[],
): Trend | null {
  const { recentDays, silentDays } = TREND_THRESHOLDS;
  if (knownSince === null || first - knownSince < silentDays * DAY_MS || now - first >= recentDays * DAY_MS)
    return null;
  const start = daily.counts.findIndex((count) => count > 0);
  const sums = sumsOf(daily);
  const since = { from: first, to: first };
  return {
    kind: "new",
    since,
    before: rateOf(stretchOf(sums, 0, start), start),
    after: rateOf(stretchOf(sums, start, daily.counts.length), daily.counts.length - start),
    ratio: null,
    change: nearestChange(changes, since.from, since.to),
  };
}

/** Silent for so long that its latest rate would have made five pages. */
function goneAlert(
  times: readonly Instant[],
  daily: DailyCounts,
  now: Instant,
  changes: readonly Change[],
): Trend | null {
  const last = daily.counts.findLastIndex((count) => count > 0);
  const lastAt = times.at(-1) ?? 0;
  const sums = sumsOf(daily);
  const [before, after] = [stretchOf(sums, 0, last + 1), stretchOf(sums, last + 1, daily.counts.length)];
  // The rate of its latest stretch, not of a louder past.
  const start = changePoints(daily, sums).findLast((day) => day <= last) ?? 0;
  const lately = stretchOf(sums, start, last + 1);
  const expected = (lately.count / lately.of) * after.of;
  if (after.count > 0 || lately.count < 3 || expected < TREND_THRESHOLDS.expectedInSilence) return null;
  const since = {
    from: lastAt,
    to: Math.min(now, lastAt + (lately.of / lately.count) * TREND_THRESHOLDS.expectedInSilence * DAY_MS),
  };
  return {
    kind: "gone",
    since,
    before: rateOf(lately, last + 1 - start),
    after: rateOf(after, daily.counts.length - last - 1),
    ratio: rateRatio(after, before),
    change: nearestChange(changes, since.from, since.to),
  };
}

/** The last change of the rate, if it is news and no chance. */
function changedAlert(daily: DailyCounts, days: Days, changes: readonly Change[]): Trend | null {
  const shift = shiftsOf(daily).at(-1);
  if (!shift || daily.counts.length - shift.last > TREND_THRESHOLDS.recentDays) return null;
  const { kind, before, after, ratio } = shift;
  const since = { from: days[shift.first] ?? 0, to: days[shift.last + 1] ?? 0 };
  return { kind, since, before, after, ratio, change: nearestChange(changes, since.from, since.to) };
}

/** A change of the rate; its first day lies between `first` and `last` with 95 % certainty. */
type Shift = {
  kind: "louder" | "quieter";
  day: number;
  first: number;
  last: number;
  /** Days of the new rate: [day, end). */
  end: number;
  before: DailyRate | null;
  after: DailyRate | null;
  ratio: RateRatio;
};

/** The change points that are beyond chance: for a rise the CUSUM of the old rate must have rung, too. */
function shiftsOf(daily: DailyCounts): Shift[] {
  const sums = sumsOf(daily);
  const points = changePoints(daily, sums);
  return points.flatMap((day, index): Shift[] => {
    const [from, end] = [points[index - 1] ?? 0, points[index + 1] ?? daily.counts.length];
    const [before, after] = [stretchOf(sums, from, day), stretchOf(sums, day, end)];
    const ratio = rateRatio(after, before);
    // A stretch without any page has a rate of at most about one in its whole length.
    const rings = () => cusumAlarm(daily, Math.max(before.count, 0.5) / before.of, day) !== null;
    const isLouder = ratio.low > TREND_THRESHOLDS.ratio && rings();
    if (!isLouder && ratio.high >= 1 / TREND_THRESHOLDS.ratio) return [];
    const kind = isLouder ? "louder" : "quieter";
    const { first, last } = changeRange(sums, from, day, end);
    const rates = { before: rateOf(before, day - from), after: rateOf(after, end - day), ratio };
    return [{ kind, day, first, last, end, ...rates }];
  });
}

/** A rise of the rate beyond chance, somewhere in the history: [startsAt, endsAt) is the louder time. */
export type Rise = {
  startsAt: Instant;
  endsAt: Instant;
  /** Between which instants it began with 95 % certainty. */
  since: { from: Instant; to: Instant };
  before: DailyRate | null;
  after: DailyRate | null;
  ratio: RateRatio;
};

/** All rises of an alert's rate in [first opening, until], by local days. `times` in order. */
export function risesOf(times: readonly Instant[], until: Instant, zone: string | null): Rise[] {
  const [first] = times;
  if (first === undefined || until <= first) return [];
  const days = daysBetween(first, until, zone ?? "UTC");
  return shiftsOf(dailyCounts(collapse(times), days, until)).flatMap((shift): Rise[] => {
    if (shift.kind !== "louder") return [];
    const { day, end, first: from, last, before, after, ratio } = shift;
    const since = { from: days[from] ?? 0, to: days[last + 1] ?? 0 };
    return [{ startsAt: days[day] ?? 0, endsAt: days[end] ?? 0, since, before, after, ratio }];
  });
}

function rateOf({ count, of }: { count: number; of: number }, days: number): DailyRate | null {
  return of > 0 ? { count, days, perDay: count / of, interval: garwood(count, of) } : null;
}

function nearestChange(changes: readonly Change[], from: Instant, to: Instant): Change | null {
  const reachMs = TREND_THRESHOLDS.candidateDays * DAY_MS;
  const distance = ({ startsAt }: Change) => Math.max(from - startsAt, startsAt - to, 0);
  let nearest: Change | null = null;
  for (const change of changes) {
    if (distance(change) > reachMs) continue;
    const closer = !nearest || distance(change) < distance(nearest);
    // Of two equally near ones the edit of a rule is the likelier candidate.
    const likelier = nearest && distance(change) === distance(nearest) && change.kind === "rule-edit";
    if (closer || (likelier && nearest?.kind !== "rule-edit")) nearest = change;
  }
  return nearest;
}
