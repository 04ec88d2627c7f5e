import type { Instant } from "@/lib/model/instant";
import { addDays, instantOfWall, localDateOf, localWeekdayOf } from "./boundaries";

/** A time of every day, or of one day of the week: 0 = Monday. Minutes after local midnight. */
export type DueRule = { weekday: number | null; minute: number; zone: string };

/** The local date, and the instant: a time that a clock change skips is that change, of a repeated one it is the first. */
export type Due = { date: string; at: Instant };

const MINUTE_MS = 60_000;
/** The day itself, and a week either way. */
const REACH_DAYS = 8;

/** The latest due time that is not after `now`. */
export function lastDue(rule: DueRule, now: Instant): Due {
  const due = duesNear(rule, now, -1).find(({ at }) => at <= now);
  if (!due) throw new Error("a week has every weekday");
  return due;
}

/** The first due time after `now`. */
export function nextDue(rule: DueRule, now: Instant): Due {
  const due = duesNear(rule, now, 1).find(({ at }) => at > now);
  if (!due) throw new Error("a week has every weekday");
  return due;
}

function duesNear({ weekday, minute, zone }: DueRule, now: Instant, direction: 1 | -1): Due[] {
  const today = localDateOf(now, zone);
  const first = localWeekdayOf(now, zone);
  const dues: Due[] = [];
  for (let days = 0; days <= REACH_DAYS; days += 1) {
    const date = addDays(today, days * direction);
    const day = (first + days * direction + 14) % 7;
    if (weekday !== null && day !== weekday) continue;
    dues.push({ date, at: instantOfWall(Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS, zone) });
  }
  return dues;
}
