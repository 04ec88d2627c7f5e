import { AppError } from "@/lib/errors";
import type { Instant } from "@/lib/model/instant";
import type { Treatment, WeeklyWindow } from "@/lib/model/treatment";
import { addDays, DAY_MS, instantOfWall, localPartsOf } from "@/lib/time/boundaries";

type Quiet = Pick<Extract<Treatment, { kind: "window" }>, "zone" | "quiet">;

const MINUTE_MS = 60_000;
const DAY_MINUTES = DAY_MS / MINUTE_MS;
/** More than any week has, told in whole hours and twice a day. */
const MOST_IN_A_ROW = 200;

/**
 * When the quiet around an instant ends, null where it is not quiet. Windows that follow each other, as one over midnight
 * does, are one. Throws for a quiet without end: that is no window.
 */
export function endOfQuiet(at: Instant, { zone, quiet }: Quiet): Instant | null {
  let end: Instant | null = null;
  for (let row = 0; row < MOST_IN_A_ROW; row += 1) {
    const next = endOfWindow(end ?? at, zone, quiet);
    if (next === null) return end;
    end = next;
  }
  throw new AppError("invalid", "These windows leave no time of the week in which it would page.");
}

function endOfWindow(at: Instant, zone: string, quiet: readonly WeeklyWindow[]): Instant | null {
  const { weekday, date, hour, minute } = localPartsOf(at, zone);
  const now = hour * 60 + minute;
  const ends = quiet
    .filter((window) => window.weekday === weekday && window.fromMinute <= now && now < window.toMinute)
    .map(({ toMinute }) => toMinute);
  if (ends.length === 0) return null;
  const toMinute = Math.max(...ends);
  const end = instantOfWall(wallOf(toMinute >= DAY_MINUTES ? addDays(date, 1) : date, toMinute % DAY_MINUTES), zone);
  // Put back, a clock shows a part of the window again, and of a repeated time the first is meant.
  return end > at ? end : Math.floor(at / MINUTE_MS) * MINUTE_MS + (toMinute - now) * MINUTE_MS;
}

const wallOf = (date: string, minute: number) => Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS;

/** All of the week but business hours: the windows of "business hours only". */
export function outsideBusiness(hours: {
  sleepTo: number;
  businessTo: number;
  workingDays?: readonly number[];
}): WeeklyWindow[] {
  const working = hours.workingDays ?? [0, 1, 2, 3, 4];
  return Array.from({ length: 7 }, (_, weekday) => weekday).flatMap((weekday) =>
    working.includes(weekday)
      ? [
          { weekday, fromMinute: 0, toMinute: hours.sleepTo },
          { weekday, fromMinute: hours.businessTo, toMinute: DAY_MINUTES },
        ].filter(({ fromMinute, toMinute }) => fromMinute < toMinute)
      : [{ weekday, fromMinute: 0, toMinute: DAY_MINUTES }],
  );
}

/** Sleep hours of every day. */
export function sleepWindows({ sleepFrom, sleepTo }: { sleepFrom: number; sleepTo: number }): WeeklyWindow[] {
  return Array.from({ length: 7 }, (_, weekday) => weekday).flatMap((weekday) =>
    (sleepFrom < sleepTo
      ? [{ weekday, fromMinute: sleepFrom, toMinute: sleepTo }]
      : [
          { weekday, fromMinute: 0, toMinute: sleepTo },
          { weekday, fromMinute: sleepFrom, toMinute: DAY_MINUTES },
        ]
    ).filter(({ fromMinute, toMinute }) => fromMinute < toMinute),
  );
}
