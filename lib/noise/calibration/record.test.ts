import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reason, Verdict } from "@/lib/model/verdict";
import { drawsOf } from "@/lib/statistics/draws";
import { wilson } from "@/lib/statistics/intervals";
import { averagePrecision } from "./average-precision";
import { brierOf, brierSkill } from "./brier";
import { calibrationBins, calibrationError } from "./calibration-bins";
import { type RecordEntry, recordOf } from "./record";
import type { Scored } from "./scored";

const pairs = (outcomes: number[], probabilities: number[]): Scored[] =>
  outcomes.map((outcome, index) => ({ outcome: outcome as 0 | 1, probability: probabilities[index] ?? 0, weight: 1 }));

describe("figures of a few pages, by hand", () => {
  it("average precision", () => {
    // The example of scikit-learn's average_precision_score.
    expect(averagePrecision(pairs([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]))).toBeCloseTo(0.8333333, 6);
    expect(averagePrecision(pairs([0, 0], [0.1, 0.4]))).toBeNull();
    expect(averagePrecision([])).toBeNull();
    // All alike: as good as the prevalence, whatever their order.
    expect(averagePrecision(pairs([1, 0, 0, 0], [0.5, 0.5, 0.5, 0.5]))).toBe(0.25);
    expect(averagePrecision(pairs([0, 0, 0, 1], [0.5, 0.5, 0.5, 0.5]))).toBe(0.25);
  });

  it("Brier score and skill", () => {
    // The example of scikit-learn's brier_score_loss.
    const example = pairs([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]);
    expect(brierOf(example)).toBeCloseTo(0.0375, 12);
    expect(brierSkill(example)).toBeCloseTo(1 - 0.0375 / 0.25, 12);
    expect(brierSkill(pairs([0, 1], [0.5, 0.5]))).toBe(0);
    expect(brierSkill(pairs([0, 1], [1, 0]))).toBe(-3);
    expect(brierSkill(pairs([1, 1], [0.9, 0.9]))).toBeNull();
    expect(brierOf([])).toBeNull();
  });

  it("bins of equal mass and their error", () => {
    const twenty = Array.from({ length: 20 }, (_, index) => ({
      probability: index / 20,
      outcome: (index >= 10 ? 1 : 0) as 0 | 1,
    }));
    const bins = calibrationBins(twenty);
    expect(bins.map(({ n }) => n)).toEqual(Array(10).fill(2));
    expect(bins[0]).toEqual({ n: 2, stated: 0.025, actionable: 0, share: 0, interval: wilson(0, 2) });
    // By hand: below, stated means .025 .. .425 against 0; above, .525 .. .925 against 1. Mean .225 and .275.
    expect(calibrationError(twenty)).toBeCloseTo(0.25, 12);
    expect(calibrationError([])).toBeNull();
    expect(calibrationBins([])).toEqual([]);
  });

  it("keeps pages of one probability together", () => {
    const alike = pairs([1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1], [...Array(11).fill(0.3), 0.9]);
    expect(calibrationBins(alike).map(({ n }) => n)).toEqual([11, 1]);
    expect(calibrationBins(alike.toReversed())).toEqual(calibrationBins(alike));
  });
});

type Sketch = [said: Verdict, was: Verdict, probability?: number, reasons?: [Reason | null, Reason | null]];

const entry = ([verdict, was, probability = 0.5, reasons = [null, null]]: Sketch, index: number): RecordEntry => ({
  signature: `s${index}`,
  probability,
  verdict,
  reason: reasons[0],
  person: { verdict: was, reason: reasons[1] },
  judgedAt: 1000 + index,
});
const times = (count: number, sketch: Sketch): Sketch[] => Array.from({ length: count }, () => sketch);

