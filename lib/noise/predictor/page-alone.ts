import type { Instant } from "@/lib/model/instant";
import type { Action, Page } from "@/lib/model/page";
import type { Verdict } from "@/lib/model/verdict";
import { isNoiseNote } from "@/lib/noise/phrases";

const MINUTE_MS = 60_000;
const FLEETING_MS = 5 * MINUTE_MS;
const ENGAGED_LONG_MS = 10 * MINUTE_MS;
const ENGAGED_SHORT_MS = 2 * MINUTE_MS;
const LONG_NOTE = 20;

/** Whether a closing was one of a sweep is known only this long after it. */
export const SWEEP_MS = MINUTE_MS;

/** On an even prior, as in the engine: at least .80 actionable, at most .10 noise. */
const ACTIONABLE_FROM = Math.log(0.8 / 0.2);
const NOISE_TO = Math.log(0.1 / 0.9);

/** What an ended page alone said of itself, from an instant on until its next word. */
export type Alone = {
  at: Instant;
  verdict: Verdict;
  /** It rests on nobody having acted, which means something only where the source tells acts. */
  needsActs: boolean;
};

/**
 * What one page says without its neighbours, at every instant at which that changed. It is not the engine's verdict: that
 * one knows the pages that came later, and a prediction must not.
 */
export function pageAlone(page: Page, bulkClosed: boolean): Alone[] {
  const [opening] = page.openings;
  if (!opening || opening.endedAt === null) return [];
  const words: Alone[] = [];
  for (const at of instantsOf(page, opening.endedAt)) {
    const said = sayAt(page, at, bulkClosed);
    const last = words.at(-1);
    if (last ? last.verdict !== said.verdict : said.verdict !== "unclear") words.push(said);
  }
  return words;
}

/** The end, the moment at which a sweep is known, and every act after the end. */
export function instantsOf({ actions, openings }: Page, endedAt: Instant): Instant[] {
  const later = actions.map(({ at }) => at).filter((at) => at > endedAt);
  const again = openings.slice(1).flatMap((opening) => [opening.openedAt, opening.endedAt ?? opening.openedAt]);
  return [...new Set([endedAt, endedAt + SWEEP_MS, ...later, ...again])].sort((a, b) => a - b);
}

function sayAt(page: Page, at: Instant, bulkClosed: boolean): Alone {
  const acts = page.actions.filter((action) => action.at <= at);
  const opening = page.openings.findLast(({ openedAt }) => openedAt <= at) ?? page.openings[0];
  const once = (page.openings[1]?.openedAt ?? Number.POSITIVE_INFINITY) > at;
  const endedAt = opening?.endedAt ?? null;
  if (!opening || endedAt === null || endedAt > at) return { at, verdict: "unclear", needsActs: false };
  const closedByPerson = opening.endedBy === "person" && !bulkClosed && at >= endedAt + SWEEP_MS;
  if (provesAction(acts, closedByPerson)) return { at, verdict: "actionable", needsActs: false };
  const openMs = endedAt - page.triggeredAt;
  const touched = acts.some(
    ({ by, at: actedAt, kind }) => by !== "automation" && kind !== "merged" && actedAt < endedAt,
  );
  const fleeting = once && opening.endedBy === "source" && !touched && openMs > 0 && openMs < FLEETING_MS;
  const sum = noteVote(acts) + (fleeting ? -2.5 : 0) + responseVote(acts, opening.endedBy, endedAt, closedByPerson);
  const verdict = sum >= ACTIONABLE_FROM ? "actionable" : sum <= NOISE_TO ? "noise" : "unclear";
  return { at, verdict, needsActs: fleeting && sum + 2.5 > NOISE_TO };
}

/** The evidence of the engine that one page holds: a real closing note, two people, an escalation by hand. */
function provesAction(acts: readonly Action[], closedByPerson: boolean): boolean {
  const human = acts.filter(({ by }) => by === "person");
  const notes = notesOf(human);
  if (closedByPerson && notes.some((note) => note.length > LONG_NOTE) && !notes.some(isNoiseNote)) return true;
  if (human.some(({ kind }) => kind === "escalated")) return true;
  return new Set(human.filter(isEngaging).map(({ person }) => person ?? "")).size >= 2;
}

function noteVote(acts: readonly Action[]): number {
  return notesOf(acts.filter(({ by }) => by === "person")).some(isNoiseNote) ? -2.5 : 0;
}

function responseVote(acts: readonly Action[], endedBy: string, endedAt: Instant, closedByPerson: boolean): number {
  const human = acts.filter((action) => action.by === "person" && isEngaging(action) && action.at <= endedAt);
  const from = human.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
  const engagedMs = endedAt - from;
  if (engagedMs >= ENGAGED_LONG_MS) return 1.5;
  if (endedBy === "source" && engagedMs >= 0 && engagedMs < ENGAGED_SHORT_MS) return -1.5;
  return closedByPerson && notesOf(acts).length === 0 ? 1 : 0;
}

function notesOf(acts: readonly Action[]): string[] {
  return acts.flatMap(({ note }) => (note === null || note.trim() === "" ? [] : [note.trim()]));
}

function isEngaging({ kind }: Action): boolean {
  return kind === "acknowledged" || kind === "joined" || kind === "annotated";
}
