import type { PersonVerdict } from "@/lib/model/verdict";
import { calibrated, fitCalibration } from "@/lib/noise/calibration/fit-calibration";
import { BASELINES, type Scores } from "./baselines";
import { bootstrapClusters, type Interval } from "./bootstrap";
import { type GivenLabel, type JudgedPage, judgeEvents, predictEvents } from "./judge-events";
import { drawLabels, LABELS, middleOf } from "./labels";
import {
  areaUnderCurve,
  averagePrecision,
  type Bin,
  brierSkill,
  calibrationBins,
  calibrationError,
  ranked,
  type Scored,
  thresholdFor,
} from "./metrics";
import type { Measured } from "./retrospective";
import type { World } from "./world";

/** Somebody who scores pages: the engine or a baseline. */
type Scorer = { name: string; what: string; atPageTime: boolean };

type Tested = {
  pageKey: string;
  seed: string;
  team: string;
  cluster: string;
  isActionable: boolean;
  wasLabelled: boolean;
  isUnseen: boolean;
};

type ScorerFigures = Scorer & {
  averagePrecision: Measured;
  areaUnderCurve: number | null;
  brierSkill: number | null;
  /** Average precision of the engine less that of this one. */
  behindEngine: Measured;
  removed: readonly RemovedFigure[];
};

type RemovedFigure = {
  target: number;
  /** Share of the noise under the threshold, which was fixed on other seeds. */
  removed: Measured;
  realisedRecall: number | null;
  worstTeam: { name: string; recall: number; actionable: number } | null;
  missed: number;
};

export type LabelledFigures = {
  labels: number;
  pages: number;
  prevalence: number;
  /** On pages that opened after the last label: what is shown of a verdict, the same before Platt, and the predictor. */
  calibration: { engine: Measured; uncalibrated: Measured; predictor: Measured };
  bins: { engine: readonly Bin[]; predictor: readonly Bin[] };
  /** Signatures with and without a label, apart. */
  seenSignatures: { pages: number; averagePrecision: number | null; calibration: number | null };
  newSignatures: { pages: number; averagePrecision: number | null; calibration: number | null };
  againstB7: readonly { name: string; target: number; difference: Measured }[];
  /** Average precision of the predictor less that of each scorer that knows no more than it does. */
  predictorAgainst: readonly { name: string; difference: Measured }[];
  scorers: readonly ScorerFigures[];
};

const ENGINE = "engine";
const PREDICTOR = "predictor";
/** What is shown beside the probability that decides the verdict, once the labels have put it right. */
const CALIBRATED = "engine, calibrated";
const TARGETS = [0.99, 0.95] as const;
/** The others are only looked at, and drawing takes most of the time. */
const WITH_INTERVAL: ReadonlySet<string> = new Set([ENGINE, PREDICTOR, "B7"]);

type Run = { tested: Tested[]; scores: Map<string, Scores> };

/**
 * Two hundred labels of people on pages of the first half, then all pages of the second: split by time, a storm on one
 * side only, and everything that is fitted or fixed comes from before or from other seeds.
 */
