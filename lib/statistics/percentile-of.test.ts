import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { percentileOf } from "./percentile-of";

describe("a percentile", () => {
  it.each([
    [[], 0.5, null],
    [[7], 0.95, 7],
    [[1, 2], 0.5, 1.5],
    [[3, 1, 2], 0.5, 2],
    [[10, 30, 20, 40], 0.95, 38.5],
    [[-5, 0, 5], 0, -5],
    [[4, 4, 4, 9], 0.5, 4],
  ])("of %j at %d is %d", (values, share, percentile) => {
    expect(percentileOf(Float64Array.from(values), share)).toBe(percentile);
  });

  it("is what sorted values have at its place", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 9_000 }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const sorted = [...values].sort((a, b) => a - b);
          const place = share * (values.length - 1);
          const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
          const found = percentileOf(Float64Array.from(values), share);
          expect(found).toBe(low + (place - Math.floor(place)) * (high - low));
        },
      ),
      { seed: 3, numRuns: 300 },
    );
  });
});
