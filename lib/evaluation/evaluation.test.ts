import { beforeAll, describe, expect, it } from "vitest";
import { BASELINES, empiricalBayes } from "./baselines";
import { bestBand } from "./ceiling";
import { hardNegativeFigures, isRight } from "./hard-negatives";
import { hardnessOf } from "./hardness";
import { judgeEvents } from "./judge-events";
import { patternFigures } from "./pattern-figures";
import { macroF1, reasonFigures, saidByEngine, sortingFigures } from "./retrospective";
import { scoreTitles } from "./title-keys";
import { judgeWorld, type Outcome, type World, worldOf } from "./world";

let worlds: World[] = [];
let outcomes: Outcome[] = [];
beforeAll(() => {
  worlds = ["one", "two"].map(worldOf);
  outcomes = worlds.flatMap((world) => judgeWorld(world));
});

describe("the simulated organisations", () => {
  it("are hard: the rule that everybody tries first stays under F1 .65", () => {
    const { ruleF1, fiveMinutesF1, wordless, lying, mixedAlerts, alerts } = hardnessOf(
      outcomes.filter(({ truth }) => !truth.isUnseen),
    );
    expect(ruleF1).toBeLessThan(0.65);
    expect(fiveMinutesF1).toBeLessThan(0.65);
    expect(wordless).toBeGreaterThan(0.1);
    expect(lying).toBeGreaterThan(0.2);
    expect(mixedAlerts).toBeGreaterThan(0.25 * alerts);
  });

  it("are judged page for page", () =>
    expect(outcomes.length).toBe(worlds.reduce((sum, { truths }) => sum + truths.size, 0)));
});

describe("the figures of sorting", () => {
  const said = (verdict: "actionable" | "noise" | "unclear", isActionable: boolean, n: number) =>
    Array.from({ length: n }, (_, index) => ({ verdict, isActionable, cluster: `c${index}` }));

  it("count an unclear page as kept, and not as called", () => {
    const figures = sortingFigures(
      [
        ...said("actionable", true, 6),
        ...said("actionable", false, 2),
        ...said("unclear", true, 3),
        ...said("unclear", false, 4),
        ...said("noise", true, 1),
        ...said("noise", false, 24),
      ],
      0,
    );
    expect(figures.precision.value).toBe(6 / 8);
    expect(figures.called.value).toBe(6 / 10);
    expect(figures.f1.value).toBe(12 / 18);
    expect(figures.recallKept.value).toBe(9 / 10);
    // Kept: 9 right of 15 kept, 10 actionable.
    expect(figures.f1Kept.value).toBe(18 / 25);
    expect(figures.noisePrecision.value).toBe(24 / 25);
    expect(figures.noiseRecall.value).toBe(24 / 30);
    expect(figures.unclear.value).toBe(7 / 40);
  });

  it("are the same with intervals, which hold them", () => {
    const all = outcomes.map(saidByEngine);
    const { f1 } = sortingFigures(all, 200);
    expect(f1.value).toBe(sortingFigures(all, 0).f1.value);
    expect(f1.interval?.low).toBeLessThan(f1.value ?? 0);
    expect(f1.interval?.high).toBeGreaterThan(f1.value ?? 1);
  });
});

/** As if somebody had judged it who knows. */
function knowing(outcome: Outcome): Outcome {
  const { truth, judgement } = outcome;
  return {
    ...outcome,
    judgement: {
      ...judgement,
      verdict: truth.verdict,
      reason: truth.reasons[0],
      probability: truth.verdict === "actionable" ? 1 : 0,
    },
  };
}

