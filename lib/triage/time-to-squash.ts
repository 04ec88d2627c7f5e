import type { DecisionKind, WatchOutcome } from "@/lib/model/decision";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import { medianOf } from "@/lib/statistics/median-of";

/** A decision as far as the loop goes. Those of one loop share the alert and when it was first flagged. */
export type LoopDecision = {
  signatureId: string;
  kind: DecisionKind;
  flaggedAt: Instant;
  decidedAt: Instant;
  outcome: WatchOutcome | null;
  /** End of the watch window that showed it. */
  watchedUntil: Instant | null;
};

export type TimeToSquash = {
  /** Half took less; null where none is verified. */
  medianMs: number | null;
  /** Alerts that went from first flagged to verified quiet. */
  n: number;
  /** Alerts with a decision that is not verified quiet: never folded into the median. */
  notYet: number;
};

/**
 * From first flagged to verified quiet: the end of the window that showed it, so that it does not depend on when an export
 * was imported. However many decisions it took, an alert counts once. One that was kept was not to be squashed.
 * [from, to) narrows those verified to the ones whose window ended in it.
 */
export function timeToSquash(
  decisions: readonly LoopDecision[],
  { from, to }: { from: Instant; to: Instant } = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
): TimeToSquash {
  const took: number[] = [];
  let notYet = 0;
  for (const [, loop] of groupBy(decisions, ({ signatureId, flaggedAt }) => `${signatureId} ${flaggedAt}`)) {
    const last = [...loop].sort((a, b) => b.decidedAt - a.decidedAt)[0];
    if (!last || last.kind === "keep") continue;
    const { outcome, watchedUntil, flaggedAt } = last;
    if (outcome !== "verified-quiet" || watchedUntil === null) notYet += 1;
    else if (watchedUntil >= from && watchedUntil < to) took.push(watchedUntil - flaggedAt);
  }
  return { medianMs: medianOf(took), n: took.length, notYet };
}
