import { Temporal } from "temporal-polyfill";
import { AppError } from "@/lib/errors";
import type { Instant } from "@/lib/model/instant";

/** A time as it was read; `issue` where it was read one of two ways. */
type ReadTime = { at: Instant; issue: string | null };

/** What was read, or why not. Null = there was nothing to read. */
type TimeResult = ReadTime | { wrong: string } | null;

export type TimeOptions = {
  /** Zone for times without an offset; without it they are refused. */
  zone?: string | null;
  /** Read zone abbreviations such as `CEST` as the zone's own local time; the letters alone are ambiguous. */
  localAbbreviations?: boolean;
};

const SHAPE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?)? ?(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d|[A-Z]{2,5})?$/i;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** `May 6, 2024 10:11:12 AM`, `May 06 2024, 10:11`, `6 May 2024 10:11`: the month in letters leaves one reading only. */
const MONTH_FIRST = /^([A-Z]{3,9})\.? (\d{1,2}),? (\d{4}),?(?: at)? (.+)$/i;
const DAY_FIRST = /^(\d{1,2}) ([A-Z]{3,9})\.?,? (\d{4}),?(?: at)? (.+)$/i;
const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d))? ?(AM|PM)?(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d|[A-Z]{2,5}))?$/i;

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Reads the time of a provider: ISO 8601 in its many hands, or an epoch number whose size tells its unit. Never guesses. */
export function readTime(value: unknown, options: TimeOptions = {}): TimeResult {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "number") return readEpoch(value);
  if (typeof value !== "string") return { wrong: "is not a time" };
  const quick = readUtc(value);
  if (quick !== null) return { at: quick, issue: null };
  const text = value.trim();
  if (text === "") return null;
  if (/^\d{9,19}(\.\d+)?$/.test(text)) return readEpoch(Number(text));
  if (text.startsWith("0001-01-01")) return null; // Go's zero time
  return readShape(text, options) ?? { wrong: `${shown(text)} is not a time we can read` };
}

/** Nanoseconds of the year 2286. A number above is no time, and far above none that a date could hold. */
const MAX_EPOCH = 1e19;

/** Seconds, milliseconds, microseconds or nanoseconds, decided by size. */
function readEpoch(value: number): TimeResult {
  if (!Number.isFinite(value) || value <= 0 || value >= MAX_EPOCH) return { wrong: `${value} is not a time` };
  const perMs = value < 1e11 ? 1e-3 : value < 1e14 ? 1 : value < 1e17 ? 1e3 : 1e6;
  return { at: Math.round(value / perMs), issue: null };
}

/** `2024-05-06T10:11:12Z` with or without a fraction: nearly every time of a large file, so without a pattern. */
function readUtc(text: string): Instant | null {
  const { length } = text;
  if (length < 20 || text.charCodeAt(length - 1) !== 90 || text.charCodeAt(10) !== 84) return null;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null;
  if (text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return null;
  const year = digits(text, 0, 4);
  let ms = 0;
  if (length > 20) {
    if (text.charCodeAt(19) !== 46) return null;
    const fraction = digits(text, 20, length - 1);
    if (fraction < 0 || length < 22) return null;
    ms = milliseconds(text.slice(20, length - 1));
  }
  const at = utc(
    year,
    digits(text, 5, 7),
    digits(text, 8, 10),
    digits(text, 11, 13),
    digits(text, 14, 16),
    digits(text, 17, 19),
  );
  return at === null || year < 1970 ? null : at + ms;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Cut, not rounded: an event must not move into the next second. */
function milliseconds(fraction: string): number {
  return Number(fraction.slice(0, 3).padEnd(3, "0"));
}

function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number | null {
  if (month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59) return null;
  if (second < 0 || second > 60 || day > daysIn(year, month)) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second === 60 ? 59 : second); // a leap second is the one before it
}

function daysIn(year: number, month: number): number {
  return month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : month % 2 === Number(month > 7)
      ? 30
      : 31;
}

function readShape(text: string, options: TimeOptions): TimeResult {
  const iso = SHAPE.exec(text);
  if (iso) {
    const [, year, month, day, hour, minute, second = "0", fraction = "", zone = ""] = iso;
    if (hour === undefined) return { wrong: `${shown(text)} is a day without a time` };
    const local = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
    if (local === null) return { wrong: `${shown(text)} is not in the calendar` };
    return place(text, local + milliseconds(fraction), zone, options);
  }
  const worded = readWords(text);
  if (worded)
    return worded.local === null
      ? { wrong: `${shown(text)} is not in the calendar` }
      : place(text, worded.local, worded.zone, options);
  if (/^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b/.test(text)) {
    return { wrong: `${shown(text)} may be month first or day first: export with dates as YYYY-MM-DD` };
  }
  return null;
}

function readWords(text: string): { local: number | null; zone: string } | null {
  const first = MONTH_FIRST.exec(text);
  const second = first ? null : DAY_FIRST.exec(text);
  const [month, day, year, clock] = first
    ? [first[1], first[2], first[3], first[4]]
    : second
      ? [second[2], second[1], second[3], second[4]]
      : [];
  const time = clock === undefined ? null : CLOCK.exec(clock);
  if (!time || month === undefined) return null;
  const number = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const half = (time[4] ?? "").toUpperCase();
  const written = Number(time[1]);
  if (number === 0 || (half !== "" && (written < 1 || written > 12))) return null;
  const hour = half === "" ? written : (written % 12) + (half === "PM" ? 12 : 0);
  const local = utc(Number(year), number, Number(day), hour, Number(time[2]), Number(time[3] ?? 0));
  return { local, zone: time[5] ?? "" };
}

/** A local clock reading as an instant, by what its text says of the zone. */
function place(text: string, local: number, zone: string, options: TimeOptions): TimeResult {
  if (/^(?:Z|UTC|GMT)$/i.test(zone)) return { at: local, issue: null };
  const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    if (minutes > 18 * 60) return { wrong: `${shown(text)} has an impossible offset` };
    return { at: local - (offset[1] === "-" ? -minutes : minutes) * MINUTE, issue: null };
  }
  if (zone !== "" && !options.localAbbreviations) {
    return { wrong: `${shown(text)}: the abbreviation ${zone} names no single zone` };
  }
  if (!options.zone) return { wrong: `${shown(text)} has no offset and the zone is not known` };
  return fromLocal(text, local, options.zone);
}

