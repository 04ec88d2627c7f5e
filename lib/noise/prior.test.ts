import { describe, expect, it } from "vitest";
import { posteriorOf } from "./posterior";
import { NEUTRAL_PRIOR, type Prior, priorOf } from "./prior";

/** Labels until P(share <= tau) >= .95 with a given number of actionable ones. */
function labelsNeeded(a: number, tau: number, prior: Prior): number {
  for (let n = a; n < 200; n += 1) if (posteriorOf({ a, n }, prior).atMost(tau) >= 0.95) return n;
  return Number.NaN;
}

describe("labels needed", () => {
  const weak: Prior = { mu: 0.25, kappa: 4 };
  it.each([
    ["uniform", NEUTRAL_PRIOR, 0, [4, 13, 28]],
    ["uniform", NEUTRAL_PRIOR, 1, [7, 21, 45]],
    ["uniform", NEUTRAL_PRIOR, 2, [10, 29, 60]],
    ["mean .25, strength 4", weak, 0, [2, 11, 26]],
    ["mean .25, strength 4", weak, 1, [5, 19, 43]],
  ] as const)("%s, %o, %s actionable: %o", (_, prior, actionable, needed) => {
    expect([0.5, 0.2, 0.1].map((tau) => labelsNeeded(actionable, tau, prior))).toEqual(needed);
  });
});

describe("priorOf", () => {
  const same = (count: number, a: number, n: number) => Array.from({ length: count }, () => ({ a, n }));

  it("is neutral where nothing is known", () => {
    expect(priorOf([])).toEqual({ mu: 0.5, kappa: 2 });
    expect(priorOf([same(7, 1, 9), same(20, 1, 2)])).toEqual(NEUTRAL_PRIOR);
  });

  it("takes the first level with eight signatures of three labels", () => {
    expect(priorOf([same(8, 1, 4), same(50, 3, 4)]).mu).toBe(0.25);
    expect(priorOf([same(7, 1, 4), same(50, 3, 4)]).mu).toBe(0.75);
    expect(priorOf([[...same(7, 1, 4), ...same(9, 2, 2)], [], same(8, 2, 4)]).mu).toBe(0.5);
  });

  it("is strong where signatures are alike and weak where they are not", () => {
    expect(priorOf([same(10, 1, 4)]).kappa).toBe(50);
    expect(priorOf([[...same(5, 0, 40), ...same(5, 40, 40)]]).kappa).toBe(1);
    const mixed = [...same(5, 8, 20), ...same(5, 12, 20)];
    // By hand: mu .5, v .01, nbar 20: v is less than chance alone makes, .0125.
    expect(priorOf([mixed]).kappa).toBe(50);
    const apart = [...same(5, 5, 20), ...same(5, 15, 20)];
    // By hand: v .0625, so (.25 - .0625) / (.0625 - .0125) = 3.75.
    expect(priorOf([apart]).kappa).toBeCloseTo(3.75, 10);
  });

  it("never forbids the other verdict", () => {
    expect(priorOf([same(9, 0, 9)]).mu).toBe(0.01);
    expect(priorOf([same(9, 9, 9)]).mu).toBe(0.99);
  });
});
