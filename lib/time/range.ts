import { AppError } from "@/lib/errors";
import type { Instant } from "@/lib/model/instant";
import {
  addDays,
  DAY_MS,
  daysBetween,
  HOUR_MS,
  instantOfWall,
  isZone,
  localPartsOf,
  offsetAt,
  startOfDate,
  startOfLocalDay,
  startOfLocalHour,
} from "./boundaries";

/** Half-open. */
export type InstantRange = { from: Instant; to: Instant };

export type RangeText = { from: string; to: string; zone: string; now: Instant };

export type Slice = { from: Instant; to: Instant; label: string };

const UNITS = ["h", "d", "w", "M", "Q", "y"] as const;
type Unit = (typeof UNITS)[number];

type End = "from" | "to";
const END_NAMES: Record<End, string> = { from: "start", to: "end" };

const MONTHS_IN: Partial<Record<Unit, number>> = { M: 1, Q: 3, y: 12 };

/** Up to this many days are shown day by day, more of them by week. */
const DAY_SLICES = 31;

const MONTH_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/**
 * Reads both ends of a range: `now-1w/w`, ISO dates and date-times, epoch milliseconds. `/` rounds down in `from` and up
 * in `to`; a bare date in `to` is inclusive. What cannot be read is said to be so and never guessed.
 */
export function resolveRange({ from, to, zone, now }: RangeText): InstantRange {
  if (!isZone(zone)) throw new AppError("invalid", `The time zone "${zone}" is not known.`);
  const range = { from: readEnd("from", from, zone, now), to: readEnd("to", to, zone, now) };
  if (range.to <= range.from) throw new AppError("invalid", `The range ${from} to ${to} ends before it begins.`);
  return range;
}

function readEnd(end: End, text: string, zone: string, now: Instant): Instant {
  const trimmed = text.trim();
  if (trimmed.startsWith("now")) return readRelative(end, trimmed, zone, now);
  if (/^\d{12,14}$/.test(trimmed)) return Number(trimmed);
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(trimmed);
  if (date) {
    if (!isDate(trimmed)) throw unreadable(end, text, `there is no day ${trimmed}`);
    return startOfDate(end === "to" ? addDays(trimmed, 1) : trimmed, zone);
  }
  const time = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/.exec(trimmed);
  if (time) return readDateTime(end, text, time, zone);
  throw unreadable(end, text, "it is neither now-7d, now-1w/w, a date, a date-time nor epoch milliseconds");
}

function readDateTime(end: End, text: string, match: RegExpExecArray, zone: string): Instant {
  const [, date = "", hour = "", minute = "", second = "0", fraction = "", offset] = match;
  if (!isDate(date)) throw unreadable(end, text, `there is no day ${date}`);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    throw unreadable(end, text, `there is no time ${hour}:${minute}`);
  }
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  const millis = fraction === "" ? 0 : Math.floor(Number(fraction) * 1000);
  const wall = Date.UTC(year, month - 1, day, Number(hour), Number(minute), Number(second)) + millis;
  if (offset === undefined) return instantOfWall(wall, zone);
  if (offset === "Z") return wall;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  if (hours > 18 || minutes > 59) throw unreadable(end, text, `there is no offset ${offset}`);
  return wall - (offset.startsWith("-") ? -1 : 1) * (hours * HOUR_MS + (minutes * HOUR_MS) / 60);
}

function readRelative(end: End, text: string, zone: string, now: Instant): Instant {
  let at = now;
  let rest = text.slice("now".length);
  while (rest !== "") {
    const step = /^(?:([+-])(\d{1,5})([a-zA-Z]+)|\/([a-zA-Z]+))/.exec(rest);
    if (!step) throw unreadable(end, text, `"${rest}" is not understood`);
    const unit = unitOf(end, text, step[3] ?? step[4] ?? "");
    if (step[4] === undefined) at = shift(at, (step[1] === "-" ? -1 : 1) * Number(step[2]), unit, zone);
    else at = end === "from" ? startOfUnit(at, unit, zone) : endOfUnit(at, unit, zone);
    rest = rest.slice(step[0].length);
  }
  return at;
}

function unitOf(end: End, text: string, name: string): Unit {
  const unit = UNITS.find((known) => known === name);
  if (!unit) throw unreadable(end, text, `the unit "${name}" is not one of ${UNITS.join(" ")}`);
  return unit;
}

/** Hours are elapsed time; days and more keep the time on the wall, so a day may have 23 or 25 hours. */
function shift(at: Instant, amount: number, unit: Unit, zone: string): Instant {
  if (unit === "h") return at + amount * HOUR_MS;
  const { date, year, month, day } = localPartsOf(at, zone);
  const wallTime = at + offsetAt(at, zone) - wallOf(date);
  if (unit === "d" || unit === "w") {
    return instantOfWall(wallOf(addDays(date, amount * (unit === "w" ? 7 : 1))) + wallTime, zone);
  }
  const months = year * 12 + (month - 1) + amount * (MONTHS_IN[unit] ?? 1);
  const [toYear, toMonth] = [Math.floor(months / 12), months - Math.floor(months / 12) * 12];
  // 31 March less one month is the last of February.
  const lastDay = new Date(Date.UTC(toYear, toMonth + 1, 0)).getUTCDate();
  return instantOfWall(Date.UTC(toYear, toMonth, Math.min(day, lastDay)) + wallTime, zone);
}

