import type { Instant } from "@/lib/model/instant";
import type { HourClass } from "@/lib/model/interruption";
import type { Hours } from "@/lib/model/settings";
import { localPartsOf, startOfLocalHour } from "./boundaries";
import type { HolidayDates } from "./holidays";
import { hourClassOf } from "./hour-class";
import { nightOf } from "./night";

/** Where a person lived from an instant on. Holidays null = none are known there. */
export type ClockZone = { fromAt: Instant; zone: string; holidays: HolidayDates | null };

/** A person's own time. The zones are in the order in which they were told to follow each other, the first from ever. */
export type PersonClock = { hours: Hours; zones: readonly [ClockZone, ...ClockZone[]] };

/** An instant on somebody's wall. */
export type PlacedInstant = {
  zone: string;
  hourClass: HourClass;
  /** YYYY-MM-DD. */
  localDate: string;
  /** 0..23. */
  localHour: number;
  /** Of two equal clock hours at a clock change each has its own. */
  hourStartedAt: Instant;
  /** The date on which the night around it began, null while awake. */
  night: string | null;
};

/** Everything that figures need of an instant in the time of the person whom it concerns. */
export function placeInstant(at: Instant, clock: PersonClock): PlacedInstant {
  const { zone, holidays } = zoneAt(at, clock);
  const { date, hour } = localPartsOf(at, zone);
  return {
    zone,
    hourClass: hourClassOf(at, zone, clock.hours, holidays),
    localDate: date,
    localHour: hour,
    hourStartedAt: startOfLocalHour(at, zone),
    night: nightOf(at, zone, clock.hours),
  };
}

/** The zone that was told last among those that have begun. */
export function zoneAt(at: Instant, { zones }: PersonClock): ClockZone {
  for (let index = zones.length - 1; index > 0; index -= 1) {
    const zone = zones[index];
    if (zone && at >= zone.fromAt) return zone;
  }
  return zones[0];
}
