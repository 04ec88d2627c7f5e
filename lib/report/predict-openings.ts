import type { ClassifiedPage } from "@/lib/contract/classify";
import { foldPage } from "@/lib/ingest/fold-page";
import { signatureOf } from "@/lib/ingest/signature-of";
import type { Label } from "@/lib/labels/label";
import type { Change } from "@/lib/model/change";
import type { PageEvent } from "@/lib/model/page-event";
import type { Verdict } from "@/lib/model/verdict";
import { BANDS } from "@/lib/noise/case";
import type { LabelAct } from "@/lib/noise/predictor/labels-past";
import type { Statement } from "@/lib/noise/predictor/model";
import { openingFactsOf, ownFactsOf, type PageRef } from "@/lib/noise/predictor/page-facts";
import { type HistoryPage, predictHistory } from "@/lib/noise/predictor/predict-history";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { percent } from "@/lib/noise/wording";
import { ownKey, qualifyPage } from "./qualify-page";
import { rounded } from "./rounded";
import { inOrderGiven } from "./words-of-people";

export type PredictInput = {
  /** Those of one page at a time. */
  events: Iterable<readonly PageEvent[]>;
  labels: readonly Label[];
  changes: readonly Change[];
  zone: string | null;
};

/**
 * What would have been guessed of each page as it opened, in order of opening. Only what was known by then is used: a
 * page's own facts are those of the events up to its opening, and a word without a time, which may be of the future, none.
 */
export function* predictOpenings({ events, labels, changes, zone }: PredictInput): Generator<ClassifiedPage> {
  const known = new Map<string, HistoryPage>();
  for (const told of events) {
    const opened = asOpened(told);
    if (opened) known.set(opened.page.pageKey, opened);
  }
  const run = predictHistory({ pages: [...known.values()], labels: labelActs(labels, known), changes, zone });
  for (const { own, statement } of run) yield predicted(own, statement);
}

/** A page with the identity and the facts that its opening told; what came of it, the predictor reads in its time. */
function asOpened(told: readonly PageEvent[]): HistoryPage | null {
  const whole = foldPage(told);
  if (!whole) return null;
  const first = told.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const knownAt = told.some(({ kind }) => kind === "triggered") ? whole.triggeredAt : first;
  const opened = foldPage(told.filter(({ at }) => at <= knownAt));
  if (!opened) return null;
  const { facts, openingTitle, openingPriority, triggeredAt } = opened;
  const page = {
    ...qualifyPage({ ...whole, facts, openingTitle, triggeredAt }),
    opening: openingFactsOf([...told], knownAt),
  };
  return {
    page,
    signature: signatureOf({ provider: opened.provider, facts, openingTitle, openingPriority }).signature,
  };
}

function labelActs(labels: readonly Label[], known: ReadonlyMap<string, HistoryPage>): LabelAct[] {
  const firstOf = new Map<string, PageRef>();
  for (const { page, signature } of known.values()) {
    const earlier = firstOf.get(signature);
    if (!earlier || page.triggeredAt < earlier.openedAt) firstOf.set(signature, ownFactsOf(page, signature));
  }
  return inOrderGiven(labels).flatMap((label): LabelAct[] => {
    const { about, at, endedAt, verdict, reason, weight } = label;
    if (at === null) return [];
    const page = refOf(label, known, firstOf);
    // A word that is older than its page is of something else.
    if (!page || page.openedAt > at) return [];
    const act = { key: page.pageKey, page, isPage: about.kind === "page", weight };
    const given: LabelAct = { ...act, at, said: { verdict, reason } };
    return endedAt === null ? [given] : [given, { ...act, at: endedAt, said: null }];
  });
}

/** A word on a whole alert stands at the moment at which it was given. */
function refOf({ about, at }: Label, known: ReadonlyMap<string, HistoryPage>, firstOf: ReadonlyMap<string, PageRef>) {
  if (about.kind === "page") {
    const found = known.get(`${about.provider}\u0000${about.pageKey}`);
    return found ? ownFactsOf(found.page, found.signature) : null;
  }
  const first = firstOf.get(about.signature);
  if (!first || at === null || first.openedAt > at) return null;
  return { ...first, pageKey: about.signature, openedAt: at };
}

function predicted(own: PageRef, statement: Statement): ClassifiedPage {
  const { probability, prior, logistic, from, calibration, fellBack, modelAt } = statement;
  return {
    key: ownKey(own.pageKey),
    provider: own.provider,
    signature: own.signature,
    openedAt: new Date(own.openedAt).toISOString(),
    verdict: guessOf(probability),
    probability: rounded(probability),
    reason: null,
    origin: "predicted",
    inferred: null,
    said: null,
    sentence: sentenceOf(statement),
    decidedBy: "prediction",
    votes: [],
    against: [],
    wouldChange: null,
    usedPages: [],
    findings: [],
    basis: {
      model: from,
      prior: rounded(prior),
      logistic: rounded(logistic),
      calibration,
      fellBack,
      modelAt: modelAt === null ? null : new Date(modelAt).toISOString(),
    },
    classifierVersion: CLASSIFIER_VERSION,
  };
}

/** By the bands of verdicts. It is a guess: nothing counts it as a verdict. */
function guessOf(probability: number): Verdict {
  if (probability >= BANDS.actionableAtLeast) return "actionable";
  return probability <= BANDS.noiseAtMost ? "noise" : "unclear";
}

const CALIBRATIONS: Readonly<Record<Statement["calibration"], string>> = {
  none: "not calibrated yet",
  platt: "calibrated by Platt's scaling",
  isotonic: "calibrated by isotonic regression",
};

function sentenceOf({ probability, prior, from, calibration, fellBack }: Statement): string {
  const chance = `Before it opened, ${percent(probability)} that it would be actionable`;
  const why = fellBack ? ", because the model did worse than the plain share in this team" : "";
  const record = `the record of this alert alone${from === "prior" ? why : ` says ${percent(prior)}`}`;
  const basis = from === "prior" ? `from ${record}` : `from the regression; ${record}`;
  return `${chance}, ${basis}; ${CALIBRATIONS[calibration]}.`;
}
