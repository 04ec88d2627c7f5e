import type { Instant } from "@/lib/model/instant";
import type { Action, Page } from "@/lib/model/page";
import { isExpectedNote, isFixNote, isImpactNote, isNoiseNote, isTellingNote, isUpstreamNote } from "./phrases";

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
  /** Notes by anyone but automation: what is written tells something even where nobody tells who wrote it. */
  notes: readonly string[];
  noiseNote: string | null;
  expectedNote: string | null;
  /** The longest note that tells more than that somebody looked. */
  tellingNote: string | null;
  /** A note that says what was done. */
  fixNote: string | null;
  upstreamNote: string | null;
  /** Notes that prove something, so only those of people: the telling one, and one of customers hit or a major incident. */
  workNote: string | null;
  impactNote: string | null;
  isTopPriority: boolean;
  bulkClosed: boolean;
};

export function byOpening(a: Page, b: Page): number {
  return a.triggeredAt - b.triggeredAt || (a.pageKey < b.pageKey ? -1 : a.pageKey > b.pageKey ? 1 : 0);
}

export function sightOf(page: Page, bulkClosed: boolean, topPriorities: readonly string[]): Sight {
  const { openings, endedAt, facts, actions } = page;
  const { priority } = facts;
  const engaged: string[] = [];
  let acknowledgedAt: Instant | null = null;
  let from: Instant | null = null;
  let lastAct: Instant | null = null;
  let acted = false;
  let [notes, peoplesNotes] = [NO_NOTES, NO_NOTES];
  for (const action of actions) {
    const { kind, by, person, note, at } = action;
    if (by === "automation") continue;
    if (kind === "acknowledged") acknowledgedAt ??= at;
    else if (endedAt === null || at <= endedAt) acted = true;
    const text = note?.trim();
    if (text) notes = [...notes, text];
    if (by !== "person") continue;
    if (text) peoplesNotes = [...peoplesNotes, text];
    lastAct = at;
    if (kind === "acknowledged" || kind === "joined" || kind === "annotated") {
      from ??= at;
      if (person !== null && !engaged.includes(person)) engaged.push(person);
    }
  }
  const to = endedAt ?? lastAct;
  const { noiseNote, expectedNote, tellingNote, fixNote, upstreamNote, workNote, impactNote } =
    notes === NO_NOTES ? NOTHING_NOTED : notedIn(notes, peoplesNotes);
  return {
    page,
    openMs: openings.length === 1 && endedAt !== null ? endedAt - page.triggeredAt : null,
    engaged,
    anyoneEngaged: from !== null,
    engagedMs: from === null || to === null ? null : Math.max(0, to - from),
    idle: from !== null && to !== null && to - from > IDLE_MS && longestGap(peoplesActs(page), from, to) > IDLE_MS,
    acknowledgedAt,
    acted,
    notes,
    noiseNote,
    expectedNote,
    tellingNote,
    fixNote,
    upstreamNote,
    workNote,
    impactNote,
    isTopPriority: priority !== undefined && topPriorities.some((top) => sameWord(top, priority)),
    bulkClosed,
  };
}

const NO_NOTES: string[] = [];

type Noted = Pick<
  Sight,
  "noiseNote" | "expectedNote" | "tellingNote" | "fixNote" | "upstreamNote" | "workNote" | "impactNote"
>;

const NOTHING_NOTED: Noted = {
  noiseNote: null,
  expectedNote: null,
  tellingNote: null,
  fixNote: null,
  upstreamNote: null,
  workNote: null,
  impactNote: null,
};

/** `peoplesNotes`: some of the notes. */
function notedIn(notes: readonly string[], peoplesNotes: readonly string[]): Noted {
  const noisy = notes.map(isNoiseNote);
  const noiseNote = notes[noisy.indexOf(true)] ?? null;
  const telling = notes.filter((note, at) => isTellingNote(note, noisy[at]));
  return {
    noiseNote,
    expectedNote: noiseNote === null ? null : (notes.find(isExpectedNote) ?? null),
    tellingNote: longestOf(telling),
    fixNote: notes.find((note, at) => isFixNote(note, noisy[at])) ?? null,
    upstreamNote: notes.find(isUpstreamNote) ?? null,
    workNote: longestOf(telling.filter((note) => peoplesNotes.includes(note))),
    impactNote: peoplesNotes.find(isImpactNote) ?? null,
  };
}

function longestOf(notes: readonly string[]): string | null {
  return notes.toSorted((a, b) => b.length - a.length)[0] ?? null;
}

function peoplesActs({ actions }: Page): Action[] {
  return actions.filter(({ by }) => by === "person");
}

export function sameWord(a: string, b: string): boolean {
  return a === b || a.trim().toLowerCase() === b.trim().toLowerCase();
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
