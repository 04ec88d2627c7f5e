import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import { REASONS, type Reason, type Verdict, verdictOf } from "@/lib/model/verdict";
import { clusterBootstrap, MIN_CLUSTERS } from "@/lib/statistics/cluster-bootstrap";
import { type ClusteredShare, clusteredShareSteps } from "@/lib/statistics/clustered-share";
import { averagePrecisionOf, likeliestFirst } from "./average-precision";
import { type CalibrationBin, calibrationBins, calibrationErrorOf } from "./calibration-bins";

/**
 * What was said of a page before a person judged it, and what the person then said. Of the predictor it is the statement
 * made as the page opened; of the engine the verdict it had inferred.
 */
export type RecordEntry = {
  signature: string;
  probability: number;
  verdict: Verdict;
  reason: Reason | null;
  person: { verdict: Verdict; reason: Reason | null };
  judgedAt: Instant;
};

/** A figure with the n it rests on. Null where nothing is known of it: no page of that kind was judged. */
type Figure = ClusteredShare;

type ReasonRecord = { reason: Reason; precision: Figure; recall: Figure };

/** How well a model has done on the workspace's own labels. */
export type ModelRecord = {
  /** Pages a person called actionable or noise; tests and "unclear" are beside it. */
  n: number;
  signatures: number;
  leftOut: number;
  from: Instant | null;
  to: Instant | null;
  actionable: { precision: Figure; recall: Figure; kept: Figure };
  noise: { precision: Figure; recall: Figure };
  /** Share of pages on which the model left it open. */
  unclear: Figure;
  /** Of the pages on which it did not, the share on which it agreed with the person; kappa takes off what chance gives. */
  agreement: Figure;
  kappa: Figure;
  reasons: readonly ReasonRecord[];
  bins: readonly CalibrationBin[];
  calibrationError: Figure;
  brierSkill: Figure;
  averagePrecision: Figure;
  /** Share of actionable pages: what average precision is without any skill. */
  prevalence: Figure;
};

type Judged = RecordEntry & { outcome: 0 | 1; cluster: number };

