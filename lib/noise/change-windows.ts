import type { Change, ChangeKind } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";
import { type RateRatio, rateRatio } from "@/lib/statistics/rate-ratio";
import { localWeekdayOf } from "@/lib/time/boundaries";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SATURDAY = 5;

/** The same hour of other days: weeks first, then the days around, as far as they are of the same kind. */
const SHIFT_DAYS = [-7, 7, -14, 14, -1, 1, -2, 2, -3, 3];
/** A service that deploys every hour has thousands of windows; an even share of them tells the rate as well. */
const MOST_WINDOWS = 300;

/** The time in which a change explains a page, half-open; windows that overlap are one, named by the latest start. */
export type ChangeWindow = { from: Instant; to: Instant; changes: readonly Change[] };

export type WindowTest = {
  windows: readonly ChangeWindow[];
  /** Windows with a page of `tried` in the test, and the same of windows at the same hour of other days. */
  hit: number;
  tried: number;
  matchedHit: number;
  matched: number;
  ratio: RateRatio;
};

/** From some minutes before each change to some after its end. A change taken back is an answer, not planned work. */
export function windowsOf(
  changes: readonly Change[],
  kinds: readonly ChangeKind[],
  { beforeMinutes, afterMinutes }: { beforeMinutes: number; afterMinutes: number },
): ChangeWindow[] {
  const windows: { from: Instant; to: Instant; changes: Change[] }[] = [];
  for (const change of changes) {
    if (!kinds.includes(change.kind) || change.isRollback) continue;
    const from = change.startsAt - beforeMinutes * MINUTE_MS;
    const to = Math.max(change.endsAt ?? change.startsAt, change.startsAt) + afterMinutes * MINUTE_MS;
    const last = windows.at(-1);
    if (last && from <= last.to) {
      last.to = Math.max(last.to, to);
      last.changes.push(change);
    } else windows.push({ from, to, changes: [change] });
  }
  return windows;
}

/** The window in which an instant lies. `windows` in order, apart from each other. */
export function windowAt(windows: readonly ChangeWindow[], at: Instant): ChangeWindow | null {
  let [low, high] = [0, windows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((windows[middle]?.to ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const window = windows[low];
  return window && window.from <= at ? window : null;
}

/**
 * Whether an alert pages in these windows more than at the same hour of other days: deploys and pages both prefer working
 * hours, so the rest of the week is no measure. A window counts once, however often the alert opens in it. Null where no two windows
 * are hit, of which nothing can be told. `times` in order.
 */
export function testWindows(
  windows: readonly ChangeWindow[],
  times: readonly Instant[],
  until: Instant,
  zone: string | null,
): WindowTest | null {
  const first = times[0] ?? until;
  const known = windows.filter(({ from, to }) => to > first && from < until);
  if (known.filter(({ from, to }) => opensIn(times, from, to)).length < 2) return null;
  const every = Math.ceil(known.length / MOST_WINDOWS);
  const sampled = known.filter((_, index) => index % every === 0);
  const count = { hit: 0, hitMs: 0, matched: 0, matchedHit: 0, matchedMs: 0 };
  for (const { from, to } of sampled) {
    if (opensIn(times, from, to)) count.hit += 1;
    count.hitMs += to - from;
    for (const days of SHIFT_DAYS) {
      const [start, end] = [from + days * DAY_MS, to + days * DAY_MS];
      if (start < first || end > until || isWeekend(start, zone) !== isWeekend(from, zone)) continue;
      if (windowAt(windows, start) || windowAt(windows, end)) continue;
      count.matched += 1;
      count.matchedMs += end - start;
      if (opensIn(times, start, end)) count.matchedHit += 1;
    }
  }
  const ratio = rateRatio({ count: count.hit, of: count.hitMs }, { count: count.matchedHit, of: count.matchedMs });
  return {
    windows,
    hit: count.hit,
    tried: sampled.length,
    matchedHit: count.matchedHit,
    matched: count.matched,
    ratio,
  };
}

function isWeekend(at: Instant, zone: string | null): boolean {
  return localWeekdayOf(at, zone ?? "UTC") >= SATURDAY;
}

function opensIn(times: readonly Instant[], from: Instant, to: Instant): boolean {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return (times[low] ?? Number.POSITIVE_INFINITY) < to;
}
