import { EVER } from "@/lib/model/organisation";
import type { HolidayCalendar, Hours } from "@/lib/model/settings";
import { startOfDate } from "./boundaries";
import { holidayDates, isKnownCalendar } from "./holidays";
import type { ClockZone, PersonClock } from "./hour-rules";

type Place = { timeZone: string; country: string | null; region: string | null };

/** What is said about a person's time, as `people` and `person_zones` hold it. */
export type TimedPerson = {
  hours: Hours | null;
  timeZone: string | null;
  country: string | null;
  region: string | null;
  /** Zones from the start of a date there on, in any order. */
  zones: readonly (Place & { fromDate: string })[];
};

type ClockSources = {
  person: TimedPerson;
  /** The team whose hours count; null where the person is in none. */
  team: { hours: Hours | null } | null;
  workspace: { zone: string; hours: Hours; holidays: HolidayCalendar | null };
};

/**
 * Whose hours, zone and holidays count for a person: their own over the team's over the workspace's, each taken whole:
 * hours are never mixed of two sources, and a region belongs to the country beside it. Where nobody knows a calendar there
 * are no holidays: the doors refuse one, but a row may be older than what the source of holidays knows.
 */
export function clockOf({ person, team, workspace }: ClockSources): PersonClock {
  const own: HolidayCalendar | null =
    person.country === null ? workspace.holidays : { country: person.country, region: person.region };
  const first: ClockZone = {
    fromAt: Number.NEGATIVE_INFINITY,
    zone: person.timeZone ?? workspace.zone,
    holidays: own && knownDates(own),
  };
  const inOrder = [...person.zones].sort((a, b) => (a.fromDate < b.fromDate ? -1 : 1));
  const moves = inOrder.map(({ fromDate, timeZone, country, region }): ClockZone => {
    const calendar = country === null ? own : { country, region };
    return { fromAt: beginOf(fromDate, timeZone), zone: timeZone, holidays: calendar && knownDates(calendar) };
  });
  return { hours: person.hours ?? team?.hours ?? workspace.hours, zones: [first, ...moves] };
}

const knownDates = (calendar: HolidayCalendar) => (isKnownCalendar(calendar) ? holidayDates(calendar) : null);

const beginOf = (date: string, zone: string) => (date === EVER ? Number.NEGATIVE_INFINITY : startOfDate(date, zone));