describe("recordOf", () => {
  it("without labels knows nothing, and says null and not 0", () => {
    const record = recordOf([]);
    expect(record).toMatchObject({ n: 0, signatures: 0, from: null, to: null, reasons: [], bins: [] });
    const { actionable, noise, unclear, agreement, kappa, brierSkill: skill, averagePrecision: ap } = record;
    for (const figure of [
      ...Object.values(actionable),
      ...Object.values(noise),
      unclear,
      agreement,
      kappa,
      skill,
      ap,
    ]) {
      expect(figure).toEqual({ value: null, n: 0, interval: null, optimistic: false });
    }
  });

  it("counts by hand", () => {
    const record = recordOf(
      [
        ...times(6, ["actionable", "actionable"]),
        ...times(2, ["actionable", "noise"]),
        ...times(1, ["noise", "actionable"]),
        ...times(9, ["noise", "noise"]),
        ...times(3, ["unclear", "actionable"]),
        ...times(4, ["noise", "unclear"]),
        ...times(1, ["noise", "noise", 0.1, ["test", "test"]]),
      ].map(entry),
    );
    expect(record).toMatchObject({ n: 21, signatures: 21, leftOut: 5, from: 1000, to: 1020 });
    expect(record.actionable.precision).toMatchObject({ value: 6 / 8, n: 8 });
    expect(record.actionable.recall).toMatchObject({ value: 6 / 10, n: 10 });
    expect(record.actionable.kept).toMatchObject({ value: 9 / 10, n: 10 });
    expect(record.noise.precision).toMatchObject({ value: 9 / 10, n: 10 });
    expect(record.noise.recall).toMatchObject({ value: 9 / 11, n: 11 });
    expect(record.unclear).toMatchObject({ value: 3 / 21, n: 21 });
    expect(record.agreement).toMatchObject({ value: 15 / 18, n: 18 });
    // By chance: 8/18 * 7/18 + 10/18 * 11/18 = 166/324.
    expect(record.kappa.value).toBeCloseTo((15 / 18 - 166 / 324) / (1 - 166 / 324), 12);
    expect(record.prevalence).toMatchObject({ value: 10 / 21, n: 21 });
  });

  it("kappa of the textbook: 20, 5, 10, 15 of 50 is .4", () => {
    const record = recordOf(
      [
        ...times(20, ["actionable", "actionable"]),
        ...times(5, ["actionable", "noise"]),
        ...times(10, ["noise", "actionable"]),
        ...times(15, ["noise", "noise"]),
      ].map(entry),
    );
    expect(record.kappa.value).toBeCloseTo(0.4, 12);
    expect(record.kappa.interval?.low).toBeLessThan(0.4);
    expect(record.kappa.interval?.high).toBeGreaterThan(0.4);
  });

  it("reasons: of those a person named", () => {
    const record = recordOf(
      [
        ...times(3, ["noise", "noise", 0.1, ["flapping", "flapping"]]),
        ...times(1, ["noise", "noise", 0.1, ["flapping", "stale"]]),
        ...times(5, ["noise", "noise", 0.1, ["flapping", null]]),
        ...times(1, ["unclear", "actionable", 0.5, [null, "could-wait"]]),
      ].map(entry),
    );
    expect(record.reasons.map(({ reason }) => reason)).toEqual(["could-wait", "flapping", "stale"]);
    expect(record.reasons[0]).toMatchObject({ precision: { value: null, n: 0 }, recall: { value: 0, n: 1 } });
    expect(record.reasons[1]).toMatchObject({ precision: { value: 3 / 4, n: 4 }, recall: { value: 1, n: 3 } });
    expect(record.reasons[2]).toMatchObject({ precision: { value: null, n: 0 }, recall: { value: 0, n: 1 } });
  });

  it("few signatures: Wilson, marked optimistic; what has no formula has no interval", () => {
    const few = Array.from({ length: 40 }, (_, index): RecordEntry => {
      const sketch: Sketch = index % 4 ? ["noise", "noise", 0.2] : ["noise", "actionable", 0.4];
      return { ...entry(sketch, index), signature: `s${index % 9}` };
    });
    const { noise, averagePrecision: ap } = recordOf(few);
    expect(noise.precision).toEqual({ value: 0.75, n: 40, interval: wilson(30, 40), optimistic: true });
    expect(ap.value).toBe(1);
    expect(ap.interval).toBeNull();
  });

  it("pages of one signature are not independent: the interval is wider than if they were", () => {
    const alike = Array.from({ length: 200 }, (_, index): RecordEntry => {
      const cluster = Math.floor(index / 10);
      return { ...entry(cluster % 4 ? ["noise", "noise"] : ["noise", "actionable"], index), signature: `s${cluster}` };
    });
    const { interval, optimistic } = recordOf(alike).noise.precision;
    const plain = wilson(150, 200);
    expect(optimistic).toBe(false);
    expect((interval?.high ?? 0) - (interval?.low ?? 0)).toBeGreaterThan(2 * (plain.high - plain.low));
  });

  it("does not depend on the order of the entries", () => {
    const draw = drawsOf(8);
    const entries = Array.from({ length: 60 }, (_, index): RecordEntry => {
      const was = draw() < 0.4 ? "actionable" : "noise";
      const sketch: Sketch = [draw() < 0.5 ? "noise" : "unclear", was, Math.floor(draw() * 8) / 8];
      return { ...entry(sketch, index), signature: `s${index % 12}` };
    });
    const record = recordOf(entries);
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: 60 }), (shuffled) => {
        expect(recordOf(shuffled)).toEqual(record);
      }),
      { numRuns: 3 },
    );
  });
});
