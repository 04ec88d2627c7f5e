import type { Instant } from "@/lib/model/instant";
import type { WeeklyWindow } from "@/lib/model/treatment";
import { localPartsOf } from "@/lib/time/boundaries";
import type { HistoryOpening } from "./history";

const DAY_MINUTES = 1_440;
/** A little room before and after what was seen. */
const ROOM_MINUTES = 5;
const WIDEST_MINUTES = 120;

/**
 * The times of the week in which openings came that fire by the clock: on the weekdays seen, the shortest stretch of the
 * day that holds them all, with their clears. Null where it would be wider than two hours: that is no time of the clock.
 */
export function clockBand(openings: readonly HistoryOpening[], zone: string): WeeklyWindow[] | null {
  const minuteOf = (at: Instant): number => {
    const { hour, minute } = localPartsOf(at, zone);
    return hour * 60 + minute;
  };
  const told = openings.flatMap((opening) => [minuteOf(opening.openedAt), ...clearsSoon(opening).map(minuteOf)]);
  const times = [...new Set(told)].sort((a, b) => a - b);
  const gaps = times.map((time, index) => {
    const next = times[index + 1] ?? (times[0] ?? 0) + DAY_MINUTES;
    return { after: next % DAY_MINUTES, length: next - time };
  });
  const widest = gaps.reduce<{ after: number; length: number } | null>(
    (most, gap) => (most && most.length >= gap.length ? most : gap),
    null,
  );
  if (widest === null) return null;
  const length = DAY_MINUTES - widest.length + 1 + 2 * ROOM_MINUTES;
  if (length > WIDEST_MINUTES) return null;
  const from = (widest.after - ROOM_MINUTES + DAY_MINUTES) % DAY_MINUTES;
  // Before midnight the band of a day may begin, and its openings lie on the next: it belongs to the day it begins on.
  const weekdays = new Set(
    openings.map(({ openedAt }) => {
      const { weekday } = localPartsOf(openedAt, zone);
      return minuteOf(openedAt) < from ? (weekday + 6) % 7 : weekday;
    }),
  );
  return [...weekdays].sort((a, b) => a - b).flatMap((weekday) => windowsOf(weekday, from, from + length));
}

/** A longer one is still open at the end of any band. */
function clearsSoon({ openedAt, endedAt, endedBy }: HistoryOpening): Instant[] {
  const soon = endedBy === "source" && endedAt !== null && endedAt - openedAt < WIDEST_MINUTES * 60_000;
  return soon ? [endedAt] : [];
}

function windowsOf(weekday: number, fromMinute: number, toMinute: number): WeeklyWindow[] {
  if (toMinute <= DAY_MINUTES) return [{ weekday, fromMinute, toMinute }];
  return [
    { weekday, fromMinute, toMinute: DAY_MINUTES },
    { weekday: (weekday + 1) % 7, fromMinute: 0, toMinute: toMinute - DAY_MINUTES },
  ];
}
