import type { Change } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";
import { countedLabels, type FeatureRow, labelFeatures, pastFeatures, posteriorMean, withLabels } from "./features";
import {
  type FadedLabels,
  type LabelAct,
  type LabelsPast,
  labelsPast,
  outcomeOf,
  tellInferred,
  tellLabel,
} from "./labels-past";
import { type LooksPast, type LooksView, looksPast, tellLooks } from "./looks-past";
import { type Evidence, FIRST_MODEL, type Lesson, type PredictorModel, refit, type Statement, stateOf } from "./model";
import type { OwnFacts } from "./page-facts";
import { labelView, offsetMsAt, pastView } from "./past-view";
import { refitDueAt } from "./refit-schedule";
import { type SignaturePast, signaturePast, tellSignature } from "./signature-past";
import { type Surroundings, surroundings, tellBurst, tellChange } from "./surroundings";
import { put, type TimeHeap, takeBefore, timeHeap } from "./time-heap";
import type { Told } from "./told";

/** What was stated of a page as it opened, with all that is needed to learn from it once a person judges it. */
export type Opened = {
  own: OwnFacts;
  /** Features of the past; those of verdicts are worked out anew when it is judged. */
  row: FeatureRow;
  /** Features of verdicts, as they were when it opened. */
  labels: readonly number[];
  inferred: FadedLabels;
  looks: LooksView;
  halfLifeMs: number;
  statement: Statement;
};

/** A lesson with what was stated of its page as it opened: the record is made of these. */
export type RecordedLesson = Lesson & { atPageTime: Statement; judgedAt: Instant };

type Waiting = { at: Instant } & ({ told: Told; label: null } | { told: null; label: LabelAct });

/**
 * All that has been told so far. What is told ahead of time waits; a page that opens sees only what lies before it. It
 * depends on what was told, not on the order.
 */
export type Predictor = {
  /** Local hours are read in it; UTC where nobody set one. */
  zone: string | null;
  /** The opening of a page that is judged, from wherever the caller keeps it. */
  recall: (pageKey: string) => Opened | null;
  /** Everything before it has been read. */
  until: Instant;
  waiting: TimeHeap<Waiting>;
  signatures: Map<string, SignaturePast>;
  surroundings: Surroundings;
  labels: LabelsPast;
  looks: LooksPast;
  /** Providers that have told an act: of others, "nobody acted" is not known. */
  tellsActs: Set<string>;
  lessons: Map<string, RecordedLesson>;
  model: PredictorModel;
  sinceRefit: number;
  lastLabelAt: Instant;
};

export function newPredictor({ zone, recall }: Pick<Predictor, "zone" | "recall">): Predictor {
  return {
    zone,
    recall,
    until: Number.NEGATIVE_INFINITY,
    waiting: timeHeap(inOrder),
    signatures: new Map(),
    surroundings: surroundings(),
    labels: labelsPast(),
    looks: looksPast(),
    tellsActs: new Set(),
    lessons: new Map(),
    model: FIRST_MODEL,
    sinceRefit: 0,
    lastLabelAt: Number.NEGATIVE_INFINITY,
  };
}

/** By time; at one instant events before people's words, and never by which was told first. */
function inOrder(a: Waiting, b: Waiting): number {
  return a.at - b.at || rankOf(a) - rankOf(b) || compareText(keyOf(a), keyOf(b));
}

function rankOf({ label }: Waiting): number {
  return label === null ? 0 : 1;
}