export function recordOf(entries: readonly RecordEntry[]): ModelRecord {
  const steps = recordSteps(entries);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** The same in steps of a few milliseconds: over 1,000 entries it takes a second in all. */
export function* recordSteps(entries: readonly RecordEntry[]): Generator<undefined, ModelRecord> {
  const judged = judgedOf(entries);
  const ats = judged.map(({ judgedAt }) => judgedAt);
  const shares = yield* sharesOf(judged);
  const wholes = yield* wholeFigures(judged);
  const reasons = yield* reasonRecords(judged);
  const extreme = (pick: (a: number, b: number) => number) => (ats.length === 0 ? null : ats.reduce(pick));
  return {
    n: judged.length,
    signatures: clustersIn(judged),
    leftOut: entries.length - judged.length,
    from: extreme((a, b) => Math.min(a, b)),
    to: extreme((a, b) => Math.max(a, b)),
    ...shares,
    reasons,
    bins: calibrationBins(judged),
    ...wholes,
  };
}

function judgedOf(entries: readonly RecordEntry[]): Judged[] {
  const kept = entries.filter(({ person }) => person.verdict !== "unclear" && person.reason !== "test");
  const clusters = new Map([...groupBy(kept, ({ signature }) => signature).keys()].sort().map((key, no) => [key, no]));
  const judged = kept.map((entry): Judged => {
    const outcome = entry.person.verdict === "actionable" ? 1 : 0;
    return { ...entry, outcome, cluster: clusters.get(entry.signature) ?? 0 };
  });
  return judged.sort(inOrder);
}

/** An order that the order of the entries does not change, for sums are not quite the same in another one. */
function inOrder(a: Judged, b: Judged): number {
  return (
    likeliestFirst(withWeight(a), withWeight(b)) ||
    a.cluster - b.cluster ||
    a.outcome - b.outcome ||
    a.judgedAt - b.judgedAt
  );
}

function withWeight({ probability, outcome }: Judged) {
  return { probability, outcome, weight: 1 };
}

function clustersIn(judged: readonly Judged[]): number {
  return judged.reduce((most, { cluster }) => Math.max(most, cluster + 1), 0);
}

type Shares = Pick<ModelRecord, "actionable" | "noise" | "unclear" | "agreement" | "prevalence">;

function* sharesOf(judged: readonly Judged[]): Generator<undefined, Shares> {
  const said = (verdict: Verdict) => (entry: Judged) => entry.verdict === verdict;
  const was = (verdict: Verdict) => (entry: Judged) => entry.person.verdict === verdict;
  const share = (of: (entry: Judged) => boolean, among: (entry: Judged) => boolean) => shareOf(judged, of, among);
  return {
    actionable: {
      precision: yield* share(was("actionable"), said("actionable")),
      recall: yield* share(said("actionable"), was("actionable")),
      kept: yield* share((entry) => entry.verdict !== "noise", was("actionable")),
    },
    noise: {
      precision: yield* share(was("noise"), said("noise")),
      recall: yield* share(said("noise"), was("noise")),
    },
    unclear: yield* share(said("unclear"), () => true),
    agreement: yield* share(agrees, isDecided),
    prevalence: yield* share(was("actionable"), () => true),
  };
}

function agrees({ verdict, person }: Judged): boolean {
  return verdict === person.verdict;
}

function isDecided({ verdict }: Judged): boolean {
  return verdict !== "unclear";
}

/** Reasons that a person or the model named. */
function* reasonRecords(judged: readonly Judged[]): Generator<undefined, ReasonRecord[]> {
  const named = new Set(judged.flatMap(({ reason, person }) => [reason, person.reason]));
  const records: ReasonRecord[] = [];
  for (const reason of REASONS.filter((each) => named.has(each))) {
    const said = (entry: Judged) => entry.reason === reason && entry.verdict === verdictOf(reason);
    // A person who gave no reason says nothing about which it was.
    const was = (entry: Judged) => entry.person.reason === reason;
    const gaveReason = (entry: Judged) => entry.person.reason !== null;
    records.push({
      reason,
      precision: yield* shareOf(judged, was, (entry) => said(entry) && gaveReason(entry)),
      recall: yield* shareOf(judged, said, was),
    });
  }
  return records;
}

/** A share with its interval, drawn by signature. */
function* shareOf(
  judged: readonly Judged[],
  of: (entry: Judged) => boolean,
  among: (entry: Judged) => boolean,
): Generator<undefined, Figure> {
  const own = [...groupBy(judged.filter(among), ({ cluster }) => cluster).values()];
  return yield* clusteredShareSteps(own.map((entries) => ({ n: entries.length, hits: entries.filter(of).length })));
}

type Wholes = Pick<ModelRecord, "kappa" | "calibrationError" | "brierSkill" | "averagePrecision">;

/** Figures that no single page has a share in. */
function* wholeFigures(judged: readonly Judged[]): Generator<undefined, Wholes> {
  const clusters = clustersIn(judged);
  const scored = judged.map(withWeight);
  const ascending = judged.toReversed();
  const figuresOf = (times: ArrayLike<number> | null): (number | null)[] => {
    const timesOf = judged.map(({ cluster }) => (times ? (times[cluster] ?? 0) : 1));
    return [
      kappaOf(judged, timesOf),
      calibrationErrorOf(ascending, timesOf.toReversed()),
      skillOf(judged, timesOf),
      averagePrecisionOf(scored, timesOf),
    ];
  };
  const values = figuresOf(null);
  // There is no formula to fall back on, so few signatures give no interval.
  const intervals = clusters < MIN_CLUSTERS ? [] : yield* clusterBootstrap(clusters, figuresOf);
  const figure = (index: number, n: number): Figure => {
    const value = values[index] ?? null;
    return { value, n, interval: value === null ? null : (intervals[index] ?? null), optimistic: false };
  };
  const n = judged.length;
  return {
    kappa: figure(0, judged.filter(isDecided).length),
    calibrationError: figure(1, n),
    brierSkill: figure(2, n),
    averagePrecision: figure(3, n),
  };
}

/** Cohen's kappa over the pages that the model decided; null where chance alone agrees on all of them. */
function kappaOf(judged: readonly Judged[], times: ArrayLike<number>): number | null {
  let [n, agreed, saidActionable, wasActionable] = [0, 0, 0, 0];
  judged.forEach((entry, index) => {
    const counted = isDecided(entry) ? (times[index] ?? 0) : 0;
    n += counted;
    if (agrees(entry)) agreed += counted;
    if (entry.verdict === "actionable") saidActionable += counted;
    if (entry.outcome === 1) wasActionable += counted;
  });
  if (n === 0) return null;
  const [said, was] = [saidActionable / n, wasActionable / n];
  const byChance = said * was + (1 - said) * (1 - was);
  return byChance === 1 ? null : (agreed / n - byChance) / (1 - byChance);
}

/** 1 - Brier / Brier of the plain share of the same pages. */
function skillOf(judged: readonly Judged[], times: ArrayLike<number>): number | null {
  let [n, positive, sum] = [0, 0, 0];
  judged.forEach(({ probability, outcome }, index) => {
    const counted = times[index] ?? 0;
    n += counted;
    positive += outcome * counted;
    sum += counted * (probability - outcome) ** 2;
  });
  const plain = n === 0 ? 0 : (positive / n) * (1 - positive / n);
  return plain === 0 ? null : 1 - sum / n / plain;
}
