import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alarmLevel, changePoints, changeRange, cusumAlarm, type DailyCounts, sumsOf } from "./change-points";
import { drawsOf } from "./test-pages";

const daily = (counts: readonly number[]): DailyCounts => ({ counts, exposures: counts.map(() => 1) });

function poissonOf(draw: () => number, mean: number): number {
  let [count, product] = [0, draw()];
  for (const least = Math.exp(-mean); product > least; product *= draw()) count += 1;
  return count;
}

describe("the Poisson CUSUM", () => {
  const meanDays = (baseline: number, rate: number, runs: number) => {
    const draw = drawsOf(7);
    let days = 0;
    for (let run = 0; run < runs; run += 1) {
      const counts = Array.from({ length: 8000 }, () => poissonOf(draw, rate));
      days += (cusumAlarm(daily(counts), baseline) ?? 7999) + 1;
    }
    return days / runs;
  };

  it.each([
    [0.1, 3, [760, 62, 28, 13]],
    [0.3, 4, [876, 31, 13, 6]],
    [1, 5, [1175, 13, 5, 3]],
  ])(
    "baseline %s, level %s: mean days to an alarm at once, twice, three and five times the rate",
    (baseline, level, days) => {
      expect(alarmLevel(baseline)).toBe(level);
      [1, 2, 3, 5].forEach((times, index) => {
        const expected = days[index] ?? 0;
        const mean = meanDays(baseline, baseline * times, times === 1 ? 60 : 150);
        // A few dozen runs of an exponential time: a fifth to either side, and the rounding of the small ones.
        const room = (times === 1 ? 0.35 : 0.2) * expected + 1;
        expect(Math.abs(mean - expected), `x${times}: ${mean}`).toBeLessThan(room);
      });
    },
  );
});

describe("PELT", () => {
  const cost = (counts: readonly number[]) => {
    const sum = counts.reduce((total, count) => total + count, 0);
    return sum === 0 ? 0 : 2 * (sum - sum * Math.log(sum / counts.length));
  };
  /** The least cost over all ways to cut, without any pruning. */
  const exact = (counts: readonly number[]) => {
    const penalty = 3 * Math.log(counts.length);
    const best = [-penalty, ...counts.map(() => Number.POSITIVE_INFINITY)];
    for (let end = 3; end <= counts.length; end += 1)
      for (let start = 0; start <= end - 3; start += 1)
        best[end] = Math.min(best[end] ?? 0, (best[start] ?? 0) + cost(counts.slice(start, end)) + penalty);
    return best[counts.length] ?? 0;
  };

  it("finds the cheapest cut of all", () => {
    const stretch = fc.tuple(fc.integer({ min: 3, max: 12 }), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 4 }), fc.integer(), (stretches, seed) => {
        const draw = drawsOf(seed);
        const counts = stretches.flatMap(([days, rate]) => Array.from({ length: days }, () => poissonOf(draw, rate)));
        const points = changePoints(daily(counts));
        const edges = [0, ...points, counts.length];
        const found = edges.slice(1).map((to, index) => cost(counts.slice(edges[index], to)));
        const total = found.reduce((sum, each) => sum + each, 0) + points.length * 3 * Math.log(counts.length);
        expect(total).toBeCloseTo(exact(counts), 6);
        expect(edges.slice(1).every((to, index) => to - (edges[index] ?? 0) >= 3)).toBe(true);
      }),
      { numRuns: 150, seed: 3 },
    );
  });

  it("dates a step to its day, and a flat history has none", () => {
    const step = [
      ...Array.from({ length: 40 }, (_, day) => day % 2),
      ...Array.from({ length: 20 }, (_, day) => 5 + (day % 3)),
    ];
    expect(changePoints(daily(step))).toEqual([40]);
    expect(changePoints(daily(Array.from({ length: 60 }, (_, day) => day % 3)))).toEqual([]);
    expect(changePoints(daily([0, 0, 0]))).toEqual([]);
    expect(changePoints(daily([]))).toEqual([]);
    expect(changeRange(sumsOf(daily(step)), 0, 40, 60)).toEqual({ first: 40, last: 40 });
  });

  it("a step in few counts has a wide date", () => {
    const counts = [...new Array<number>(30).fill(0), 1, 0, 1, 1, 0, 1, 0, 1, 1, 1];
    const [point = 0] = changePoints(daily(counts));
    const { first, last } = changeRange(sumsOf(daily(counts)), 0, point, counts.length);
    expect([first < point, last >= point]).toEqual([true, true]);
  });
});
