import type { Instant } from "@/lib/model/instant";

/** The sample keeps a clock of its own, apart from the one it is used to test. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

/** Local wall time as if it were UTC: read it with the getUTC functions. */
export function localTime(zone: string, at: Instant): number {
  return at + offsetOf(zone, at);
}

export function localHour(zone: string, at: Instant): number {
  return new Date(localTime(zone, at)).getUTCHours();
}

/** Saturday or Sunday in the zone. */
export function isWeekend(zone: string, at: Instant): boolean {
  return new Date(localTime(zone, at)).getUTCDay() % 6 === 0;
}

/** The first instant from `from` on at which the clock of the zone shows `hour:minute`. */
export function nextLocal(zone: string, from: Instant, hour: number, minute: number): Instant {
  const midnight = Math.floor(localTime(zone, from) / DAY) * DAY;
  for (let day = 0; day <= 2; day += 1) {
    const wall = midnight + day * DAY + hour * HOUR + minute * MINUTE;
    const at = wall - offsetOf(zone, wall - offsetOf(zone, wall));
    if (at >= from) return at;
  }
  throw new Error(`No ${hour}:${minute} in ${zone}`);
}

/** Zones of the sample change their clocks on whole UTC hours only, so one look-up an hour is enough. */
function offsetOf(zone: string, at: Instant): number {
  const day = Math.floor(at / DAY);
  const first = offsetAtHour(zone, day * 24);
  if (first === offsetAtHour(zone, day * 24 + 24)) return first;
  return offsetAtHour(zone, Math.floor(at / HOUR));
}

function offsetAtHour(zone: string, hour: number): number {
  const known = offsets.get(zone) ?? new Map<number, number>();
  offsets.set(zone, known);
  const cached = known.get(hour);
  if (cached !== undefined) return cached;
  const offset = wallTime(zone, hour * HOUR) - hour * HOUR;
  known.set(hour, offset);
  return offset;
}

function wallTime(zone: string, at: Instant): number {
  const format = formats.get(zone) ?? createFormat(zone);
  formats.set(zone, format);
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"));
}

function createFormat(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
}
