import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawsOf } from "@/lib/statistics/draws";
import { fairness } from "./fairness";

const even = (...events: number[]) => fairness(events.map((each) => ({ events: each, exposure: 1 })));

describe("fairness", () => {
  it("of 2, 3, 5 and 10 is not shown to be unequal", () => {
    const found = even(2, 3, 5, 10);
    expect(found.load?.jain).toBeCloseTo(0.725, 3);
    expect(found.load?.gini).toBeCloseTo(0.433, 3);
    expect(found.test).toMatchObject({ by: "chi-square", unequal: false });
    expect(found.test?.p).toBeCloseTo(0.055, 3);
  });

  it("of 20 on one and none on three is unequal beyond chance", () => {
    const found = even(20, 0, 0, 0);
    expect(found.load?.jain).toBeCloseTo(0.25, 12);
    expect(found.load?.gini).toBeCloseTo(1, 12);
    expect(found.test).toMatchObject({ by: "chi-square", unequal: true });
  });

  it("has no index and no test under 20 events, or for one person", () => {
    expect(even(2, 3, 4, 10)).toMatchObject({ events: 19, load: null, perHour: null, test: null });
    expect(even(2, 3, 5, 10).load).not.toBeNull();
    expect(even(100)).toMatchObject({ people: 1, load: null, test: null });
    expect(fairness([])).toMatchObject({ people: 0, events: 0, load: null });
  });

  it("draws where an expectation is under 5, and says nearly what the distribution would", () => {
    expect(even(5, 5, 5, 5).test?.by).toBe("chi-square");
    const drawn = fairness([
      { events: 6, exposure: 4.9 },
      { events: 14, exposure: 15.1 },
    ]).test;
    // Of 20 with a share of .245 at least 6, or at most 3, counted from the binomial.
    expect(drawn?.by).toBe("draws");
    expect(drawn?.p).toBeCloseTo(binomialTwoSided(20, 0.245, 6), 1);
    expect(even(12, 3, 2, 2, 1, 1).test).toMatchObject({ by: "draws", unequal: true });
    expect(even(5, 4, 3, 3, 3, 2).test).toMatchObject({ by: "draws", unequal: false });
  });

  it("says the same every time", () => {
    expect(even(9, 3, 2, 2, 2, 2)).toEqual(even(9, 3, 2, 2, 2, 2));
  });

  it("expects in proportion to the hours on call: a heavy rota is not an unfair one", () => {
    const inProportion = fairness([
      { events: 30, exposure: 300 },
      { events: 10, exposure: 100 },
    ]);
    expect(inProportion.test?.p).toBeCloseTo(1, 12);
    expect(inProportion.perHour).toEqual({ jain: 1, gini: 0 });
    expect(inProportion.load?.jain).toBeCloseTo(0.8, 12);
    expect(even(30, 10).test?.unequal).toBe(true);
  });

  it("leaves out who was not on call, and tells them and what reached them", () => {
    const found = fairness([
      { events: 10, exposure: 5 },
      { events: 10, exposure: 5 },
      { events: 7, exposure: 0 },
    ]);
    expect(found).toMatchObject({ people: 2, events: 20, notOnCall: 1, outside: 7 });
    expect(found.load).toEqual({ jain: 1, gini: 0 });
  });

  it("calls even rotas unequal about one time in twenty", () => {
    const draw = drawsOf(7);
    const rota = () => {
      const events = [0, 0, 0, 0, 0, 0];
      for (let event = 0; event < 24; event += 1) {
        const person = Math.floor(draw() * 6);
        events[person] = (events[person] ?? 0) + 1;
      }
      return even(...events);
    };
    const unequal = Array.from({ length: 400 }, rota).filter(({ test }) => test?.unequal).length;
    expect(unequal).toBeGreaterThanOrEqual(8);
    expect(unequal).toBeLessThanOrEqual(34);
  });

  it("stays within its bounds, whatever the order", () => {
    const load = fc.record({ events: fc.nat(9), exposure: fc.integer({ min: 1, max: 200 }) });
    fc.assert(
      fc.property(fc.array(load, { minLength: 2, maxLength: 8 }), (loads) => {
        const found = fairness(loads);
        for (const spread of [found.load, found.perHour]) {
          if (spread === null) continue;
          expect(spread.jain).toBeGreaterThanOrEqual(1 / loads.length - 1e-9);
          expect(spread.jain).toBeLessThanOrEqual(1 + 1e-9);
          expect(spread.gini).toBeGreaterThanOrEqual(-1e-9);
          expect(spread.gini).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(fairness(loads.toReversed()).load?.gini ?? 0).toBeCloseTo(found.load?.gini ?? 0, 9);
        if (found.test) expect(found.test.p > 0 && found.test.p <= 1 + 1e-9).toBe(true);
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

/** P of a count as far from what was expected as `seen`, in the sense of chi-square. */
function binomialTwoSided(n: number, share: number, seen: number): number {
  const far = Math.abs(seen - n * share) - 1e-9;
  let [chance, sum] = [(1 - share) ** n, 0];
  for (let k = 0; k <= n; k += 1) {
    if (Math.abs(k - n * share) >= far) sum += chance;
    chance *= ((n - k) / (k + 1)) * (share / (1 - share));
  }
  return sum;
}
