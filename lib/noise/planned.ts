import { wasRolledBack } from "./action-evidence";
import type { WindowTest } from "./change-windows";
import type { Scene } from "./history";
import type { Sight } from "./sight";

const OUTLIVES_MS = 30 * 60_000;

/**
 * A page in a time that a change explains, and real all the same: in the top priority, with a note of work, taken back
 * within 2 h, or open for half an hour longer than the change explains.
 */
export function isRealInside(sight: Sight, scene: Scene, explainedUntil: number): boolean {
  const { page, isTopPriority, tellingNote, fixNote } = sight;
  if (isTopPriority || tellingNote !== null || fixNote !== null || wasRolledBack(sight, scene)) return true;
  const end = page.endedAt ?? (page.endedBy === "still-open" ? scene.until : page.triggeredAt);
  return end >= explainedUntil + OUTLIVES_MS;
}

export function windowsText({ hit, tried, matchedHit, matched }: WindowTest): string {
  return `it paged in ${hit} of ${tried} such times, and in ${matchedHit} of ${matched} at the same hour of other days`;
}

export function windowFacts({ hit, tried, matchedHit, matched, ratio }: WindowTest): Record<string, number | string> {
  return {
    hit,
    tried,
    matchedHit,
    matched,
    ratio: ratio.value === null ? "none at other times" : Number(ratio.value.toFixed(2)),
    ratioLow: Number(ratio.low.toFixed(2)),
  };
}
