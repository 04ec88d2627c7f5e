import { expect, it } from "vitest";
import { actionableDespiteSlips } from "./slips";

it.each([
  // By hand: .95 · .8 / (.95 · .8 + .05 · .2) = .76 / .77.
  ["a word that agrees is believed", 0.8, 1, 0.98701],
  // .95 · .2 / (.95 · .2 + .05 · .8) = .19 / .23.
  ["one that disagrees is believed less", 0.2, 1, 0.82609],
  ["the surer the statement, the less", 0.01, 1, 0.16102],
  ["the same for noise", 0.99, 0, 1 - 0.16102],
  ["on an even statement it is the word", 0.5, 1, 0.95],
] as const)("%s", (_, stated, outcome, expected) =>
  expect(actionableDespiteSlips(stated, outcome)).toBeCloseTo(expected, 4),
);

it("is the word itself where nobody errs", () => {
  for (const stated of [0.001, 0.3, 0.999])
    for (const outcome of [0, 1] as const) expect(actionableDespiteSlips(stated, outcome, 0)).toBe(outcome);
});
