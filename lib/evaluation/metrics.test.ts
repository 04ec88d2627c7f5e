import { describe, expect, it } from "vitest";
import {
  areaUnderCurve,
  averagePrecision,
  brierSkill,
  calibrationBins,
  calibrationError,
  figuresOf,
  type Scored,
  thresholdFor,
} from "./metrics";

const scored = (...pairs: [number, 0 | 1][]): Scored[] =>
  pairs.map(([score, was]) => ({ score, isActionable: was === 1 }));

describe("precision, recall and F1", () => {
  it("of 8 right, 2 false and 4 missed", () => {
    const { precision, recall, f1 } = figuresOf({ truePositive: 8, falsePositive: 2, falseNegative: 4 });
    expect([precision, recall, f1]).toEqual([0.8, 8 / 12, 16 / 22]);
  });

  it("are unknown where nothing was named or nothing was there", () => {
    expect(figuresOf({ truePositive: 0, falsePositive: 0, falseNegative: 3 })).toEqual({
      precision: null,
      recall: 0,
      f1: 0,
    });
    expect(figuresOf({ truePositive: 0, falsePositive: 0, falseNegative: 0 }).f1).toBeNull();
  });
});

describe("average precision", () => {
  it.each<[string, Scored[], number]>([
    ["all in order", scored([0.9, 1], [0.8, 1], [0.2, 0], [0.1, 0]), 1],
    // Precision 1/1 at the first and 2/3 at the second.
    ["one noise page between", scored([0.9, 1], [0.8, 0], [0.7, 1]), (1 + 2 / 3) / 2],
    ["the wrong way round", scored([0.9, 0], [0.8, 0], [0.1, 1]), 1 / 3],
    // All come in together: the precision is the prevalence.
    ["all the same", scored([0.5, 1], [0.5, 0], [0.5, 0], [0.5, 0]), 0.25],
  ])("%s", (_, pages, expected) => expect(averagePrecision(pages)).toBeCloseTo(expected, 12));

  it("does not depend on the order in which equal scores are told", () => {
    const pages = scored([0.5, 1], [0.5, 0], [0.9, 1], [0.5, 0], [0.5, 1]);
    expect(averagePrecision(pages.toReversed())).toBe(averagePrecision(pages));
  });

  it("counts a page drawn twice like two pages", () => {
    const pages = scored([0.9, 1], [0.8, 0], [0.7, 1]);
    const twice = scored([0.9, 1], [0.8, 0], [0.8, 0], [0.7, 1]);
    expect(averagePrecision(pages, undefined, (index) => (index === 1 ? 2 : 1))).toBeCloseTo(
      averagePrecision(twice) ?? -1,
      12,
    );
  });

  it("is unknown without actionable pages", () => expect(averagePrecision(scored([0.5, 0]))).toBeNull());
});

describe("area under the curve", () => {
  it.each<[string, Scored[], number]>([
    ["all in order", scored([0.9, 1], [0.1, 0]), 1],
    ["the wrong way round", scored([0.1, 1], [0.9, 0]), 0],
    ["a tie is half", scored([0.5, 1], [0.5, 0]), 0.5],
    // Of the 2 x 2 pairs three are in order.
    ["three of four pairs", scored([0.9, 1], [0.6, 0], [0.5, 1], [0.1, 0]), 0.75],
  ])("%s", (_, pages, expected) => expect(areaUnderCurve(pages)).toBeCloseTo(expected, 12));
});

describe("Brier skill", () => {
  it("is 1 for knowing, 0 for the prevalence, less for worse", () => {
    expect(brierSkill(scored([1, 1], [0, 0]))).toBe(1);
    expect(brierSkill(scored([0.5, 1], [0.5, 0]))).toBe(0);
    expect(brierSkill(scored([0, 1], [1, 0]))).toBe(-3);
  });
});

describe("calibration error", () => {
  it("is the gap where everything is said alike", () => {
    const pages = Array.from({ length: 100 }, (_, index) => ({ score: 0.7, isActionable: index % 5 === 0 }));
    expect(calibrationError(pages)).toBeCloseTo(0.5, 12);
  });

  it("of two bins: |.25 - 0| and |.75 - .5|, each half of the pages", () => {
    expect(calibrationError(scored([0.25, 0], [0.25, 0], [0.75, 1], [0.75, 0]), 2)).toBeCloseTo(0.25, 12);
  });

  it("does not let errors of two bins cancel", () => {
    expect(calibrationError(scored([0.2, 1], [0.8, 0]), 2)).toBeCloseTo(0.8, 12);
    expect(calibrationError(scored([0.2, 1], [0.8, 0]), 1)).toBeCloseTo(0, 12);
  });

  it("of a perfect model on 200 pages shows about .05, and less on 5,000", () => {
    const pages = (n: number) =>
      Array.from({ length: n }, (_, index) => {
        const score = ((index * 0.618034) % 1) * 0.98 + 0.01;
        return { score, isActionable: (index * 0.754878) % 1 < score };
      });
    expect(calibrationError(pages(200)) ?? 1).toBeLessThan(0.08);
    expect(calibrationError(pages(5_000)) ?? 1).toBeLessThan(0.02);
  });

  it("weighs pages drawn twice", () => {
    const pages = scored([0.3, 0], [0.3, 1]);
    expect(calibrationError(pages, 1, undefined, (index) => (index === 0 ? 3 : 1))).toBeCloseTo(0.05, 12);
  });

  it("has its bins of equal mass beside it", () => {
    const bins = calibrationBins(
      Array.from({ length: 25 }, (_, index) => ({ score: index / 25, isActionable: false })),
    );
    expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(25);
    expect(bins.every(({ n }) => n === 2 || n === 3)).toBe(true);
    expect(bins[0]?.said).toBeLessThan(bins[9]?.said ?? 0);
  });
});

describe("the threshold for a recall", () => {
  const pages = [
    ...Array.from({ length: 100 }, (_, index) => ({ score: (index + 1) / 100, isActionable: true })),
    { score: 0.001, isActionable: false },
  ];
  it.each([
    [1, 0.01],
    [0.99, 0.02],
    [0.95, 0.06],
  ])("%s: pages under %s may go", (recall, expected) => {
    const threshold = thresholdFor(pages, recall);
    expect(threshold).toBe(expected);
    expect(pages.filter(({ score, isActionable }) => isActionable && score >= threshold).length).toBe(recall * 100);
  });
});
