import { expect, it } from "vitest";
import { medianOf, medianOfSorted } from "./median-of";

it.each([
  [[], null],
  [[7], 7],
  [[9, 1], 5],
  [[3, -1, 10], 3],
  [[10, 9, 100, 2], 9.5],
])("the median of %j is %s, in any order, and its list stays as it is", (values, median) => {
  const given = [...values];
  expect(medianOf(given)).toBe(median);
  expect(given).toEqual(values);
  expect(medianOfSorted(Float64Array.from(values).sort())).toBe(median);
});
