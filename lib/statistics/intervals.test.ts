import { describe, expect, it } from "vitest";
import { betaCdf, betaQuantile, chiSquareQuantile, chiSquareTail, gammaCdf, lnGamma } from "./distributions";
import { garwood, wilson } from "./intervals";

describe("distributions", () => {
  it("gamma, beta and chi-square against closed forms and tables", () => {
    expect(lnGamma(5)).toBeCloseTo(Math.log(24), 12);
    expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    for (const x of [0.01, 0.2, 0.5, 0.9, 0.999]) {
      expect(betaCdf(x, 1, 1)).toBeCloseTo(x, 12);
      expect(betaCdf(x, 1, 14)).toBeCloseTo(1 - (1 - x) ** 14, 12);
      expect(betaCdf(x, 3, 1)).toBeCloseTo(x ** 3, 12);
      expect(betaCdf(x, 2.5, 7)).toBeCloseTo(1 - betaCdf(1 - x, 7, 2.5), 12);
      expect(gammaCdf(x, 1)).toBeCloseTo(1 - Math.exp(-x), 12);
    }
    expect(gammaCdf(20, 3)).toBeCloseTo(1 - Math.exp(-20) * (1 + 20 + 200), 12);
    expect(betaQuantile(0.5, 4, 4)).toBeCloseTo(0.5, 9);
    expect(chiSquareQuantile(0.95, 1)).toBeCloseTo(3.8415, 4);
    expect(chiSquareQuantile(0.95, 10)).toBeCloseTo(18.307, 3);
    expect(chiSquareQuantile(0.025, 100)).toBeCloseTo(74.222, 3);
    expect(chiSquareTail(3.8415, 1)).toBeCloseTo(0.05, 5);
    expect(chiSquareTail(0, 3)).toBe(1);
    // Two degrees: e to the power of -x/2, however small.
    expect(chiSquareTail(1, 2)).toBeCloseTo(Math.exp(-0.5), 12);
    expect(chiSquareTail(400, 2) / Math.exp(-200)).toBeCloseTo(1, 9);
  });

  it("stays a probability for large and small shapes", () => {
    for (const [a, b] of [
      [0.1, 0.1],
      [3000, 7000],
      [1, 30_000],
      [0.02, 50],
    ] as const) {
      for (const x of [0, 1e-9, 0.3, 1 - 1e-9, 1]) {
        expect(betaCdf(x, a, b)).toBeGreaterThanOrEqual(0);
        expect(betaCdf(x, a, b)).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe("intervals", () => {
  it.each([
    [0, 10, 0, 0.278],
    [9, 10, 0.596, 0.982],
    [10, 10, 0.722, 1],
    [0, 0, 0, 1],
  ])("Wilson %s/%s is %s to %s", (a, n, low, high) => {
    expect(wilson(a, n).low).toBeCloseTo(low, 3);
    expect(wilson(a, n).high).toBeCloseTo(high, 3);
  });

  it.each([
    [0, 1, 0, 3.69],
    [5, 1, 1.62, 11.67],
    [5, 10, 0.162, 1.167],
  ])("Garwood %s/%s is %s to %s", (k, T, low, high) => {
    expect(garwood(k, T).low).toBeCloseTo(low, 2);
    expect(garwood(k, T).high).toBeCloseTo(high, 2);
  });
});
