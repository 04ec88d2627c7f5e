import type { Instant } from "@/lib/model/instant";
import type { Action, Page } from "@/lib/model/page";
import { isExpectedNote, isNoiseNote } from "./phrases";

const IDLE_MS = 8 * 3_600_000;

/** What follows from one page alone. */
export type Sight = {
  page: Page;
  /** From opening to end; null while open, where the end is unknown, and for a page that opened more than once. */
  openMs: number | null;
  /** People who acknowledged, joined or wrote a note, not those who were merely paged. */
  engaged: readonly string[];
  anyoneEngaged: boolean;
  /** From the first engagement to the end of the page, else to the last act of a person. Null where nobody engaged. */
  engagedMs: number | null;
  /** No act of a person for 8 h in between. */
  idle: boolean;
  acknowledgedAt: Instant | null;
  /** Acts before the end, other than acknowledging, by anyone but automation: an unknown actor may be a person. */
  acted: boolean;
  /** Notes by people. */
  notes: readonly string[];
  noiseNote: string | null;
  expectedNote: string | null;
  isTopPriority: boolean;
  bulkClosed: boolean;
};

export function byOpening(a: Page, b: Page): number {
  return a.triggeredAt - b.triggeredAt || (a.pageKey < b.pageKey ? -1 : a.pageKey > b.pageKey ? 1 : 0);
}

export function sightOf(page: Page, bulkClosed: boolean, topPriorities: readonly string[]): Sight {
  const { openings, endedAt, facts } = page;
  const human = page.actions.filter(({ by }) => by === "person");
  const engaging = human.filter(isEngaging);
  const notes = human.flatMap(({ note }) => (note === null || note.trim() === "" ? [] : [note.trim()]));
  const acknowledged = page.actions.find(({ kind, by }) => kind === "acknowledged" && by !== "automation");
  const from = engaging[0]?.at ?? null;
  const to = endedAt ?? human.at(-1)?.at ?? null;
  return {
    page,
    openMs: openings.length === 1 && endedAt !== null ? endedAt - page.triggeredAt : null,
    engaged: [...new Set(engaging.flatMap(({ person }) => (person === null ? [] : [person])))],
    anyoneEngaged: from !== null,
    engagedMs: from === null || to === null ? null : Math.max(0, to - from),
    idle: from !== null && to !== null && longestGap(human, from, to) > IDLE_MS,
    acknowledgedAt: acknowledged?.at ?? null,
    acted: page.actions.some((action) => isAct(action) && (endedAt === null || action.at <= endedAt)),
    notes,
    noiseNote: notes.find(isNoiseNote) ?? null,
    expectedNote: notes.find(isExpectedNote) ?? null,
    isTopPriority: facts.priority !== undefined && topPriorities.some((top) => sameWord(top, facts.priority ?? "")),
    bulkClosed,
  };
}

export function sameWord(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

function isEngaging({ kind }: Action): boolean {
  return kind === "acknowledged" || kind === "joined" || kind === "annotated";
}

function isAct({ kind, by }: Action): boolean {
  return kind !== "acknowledged" && by !== "automation";
}

/** Longest stretch without an act within a span. */
export function longestGap(acts: readonly { at: Instant }[], from: Instant, to: Instant): number {
  let previous = from;
  let longest = 0;
  for (const { at } of acts) {
    if (at <= from || at > to) continue;
    longest = Math.max(longest, at - previous);
    previous = at;
  }
  return Math.max(longest, to - previous);
}
