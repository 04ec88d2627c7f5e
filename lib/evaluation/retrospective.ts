import { groupBy } from "@/lib/model/group-by";
import { REASONS, type Reason, type Verdict } from "@/lib/model/verdict";
import { bootstrapClusters, type Interval, sumsOf } from "./bootstrap";
import { type Figures, figuresOf } from "./metrics";
import type { Outcome } from "./world";

/** What any judge says of a page; the engine, a baseline or the ceiling. */
export type Said = { verdict: Verdict; cluster: string; isActionable: boolean };

const NAMES = ["calledReal", "calledRight", "actionable", "lost", "calledNoise", "unclear", "all"] as const;
type Sums = Record<(typeof NAMES)[number], number>;

export type Measured = { value: number | null; interval: Interval | null };

export type SortingFigures = {
  pages: number;
  prevalence: number;
  /** Of the pages that are called actionable; an unclear one is not. */
  precision: Measured;
  called: Measured;
  f1: Measured;
  /** Unclear counts as kept, on both sides. */
  f1Kept: Measured;
  recallKept: Measured;
  noisePrecision: Measured;
  noiseRecall: Measured;
  unclear: Measured;
};

const ratio = (part: number, whole: number) => (whole > 0 ? part / whole : null);

const FIGURES: Readonly<Record<Exclude<keyof SortingFigures, "pages" | "prevalence">, (sums: Sums) => number | null>> =
  {
    precision: (s) => ratio(s.calledRight, s.calledReal),
    called: (s) => ratio(s.calledRight, s.actionable),
    f1: (s) => ratio(2 * s.calledRight, s.calledReal + s.actionable),
    f1Kept: (s) => ratio(2 * (s.actionable - s.lost), s.all - s.calledNoise + s.actionable),
    recallKept: (s) => ratio(s.actionable - s.lost, s.actionable),
    noisePrecision: (s) => ratio(s.calledNoise - s.lost, s.calledNoise),
    noiseRecall: (s) => ratio(s.calledNoise - s.lost, s.all - s.actionable),
    unclear: (s) => ratio(s.unclear, s.all),
  };

/** The figures of sorting, each with a 95 % interval over signatures; `draws` 0 leaves the intervals out. */
export function sortingFigures(said: readonly Said[], draws?: number): SortingFigures {
  const rows = [...groupBy(said, ({ cluster }) => cluster).values()].map(sumUp);
  const sums = sumsOf(rows, NAMES);
  const all = sums(null);
  const measured = Object.entries(FIGURES).map(([name, figure]) => {
    const interval =
      draws === 0 ? null : bootstrapClusters(rows.length, (weights) => figure(sums(weights)), draws ? { draws } : {});
    return [name, { value: figure(all), interval }] as const;
  });
  return {
    pages: all.all,
    prevalence: ratio(all.actionable, all.all) ?? 0,
    ...(Object.fromEntries(measured) as Record<keyof typeof FIGURES, Measured>),
  };
}

function sumUp(said: readonly Said[]): Sums {
  const count = (holds: (one: Said) => boolean) => said.filter(holds).length;
  return {
    calledReal: count(({ verdict }) => verdict === "actionable"),
    calledRight: count(({ verdict, isActionable }) => verdict === "actionable" && isActionable),
    actionable: count(({ isActionable }) => isActionable),
    lost: count(({ verdict, isActionable }) => verdict === "noise" && isActionable),
    calledNoise: count(({ verdict }) => verdict === "noise"),
    unclear: count(({ verdict }) => verdict === "unclear"),
    all: said.length,
  };
}

export function saidByEngine({ judgement, truth, seed }: Outcome): Said {
  return {
    verdict: judgement.verdict,
    cluster: `${seed} ${truth.alert}`,
    isActionable: truth.verdict === "actionable",
  };
}

export type ReasonFigures = Figures & { reason: Reason; pages: number; unclear: number };

/**
 * Per reason: a page counts for the main reason that it had; any of its true reasons is right where one is named. An
 * unclear page names none and is a miss.
 */
export function reasonFigures(outcomes: readonly Outcome[]): ReasonFigures[] {
  return REASONS.map((reason) => {
    const own = outcomes.filter(({ truth }) => truth.reasons[0] === reason);
    const named = outcomes.filter(({ judgement }) => judgement.reason === reason);
    const isRight = ({ judgement, truth }: Outcome) =>
      judgement.reason !== null && truth.reasons.includes(judgement.reason);
    const right = own.filter(isRight).length;
    const falsely = named.filter((outcome) => !isRight(outcome)).length;
    const figures = figuresOf({ truePositive: right, falsePositive: falsely, falseNegative: own.length - right });
    return {
      reason,
      pages: own.length,
      unclear: own.filter(({ judgement }) => judgement.verdict === "unclear").length,
      ...figures,
    };
  });
}

/** The mean over the reasons that occurred; a reason that was never named has F1 0. */
export function macroF1(figures: readonly ReasonFigures[]): number | null {
  const occurred = figures.filter(({ pages }) => pages > 0);
  return ratio(
    occurred.reduce((sum, { f1 }) => sum + (f1 ?? 0), 0),
    occurred.length,
  );
}

export type Slice = { name: string; pages: number; figures: SortingFigures };

/** The same figures by any name, the largest first: where the errors come from. */
export function slices(outcomes: readonly Outcome[], nameOf: (outcome: Outcome) => string): Slice[] {
  return [...groupBy(outcomes, nameOf)]
    .map(([name, own]) => ({ name, pages: own.length, figures: sortingFigures(own.map(saidByEngine), 0) }))
    .sort((a, b) => b.pages - a.pages || (a.name < b.name ? -1 : 1));
}
