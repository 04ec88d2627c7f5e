import { personClocks } from "@/db/commands/person-clocks";
import type { WorkCtx } from "@/db/ctx";
import type { Instant } from "@/lib/model/instant";
import { clockOf } from "@/lib/time/clock-of";
import { placeInstant } from "@/lib/time/hour-rules";
import { nextBusinessStart } from "@/lib/time/next-business-start";
import type { History } from "@/lib/what-if/history";
import type { Clocks } from "@/lib/what-if/simulate";

/** The walls of the people in a history; tickets are read in the business hours of the workspace. */
export async function whatIfClocks(ctx: WorkCtx, { openings }: History): Promise<Clocks> {
  const people = new Set(openings.flatMap(({ notifications }) => notifications.map(({ person }) => person)));
  const clocks = await personClocks(ctx.sql, ctx, [...people]);
  const workspace = clockOf({
    person: { hours: null, timeZone: null, country: null, region: null, zones: [] },
    team: null,
    workspace: { zone: ctx.zone, hours: ctx.settings.hours, holidays: ctx.settings.holidays ?? null },
  });
  const known = new Map<string, ReturnType<Clocks["placeOf"]>>();
  const placesOf = (person: string): ReturnType<Clocks["placeOf"]> => {
    // Somebody who is gone from the people has the time of the workspace.
    const clockAt = clocks.get(person) ?? (() => workspace);
    return keptByInstant((at) => placeInstant(at, clockAt(at)));
  };
  return {
    placeOf: (person) => {
      const place = known.get(person) ?? placesOf(person);
      known.set(person, place);
      return place;
    },
    nextBusinessStart: (at) => nextBusinessStart(at, workspace),
  };
}

/** Alerts of a team ask for the same instants again and again. */
function keptByInstant<T>(read: (at: Instant) => T): (at: Instant) => T {
  const known = new Map<Instant, T>();
  return (at) => {
    const before = known.get(at);
    if (before !== undefined) return before;
    const value = read(at);
    known.set(at, value);
    return value;
  };
}
