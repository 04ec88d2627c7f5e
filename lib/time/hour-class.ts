import type { Instant } from "@/lib/model/instant";
import type { HourClass } from "@/lib/model/interruption";
import type { Hours } from "@/lib/model/settings";
import { localDateOf, localMinuteOf, localWeekdayOf } from "./boundaries";
import type { HolidayDates } from "./holidays";

const MONDAY_TO_FRIDAY = [0, 1, 2, 3, 4];

/**
 * The class of an instant in a person's own zone. Sleep wins every day; business is on working days only, and a public
 * holiday, a local date, counts as weekend.
 */
export function hourClassOf(at: Instant, zone: string, hours: Hours, holidays: HolidayDates | null = null): HourClass {
  const minute = localMinuteOf(at, zone);
  if (isSleep(minute, hours)) return "sleep";
  if (minute < hours.sleepTo || minute >= hours.businessTo) return "off";
  const working = (hours.workingDays ?? MONDAY_TO_FRIDAY).includes(localWeekdayOf(at, zone));
  return working && !holidays?.has(localDateOf(at, zone)) ? "business" : "off";
}

/** True where a minute of the day is asleep. Sleep that begins after midnight (01:00-08:00) does not wrap. */
export function isSleep(minute: number, { sleepFrom, sleepTo }: Hours): boolean {
  return sleepFrom > sleepTo ? minute >= sleepFrom || minute < sleepTo : minute >= sleepFrom && minute < sleepTo;
}
