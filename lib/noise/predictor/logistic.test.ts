import { describe, expect, it } from "vitest";
import { drawsOf } from "@/lib/noise/test-pages";
import { type Example, fitLogistic, scoreOf, sigmoid } from "./logistic";

const LOOSE = 1e-9;
const example = (value: number[], outcome: number, weight = 1, offset = 0): Example => {
  return { row: { at: [...value.keys()], value }, outcome: outcome as 0 | 1, weight, offset };
};

/** Hours of study and whether the exam was passed, the example of Wikipedia's article on logistic regression. */
const HOURS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 4, 4.25, 4.5, 4.75, 5, 5.5];
const PASSED = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1];

function drawn(count: number, size: number): Example[] {
  const draw = drawsOf(11);
  return Array.from({ length: count }, () => {
    const value = [1, ...Array.from({ length: size - 1 }, () => draw() * 2 - 1)];
    return example(value, draw() < sigmoid(2 * (value[1] ?? 0) - 0.5) ? 1 : 0);
  });
}

describe("fitLogistic", () => {
  it("finds the published coefficients", () => {
    const examples = HOURS.map((hours, index) => example([1, hours], PASSED[index] ?? 0));
    const { weights, converged } = fitLogistic(examples, [0, 0], [LOOSE, LOOSE]);
    expect(converged).toBe(true);
    expect(weights[0]).toBeCloseTo(-4.0777, 4);
    expect(weights[1]).toBeCloseTo(1.5046, 4);
  });

  it("of an intercept alone is the log-odds of the share", () => {
    const examples = [1, 1, 1, 0].map((outcome) => example([1], outcome));
    expect(fitLogistic(examples, [0], [LOOSE]).weights[0]).toBeCloseTo(Math.log(3), 6);
  });

  it("one label moves a weight as far as it is evidence", () => {
    // By hand: 1 - sigmoid(w) = strength * w. With strength 1: w = .4010581.
    expect(fitLogistic([example([1], 1)], [0], [1]).weights[0]).toBeCloseTo(0.4010581, 6);
  });

  it("without examples is the defaults, and stays near them with few", () => {
    expect(fitLogistic([], [1, -2.5], [3, 3]).weights).toEqual([1, -2.5]);
    const [weight = 0] = fitLogistic([example([1], 1)], [-2.5], [50]).weights;
    expect(weight).toBeGreaterThan(-2.5);
    expect(weight).toBeLessThan(-2.47);
  });

  it("ends where the slope is nil", () => {
    const examples = drawn(300, 6);
    const { weights } = fitLogistic(examples, [0, 1, 0, 0, 0, 0], Array(6).fill(2));
    for (let index = 0; index < 6; index += 1) {
      let slope = 2 * ((weights[index] ?? 0) - (index === 1 ? 1 : 0));
      for (const { row, outcome } of examples) {
        slope += (sigmoid(scoreOf(row, weights)) - outcome) * (row.value[index] ?? 0);
      }
      expect(Math.abs(slope)).toBeLessThan(1e-6);
    }
  });

  it("a weight of two is the same page twice, and an offset is not learnt", () => {
    const twice = [example([1], 1), example([1], 1), example([1], 0)];
    expect(fitLogistic([example([1], 1, 2), example([1], 0)], [0], [1]).weights[0]).toBeCloseTo(
      fitLogistic(twice, [0], [1]).weights[0] ?? 0,
      10,
    );
    const offset = [1, 1, 1, 0].map((outcome) => example([1], outcome, 1, Math.log(3)));
    expect(fitLogistic(offset, [0], [LOOSE]).weights[0]).toBeCloseTo(0, 6);
  });

  it("bears what separates perfectly and what never occurs", () => {
    const examples = [example([1, 1], 1), example([1, -1], 0)];
    const { weights, converged } = fitLogistic(examples, [0, 0, 7], [0.1, 0.1, 0.1]);
    expect(converged).toBe(true);
    expect(weights[1]).toBeGreaterThan(1);
    expect(weights[2]).toBe(7);
  });

  it("says the same to the last bit, and in another order nearly so", () => {
    const examples = drawn(200, 5);
    const fitted = () => fitLogistic(examples, [0, 1, 0, 0, 0], Array(5).fill(3)).weights;
    expect(fitted()).toEqual(fitted());
    const other = fitLogistic(examples.toReversed(), [0, 1, 0, 0, 0], Array(5).fill(3)).weights;
    fitted().forEach((weight, index) => {
      expect(other[index]).toBeCloseTo(weight, 9);
    });
  });
});
