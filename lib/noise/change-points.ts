/** Counts of days in a row, with the exposure of each: 1, or less on a weekday that is quieter as a rule. */
export type DailyCounts = { counts: readonly number[]; exposures: readonly number[] };

/** The rate that is watched for is twice the baseline. */
const RHO = 2;

/** [baseline per day, h]: a false alarm in about 760, 876 and 1,175 days. */
const ALARM_LEVELS = [
  [0.1, 3],
  [0.3, 4],
  [1, 5],
] as const;

/** The level of the sum at which a Poisson CUSUM of this baseline says "louder". */
export function alarmLevel(baseline: number): number {
  return (ALARM_LEVELS.find(([most]) => baseline <= most * 1.5) ?? ALARM_LEVELS[2])[1];
}

/**
 * Poisson CUSUM for twice the baseline: the index of the first day on which its sum reaches the alarm level, from `start`
 * on. Null where it never does.
 */
export function cusumAlarm(
  daily: DailyCounts,
  baseline: number,
  start = 0,
  level = alarmLevel(baseline),
): number | null {
  let sum = 0;
  for (let day = start; day < daily.counts.length; day += 1) {
    const expected = baseline * (daily.exposures[day] ?? 1);
    sum = Math.max(0, sum + (daily.counts[day] ?? 0) * Math.log(RHO) - expected * (RHO - 1));
    if (sum >= level) return day;
  }
  return null;
}

const SHORTEST_DAYS = 3;

/** Sums up to each day, so that any stretch is two subtractions. */
type Sums = { counts: Float64Array; exposures: Float64Array };

export function sumsOf({ counts, exposures }: DailyCounts): Sums {
  const sums = { counts: new Float64Array(counts.length + 1), exposures: new Float64Array(counts.length + 1) };
  for (let day = 0; day < counts.length; day += 1) {
    sums.counts[day + 1] = (sums.counts[day] ?? 0) + (counts[day] ?? 0);
    sums.exposures[day + 1] = (sums.exposures[day] ?? 0) + (exposures[day] ?? 1);
  }
  return sums;
}

/** Events and exposure of the days [from, to). */
export function stretchOf({ counts, exposures }: Sums, from: number, to: number): { count: number; of: number } {
  return { count: (counts[to] ?? 0) - (counts[from] ?? 0), of: (exposures[to] ?? 0) - (exposures[from] ?? 0) };
}

/** Poisson cost of a stretch with one rate: 2(S - S ln(S/m)). */
function costOf(sums: Sums, from: number, to: number): number {
  const { count, of } = stretchOf(sums, from, to);
  return count === 0 ? 0 : 2 * (count - count * Math.log(count / of));
}

/** PELT: the days on which a new rate begins, in order; the first stretch, from day 0, is not among them. */
export function changePoints(daily: DailyCounts, sums = sumsOf(daily)): number[] {
  const days = daily.counts.length;
  const penalty = 3 * Math.log(Math.max(2, days));
  const best = new Float64Array(days + 1).fill(Number.POSITIVE_INFINITY);
  const previous = new Int32Array(days + 1);
  best[0] = -penalty;
  // A start that lost may still win where the winner's own stretch would be too short: it is dropped that much later.
  const lostAt = new Int32Array(days + 1).fill(days + 1);
  let starts = [0];
  for (let end = SHORTEST_DAYS; end <= days; end += 1) {
    const costs = starts.map((start) => (best[start] ?? 0) + costOf(sums, start, end));
    costs.forEach((cost, index) => {
      if (cost + penalty >= (best[end] ?? 0)) return;
      best[end] = cost + penalty;
      previous[end] = starts[index] ?? 0;
    });
    starts.forEach((start, index) => {
      if ((costs[index] ?? 0) >= (best[end] ?? 0)) lostAt[start] = Math.min(lostAt[start] ?? end, end);
    });
    starts = starts.filter((start) => end + 1 < (lostAt[start] ?? 0) + SHORTEST_DAYS);
    // The next end may begin a stretch here, once it is long enough.
    const next = end + 1 - SHORTEST_DAYS;
    if (next >= SHORTEST_DAYS) starts.push(next);
  }
  const points: number[] = [];
  for (let end = days; end > 0 && (previous[end] ?? 0) > 0; end = previous[end] ?? 0)
    points.unshift(previous[end] ?? 0);
  return points;
}

/** 95 % point of chi-square with one degree of freedom. */
const CHI_SQUARE_95 = 3.841;

/** The days between which the change from one stretch to the next lies with 95 % certainty, around the best one. */
export function changeRange(sums: Sums, from: number, best: number, to: number): { first: number; last: number } {
  const most = costOf(sums, from, best) + costOf(sums, best, to) + CHI_SQUARE_95;
  const fits = (day: number) => costOf(sums, from, day) + costOf(sums, day, to) <= most;
  let [first, last] = [best, best];
  while (first - 1 > from && fits(first - 1)) first -= 1;
  while (last + 1 < to && fits(last + 1)) last += 1;
  return { first, last };
}
