import type { ToldShift } from "@/lib/model/on-call";
import { missingTime } from "./collector";
import type { Outcome } from "./provider";
import { readTime, type TimeOptions } from "./read-time";

type Accepted = Extract<Outcome, { outcome: "accepted" }>;

/** A record that tells who was on call. */
export function toldShifts(
  shifts: readonly ToldShift[],
  people: Accepted["people"],
  issues: readonly string[],
): Accepted {
  return { outcome: "accepted", events: [], people, shifts, issues };
}

type Named = { value: unknown; name: string };

/** Both ends of a shift, or what is wrong with it; a shift without an end is none. */
export function shiftTimes(
  from: Named,
  to: Named,
  times: TimeOptions,
): { fromAt: number; toAt: number } | { wrong: string } {
  const [begins, ends] = [timeOf(from, times), timeOf(to, times)];
  if (typeof begins === "string") return { wrong: begins };
  if (typeof ends === "string") return { wrong: ends };
  if (ends <= begins) return { wrong: `${to.name} is not after ${from.name}` };
  return { fromAt: begins, toAt: ends };
}

/** A clock change may leave two readings of a wall time: then the shift would be an hour too long or too short. */
function timeOf({ value, name }: Named, times: TimeOptions): number | string {
  const read = readTime(value, times);
  if (read === null || "wrong" in read) return missingTime(value, name, times);
  return read.issue === null
    ? read.at
    : `${name} may be one of two times, for the clocks changed: give it with an offset`;
}
