import { garwood } from "@/lib/statistics/intervals";

const HOURS_PER_DAY = 24;

/** Events per 24 hours on call, with the 95 % interval of the count by Garwood. */
export type DayRate = { value: number; low: number; high: number; count: number; hours: number };

/** noise.md 6.2. Null = not on call: without an hour there is no rate, and 0 would say that it was quiet. */
export function ratePerDay(count: number, hours: number): DayRate | null {
  if (hours <= 0) return null;
  const days = hours / HOURS_PER_DAY;
  return { value: count / days, ...garwood(count, days), count, hours };
}
