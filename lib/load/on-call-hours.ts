import type { Instant } from "@/lib/model/instant";
import { HOUR_MS } from "@/lib/time/boundaries";
import type { InstantRange } from "@/lib/time/range";

/** Half-open; level 1 is the first line. */
export type OnCallSpan = { fromAt: Instant; toAt: Instant; level: number };

/** Hours, overlaps once. Somebody who is on two levels at a time has those hours on both, and once in `any`. */
export type OnCallHours = { first: number; further: number; any: number };

/** Hours on call within a range, of one person, or of all of a rota where their shifts are given together (noise.md 6.2). */
export function onCallHours(shifts: readonly OnCallSpan[], range: InstantRange): OnCallHours {
  return {
    first: hoursOf(
      shifts.filter(({ level }) => level === 1),
      range,
    ),
    further: hoursOf(
      shifts.filter(({ level }) => level > 1),
      range,
    ),
    any: hoursOf(shifts, range),
  };
}

function hoursOf(shifts: readonly OnCallSpan[], { from, to }: InstantRange): number {
  let covered = 0;
  let reached = from;
  for (const { fromAt, toAt } of shifts.toSorted((a, b) => a.fromAt - b.fromAt)) {
    const [start, end] = [Math.max(fromAt, reached), Math.min(toAt, to)];
    if (end <= start) continue;
    covered += end - start;
    reached = end;
  }
  return covered / HOUR_MS;
}
