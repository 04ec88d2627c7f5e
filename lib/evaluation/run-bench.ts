import { askCeiling, type BestBand, bestBand, trainCeiling } from "./ceiling";
import { type FlagFigures, flagFigures, type SilenceFigures, silenceFigures } from "./flag-figures";
import { HAND_KEYED } from "./hand-keyed-titles";
import { type HardFigure, hardNegativeFigures } from "./hard-negatives";
import { type Hardness, hardnessOf } from "./hardness";
import { type LabelledFigures, labelledFigures } from "./labelled";
import { areaUnderCurve, averagePrecision, type Scored } from "./metrics";
import { type PatternFigure, patternFigures } from "./pattern-figures";
import { clockTrials, plannedWorkTrials, rayleighTrials, type Trial } from "./release-trials";
import {
  macroF1,
  type ReasonFigures,
  reasonFigures,
  type Said,
  type Slice,
  type SortingFigures,
  saidByEngine,
  slices,
  sortingFigures,
} from "./retrospective";
import { type TaskFigure, taskFigures } from "./task-baselines";
import { scoreTitles, type TitleKeys } from "./title-keys";
import { trendTrials } from "./trend-trials";
import { judgeWorld, type Outcome, worldOf } from "./world";

export type BenchOptions = { seeds: number; quick: boolean };

type CeilingFigures = {
  trainedOn: number;
  seen: SortingFigures;
  unseen: SortingFigures;
  averagePrecision: {
    seen: number | null;
    unseen: number | null;
    engineSeen: number | null;
    engineUnseen: number | null;
  };
  areaUnderCurve: { seen: number | null; unseen: number | null };
  /** With the best band of 10 % unclear. */
  band: { seen: BestBand; toldWho: BestBand; unseen: BestBand };
};

export type Bench = {
  seeds: number;
  quick: boolean;
  hardness: Hardness;
  seen: SortingFigures;
  unseen: SortingFigures;
  macro: { seen: number | null; unseen: number | null };
  reasons: readonly ReasonFigures[];
  unseenReasons: readonly ReasonFigures[];
  hardNegatives: readonly HardFigure[];
  /** In how many organisations they were counted. */
  hardNegativeSeeds: number;
  patterns: { seen: readonly PatternFigure[]; unseen: readonly PatternFigure[] };
  slices: { name: string; rows: readonly Slice[] }[];
  confusions: readonly Confusion[];
  ceiling: CeilingFigures;
  labelled: LabelledFigures;
  clocks: readonly Trial[];
  /** The same by a significance test alone. */
  rayleighOnly: readonly Trial[];
  plannedWork: readonly Trial[];
  /** "Became noisy since" on made-up rates, beside a fixed ratio. */
  trends: readonly Trial[];
  /** Findings beside simple rules for the same pattern. */
  tasks: readonly TaskFigure[];
  flags: FlagFigures;
  silences: SilenceFigures;
  humanEndedCalledHealed: { pages: number; called: number };
  topPriority: { pages: number; calledNoise: number };
  titles: TitleKeys;
};

/** Which verdict or reason stands where another one was right. */
type Confusion = { was: string; family: string; said: string; pages: number };

const TRAINING_SEEDS = { full: 6, quick: 3 };
/** A hard negative comes some ten times in an organisation, in one alert or two: in a few of them one alert decides. */
const MORE_ORGANISATIONS = { full: 40, quick: 0 };

/** The whole evaluation. Nothing in it reads a clock: the same engine gives the same figures. */
export function runBench({ seeds, quick }: BenchOptions, progress: (step: string) => void = () => {}): Bench {
  progress("simulating");
  const worlds = Array.from({ length: seeds }, (_, index) => worldOf(`test-${index}`));
  progress("judging");
  const outcomes = worlds.map((world) => judgeWorld(world));
  const all = outcomes.flat();
  const seen = all.filter(({ truth }) => !truth.isUnseen);
  const unseen = all.filter(({ truth }) => truth.isUnseen);
  const more = quick ? MORE_ORGANISATIONS.quick : MORE_ORGANISATIONS.full;
  const hard = all.filter(isHard).concat(hardNegativesOf(seeds, more));
  progress("training the ceiling");
  const training = Array.from({ length: quick ? TRAINING_SEEDS.quick : TRAINING_SEEDS.full }, (_, index) =>
    worldOf(`train-${index}`),
  );
  const ceiling = trainCeiling(training);
  const asked = new Map(worlds.flatMap((world) => [...askCeiling(ceiling, world)]));
  progress("with 200 labels");
  const labelled = labelledFigures(worlds);
  progress("trials");
  const reasons = reasonFigures(seen);
  const unseenReasons = reasonFigures(unseen);
  const ended = all.filter(({ truth }) => truth.endedByPerson);
  const major = all.filter(({ truth }) => truth.isMajor);
  return {
    seeds,
    quick,
    hardness: hardnessOf(seen),
    seen: sortingFigures(seen.map(saidByEngine)),
    unseen: sortingFigures(unseen.map(saidByEngine)),
    macro: { seen: macroF1(reasons), unseen: macroF1(unseenReasons) },
    reasons,
    unseenReasons: unseenReasons.filter(({ pages }) => pages > 0),
    hardNegatives: hardNegativeFigures(hard),
    hardNegativeSeeds: seeds + more,
    patterns: { seen: patternFigures(seen), unseen: patternFigures(unseen) },
    slices: [
      { name: "culture", rows: slices(seen, ({ truth }) => truth.culture) },
      {
        name: "source",
        rows: slices(seen, ({ truth }) => `${truth.knowledge}${truth.isToldWho ? "" : ", does not tell who"}`),
      },
      { name: "family", rows: slices(seen, ({ truth }) => truth.family) },
      { name: "unseen family", rows: slices(unseen, ({ truth }) => truth.family) },
    ],
    confusions: confusionsOf(seen),
    ceiling: ceilingFigures(asked, ceiling.pages, seen, unseen),
    labelled,
    clocks: clockTrials(quick ? 150 : 500),
    rayleighOnly: rayleighTrials(quick ? 150 : 500),
    plannedWork: plannedWorkTrials(worlds),
    trends: trendTrials(quick ? 100 : 300),
    tasks: taskFigures(outcomes.map((own, index) => ({ outcomes: own, zone: worlds[index]?.known.zone ?? "UTC" }))),
    flags: flagFigures(outcomes.map((own) => ({ outcomes: own, days: daysOf(own) }))),
    silences: silenceFigures(worlds),
    humanEndedCalledHealed: { pages: ended.length, called: ended.filter(saysHealed).length },
    topPriority: {
      pages: major.length,
      calledNoise: major.filter(({ judgement }) => judgement.verdict === "noise").length,
    },
    titles: scoreTitles(HAND_KEYED),
  };
}

