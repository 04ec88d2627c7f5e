import { addDays, localWeekdayOf, startOfDate } from "@/lib/time/boundaries";

/** The Monday of a date's week. */
export const mondayOf = (date: string): string => addDays(date, -localWeekdayOf(startOfDate(date, "UTC"), "UTC"));
