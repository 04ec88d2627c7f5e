import type { Instant } from "@/lib/model/instant";
import type { Action, Page } from "@/lib/model/page";
import { isNoiseNote } from "@/lib/noise/phrases";
import { sigmoid } from "./logistic";
import { instantsOf, SWEEP_MS } from "./page-alone";

const MINUTE_MS = 60_000;
const FLEETING_MINUTES = 5;
const LONG_ENGAGED_MINUTES = 10;
const SHORT_ENGAGED_MINUTES = 2;
const LONG_NOTE = 20;

/** What an ended page looks like by itself, from an instant on; in thousandths, so that sums of them are exact. */
export type Looks = {
  at: Instant;
  /** How likely it was worth waking somebody for. */
  permille: number;
  /** What it replaces; null where it is the first. */
  before: number | null;
};

/**
 * Weights of what can be seen of one ended page, in log-odds. Fitted once, by ridge regression (2 per weight), to the
 * truth of the simulated organisations `train-0` to `train-5` without the unseen family: `tsx bench/predictor-defaults.ts`
 * does it again. They order the past of an alert, and are no verdicts.
 */
export const LOOKS_WEIGHTS = {
  constant: -2.9,
  closedByPerson: 0.8,
  bySource: -0.4,
  byTimeout: -1.8,
  byMerge: -2.1,
  byUnknown: 0.7,
  duration: 1,
  fleeting: -3.4,
  acknowledged: 0.7,
  acknowledgedLate: 1.9,
  engaged: -1,
  engagedLong: 1.4,
  engagedThenClear: -2.2,
  closedByEngaged: 1.4,
  closedWithoutNote: -0.7,
  note: 0.5,
  longNote: 0.7,
  noiseNote: -3.5,
  escalated: 4.6,
  twoPeople: 2.7,
  reassigned: 2.2,
  joined: 1.8,
  priorityChanged: 2.1,
};

export type LooksFeature = keyof typeof LOOKS_WEIGHTS;

/** At its end, when a sweep would be known, and with every act afterwards that changes it. */
export function pageLooks(page: Page, bulkClosed: boolean): Looks[] {
  const [opening] = page.openings;
  if (!opening || opening.endedAt === null) return [];
  const looks: Looks[] = [];
  for (const at of instantsOf(page, opening.endedAt)) {
    const features = looksFeatures(page, at, bulkClosed);
    if (features === null) continue;
    const permille = permilleOf(features);
    const before = looks.at(-1)?.permille ?? null;
    if (permille !== before) looks.push({ at, permille, before });
  }
  return looks;
}

function permilleOf(features: Record<LooksFeature, number>): number {
  let z = 0;
  for (const [name, weight] of Object.entries(LOOKS_WEIGHTS)) z += weight * features[name as LooksFeature];
  return Math.round(1000 * sigmoid(z));
}

/** Null while it is open: it says nothing until it has ended. */
export function looksFeatures(page: Page, at: Instant, bulkClosed: boolean): Record<LooksFeature, number> | null {
  const opening = page.openings.findLast(({ openedAt }) => openedAt <= at) ?? page.openings[0];
  const endedAt = opening?.endedAt ?? null;
  if (!opening || endedAt === null || endedAt > at) return null;
  const acts = page.actions.filter((action) => action.at <= at);
  const closedByPerson = opening.endedBy === "person" && !bulkClosed && at >= endedAt + SWEEP_MS;
  const seen = { page, acts, endedAt, closedByPerson, clearedBySource: opening.endedBy === "source" };
  return {
    constant: 1,
    closedByPerson: flag(closedByPerson),
    bySource: flag(seen.clearedBySource),
    byTimeout: flag(opening.endedBy === "timeout"),
    byMerge: flag(opening.endedBy === "merge"),
    byUnknown: flag(opening.endedBy === "unknown"),
    ...timeFeatures(seen),
    ...noteFeatures(seen),
    ...peopleFeatures(seen),
  };
}

type Seen = {
  page: Page;
  acts: readonly Action[];
  endedAt: Instant;
  closedByPerson: boolean;
  clearedBySource: boolean;
};

function timeFeatures({ page, acts, endedAt, closedByPerson, clearedBySource }: Seen) {
  const minutes = (endedAt - page.triggeredAt) / MINUTE_MS;
  const touched = acts.some(({ by, at, kind }) => by !== "automation" && kind !== "merged" && at < endedAt);
  const from = acts.reduce(
    (first, act) => (isEngaging(act) && act.at <= endedAt ? Math.min(first, act.at) : first),
    Number.POSITIVE_INFINITY,
  );
  const acknowledged = from < Number.POSITIVE_INFINITY;
  const engaged = acknowledged ? (endedAt - from) / MINUTE_MS : 0;
  return {
    duration: scaled(minutes),
    fleeting: flag(clearedBySource && !touched && minutes < FLEETING_MINUTES),
    acknowledged: flag(acknowledged),
    acknowledgedLate: acknowledged ? scaled((from - page.triggeredAt) / MINUTE_MS) : 0,
    engaged: scaled(engaged),
    engagedLong: flag(engaged >= LONG_ENGAGED_MINUTES),
    engagedThenClear: flag(clearedBySource && acknowledged && engaged < SHORT_ENGAGED_MINUTES),
    closedByEngaged: flag(closedByPerson && engaged >= LONG_ENGAGED_MINUTES),
  };
}

function noteFeatures({ acts, closedByPerson }: Seen) {
  const notes = acts.flatMap(({ by, note }) => (by !== "automation" && note?.trim() ? [note.trim()] : []));
  return {
    closedWithoutNote: flag(closedByPerson && notes.length === 0),
    note: flag(notes.length > 0),
    longNote: flag(notes.some((note) => note.length > LONG_NOTE)),
    noiseNote: flag(notes.some(isNoiseNote)),
  };
}

function peopleFeatures({ acts }: Seen) {
  const done = acts.filter(({ by }) => by !== "automation");
  const did = (kind: Action["kind"]) => flag(done.some((act) => act.kind === kind));
  return {
    // Nobody named may be the escalation policy.
    escalated: flag(acts.some(({ kind, by }) => kind === "escalated" && by === "person")),
    twoPeople: flag(new Set(done.filter(isEngaging).flatMap(({ person }) => person ?? [])).size >= 2),
    reassigned: did("reassigned"),
    joined: did("joined"),
    priorityChanged: did("priority-changed"),
  };
}

/** Of an actor whom nobody names as well: what a machine does is told as automation. */
function isEngaging({ by, kind }: Action): boolean {
  return by !== "automation" && (kind === "acknowledged" || kind === "joined" || kind === "annotated");
}

/** Minutes, so that an hour is .8 and a day 1.5. */
function scaled(minutes: number): number {
  return Math.log1p(Math.max(0, minutes)) / 5;
}

function flag(holds: boolean): number {
  return holds ? 1 : 0;
}