describe("one who knows the truth", () => {
  it("has every figure at 1 and every hard negative right", () => {
    const perfect = outcomes.map(knowing);
    const figures = sortingFigures(perfect.map(saidByEngine), 0);
    expect([figures.f1.value, figures.recallKept.value, figures.noisePrecision.value, figures.unclear.value]).toEqual([
      1, 1, 1, 0,
    ]);
    expect(macroF1(reasonFigures(perfect))).toBe(1);
    const verdictsOnly = hardNegativeFigures(perfect).filter(
      ({ name, pages }) => pages > 0 && name !== "clock-over-dst" && name !== "business-hours-load",
    );
    expect(verdictsOnly.filter(({ recall }) => recall !== 1)).toEqual([]);
  });
});

describe("a hard negative", () => {
  const judged = (
    tag: Outcome["truth"]["hardNegative"],
    verdict: "actionable" | "noise" | "unclear",
    reason: Outcome["judgement"]["reason"],
  ) => {
    const found = outcomes.find(({ truth }) => truth.hardNegative === tag);
    if (!found || !tag) throw new Error(`No ${tag}`);
    return isRight({ ...found, findings: [], judgement: { ...found.judgement, verdict, reason } }, tag);
  };
  it.each([
    ["storm-root", "actionable", "fixed-a-fault", true],
    ["storm-root", "unclear", null, true],
    ["storm-root", "noise", "storm-symptom", false],
    ["storm-root", "noise", "flapping", false],
    ["specialist-called-in", "actionable", "wrong-team", false],
    ["business-hours-load", "noise", "threshold", true],
    ["business-hours-load", "noise", "scheduled", false],
    ["merge-is-no-fix", "actionable", "fixed-a-fault", false],
    ["merge-is-no-fix", "noise", "duplicate", true],
  ] as const)("%s called %s, %s: right %s", (tag, verdict, reason, expected) =>
    expect(judged(tag, verdict, reason)).toBe(expected),
  );
});

describe("findings against what was so", () => {
  it("match pairs, pages and episodes only where they name the right ones", () => {
    const figures = patternFigures(outcomes.map((outcome) => ({ ...outcome, findings: [] })));
    for (const { cases, recall, precision } of figures) {
      expect(cases).toBeGreaterThan(5);
      expect([recall, precision]).toEqual([0, null]);
    }
  });
});

describe("baselines", () => {
  it("score every page with what was known, the labels given before it opened", () => {
    const [world] = worlds;
    if (!world) throw new Error("No world");
    const half = world.folded[Math.floor(world.folded.length / 2)]?.page.triggeredAt ?? 0;
    const labels = world.folded.slice(0, 120).map(({ page }) => ({
      pageKey: page.pageKey,
      isActionable: world.truths.get(page.pageKey)?.verdict === "actionable",
      givenAt: half,
    }));
    const judged = judgeEvents(world.folded, world.known);
    for (const { score, name } of BASELINES.filter((baseline) => baseline.name !== "B9r")) {
      const scores = score({ world, labels, judged });
      expect([name, scores.size]).toEqual([name, world.folded.length]);
      expect([...scores.values()].every(Number.isFinite)).toBe(true);
    }
    const bayes = empiricalBayes({ world, labels, judged });
    const before = world.folded
      .filter(({ page }) => page.triggeredAt < half)
      .map(({ page }) => bayes.get(page.pageKey));
    expect(new Set(before).size).toBe(1);
  });
});

describe("the best band", () => {
  it("of scores in order leaves nothing unclear", () => {
    const scored = Array.from({ length: 100 }, (_, index) => ({ score: index, isActionable: index >= 60 }));
    const { recallKept, noisePrecision, f1 } = bestBand(scored, 0);
    expect([recallKept, noisePrecision, f1]).toEqual([1, 1, 1]);
  });
});

describe("titles keyed by hand", () => {
  it("count pairs that were merged or split", () => {
    const score = scoreTitles([
      ["CPU above 90% on web01", "CPU above 91% on web02"],
      ["orders-database-write latency high"],
    ]);
    expect([score.titles, score.pairsApart, score.pairsTogether]).toEqual([3, 2, 1]);
    expect(score.overMerged).toEqual([]);
  });
});