export function labelledFigures(worlds: readonly World[]): LabelledFigures {
  const runs = worlds.map(runWorld);
  const tested = runs.flatMap((run) => run.tested);
  const scoredBy = new Map(
    [ENGINE, CALIBRATED, PREDICTOR, ...BASELINES.map(({ name }) => name)].map((name) => {
      const scored = runs.flatMap((run) => scoredOf(run, run.tested, name));
      return [name, { scored, order: ranked(scored) }] as const;
    }),
  );
  const engine = scoredBy.get(ENGINE);
  if (!engine) throw new Error("The engine was not scored");
  const clusters = clustersOf(tested);
  const weightedBy = (weights: Uint8Array) => (index: number) => weights[clusters.of[index] ?? 0] ?? 0;
  const bootstrap = (figure: (weightOf: (index: number) => number) => number | null): Interval | null =>
    bootstrapClusters(clusters.count, (weights) => figure(weightedBy(weights)), { draws: BOOTSTRAP_DRAWS });
  const scorers: Scorer[] = [
    { name: ENGINE, what: "the verdict, with the labels", atPageTime: false },
    { name: PREDICTOR, what: "what is stated as a page opens", atPageTime: true },
    ...BASELINES,
  ];
  const removals = new Map(scorers.map(({ name }) => [name, TARGETS.map((target) => removalOf(runs, name, target))]));
  const figures = scorers.map(({ name, what, atPageTime }): ScorerFigures => {
    const { scored, order } = scoredBy.get(name) ?? engine;
    const ap = (weightOf?: (index: number) => number) => averagePrecision(scored, order, weightOf);
    const behind = (weightOf?: (index: number) => number) => {
      const [ours, theirs] = [averagePrecision(engine.scored, engine.order, weightOf), ap(weightOf)];
      return ours === null || theirs === null ? null : ours - theirs;
    };
    return {
      name,
      what,
      atPageTime,
      averagePrecision: { value: ap(), interval: WITH_INTERVAL.has(name) ? bootstrap(ap) : null },
      areaUnderCurve: areaUnderCurve(scored, order),
      brierSkill: scored.every(({ score }) => score >= 0 && score <= 1) ? brierSkill(scored) : null,
      behindEngine: { value: behind(), interval: name === ENGINE ? null : bootstrap(behind) },
      removed: (removals.get(name) ?? []).map((removal) =>
        removedFigure(removal, tested, WITH_INTERVAL.has(name) ? bootstrap : () => null),
      ),
    };
  });
  const scoredOfName = (name: string) => scoredBy.get(name) ?? engine;
  const calibrationOf = (name: string): Measured => {
    const { scored, order } = scoredOfName(name);
    const interval = bootstrap((weightOf) => calibrationError(scored, 10, order, weightOf));
    return { value: calibrationError(scored), interval };
  };
  const within = (holds: (page: Tested) => boolean) => {
    const those = ({ scored }: typeof engine) => scored.filter((_, index) => holds(tested[index] as Tested));
    const scored = those(engine);
    const calibration = calibrationError(those(scoredOfName(CALIBRATED)));
    return { pages: scored.length, averagePrecision: averagePrecision(scored), calibration };
  };
  return {
    labels: LABELS,
    pages: tested.length,
    prevalence: tested.filter(({ isActionable }) => isActionable).length / tested.length,
    calibration: {
      engine: calibrationOf(CALIBRATED),
      uncalibrated: calibrationOf(ENGINE),
      predictor: calibrationOf(PREDICTOR),
    },
    bins: {
      engine: calibrationBins(scoredOfName(CALIBRATED).scored),
      predictor: calibrationBins(scoredOfName(PREDICTOR).scored),
    },
    seenSignatures: within(({ wasLabelled }) => wasLabelled),
    newSignatures: within(({ wasLabelled }) => !wasLabelled),
    againstB7: [PREDICTOR, ENGINE].flatMap((name) =>
      TARGETS.map((target, place) => {
        const [ours, theirs] = [removals.get(name)?.[place], removals.get("B7")?.[place]];
        const difference = (weightOf?: (index: number) => number) => {
          const [a, b] = [
            ours && shareRemoved(ours, tested, weightOf),
            theirs && shareRemoved(theirs, tested, weightOf),
          ];
          return typeof a === "number" && typeof b === "number" ? a - b : null;
        };
        return { name, target, difference: { value: difference(), interval: bootstrap(difference) } };
      }),
    ),
    predictorAgainst: BASELINES.filter(({ atPageTime }) => atPageTime).map(({ name }) => {
      const [ours, theirs] = [scoredBy.get(PREDICTOR) ?? engine, scoredBy.get(name) ?? engine];
      const difference = (weightOf?: (index: number) => number) => {
        const a = averagePrecision(ours.scored, ours.order, weightOf);
        const b = averagePrecision(theirs.scored, theirs.order, weightOf);
        return a === null || b === null ? null : a - b;
      };
      return { name, difference: { value: difference(), interval: bootstrap(difference) } };
    }),
    scorers: figures,
  };
}

const BOOTSTRAP_DRAWS = 2_000;

function runWorld(world: World): Run {
  const { folded, known, truths } = world;
  const splitAt = middleOf(world);
  const labels = drawLabels(world, splitAt);
  const said = saidBy(labels);
  const judged = judgeEvents(folded, known, said);
  const scores = new Map<string, Scores>(BASELINES.map(({ name, score }) => [name, score({ world, labels, judged })]));
  const opened = predictEvents(folded, known, labels);
  scores.set(PREDICTOR, new Map(opened.map(({ own, statement }) => [own.pageKey, statement.probability])));
  scores.set(ENGINE, new Map([...judged].map(([key, { judgement }]) => [key, judgement.probability])));
  scores.set(CALIBRATED, calibrateVerdicts(world, labels, judged));
  const labelledSignatures = new Set(
    folded.filter(({ page }) => said.has(page.pageKey)).map(({ signature }) => signature),
  );
  const stormsBefore = new Set(
    folded.filter(({ page }) => page.triggeredAt < splitAt).map(({ page }) => truths.get(page.pageKey)?.storm),
  );
  const tested = folded.flatMap(({ page, signature }): Tested[] => {
    const truth = truths.get(page.pageKey);
    if (!truth || page.triggeredAt < splitAt || (truth.storm !== null && stormsBefore.has(truth.storm))) return [];
    return [
      {
        pageKey: page.pageKey,
        seed: world.seed,
        team: truth.team,
        cluster: `${world.seed} ${truth.alert}`,
        isActionable: truth.verdict === "actionable",
        wasLabelled: labelledSignatures.has(signature),
        isUnseen: truth.isUnseen,
      },
    ];
  });
  return { tested, scores };
}