/** A clock reading in a zone. One that occurs twice or never is taken as the earlier of the two, and says so. */
function fromLocal(text: string, local: number, zone: string): ReadTime {
  const steady = steadyOffset(local, zone);
  if (steady !== null) return { at: local - steady, issue: null };
  const clock = Temporal.Instant.fromEpochMilliseconds(local).toZonedDateTimeISO("UTC").toPlainDateTime();
  const earlier = clock.toZonedDateTime(zone, { disambiguation: "earlier" }).epochMilliseconds;
  const later = clock.toZonedDateTime(zone, { disambiguation: "later" }).epochMilliseconds;
  if (earlier === later) return { at: earlier, issue: null };
  return {
    at: earlier,
    issue: `${shown(text)} is doubtful: the clocks changed in ${zone}; the earlier reading was taken`,
  };
}

const steadyOffsets = new Map<string, number | null>();
const MAX_REMEMBERED = 20_000;

/** The offset of a zone where it does not change within a day of that local day; clock changes are rare and slow to work out. */
function steadyOffset(local: number, zone: string): number | null {
  const day = Math.floor(local / DAY);
  const key = `${zone} ${day}`;
  const known = steadyOffsets.get(key);
  if (known !== undefined) return known;
  const offsets = [-1, 0, 1, 2].map((days) => offsetAt((day + days) * DAY, zone));
  const steady = offsets.every((offset) => offset === offsets[0]) ? (offsets[0] ?? null) : null;
  if (steadyOffsets.size >= MAX_REMEMBERED) steadyOffsets.clear();
  steadyOffsets.set(key, steady);
  return steady;
}

function offsetAt(at: number, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
}

const zones = new Map<string, boolean>();

/** Whether a text is a zone of the IANA database that this machine knows. */
export function isZone(zone: string): boolean {
  let known = zones.get(zone);
  if (known === undefined) {
    known = /^[A-Z]/i.test(zone) && canFormat(zone);
    if (zones.size < MAX_REMEMBERED) zones.set(zone, known);
  }
  return known;
}

/** Refuses names that are no zones; null = none was said. */
export function checkZones(...zones: readonly (string | null)[]): void {
  for (const zone of zones)
    if (zone !== null && !isZone(zone))
      throw new AppError("invalid", `"${zone}" is no time zone, such as Europe/Berlin.`);
}

function canFormat(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false; // Intl has no other way to say that it does not know a zone
  }
}

/** True where a text can be read as a time once its zone is known, and not before. */
export function lacksZone(value: unknown, localAbbreviations = false): boolean {
  const alone = readTime(value, { localAbbreviations });
  if (alone === null || "at" in alone) return false;
  const placed = readTime(value, { localAbbreviations, zone: "UTC" });
  return placed !== null && "at" in placed;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
