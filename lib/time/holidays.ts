import Holidays from "date-holidays";
import { AppError } from "@/lib/errors";
import type { HolidayCalendar } from "@/lib/model/settings";
import { addDays } from "./boundaries";

/** A set of local dates, YYYY-MM-DD. A calendar reckons its years as they are asked for. */
export type HolidayDates = Pick<ReadonlySet<string>, "has">;

export type NamedHoliday = { date: string; name: string };

type Reckoner = { source: Holidays; years: Map<number, Map<string, string>>; dates: HolidayDates };

const reckoners = new Map<string, Reckoner>();

/** Names of countries and regions are wanted without a country. */
let directory: Holidays | null = null;
const directoryOf = (): Holidays => {
  directory ??= new Holidays();
  return directory;
};

/**
 * The public holidays of a country and region as local dates: a holiday is a date on the wall of whoever has it, wherever
 * that wall hangs. Only `public` ones count, not bank, school, optional ones nor observances. One of several days is each
 * of its whole days; a part of a day (the afternoon of 24 December in Iceland) is none, because most of the working day
 * is worked. Days that begin at sunset (Passover, Eid) are the date that follows. The source reckons Islamic holidays from
 * 1969 to 2076 and Hebrew ones from 1970 to 2100. Throws for a country or region that it does not know.
 */
export function holidayDates(calendar: HolidayCalendar): HolidayDates {
  return reckonerOf(calendar).dates;
}

/** Whether a country and region is one whose holidays are known. */
export function isKnownCalendar({ country, region }: HolidayCalendar): boolean {
  if (!Object.hasOwn(holidayCountries(), country)) return false;
  return region === null || Object.hasOwn(holidayRegions(country), region);
}

/** Holidays of one year by date, as people of the country call them. */
export function holidaysIn(calendar: HolidayCalendar, year: number): NamedHoliday[] {
  const named = [...yearOf(reckonerOf(calendar), year)].map(([date, name]) => ({ date, name }));
  return named.sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** ISO 3166-1 codes and names, in English, of all countries that are known. */
export function holidayCountries(): Record<string, string> {
  return directoryOf().getCountries("en");
}

/** Regions of a country: what may stand in `HolidayCalendar.region`, with names; parts of a region as "BY-A". */
export function holidayRegions(country: string): Record<string, string> {
  const regions: Record<string, string> = {};
  for (const [state, name] of Object.entries(directoryOf().getStates(country, "en") ?? {})) {
    regions[state] = name;
    for (const [part, partName] of Object.entries(directoryOf().getRegions(country, state, "en") ?? {}))
      regions[`${state}-${part}`] = `${name}: ${partName}`;
  }
  return regions;
}

function reckonerOf({ country, region }: HolidayCalendar): Reckoner {
  const key = region === null ? country : `${country}-${region}`;
  const known = reckoners.get(key);
  if (known) return known;
  // The source takes an unknown region for the country as a whole, and an unknown country for one without holidays.
  if (!isKnownCalendar({ country, region: null }))
    throw new AppError("invalid", `Public holidays of the country "${country}" are not known.`);
  if (!isKnownCalendar({ country, region }))
    throw new AppError("invalid", `Public holidays of the region "${region}" of ${country} are not known.`);
  const source = new Holidays(key, { types: ["public"] });
  const made: Reckoner = {
    source,
    years: new Map(),
    dates: { has: (date) => yearOf(made, Number(date.slice(0, 4))).has(date) },
  };
  reckoners.set(key, made);
  return made;
}

function yearOf({ source, years }: Reckoner, year: number): ReadonlyMap<string, string> {
  const known = years.get(year);
  if (known) return known;
  const dates = new Map<string, string>();
  // A holiday of several days may reach over new year, and one may be moved to the last day of the year before.
  for (const near of [year - 1, year, year + 1])
    for (const holiday of source.getHolidays(near))
      for (const date of wholeDaysOf(holiday))
        if (Number(date.slice(0, 4)) === year && !dates.has(date)) dates.set(date, holiday.name);
  years.set(year, dates);
  return dates;
}

const HOUR_MS = 3_600_000;

function wholeDaysOf({ date, start, end }: { date: string; start: Date; end: Date }): string[] {
  // A day on which the clock is put forward has 23 hours.
  const days = Math.floor(((end.getTime() - start.getTime()) / HOUR_MS + 1) / 24);
  return Array.from({ length: days }, (_, index) => addDays(date.slice(0, 10), index));
}
