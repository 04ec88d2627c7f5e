import type { Hours } from "@/lib/model/settings";

export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const STANDARD_DAYS = [0, 1, 2, 3, 4];

/** "22:00" of 1320 */
export function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** 1320 of "22:00"; null where it is no time of day. */
export function minuteOf(clock: string): number | null {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(clock) ?? [];
  return hour === undefined || minute === undefined ? null : Number(hour) * 60 + Number(minute);
}

export const workingDaysOf = ({ workingDays }: Hours) => workingDays ?? STANDARD_DAYS;

/** "asleep 22:00–08:00, works until 18:00, Mon–Fri" */
export function hoursWords(hours: Hours): string {
  const days = workingDaysOf(hours);
  const unbroken = days.length > 2 && days.every((day, index) => index === 0 || day === (days[index - 1] ?? 0) + 1);
  const names = days.map((day) => WEEKDAYS[day] ?? "");
  const when = days.length === 0 ? "no working day" : unbroken ? `${names[0]}–${names.at(-1)}` : names.join(", ");
  return `asleep ${clockOf(hours.sleepFrom)}–${clockOf(hours.sleepTo)}, works until ${clockOf(hours.businessTo)}, ${when}`;
}
