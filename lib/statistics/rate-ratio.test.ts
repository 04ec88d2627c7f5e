import { describe, expect, it } from "vitest";
import { isRaised, rateRatio } from "./rate-ratio";

describe("rateRatio", () => {
  // Bounds of the binomial share by Clopper and Pearson, turned into odds.
  it.each([
    [10, 1, 5, 1, 2, 0.6229, 7.4639],
    [10, 2, 5, 1, 1, 0.3114, 3.7319],
    [3, 1, 3, 1, 1, 0.1341, 7.4559],
  ])("%s in %s against %s in %s", (ours, mine, theirs, other, value, low, high) => {
    const ratio = rateRatio({ count: ours, of: mine }, { count: theirs, of: other });
    expect(ratio.value).toBeCloseTo(value, 12);
    expect(ratio.low).toBeCloseTo(low, 2);
    expect(ratio.high).toBeCloseTo(high, 1);
  });

  it("without an event on one side the interval is open there", () => {
    // .025 to the power of 1/3 is .2924 of all, so .4132 to 1, against twenty times the exposure.
    expect(rateRatio({ count: 3, of: 1 }, { count: 0, of: 20 })).toMatchObject({
      value: null,
      high: Number.POSITIVE_INFINITY,
    });
    expect(rateRatio({ count: 3, of: 1 }, { count: 0, of: 20 }).low).toBeCloseTo(8.26, 1);
    expect(rateRatio({ count: 0, of: 1 }, { count: 3, of: 1 })).toMatchObject({ value: 0, low: 0 });
    expect(rateRatio({ count: 3, of: 1 }, { count: 0, of: 0 })).toMatchObject({ value: null, low: 0 });
  });

  it("raised takes both the size and the bound", () => {
    const at = (value: number | null, low: number) => isRaised({ value, low, high: 99 }, 3, 1);
    expect([at(3, 1.01), at(2.99, 1.01), at(3, 1), at(null, 1.01)]).toEqual([true, false, false, true]);
  });
});
