import { addDays, startOfDate } from "@/lib/time/boundaries";

/** Dates of a zone and the instants at which they begin, in order: `width_bucket` finds the date of an instant. */
type LocalDays = { dates: string[]; starts: string[] };

/** All dates in a zone that some dates of UTC touch. */
export function localDays(utcDates: readonly string[], zone: string): LocalDays {
  const near = utcDates.flatMap((date) => [addDays(date, -1), date, addDays(date, 1), addDays(date, 2)]);
  const dates = [...new Set(near)].sort();
  return { dates, starts: dates.map((date) => new Date(startOfDate(date, zone)).toISOString()) };
}