const isHard = ({ truth }: Outcome): boolean => truth.hardNegative !== null;

/** Of the organisations after the first ones. One at a time is in memory. */
function hardNegativesOf(after: number, count: number): Outcome[] {
  return Array.from({ length: count }, (_, nth) => judgeWorld(worldOf(`test-${after + nth}`)).filter(isHard)).flat();
}

function daysOf(outcomes: readonly Outcome[]): number {
  const [first, last] = [outcomes[0], outcomes.at(-1)].map((one) => one?.page.triggeredAt ?? 0);
  return ((last ?? 0) - (first ?? 0)) / 86_400_000;
}

function saysHealed({ judgement, findings }: Outcome): boolean {
  return judgement.reason === "self-healed" || findings.some(({ detector }) => detector === "self-healed");
}

function ceilingFigures(
  asked: ReadonlyMap<string, number>,
  trainedOn: number,
  seen: readonly Outcome[],
  unseen: readonly Outcome[],
): CeilingFigures {
  const scoredBy = (outcomes: readonly Outcome[], scoreOf: (outcome: Outcome) => number): Scored[] =>
    outcomes.map((outcome) => ({ score: scoreOf(outcome), isActionable: outcome.truth.verdict === "actionable" }));
  const byCeiling = ({ page }: Outcome) => asked.get(page.pageKey) ?? 0.5;
  const byEngine = ({ judgement }: Outcome) => judgement.probability;
  const said = (outcomes: readonly Outcome[]): Said[] =>
    outcomes.map((outcome) => ({
      ...saidByEngine(outcome),
      verdict: byCeiling(outcome) >= 0.5 ? "actionable" : "noise",
    }));
  const [ofSeen, ofUnseen] = [scoredBy(seen, byCeiling), scoredBy(unseen, byCeiling)];
  return {
    trainedOn,
    seen: sortingFigures(said(seen)),
    unseen: sortingFigures(said(unseen)),
    averagePrecision: {
      seen: averagePrecision(ofSeen),
      unseen: averagePrecision(ofUnseen),
      engineSeen: averagePrecision(scoredBy(seen, byEngine)),
      engineUnseen: averagePrecision(scoredBy(unseen, byEngine)),
    },
    areaUnderCurve: { seen: areaUnderCurve(ofSeen), unseen: areaUnderCurve(ofUnseen) },
    band: {
      seen: bestBand(ofSeen),
      toldWho: bestBand(
        scoredBy(
          seen.filter(({ truth }) => truth.isToldWho),
          byCeiling,
        ),
      ),
      unseen: bestBand(ofUnseen),
    },
  };
}

/** The most frequent errors: what it was, of which family, and what was said instead. */
function confusionsOf(outcomes: readonly Outcome[]): Confusion[] {
  const counts = new Map<string, Confusion>();
  for (const { truth, judgement } of outcomes) {
    const isRight =
      judgement.verdict === truth.verdict && judgement.reason !== null && truth.reasons.includes(judgement.reason);
    if (isRight) continue;
    const said =
      judgement.verdict === "unclear" ? "unclear" : `${judgement.verdict}, ${judgement.reason ?? "no reason"}`;
    const key = `${truth.reasons[0]}|${truth.family}|${said}`;
    const confusion = counts.get(key) ?? { was: truth.reasons[0], family: truth.family, said, pages: 0 };
    counts.set(key, confusion);
    confusion.pages += 1;
  }
  return [...counts.values()].sort((a, b) => b.pages - a.pages).slice(0, 30);
}
