import { describe, expect, it } from "vitest";
import { contestOf, NO_CONTEST, type Stated } from "./contest";

const page = (index: number, prior: number, logistic: number, outcome: 0 | 1, weight = 1): Stated => {
  return { signature: `s${index}`, prior, logistic, outcome, weight };
};
/** The regression is better on each page, by the same. */
const better = (count: number, positive: number) =>
  Array.from({ length: count }, (_, index) => {
    const outcome = index < positive ? 1 : 0;
    return page(index, 0.5, outcome ? 0.8 - (index % 2) * 0.1 : 0.2 + (index % 2) * 0.1, outcome);
  });

describe("contestOf", () => {
  it("by hand", () => {
    expect(contestOf([])).toEqual(NO_CONTEST);
    const { gain, standardError, labels } = contestOf([page(1, 0.5, 0.75, 1), page(2, 0.5, 0.5, 1)]);
    // Gains ln 1.5 and 0; each lies half of ln 1.5 from the mean: sqrt(2 * (.2027^2 * 2)) / 2.
    expect(labels).toBe(2);
    expect(gain).toBeCloseTo(Math.log(1.5) / 2, 12);
    expect(standardError).toBeCloseTo(Math.log(1.5) / 2, 12);
  });

  it.each([
    [49, 10, false],
    [50, 10, true],
    [50, 4, false],
    [50, 5, true],
    [50, 46, false],
  ])("%s labels with %s actionable: %s", (count, positive, wins) => {
    expect(contestOf(better(count, positive)).wins).toBe(wins);
  });

  it("a tie, and a gain within one standard error, keep 2.6", () => {
    expect(contestOf(better(80, 30).map((each) => ({ ...each, logistic: each.prior }))).wins).toBe(false);
    const luck = better(80, 30).map((each, index) => (index === 0 ? each : { ...each, logistic: each.prior }));
    const { gain, wins } = contestOf(luck);
    expect(gain).toBeGreaterThan(0);
    expect(wins).toBe(false);
  });

  it("pages of one signature are one witness, and a gesture weighs what it weighs", () => {
    expect(contestOf(better(80, 30).map((each) => ({ ...each, signature: "s" }))).wins).toBe(false);
    expect(contestOf(better(80, 30).map((each) => ({ ...each, weight: 0.5 }))).wins).toBe(false);
  });
});
