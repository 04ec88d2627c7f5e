import type { Instant } from "@/lib/model/instant";
import type { HourClass } from "@/lib/model/interruption";
import type { Hours } from "@/lib/model/settings";
import { localMinuteOf, localWeekdayOf } from "./boundaries";

const SATURDAY = 5;

/** The class of an instant in a person's own zone. Sleep wins every day; business is Monday to Friday only. */
export function hourClassOf(at: Instant, zone: string, hours: Hours): HourClass {
  const minute = localMinuteOf(at, zone);
  if (isSleep(minute, hours)) return "sleep";
  const working = localWeekdayOf(at, zone) < SATURDAY;
  return working && minute >= hours.sleepTo && minute < hours.businessTo ? "business" : "off";
}

/** True where a minute of the day is asleep. Sleep that begins after midnight (01:00-08:00) does not wrap. */
export function isSleep(minute: number, { sleepFrom, sleepTo }: Hours): boolean {
  return sleepFrom > sleepTo ? minute >= sleepFrom || minute < sleepTo : minute >= sleepFrom && minute < sleepTo;
}
