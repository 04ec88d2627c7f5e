import type { Instant } from "@/lib/model/instant";
import { addDays, DAY_MS, daysBetween, HOUR_MS, instantOfWall } from "@/lib/time/boundaries";
import { hourClassOf } from "@/lib/time/hour-class";
import { type ClockZone, type PersonClock, placeInstant, zoneAt } from "@/lib/time/hour-rules";

/** Consecutive hours of rest in every 24: Directive 2003/88/EC (working time), article 3. A measure here, no legal advice. */
const DAILY_REST_HOURS = 11;

/** What one disrupted night left of a person's rest. */
export type RecoveryGap = {
  /** The date on which the night began. */
  night: string;
  /** The last interruption in it. */
  lastAt: Instant;
  /** When sleep hours ended. */
  nightEndedAt: Instant;
  /** The next interruption in business hours, on whatever day; null = none is known. */
  nextBusinessAt: Instant | null;
  /** From the one to the other. */
  gapHours: number | null;
  /** Longest stretch of rest in the 24 hours from the end of business before the night; null = they are not over yet. */
  restHours: number | null;
  shortRest: boolean | null;
};

/**
 * The rest around each disrupted night of ONE person. Rest is every stretch of the 24 hours from the end of business
 * hours before the night that holds neither business hours nor an interruption; of a day off it goes on until the 24
 * hours end. How long an interruption kept somebody up is not known, so rest is at most what is told here. `interruptedAt`
 * holds all interruptions, in any order; what lies at or after `knownTo` is not known.
 */
export function recoveryGaps(interruptedAt: readonly Instant[], clock: PersonClock, knownTo: Instant): RecoveryGap[] {
  const placed = interruptedAt.toSorted((a, b) => a - b).map((at) => ({ at, ...placeInstant(at, clock) }));
  const nights = new Map<string, Instant>();
  for (const { at, night } of placed) if (night !== null) nights.set(night, at);
  const business = placed.filter(({ hourClass }) => hourClass === "business").map(({ at }) => at);
  const ats = placed.map(({ at }) => at);
  return [...nights].map(([night, lastAt]) => {
    const zone = zoneAt(lastAt, clock);
    const hours = nightHoursOf(night, zone, clock);
    const nextBusinessAt = business.find((at) => at > lastAt) ?? null;
    const restHours = hours.to > knownTo ? null : longestRest(ats, hours);
    return {
      night,
      lastAt,
      nightEndedAt: hours.nightEndedAt,
      nextBusinessAt,
      gapHours: nextBusinessAt === null ? null : Math.max(0, nextBusinessAt - hours.nightEndedAt) / HOUR_MS,
      restHours,
      shortRest: restHours === null ? null : restHours < DAILY_REST_HOURS,
    };
  });
}

/** The 24 hours (23 or 25 where the clock changes) around a night, the end of it, and where business ends the rest. */
type NightHours = { from: Instant; to: Instant; nightEndedAt: Instant; restEndsAt: Instant };

function nightHoursOf(night: string, { zone, holidays }: ClockZone, { hours }: PersonClock): NightHours {
  const morning = hours.sleepFrom > hours.sleepTo ? addDays(night, 1) : night;
  const wall = (date: string, minute: number) =>
    instantOfWall(daysBetween("1970-01-01", date) * DAY_MS + minute * 60_000, zone);
  const nightEndedAt = wall(morning, hours.sleepTo);
  const to = wall(morning, hours.businessTo);
  const worked = hourClassOf(nightEndedAt, zone, hours, holidays) === "business";
  return {
    from: wall(addDays(morning, -1), hours.businessTo),
    to,
    nightEndedAt,
    restEndsAt: worked ? nightEndedAt : to,
  };
}

function longestRest(ats: readonly Instant[], { from, restEndsAt }: NightHours): number {
  const cuts = ats.filter((at) => at > from && at < restEndsAt);
  let longest = 0;
  let began = from;
  for (const cut of [...cuts, restEndsAt]) {
    longest = Math.max(longest, cut - began);
    began = cut;
  }
  return longest / HOUR_MS;
}
