import type { Sight } from "./sight";

const MINUTE_MS = 60_000;

/** True where the source tells which pages it cleared by itself. Whoever ended another one, unnamed, was somebody. */
export function namesItsClears(sights: readonly Sight[]): boolean {
  return sights.some(({ page }) => page.endedBy === "source");
}

/** Closed by a person, named or not, and not in one sweep with many others. */
export function isEndedByHand({ page, bulkClosed }: Sight, namesClears: boolean): boolean {
  return (page.endedBy === "person" && !bulkClosed) || (namesClears && page.endedBy === "unknown");
}

/** How long somebody had it, from the first engagement, else from the acknowledgement of nobody known; 0 where it is not told. */
export function heldMs({ page: { endedAt }, engagedMs, acknowledgedAt }: Sight): number {
  if (engagedMs !== null) return engagedMs;
  return endedAt === null || acknowledgedAt === null ? 0 : Math.max(0, endedAt - acknowledgedAt);
}

/** So long a job takes to be run again or repaired; what is closed later is tidied up. */
const RUN_AGAIN = { fromMs: 10 * MINUTE_MS, toMs: 120 * MINUTE_MS };

/** Held for so long and closed by hand, as a page is of a job that failed for real. */
export function mayHaveRunAgain(sight: Sight, namesClears: boolean): boolean {
  const held = heldMs(sight);
  return isEndedByHand(sight, namesClears) && held >= RUN_AGAIN.fromMs && held <= RUN_AGAIN.toMs;
}