function startOfUnit(at: Instant, unit: Unit, zone: string): Instant {
  if (unit === "h") return startOfLocalHour(at, zone);
  const { date, year, month, weekday } = localPartsOf(at, zone);
  if (unit === "d") return startOfDate(date, zone);
  if (unit === "w") return startOfDate(addDays(date, -weekday), zone);
  const span = MONTHS_IN[unit] ?? 1;
  return startOfDate(dateOf(year, Math.floor((month - 1) / span) * span), zone);
}

/** The end of the unit that holds `at`; of an instant on the boundary that is the end of the unit it begins. */
function endOfUnit(at: Instant, unit: Unit, zone: string): Instant {
  const start = startOfUnit(at, unit, zone);
  if (unit === "h") {
    // The next hour begins after 60 min, or sooner where a clock change cuts this one short.
    const half = startOfLocalHour(start + HOUR_MS / 2, zone);
    return half > start ? half : startOfLocalHour(start + HOUR_MS, zone);
  }
  const { date, year, month } = localPartsOf(start, zone);
  if (unit === "d") return startOfDate(addDays(date, 1), zone);
  // From the Monday itself: the first instant of a week may lie after a skipped midnight, never on another date.
  if (unit === "w") return startOfDate(addDays(date, 7), zone);
  return startOfDate(dateOf(year, month - 1 + (MONTHS_IN[unit] ?? 1)), zone);
}

/**
 * The period of the same length just before. Whole local days stay whole local days, so a week with a clock change in it
 * is compared with the seven days before, not with 167 or 169 hours.
 */
export function previousRange(range: InstantRange, zone: string): InstantRange {
  const days = wholeDaysOf(range, zone);
  if (days !== null)
    return { from: startOfDate(addDays(localPartsOf(range.from, zone).date, -days), zone), to: range.from };
  const wall = (at: Instant) => at + offsetAt(at, zone);
  const length = wall(range.to) - wall(range.from);
  // A week from 10:00 to 10:00 stays one where the clocks change.
  if (length % DAY_MS === 0) return { from: instantOfWall(wall(range.from) - length, zone), to: range.from };
  return { from: range.from - (range.to - range.from), to: range.from };
}

/** Days, or weeks from Monday where there are many; the first and the last are cut to the range. */
export function slicesOf(range: InstantRange, zone: string): { unit: "day" | "week"; slices: Slice[] } {
  const first = localPartsOf(range.from, zone);
  const days = daysBetween(first.date, localPartsOf(range.to - 1, zone).date) + 1;
  const unit = days <= DAY_SLICES ? "day" : "week";
  const slices: Slice[] = [];
  let date = unit === "day" ? first.date : addDays(first.date, -first.weekday);
  for (let from = range.from; from < range.to; ) {
    date = addDays(date, unit === "day" ? 1 : 7);
    const to = Math.min(startOfDate(date, zone), range.to);
    // A date that a zone skipped as a whole is no slice.
    if (to > from)
      slices.push({ from, to, label: unit === "day" ? dayLabel(from, zone) : spanLabel(from, to, zone, false) });
    from = Math.max(from, to);
  }
  return { unit, slices };
}

/** For people: "16 – 22 Nov 2026", with hours only where the range is not one of whole days. */
export function labelOf(range: InstantRange, zone: string): string {
  if (wholeDaysOf(range, zone) !== null) return spanLabel(range.from, range.to, zone, true);
  return `${timeLabel(range.from, zone)} – ${timeLabel(range.to, zone)}`;
}

/** How many local days a range is made of; null where an end is not on a local midnight. */
export function wholeDaysOf({ from, to }: InstantRange, zone: string): number | null {
  if (startOfLocalDay(from, zone) !== from || startOfLocalDay(to, zone) !== to) return null;
  return daysBetween(localPartsOf(from, zone).date, localPartsOf(to, zone).date);
}

/**
 * A range of whole days is a range of local dates, half-open: what happened to a person counts on that person's date.
 * Null where the range cuts a day, and instants decide.
 */
export function localDatesOf(range: InstantRange, zone: string): { fromDate: string; toDate: string } | null {
  if (wholeDaysOf(range, zone) === null) return null;
  return { fromDate: localPartsOf(range.from, zone).date, toDate: localPartsOf(range.to, zone).date };
}

function dayLabel(at: Instant, zone: string): string {
  const { weekday, day, month } = localPartsOf(at, zone);
  return `${DAY_NAMES[weekday]} ${day} ${MONTH_NAMES[month - 1]}`;
}

function spanLabel(from: Instant, to: Instant, zone: string, withYear: boolean): string {
  const [a, b] = [localPartsOf(from, zone), localPartsOf(to - 1, zone)];
  const last = `${b.day} ${MONTH_NAMES[b.month - 1]}${withYear ? ` ${b.year}` : ""}`;
  if (a.date === b.date) return last;
  if (a.year !== b.year && withYear) return `${a.day} ${MONTH_NAMES[a.month - 1]} ${a.year} – ${last}`;
  return a.month === b.month && a.year === b.year
    ? `${a.day} – ${last}`
    : `${a.day} ${MONTH_NAMES[a.month - 1]} – ${last}`;
}

function timeLabel(at: Instant, zone: string): string {
  const { day, month, year, hour, minute } = localPartsOf(at, zone);
  return `${day} ${MONTH_NAMES[month - 1]} ${year}, ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

function wallOf(date: string): number {
  return daysBetween("1970-01-01", date) * DAY_MS;
}

/** First day of a month; `month` counts from 0 and may run past the year. */
function dateOf(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}

function isDate(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

function unreadable(end: End, text: string, why: string): AppError {
  return new AppError("invalid", `The ${END_NAMES[end]} of the range, "${text}", cannot be read: ${why}.`);
}