function keyOf({ told, label }: Waiting): string {
  return told === null ? label.key : `${told.page.pageKey} ${told.what}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function tell(predictor: Predictor, facts: readonly Told[]): void {
  for (const told of facts) put(predictor.waiting, { at: told.at, told, label: null });
}

export function tellLabels(predictor: Predictor, acts: readonly LabelAct[]): void {
  for (const label of acts) put(predictor.waiting, { at: label.at, told: null, label });
}

/** Changes wait for nobody: what begins with a page or after it is not read for that page. */
export function tellChanges(predictor: Predictor, changes: readonly Change[]): void {
  for (const change of changes) tellChange(predictor.surroundings, change);
}

/**
 * States how likely it is that a page is actionable, from what was known before it opened. Null for a page that opened
 * before what has already been read: the past cannot be unread, so that one takes a new run.
 */
export function predictOpening(predictor: Predictor, own: OwnFacts): Opened | null {
  if (own.openedAt < predictor.until) return null;
  readUntil(predictor, own.openedAt);
  const { labels, looks: looked, zone, surroundings: around } = predictor;
  const signature = pastOf(predictor, own.signature);
  const actsAreTold = predictor.tellsActs.has(own.provider);
  const past = pastView({ signature, surroundings: around, labels, looks: looked, actsAreTold, zone }, own);
  const { inferred, looks, halfLifeMs } = past;
  const row = pastFeatures(own, past);
  const evidence = evidenceOf(predictor, { own, row, inferred, looks, halfLifeMs });
  const statement = stateOf(predictor.model, evidence);
  return { own, row, labels: evidence.labels, inferred, looks, halfLifeMs, statement };
}

/** Reads everything that lies before an instant; what a person said then is learnt when its turn comes. */
export function readUntil(predictor: Predictor, at: Instant): void {
  for (let next = takeBefore(predictor.waiting, at); next !== null; next = takeBefore(predictor.waiting, at)) {
    if (next.told !== null) read(predictor, next.told);
    else hear(predictor, [next.label, ...labelsAt(predictor, next.at)], next.at);
  }
  refitIfDue(predictor, at);
  predictor.until = Math.max(predictor.until, at);
}

function read(predictor: Predictor, told: Told): void {
  const { page } = told;
  if (told.what === "inferred") tellInferred(predictor.labels, told);
  else if (told.what === "looked") tellLooks(predictor.looks, told);
  else tellSignature(pastOf(predictor, page.signature), told, offsetMsAt(predictor.zone, told.at));
  if (told.what === "opened") tellBurst(predictor.surroundings, page, told.at);
  if (told.what === "acted" && told.provesActsAreTold) predictor.tellsActs.add(page.provider);
}

function pastOf({ signatures }: Predictor, signature: string): SignaturePast {
  let past = signatures.get(signature);
  if (!past) {
    past = signaturePast();
    signatures.set(signature, past);
  }
  return past;
}

/** The other words of an instant: none of them knew the others. */
function labelsAt({ waiting }: Predictor, at: Instant): LabelAct[] {
  const found: LabelAct[] = [];
  while (waiting.items[0]?.at === at && waiting.items[0].label !== null) {
    const next = takeBefore(waiting, Number.POSITIVE_INFINITY);
    if (next?.label) found.push(next.label);
  }
  return found;
}

function hear(predictor: Predictor, acts: readonly LabelAct[], at: Instant): void {
  refitIfDue(predictor, at);
  // All are scored before any is learnt.
  const lessons = acts.map((act) => lessonOf(predictor, act));
  acts.forEach((act, index) => {
    tellLabel(predictor.labels, act);
    // Taken out first, so that a word given again is the newest.
    predictor.lessons.delete(act.key);
    const lesson = lessons[index];
    if (lesson) predictor.lessons.set(act.key, lesson);
  });
  predictor.sinceRefit += acts.length;
  predictor.lastLabelAt = at;
  if (refitDueAt(predictor.sinceRefit, at) === at) refitIfDue(predictor, at);
}

function lessonOf(predictor: Predictor, { key, said, isPage, weight, at }: LabelAct): RecordedLesson | null {
  const outcome = outcomeOf(said);
  if (!isPage || outcome === null) return null;
  const known = predictor.lessons.get(key);
  // A mind that was changed: what was stated before the first word still is what was stated unaided.
  if (known) return { ...known, outcome, weight, judgedAt: at };
  const opened = predictor.recall(key);
  if (!opened) return null;
  const { own, statement } = opened;
  const evidence = evidenceOf(predictor, opened);
  const { prior, logistic } = stateOf(predictor.model, evidence);
  const { signature, team } = own;
  const row = withLabels(evidence.labels, opened.row);
  const lesson = { pageKey: key, signature, team, row, prior, logistic, outcome, weight };
  return { ...lesson, atPageTime: statement, judgedAt: at };
}

/** A page with the verdicts that are known when it is looked at, never its own. */
function evidenceOf(
  { labels }: Predictor,
  { own, row, inferred, looks, halfLifeMs }: Omit<Opened, "statement" | "labels">,
): Evidence {
  const view = labelView(labels, own, halfLifeMs);
  const prior = posteriorMean(countedLabels(view, inferred), view.prior);
  return { team: own.team, prior, labels: labelFeatures(view, inferred, looks), row };
}

function refitIfDue(predictor: Predictor, at: Instant): void {
  const due = refitDueAt(predictor.sinceRefit, predictor.lastLabelAt);
  if (due === null || due > at) return;
  predictor.model = refit([...predictor.lessons.values()], due);
  predictor.sinceRefit = 0;
}
