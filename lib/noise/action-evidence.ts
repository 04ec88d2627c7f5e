import type { Change, ChangeKind } from "@/lib/model/change";
import { firstFrom } from "./change-scope";
import type { Scene } from "./history";
import type { Sight } from "./sight";
import type { Surroundings } from "./surroundings";

const ANSWER_MS = 2 * 3_600_000;
const LATE_RECORD_MS = 30 * 60_000;
const ANSWERS: readonly ChangeKind[] = ["deploy", "config", "scale"];

/**
 * What explains a page already: planned work, so that only taking it back answers it; or another page, which a change
 * answers rather than this one, unless a note on this one tells of a fix.
 */
export type Explained = "by-nothing" | "by-planned-work" | "by-another-page";

/**
 * What proves that a person was needed, in words; empty where nothing does. Not evidence: a merge, a timeout, closing in
 * bulk, an actor of unknown kind.
 */
export function actionEvidence(sight: Sight, scene: Scene, explained: Explained = "by-nothing"): string[] {
  const { page, workNote, noiseNote, impactNote, engaged, bulkClosed } = sight;
  const evidence: string[] = [];
  if (page.endedBy === "person" && !bulkClosed && noiseNote === null && workNote !== null) {
    evidence.push(`closed by a person with a note of ${workNote.length} characters`);
  }
  if (engaged.length >= 2) evidence.push(`${engaged.length} people engaged`);
  if (page.actions.some(({ kind, by }) => kind === "escalated" && by === "person")) evidence.push("escalated by hand");
  if (impactNote !== null) evidence.push("a note tells of a major incident or of customers hit");
  if (raisedToTop(sight)) evidence.push(`a person raised it to ${page.facts.priority}`);
  const answer = scene.changes.length === 0 ? null : answerTo(sight, scene, explained);
  if (answer) evidence.push(answer);
  return evidence;
}

function raisedToTop({ page, isTopPriority }: Sight): boolean {
  return isTopPriority && page.actions.some(({ kind, by }) => kind === "priority-changed" && by === "person");
}

/** A change by one who engaged on the page. One merely near in time, or by somebody else, proves nothing. */
function answerTo(sight: Sight, { changes, surroundings, sights }: Scene, explained: Explained): string | null {
  const { page, fixNote } = sight;
  if (explained === "by-another-page" && fixNote === null) return null;
  for (let index = firstFrom(changes, page.triggeredAt); index < changes.length; index += 1) {
    const change = changes[index];
    if (!change || change.startsAt - page.triggeredAt > ANSWER_MS) return null;
    if (
      !ANSWERS.includes(change.kind) ||
      (explained === "by-planned-work" && !change.isRollback && fixNote === null) ||
      !isByResponder(change, sight, surroundings) ||
      wasOverBefore(sight, change, sights)
    )
      continue;
    const minutes = Math.round((change.startsAt - page.triggeredAt) / 60_000);
    return `${change.isRollback ? "a rollback" : `a ${change.kind}`} by a responder ${minutes} min after it opened`;
  }
  return null;
}

/**
 * Cleared by the source well before the change, or before anybody was at it, or the alert paged again or was open in between: the change answers the later
 * page, or none. Else it may have been the cure that took effect before it was recorded.
 */
function wasOverBefore(sight: Sight, { startsAt }: Change, sights: readonly Sight[]): boolean {
  const { page, acknowledgedAt, acted } = sight;
  if (page.endedBy !== "source" || page.endedAt === null || page.endedAt > startsAt) return false;
  const wasTaken = acted || (acknowledgedAt !== null && acknowledgedAt <= page.endedAt);
  if (!wasTaken || startsAt - page.endedAt > LATE_RECORD_MS) return true;
  let [low, high] = [0, sights.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sights[middle]?.page.triggeredAt ?? 0) <= page.triggeredAt) low = middle + 1;
    else high = middle;
  }
  const next = sights[low]?.page;
  return next !== undefined && next.triggeredAt <= startsAt;
}

function isByResponder({ by }: Change, { page, engaged }: Sight, { names }: Surroundings): boolean {
  if (by === null) return false;
  const called = by.trim().toLowerCase();
  const person = names?.get(called)?.toLowerCase() ?? called;
  // Keys of people may be led by their provider.
  const same = (key: string) => {
    const lower = key.trim().toLowerCase();
    return lower === person || lower.split("\u0000").at(-1) === person;
  };
  return engaged.some(same) || (page.endedByPerson !== null && same(page.endedByPerson));
}

/** True where something on the scope was taken back within 2 h of the opening, whoever did it. */
export function wasRolledBack({ page }: Sight, { changes }: Scene): boolean {
  for (let index = firstFrom(changes, page.triggeredAt); index < changes.length; index += 1) {
    const change = changes[index];
    if (!change || change.startsAt - page.triggeredAt > ANSWER_MS) return false;
    if (change.isRollback) return true;
  }
  return false;
}
