import { expect, it } from "vitest";
import { bootstrapClusters, quantile, sumsOf } from "./bootstrap";

const meanOf = (values: readonly number[]) => (weights: Uint8Array) =>
  values.reduce((sum, value, index) => sum + (weights[index] ?? 0) * value, 0) /
  weights.reduce((sum, weight) => sum + weight, 0);

it("gives the interval of a mean that the formula gives", () => {
  // 400 clusters of 0 and 1, half each: the mean is .5 with a standard error of .025.
  const interval = bootstrapClusters(400, meanOf(Array.from({ length: 400 }, (_, index) => index % 2)));
  expect(interval?.low).toBeGreaterThan(0.44);
  expect(interval?.low).toBeLessThan(0.46);
  expect(interval?.high).toBeGreaterThan(0.54);
  expect(interval?.high).toBeLessThan(0.56);
});

it("is the same for the same seed, and another for another", () => {
  const figure = meanOf([1, 2, 3, 4, 5, 6, 7.5]);
  expect(bootstrapClusters(7, figure, { seed: 3 })).toEqual(bootstrapClusters(7, figure, { seed: 3 }));
  expect(bootstrapClusters(7, figure, { seed: 3, draws: 50 })).not.toEqual(
    bootstrapClusters(7, figure, { seed: 4, draws: 50 }),
  );
});

it("is wider when pages come in clusters", () => {
  const values = Array.from({ length: 400 }, (_, index) => index % 2);
  const single = bootstrapClusters(400, meanOf(values));
  // The same 400 pages, but in 10 signatures that are all real or all noise.
  const clustered = bootstrapClusters(10, meanOf(Array.from({ length: 10 }, (_, index) => index % 2)));
  expect((clustered?.high ?? 0) - (clustered?.low ?? 0)).toBeGreaterThan(
    3 * ((single?.high ?? 0) - (single?.low ?? 0)),
  );
});

it("knows no interval of one cluster, or of a figure that is unknown", () => {
  expect(bootstrapClusters(1, () => 1)).toBeNull();
  expect(bootstrapClusters(5, () => null)).toBeNull();
});

it("draws as many clusters as there are", () => {
  bootstrapClusters(
    9,
    (weights) => {
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(9);
      return 0;
    },
    { draws: 20 },
  );
});

it("interpolates quantiles", () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3], 0)).toBe(1);
  expect(quantile([1, 2, 3], 1)).toBe(3);
});

it("sums rows, plainly or as drawn", () => {
  const sums = sumsOf(
    [
      { a: 1, b: 10 },
      { a: 2, b: 20 },
    ],
    ["a", "b"],
  );
  expect(sums(null)).toEqual({ a: 3, b: 30 });
  expect(sums(Uint8Array.from([0, 2]))).toEqual({ a: 4, b: 40 });
});
