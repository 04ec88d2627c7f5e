import { describe, expect, it } from "vitest";
import { drawsOf } from "@/lib/statistics/draws";
import { applyPlatt, fitPlatt, fitPlattDespiteSlips, HELD } from "./platt";
import { logit, type Scored } from "./scored";

const scored = (probability: number, outcome: 0 | 1, weight = 1): Scored => ({ probability, outcome, weight });
const many = (count: number, one: Scored): Scored[] => Array.from({ length: count }, () => one);

describe("fitPlatt", () => {
  it("of one score states the mean of the targets", () => {
    // By hand: 30 of 40 with target 31/32, 10 with 1/12: (30 * .96875 + 10 * .083333) / 40 = .7473958.
    const fit = fitPlatt([...many(30, scored(0.4, 1)), ...many(10, scored(0.4, 0))]);
    expect(applyPlatt(fit, 0.4)).toBeCloseTo(0.74739583, 6);
  });

  it("of two scores states the mean of the targets of each", () => {
    // Two parameters meet two points. N+ = 24, N- = 16: targets 25/26 and 1/18.
    const low = [...many(4, scored(0.2, 1)), ...many(16, scored(0.2, 0))];
    const fit = fitPlatt([...low, ...many(20, scored(0.9, 1))]);
    expect(applyPlatt(fit, 0.2)).toBeCloseTo((4 * (25 / 26) + 16 / 18) / 20, 7);
    expect(applyPlatt(fit, 0.9)).toBeCloseTo(25 / 26, 7);
  });

  it("leaves what is right as it is, and puts right what is too sure", () => {
    const draw = drawsOf(3);
    const right = Array.from({ length: 20_000 }, () => {
      const probability = 0.02 + 0.96 * draw();
      return scored(probability, draw() < probability ? 1 : 0);
    });
    const same = fitPlatt(right);
    expect(same.a).toBeCloseTo(-1, 1);
    expect(same.b).toBeCloseTo(0, 1);
    const sure = right.map((each) => scored(1 / (1 + Math.exp(-2 * logit(each.probability))), each.outcome));
    expect(fitPlatt(sure).a).toBeCloseTo(-0.5, 1);
  });

  it("a weight of two is the same page twice", () => {
    const once = [scored(0.2, 0, 2), scored(0.4, 1, 2), scored(0.7, 0, 2), scored(0.8, 1, 2)];
    const twice = [...once, ...once].map((each) => ({ ...each, weight: 1 }));
    const [a, b] = [fitPlatt(once), fitPlatt(twice)];
    expect(a.a).toBeCloseTo(b.a, 8);
    expect(a.b).toBeCloseTo(b.b, 8);
  });

  it("bears certainty and one class", () => {
    for (const sample of [[scored(0, 0), scored(1, 1)], many(5, scored(0.5, 0)), [scored(0, 1), scored(1, 0)]]) {
      const { a, b } = fitPlatt(sample);
      expect(Number.isFinite(a) && Number.isFinite(b)).toBe(true);
    }
  });
});

describe("fitPlattDespiteSlips", () => {
  const world = (slips: number) => {
    const draw = drawsOf(5);
    return Array.from({ length: 20_000 }, () => {
      const probability = 0.02 + 0.96 * draw();
      const truth = draw() < probability;
      return scored(probability, draw() < slips ? (truth ? 0 : 1) : truth ? 1 : 0);
    });
  };

  it("finds what is right under words of which one in twenty is a slip", () => {
    const [plain, despite] = [fitPlatt(world(0.05)), fitPlattDespiteSlips(world(0.05))];
    // Slips draw every probability towards the middle.
    expect(applyPlatt(plain, 0.03)).toBeGreaterThan(0.05);
    expect(applyPlatt(despite, 0.03)).toBeCloseTo(0.03, 2);
    expect(applyPlatt(despite, 0.95)).toBeCloseTo(0.95, 2);
  });

  it("is Platt's scaling where nobody errs, and is off by no more than the slips where people do not err at all", () => {
    const [plain, none] = [fitPlatt(world(0)), fitPlattDespiteSlips(world(0), undefined, 0)];
    expect(none.a).toBeCloseTo(plain.a, 6);
    expect(none.b).toBeCloseTo(plain.b, 6);
    const despite = fitPlattDespiteSlips(world(0));
    for (const probability of [0.05, 0.2, 0.5, 0.8, 0.95])
      expect(Math.abs(applyPlatt(despite, probability) - probability)).toBeLessThan(0.05);
  });

  it("bears certainty, one class and scores that part the words", () => {
    for (const sample of [
      [scored(0, 0), scored(1, 1)],
      many(5, scored(0.5, 0)),
      [...many(9, scored(0.1, 0)), ...many(9, scored(0.9, 1))],
    ]) {
      const { a, b } = fitPlattDespiteSlips(sample);
      expect(Number.isFinite(a) && Number.isFinite(b)).toBe(true);
      for (const probability of [0, 0.5, 1]) {
        expect(applyPlatt({ a, b }, probability)).toBeGreaterThan(0);
        expect(applyPlatt({ a, b }, probability)).toBeLessThan(1);
      }
    }
  });
});

describe("held to what is stated", () => {
  const world = (count: number, sharper: number) => {
    const draw = drawsOf(9);
    return Array.from({ length: count }, () => {
      const probability = 0.02 + 0.96 * draw();
      return scored(1 / (1 + Math.exp(-sharper * logit(probability))), draw() < probability ? 1 : 0);
    });
  };

  it("changes nothing without labels to speak of, and much with many", () => {
    const few = fitPlatt(world(4, 2), HELD);
    expect(few.a).toBeCloseTo(-1, 1);
    expect(few.b).toBeCloseTo(0, 1);
    expect(fitPlatt(world(20_000, 2), HELD).a).toBeCloseTo(-0.5, 1);
  });

  it("lies between what is stated and the free scaling", () => {
    const sample = world(200, 2);
    const [free, held] = [fitPlatt(sample), fitPlatt(sample, HELD)];
    expect(held.a).toBeLessThan(free.a);
    expect(held.a).toBeGreaterThan(-1);
  });

  it("errs less on 200 labels of what was stated right, most of the time", () => {
    const error = ({ a, b }: { a: number; b: number }) => Math.abs(a + 1) + Math.abs(b);
    const all = world(8_000, 1);
    const parts = Array.from({ length: 40 }, (_, part) => all.slice(part * 200, part * 200 + 200));
    const better = parts.filter((part) => error(fitPlatt(part, HELD)) < error(fitPlatt(part)));
    expect(better.length).toBeGreaterThan(36);
  });
});
