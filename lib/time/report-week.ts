import { AppError } from "@/lib/errors";
import type { Instant } from "@/lib/model/instant";
import type { HandOver } from "@/lib/model/settings";
import { addDays, DAY_MS, daysBetween, HOUR_MS, instantOfWall, localPartsOf } from "./boundaries";
import type { InstantRange } from "./range";

const MONDAY: HandOver = { weekday: 0, hour: 0 };

/** Whether it is written as an ISO week, and its year has it: `2026-W53`, never `2025-W53`. */
export function isWeek(text: string): boolean {
  const parts = /^(\d{4})-W(\d{2})$/.exec(text);
  if (!parts || Number(parts[1]) === 0) return false;
  return Number(parts[2]) >= 1 && isoWeekOf(mondayOf(text)) === text;
}

/**
 * From the hand-over in an ISO week to the same local moment a week later; without one from Monday to Sunday, as local
 * dates. Both ends are found on the wall, so a week in which the clocks change has 167 or 169 hours.
 */
export function weekRange(week: string, zone: string, handOver: HandOver | null): InstantRange {
  if (!isWeek(week)) throw new AppError("invalid", `"${week}" is not a week such as 2026-W46.`);
  const { weekday, hour } = handOver ?? MONDAY;
  const first = addDays(mondayOf(week), weekday);
  return { from: instantOfHour(first, hour, zone), to: instantOfHour(addDays(first, 7), hour, zone) };
}

/** The week that holds an instant: one that begins at its hand-over, before which the week before still runs. */
export function weekOf(at: Instant, zone: string, handOver: HandOver | null): string {
  const { weekday } = handOver ?? MONDAY;
  const week = isoWeekOf(addDays(localPartsOf(at, zone).date, -weekday));
  return at < weekRange(week, zone, handOver).from ? previousWeek(week) : week;
}

/** The last week that is over. */
export function lastWeek(now: Instant, zone: string, handOver: HandOver | null): string {
  return previousWeek(weekOf(now, zone, handOver));
}

export function previousWeek(week: string): string {
  return isoWeekOf(addDays(mondayOf(week), -7));
}

export function nextWeek(week: string): string {
  return isoWeekOf(addDays(mondayOf(week), 7));
}

/** The weeks that end with one, oldest first. */
export function weeksUpTo(week: string, count: number): string[] {
  const monday = mondayOf(week);
  return Array.from({ length: count }, (_, index) => isoWeekOf(addDays(monday, -7 * (count - 1 - index))));
}

function instantOfHour(date: string, hour: number, zone: string): Instant {
  return instantOfWall(daysBetween("1970-01-01", date) * DAY_MS + hour * HOUR_MS, zone);
}

/** Week 1 is the one with 4 January in it. */
function mondayOf(week: string): string {
  const fourth = `${week.slice(0, 4)}-01-04`;
  return addDays(fourth, (Number(week.slice(6)) - 1) * 7 - weekdayOf(fourth));
}

/** Of a local date: its year is the one its Thursday lies in. */
function isoWeekOf(date: string): string {
  const thursday = addDays(date, 3 - weekdayOf(date));
  const year = thursday.slice(0, 4);
  const number = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(number).padStart(2, "0")}`;
}

/** 0 = Monday. 1970-01-05 was one. */
function weekdayOf(date: string): number {
  return ((daysBetween("1970-01-05", date) % 7) + 7) % 7;
}
