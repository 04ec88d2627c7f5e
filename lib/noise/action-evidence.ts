import type { Sight } from "./sight";

/** A shorter note ("ok", "done") says nothing of a fix. */
const NOTE_LENGTH = 20;

/**
 * What proves that a person was needed, in words; empty where nothing does. Not evidence: a merge, a timeout, closing in
 * bulk, an actor of unknown kind.
 */
export function actionEvidence({ page, notes, noiseNote, engaged, bulkClosed }: Sight): string[] {
  const evidence: string[] = [];
  const longest = notes.reduce((most, note) => Math.max(most, note.length), 0);
  if (page.endedBy === "person" && !bulkClosed && noiseNote === null && longest > NOTE_LENGTH) {
    evidence.push(`closed by a person with a note of ${longest} characters`);
  }
  if (engaged.length >= 2) evidence.push(`${engaged.length} people engaged`);
  if (page.actions.some(({ kind, by }) => kind === "escalated" && by === "person")) evidence.push("escalated by hand");
  return evidence;
}
