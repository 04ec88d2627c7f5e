import type { Instant } from "@/lib/model/instant";
import type { Hours } from "@/lib/model/settings";
import { addDays, localDateOf, localMinuteOf } from "./boundaries";
import { isSleep } from "./hour-class";

/** The date on which the sleep span around an instant begins (03:00 on Tuesday is Monday's night), null while awake. */
export function nightOf(at: Instant, zone: string, hours: Hours): string | null {
  const minute = localMinuteOf(at, zone);
  if (!isSleep(minute, hours)) return null;
  const date = localDateOf(at, zone);
  return hours.sleepFrom > hours.sleepTo && minute < hours.sleepTo ? addDays(date, -1) : date;
}
