import { describe, expect, it } from "vitest";
import { growTrees } from "./boosted-trees";
import { splitmix } from "./bootstrap";
import { fitLogistic, fitPlatt, sigmoid } from "./logistic";

const next = splitmix(5);
const rows = Array.from({ length: 1_500 }, () => Float64Array.from([next(), next(), next()]));
/** An exclusive or: no weighted sum of the two tells it. */
const isEither = rows.map((row) => (row[0] ?? 0) > 0.5 !== (row[1] ?? 0) > 0.5);
const isHigh = rows.map((row) => (row[0] ?? 0) > 0.6);

const accuracy = (predict: (row: Float64Array) => number, truth: readonly boolean[]) =>
  rows.filter((row, index) => predict(row) >= 0.5 === truth[index]).length / rows.length;

describe("boosted trees", () => {
  it("learn what depends on two features together", () => {
    const trees = growTrees(rows, isEither, { trees: 40, depth: 3 });
    expect(accuracy(trees.predict, isEither)).toBeGreaterThan(0.97);
  });

  it("are the same for the same seed", () => {
    const one = growTrees(rows, isEither, { trees: 5 });
    const other = growTrees(rows, isEither, { trees: 5 });
    for (const row of rows.slice(0, 50)) expect(one.predict(row)).toBe(other.predict(row));
  });

  it("say the prevalence where nothing tells", () => {
    const blank = rows.map(() => Float64Array.from([1]));
    const truth = blank.map((_, index) => index % 4 === 0);
    expect(growTrees(blank, truth, { trees: 20 }).predict(Float64Array.from([1]))).toBeCloseTo(0.25, 1);
  });
});

describe("logistic regression", () => {
  it("learns a line, and not an exclusive or", () => {
    expect(accuracy(fitLogistic(rows, isHigh).predict, isHigh)).toBeGreaterThan(0.95);
    expect(accuracy(fitLogistic(rows, isEither).predict, isEither)).toBeLessThan(0.65);
  });
});

describe("Platt", () => {
  it("finds the slope and the offset that the scores are off by", () => {
    const drawn = Array.from({ length: 20_000 }, () => next() * 6 - 3);
    const truth = drawn.map((x) => next() < sigmoid(0.5 * x - 1));
    const calibrate = fitPlatt(drawn.map(sigmoid), truth);
    for (const x of [-2, 0, 2]) expect(calibrate(sigmoid(x))).toBeCloseTo(sigmoid(0.5 * x - 1), 1);
  });

  it("draws the sure ones in, as there are few", () => {
    const calibrate = fitPlatt([0.9, 0.9, 0.1, 0.1], [true, true, false, false]);
    expect(calibrate(0.9)).toBeCloseTo(3 / 4, 2);
    expect(calibrate(0.1)).toBeCloseTo(1 / 4, 2);
  });
});