/** How many times, while the labels come in, the judge says of the next ones what it had inferred of them. */
const BATCHES = 4;

/**
 * What the product shows as the calibrated probability of a verdict: Platt's scaling of what had been inferred of the
 * labelled pages before their labels, each batch of them judged with the labels of the batches before it.
 */
function calibrateVerdicts(
  { folded, known }: World,
  labels: readonly GivenLabel[],
  judged: ReadonlyMap<string, JudgedPage>,
): Scores {
  const inOrder = labels.toSorted((a, b) => a.givenAt - b.givenAt);
  const size = Math.ceil(inOrder.length / BATCHES);
  const inferred = Array.from({ length: BATCHES }, (_, batch) => {
    const before = judgeEvents(folded, known, saidBy(inOrder.slice(0, batch * size)));
    return inOrder.slice(batch * size, (batch + 1) * size).map(({ pageKey, isActionable }) => {
      const probability = before.get(pageKey)?.judgement.probability ?? 0.5;
      return { probability, outcome: isActionable ? (1 as const) : (0 as const), weight: 1 };
    });
  });
  const calibration = fitCalibration(inferred.flat());
  return new Map([...judged].map(([key, { judgement }]) => [key, calibrated(calibration, judgement.probability)]));
}

function saidBy(labels: readonly GivenLabel[]): Map<string, PersonVerdict> {
  return new Map(
    labels.map(({ pageKey, isActionable }) => [
      pageKey,
      { verdict: isActionable ? "actionable" : "noise", reason: null, note: null },
    ]),
  );
}

function scoredOf({ scores }: Run, tested: readonly Tested[], name: string): Scored[] {
  const own = scores.get(name);
  return tested.map(({ pageKey, isActionable }) => ({ score: own?.get(pageKey) ?? 0, isActionable }));
}

function clustersOf(tested: readonly Tested[]): { of: Uint32Array; count: number } {
  const places = new Map<string, number>();
  for (const { cluster } of tested) if (!places.has(cluster)) places.set(cluster, places.size);
  return { of: Uint32Array.from(tested, ({ cluster }) => places.get(cluster) ?? 0), count: places.size };
}

type Removal = { target: number; isRemoved: boolean[] };

/** Each seed by the threshold that the other seeds gave. */
function removalOf(runs: readonly Run[], name: string, target: number): Removal {
  const isRemoved = runs.flatMap((run) => {
    const others = runs.filter((other) => other !== run).flatMap((other) => scoredOf(other, other.tested, name));
    const threshold = others.length > 0 ? thresholdFor(others, target) : Number.NEGATIVE_INFINITY;
    return scoredOf(run, run.tested, name).map(({ score }) => score < threshold);
  });
  return { target, isRemoved };
}

function shareRemoved(
  { isRemoved }: Removal,
  tested: readonly Tested[],
  weightOf: (index: number) => number = () => 1,
): number | null {
  let [removed, noise] = [0, 0];
  tested.forEach(({ isActionable }, index) => {
    if (isActionable) return;
    const weight = weightOf(index);
    noise += weight;
    if (isRemoved[index]) removed += weight;
  });
  return noise > 0 ? removed / noise : null;
}

function removedFigure(
  removal: Removal,
  tested: readonly Tested[],
  bootstrap: (figure: (weightOf: (index: number) => number) => number | null) => Interval | null,
): RemovedFigure {
  const teams = new Map<string, { actionable: number; lost: number }>();
  tested.forEach(({ isActionable, seed, team }, index) => {
    if (!isActionable) return;
    const count = teams.get(`${seed} ${team}`) ?? { actionable: 0, lost: 0 };
    teams.set(`${seed} ${team}`, count);
    count.actionable += 1;
    if (removal.isRemoved[index]) count.lost += 1;
  });
  const [actionable, missed] = [...teams.values()].reduce<[number, number]>(
    (sum, team) => [sum[0] + team.actionable, sum[1] + team.lost],
    [0, 0],
  );
  const worst = [...teams]
    .filter(([, team]) => team.actionable >= 10)
    .map(([name, team]) => ({ name, recall: 1 - team.lost / team.actionable, actionable: team.actionable }))
    .sort((a, b) => a.recall - b.recall)[0];
  return {
    target: removal.target,
    removed: {
      value: shareRemoved(removal, tested),
      interval: bootstrap((weightOf) => shareRemoved(removal, tested, weightOf)),
    },
    realisedRecall: actionable > 0 ? 1 - missed / actionable : null,
    worstTeam: worst ?? null,
    missed,
  };
}
