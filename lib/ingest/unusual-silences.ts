import type { Instant } from "@/lib/model/instant";

export type Silence = { from: Instant; to: Instant };

/** Fewer deliveries tell no rhythm. */
const MIN_DELIVERIES = 50;
/** Nights and weekends come often: so many of the longest silences may be outages, the next one is usual. */
const MAY_BE_OUTAGES = 4;
const TIMES_LONGER = 2;
const SHORTEST_MS = 60 * 60_000;

/** How many of the longest silences must be known to judge them. */
export const LONGEST_NEEDED = MAY_BE_OUTAGES + 1;

/** Those that are more than twice as long as the fifth longest. `longest` come longest first, of so many deliveries. */
export function unusualSilences(longest: readonly Silence[], deliveries: number): Silence[] {
  const usual = longest[MAY_BE_OUTAGES];
  if (deliveries < MIN_DELIVERIES || !usual) return [];
  const limit = Math.max(SHORTEST_MS, TIMES_LONGER * lengthOf(usual));
  return longest.slice(0, MAY_BE_OUTAGES).filter((silence) => lengthOf(silence) > limit);
}

function lengthOf({ from, to }: Silence): number {
  return to - from;
}
