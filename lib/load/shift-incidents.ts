import type { Instant } from "@/lib/model/instant";
import { garwood } from "@/lib/statistics/intervals";
import { addDays, HOUR_MS, startOfDate } from "@/lib/time/boundaries";
import type { InstantRange } from "@/lib/time/range";
import { type OnCallSpan, onCallHours } from "./on-call-hours";

/** Local days whose mean it is, the last one included: three turns of a weekly rota. */
const DAYS = 21;
const SHIFT_HOURS = 12;

/** Incidents per 12-hour shift, 95 % interval by Garwood on the incidents. */
export type ShiftIncidents = {
  value: number;
  low: number;
  high: number;
  incidents: number;
  /** First-line hours that were covered. */
  hours: number;
  /** No schedule is known: one seat, round the clock, is assumed. */
  estimated: boolean;
};

type Rota = {
  /** Local date of the last day. */
  date: string;
  zone: string;
  /** What lies at or after it has not been yet. */
  until: Instant;
  /** Those that began on the days of `shiftIncidentDays`, before then. */
  incidents: number;
  /** Everybody's shifts of the rota; null = no schedule is known. */
  shifts: readonly OnCallSpan[] | null;
};

/** The instants whose incidents and shifts count for a date. */
export function shiftIncidentDays(date: string, zone: string): InstantRange {
  return { from: startOfDate(addDays(date, 1 - DAYS), zone), to: startOfDate(addDays(date, 1), zone) };
}

/**
 * L(D), noise.md 6.2, against the budget of incidents per shift. An hour that two people of the first line cover at a time
 * is one hour of the rota. Null where the schedule had nobody on the first line: that is no quiet rota but none.
 */
export function shiftIncidents({ date, zone, until, incidents, shifts }: Rota): ShiftIncidents | null {
  const days = shiftIncidentDays(date, zone);
  const range = { from: days.from, to: Math.max(days.from, Math.min(days.to, until)) };
  const hours = shifts === null ? (range.to - range.from) / HOUR_MS : onCallHours(shifts, range).first;
  if (hours === 0) return null;
  const seats = hours / SHIFT_HOURS;
  return { value: incidents / seats, ...garwood(incidents, seats), incidents, hours, estimated: shifts === null };
}
