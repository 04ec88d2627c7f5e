import { Temporal } from "temporal-polyfill";
import type { Instant } from "@/lib/model/instant";

const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** A stretch of time with one offset from UTC, half-open. Looking one up beats asking for every 15 minutes anew. */
type Span = { from: Instant; to: Instant; offsetMs: number };

type ZoneSpans = { last: Span | null; slots: Map<number, Span>; spans: Span[] };

/** Wide enough that a year of look-ups needs few slots; a slot is only kept where one offset holds in all of it. */
const SLOT_MS = 7 * DAY_MS;

const zones = new Map<string, ZoneSpans>();

/** True for an IANA name or an offset such as "+05:30". */
export function isZone(zone: string): boolean {
  if (zones.has(zone)) return true;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Offset of a zone from UTC in milliseconds, east positive. */
export function offsetAt(at: Instant, zone: string): number {
  return spanAt(at, zone).offsetMs;
}

function spanAt(at: Instant, zone: string): Span {
  let known = zones.get(zone);
  if (!known) {
    known = { last: null, slots: new Map(), spans: [] };
    zones.set(zone, known);
  }
  if (known.last && at >= known.last.from && at < known.last.to) return known.last;
  const slot = Math.floor(at / SLOT_MS);
  const whole = known.slots.get(slot);
  const span = whole ?? known.spans.find(({ from, to }) => at >= from && at < to) ?? readSpan(at, zone);
  if (!whole) {
    if (!known.spans.includes(span)) known.spans.push(span);
    if (span.from <= slot * SLOT_MS && span.to >= (slot + 1) * SLOT_MS) known.slots.set(slot, span);
  }
  known.last = span;
  return span;
}

function readSpan(at: Instant, zone: string): Span {
  const here = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);
  const offsetMs = here.offsetNanoseconds / 1e6;
  // "previous" is strictly before, so ask from one millisecond later to include a change at this very instant.
  const before = here.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
  const after = here.getTimeZoneTransition("next");
  return {
    from: before ? before.epochMilliseconds : Number.NEGATIVE_INFINITY,
    to: after ? after.epochMilliseconds : Number.POSITIVE_INFINITY,
    offsetMs,
  };
}

/** 1900 and 2100: nobody was paged before, and what is told of later is a damaged time. */
const KNOWN_FROM: Instant = -2_208_988_800_000;
const KNOWN_TO: Instant = 4_102_444_800_000;

/**
 * Every offset of a zone from when on it held, in order; the first held ever before. For a server that is to find the local
 * dates of many instants by these tables and not by its own.
 */
export function offsetsOf(zone: string): { fromMs: Instant; offsetMs: number }[] {
  const offsets: { fromMs: Instant; offsetMs: number }[] = [];
  for (let at = KNOWN_FROM; at < KNOWN_TO; ) {
    const { from, to, offsetMs } = spanAt(at, zone);
    offsets.push({ fromMs: Math.max(from, KNOWN_FROM), offsetMs });
    at = to;
  }
  return offsets;
}

/** What the wall shows in a zone. `weekday` 0 is Monday, `month` 1 is January. */
export type LocalParts = {
  date: string;
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  weekday: number;
};

export function localPartsOf(at: Instant, zone: string): LocalParts {
  const wall = at + offsetAt(at, zone);
  const days = Math.floor(wall / DAY_MS);
  const minutes = Math.floor((wall - days * DAY_MS) / MINUTE_MS);
  const { year, month, day } = civilOf(days);
  return {
    date: isoDate(year, month, day),
    year,
    month,
    day,
    hour: Math.floor(minutes / 60),
    minute: minutes % 60,
    weekday: weekdayOf(days),
  };
}

/** Local date, YYYY-MM-DD. */
export function localDateOf(at: Instant, zone: string): string {
  const { year, month, day } = civilOf(Math.floor((at + offsetAt(at, zone)) / DAY_MS));
  return isoDate(year, month, day);
}

/** Minutes after local midnight as the wall shows them, 0..1439. */
export function localMinuteOf(at: Instant, zone: string): number {
  const wall = at + offsetAt(at, zone);
  return Math.floor((wall - Math.floor(wall / DAY_MS) * DAY_MS) / MINUTE_MS);
}

/** Local weekday, 0 = Monday. */
export function localWeekdayOf(at: Instant, zone: string): number {
  return weekdayOf(Math.floor((at + offsetAt(at, zone)) / DAY_MS));
}

/**
 * The instant at which the local clock hour of `at` began. Where a clock change repeats an hour, or a part of one,
 * the second one begins at the change: two hours, not one.
 */
export function startOfLocalHour(at: Instant, zone: string): Instant {
  const { from, offsetMs } = spanAt(at, zone);
  const wall = at + offsetMs;
  return Math.max(from, Math.floor(wall / HOUR_MS) * HOUR_MS - offsetMs);
}

export function startOfLocalDay(at: Instant, zone: string): Instant {
  return startOfDate(localDateOf(at, zone), zone);
}

export function startOfLocalWeek(at: Instant, zone: string): Instant {
  const { date, weekday } = localPartsOf(at, zone);
  return startOfDate(addDays(date, -weekday), zone);
}

export function startOfLocalMonth(at: Instant, zone: string): Instant {
  return startOfDate(`${localDateOf(at, zone).slice(0, 7)}-01`, zone);
}

/** First instant of a local date; where midnight does not exist, the change that skipped it. */
export function startOfDate(date: string, zone: string): Instant {
  return instantOfWall(dayNumberOf(date) * DAY_MS, zone);
}

/**
 * First instant at which the wall of a zone shows a time, given as if the wall were UTC. A time that a clock change
 * skips is the change itself; of a repeated time it is the first.
 */
export function instantOfWall(wallMs: number, zone: string): Instant {
  // No zone changes its offset twice within two days, so these two are all the offsets that can apply.
  const before = offsetAt(wallMs - DAY_MS, zone);
  const after = offsetAt(wallMs + DAY_MS, zone);
  const fits = [wallMs - before, wallMs - after].filter((at) => at + offsetAt(at, zone) === wallMs);
  return fits.length > 0 ? Math.min(...fits) : spanAt(wallMs - before, zone).from;
}

export function addDays(date: string, days: number): string {
  const { year, month, day } = civilOf(dayNumberOf(date) + days);
  return isoDate(year, month, day);
}

/** Days from one date to another; negative where `to` is the earlier one. */
export function daysBetween(from: string, to: string): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/** Days since 1970-01-01 of a date written YYYY-MM-DD. */
function dayNumberOf(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS;
}

/** 1970-01-01 was a Thursday. */
function weekdayOf(days: number): number {
  return (((days + 3) % 7) + 7) % 7;
}

/** Proleptic Gregorian date of a day number (H. Hinnant, "chrono-compatible low-level date algorithms"). */
function civilOf(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

function isoDate(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, "0")}-${month < 10 ? "0" : ""}${month}-${day < 10 ? "0" : ""}${day}`;
}
