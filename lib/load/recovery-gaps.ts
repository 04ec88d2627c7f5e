import type { Instant } from "@/lib/model/instant";
import { addDays, DAY_MS, daysBetween, instantOfWall } from "@/lib/time/boundaries";
import { hourClassOf } from "@/lib/time/hour-class";
import { type PersonClock, zoneAt } from "@/lib/time/hour-rules";

/** Minutes of rest in every 24 hours: Directive 2003/88/EC (working time), article 3. A measure here, no legal advice. */
export const LEAST_REST_MINUTES = 11 * 60;

type Interrupted = { at: Instant; night: string | null };

/**
 * Minutes of rest around each disrupted night of ONE person, by the date on which the night began: the longest stretch of
 * the 24 hours from the end of business hours before it that holds neither business hours nor an interruption; of a day
 * off it goes on until the 24 hours end. How long an interruption kept somebody up is not known, so rest is at most what
 * is told here; and nothing that comes later makes it longer. `interruptions` holds all of them, by time.
 */
export function nightRests(
  interruptions: readonly Interrupted[],
  clockAt: (at: Instant) => PersonClock,
): ReadonlyMap<string, number> {
  const rests = new Map<string, number>();
  let first = 0;
  for (const { at, night } of interruptions) {
    if (night === null || rests.has(night)) continue;
    const hours = nightHoursOf(night, at, clockAt(at));
    while ((interruptions[first]?.at ?? Number.POSITIVE_INFINITY) <= hours.from) first += 1;
    // A move to another zone may put an evening before the one before.
    while ((interruptions[first - 1]?.at ?? Number.NEGATIVE_INFINITY) > hours.from) first -= 1;
    rests.set(night, Math.floor(longestRest(interruptions, first, hours) / 60_000));
  }
  return rests;
}

/** Where rest may begin, and where the 24 hours (23 or 25 where the clock changes) or business hours end it. */
type NightHours = { from: Instant; restEndsAt: Instant };

function nightHoursOf(night: string, at: Instant, clock: PersonClock): NightHours {
  const { zone, holidays } = zoneAt(at, clock);
  const { hours } = clock;
  const morning = hours.sleepFrom > hours.sleepTo ? addDays(night, 1) : night;
  const wall = (date: string, minute: number) =>
    instantOfWall(daysBetween("1970-01-01", date) * DAY_MS + minute * 60_000, zone);
  const nightEndedAt = wall(morning, hours.sleepTo);
  const worked = hourClassOf(nightEndedAt, zone, hours, holidays) === "business";
  return {
    from: wall(addDays(morning, -1), hours.businessTo),
    restEndsAt: worked ? nightEndedAt : wall(morning, hours.businessTo),
  };
}

function longestRest(interruptions: readonly Interrupted[], first: number, { from, restEndsAt }: NightHours): number {
  let longest = 0;
  let began = from;
  for (let index = first; ; index += 1) {
    const cut = Math.min(restEndsAt, Math.max(from, interruptions[index]?.at ?? restEndsAt));
    longest = Math.max(longest, cut - began);
    if (cut >= restEndsAt) return longest;
    began = cut;
  }
}
