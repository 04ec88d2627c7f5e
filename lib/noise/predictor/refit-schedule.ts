import type { Instant } from "@/lib/model/instant";

const DAY_MS = 86_400_000;
/** As many verdicts as change a model visibly. */
const REFIT_VERDICTS = 20;

/** A refit at an instant, from the first so many verdicts. */
export type Refit = { at: Instant; verdicts: number };

/**
 * When the model is fitted next: with the verdict that makes it 20 since the last time, else at the next midnight of UTC.
 * Null while nobody has said anything new.
 */
export function refitDueAt(sinceLast: number, lastVerdictAt: Instant): Instant | null {
  if (sinceLast === 0) return null;
  if (sinceLast >= REFIT_VERDICTS) return lastVerdictAt;
  return (Math.floor(lastVerdictAt / DAY_MS) + 1) * DAY_MS;
}

/**
 * All refits up to an instant, from the verdicts in order. Verdicts of one instant belong together, so that their order
 * does not matter.
 */
export function refitSchedule(verdictAts: readonly Instant[], until: Instant): Refit[] {
  const refits: Refit[] = [];
  let sinceLast = 0;
  for (let index = 0; index < verdictAts.length; index += 1) {
    const at = verdictAts[index] ?? 0;
    sinceLast += 1;
    if (verdictAts[index + 1] === at) continue;
    const due = refitDueAt(sinceLast, at);
    if (due === null || due > (verdictAts[index + 1] ?? until)) continue;
    refits.push({ at: due, verdicts: index + 1 });
    sinceLast = 0;
  }
  return refits;
}
