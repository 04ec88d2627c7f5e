import type { Instant } from "@/lib/model/instant";
import { DAY_MS, HOUR_MS } from "@/lib/time/boundaries";

export const SHIFT_LIMITS = {
  /** A shift that ended longer ago is not the last one any more: nobody remembers its pages. */
  recentDays: 14,
  /** Of somebody who is always on call, the last so many days. */
  longestDays: 7,
  /** Without a schedule: so many hours up to the last page. */
  hours: 12,
} as const;

export type Span = { fromAt: Instant; toAt: Instant; schedule: string | null };

type LastShift = { from: Instant; to: Instant; schedule: string | null; isRunning: boolean };

/**
 * The shift that runs, else the last that ended; those that touch or overlap are one, as when two rotas follow each
 * other. Null where none lies near.
 */
export function lastShiftOf(spans: readonly Span[], now: Instant): LastShift | null {
  const begun = spans.filter(({ fromAt }) => fromAt <= now).sort((a, b) => b.toAt - a.toAt);
  const [last] = begun;
  if (!last || last.toAt < now - SHIFT_LIMITS.recentDays * DAY_MS) return null;
  let { fromAt: from } = last;
  for (const span of begun) if (span.toAt >= from) from = Math.min(from, span.fromAt);
  const to = Math.min(last.toAt, now);
  return {
    from: Math.max(from, to - SHIFT_LIMITS.longestDays * DAY_MS),
    to,
    schedule: last.schedule,
    isRunning: last.toAt > now,
  };
}

/** Where no schedule tells: the hours up to the last page, which is in it. */
export function hoursBefore(lastPageAt: Instant): { from: Instant; to: Instant } {
  return { from: lastPageAt - SHIFT_LIMITS.hours * HOUR_MS, to: lastPageAt + 1 };
}
