import { describe, expect, it } from "vitest";
import { fitWeights, type VoteExample } from "./fit-weights";

const DEFAULTS = { fleeting: -2.5, engaged: 1.5, text: -2.5 };
const told = (votes: string[], outcome: 0 | 1, weight = 1): VoteExample => ({
  votes,
  priorLogOdds: 0,
  outcome,
  weight,
});
const many = (count: number, one: VoteExample): VoteExample[] => Array.from({ length: count }, () => one);

describe("fitWeights", () => {
  it("without words is the defaults", () => {
    expect(fitWeights([], DEFAULTS)).toEqual({
      weights: DEFAULTS,
      labels: { fleeting: 0, engaged: 0, text: 0 },
      silenced: [],
    });
  });

  it("learns what the votes are worth here, and leaves the others", () => {
    const { weights, labels } = fitWeights(
      [...many(30, told(["fleeting"], 1)), ...many(70, told(["fleeting"], 0))],
      DEFAULTS,
    );
    // 30 % are real: log-odds -.847, held back a little by the default.
    expect(weights.fleeting).toBeGreaterThan(-1.1);
    expect(weights.fleeting).toBeLessThan(-0.84);
    expect(weights).toMatchObject({ engaged: 1.5, text: -2.5 });
    expect(labels).toEqual({ fleeting: 100, engaged: 0, text: 0 });
  });

  it("moves with the evidence, not before", () => {
    const fittedTo = (count: number) => fitWeights(many(count, told(["engaged"], 0)), DEFAULTS).weights.engaged ?? 0;
    expect(fittedTo(1)).toBeGreaterThan(1);
    expect(fittedTo(3)).toBeLessThan(fittedTo(1));
    expect(fittedTo(40)).toBe(0);
  });

  it("no vote changes sides: it is silenced and named", () => {
    expect(fitWeights(many(60, told(["text"], 1)), DEFAULTS)).toMatchObject({
      weights: { text: 0 },
      silenced: ["text"],
    });
  });

  it("what the alert's own record says is not learnt again", () => {
    const known = many(40, { votes: ["engaged"], priorLogOdds: -2, outcome: 1 as const, weight: 1 });
    const even = many(40, told(["engaged"], 1));
    expect(fitWeights(known, DEFAULTS).weights.engaged).toBeGreaterThan(
      fitWeights(even, DEFAULTS).weights.engaged ?? 0,
    );
  });

  it("a vote nobody knows and one told twice count as nothing and once", () => {
    const plain = fitWeights(many(9, told(["text"], 0)), DEFAULTS).weights;
    expect(fitWeights(many(9, told(["text", "text", "new"], 0)), DEFAULTS).weights).toEqual(plain);
  });
});
