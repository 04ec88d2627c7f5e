import { describe, expect, it } from "vitest";
import { unusualSilences } from "./unusual-silences";

const HOUR = 3_600_000;
const silence = (hours: number) => ({ from: 0, to: hours * HOUR });
const found = (hours: readonly number[], deliveries = 50) =>
  unusualSilences(hours.map(silence), deliveries).map(({ to }) => to / HOUR);

describe("an unusual silence", () => {
  it.each([
    // At twice the usual, and above it.
    [[20, 10, 10, 10, 10], []],
    [[20.01, 10, 10, 10, 10], [20.01]],
    // Weekends are long, but usual.
    [[64, 63, 63, 62, 62], []],
    [[140, 63, 63, 62, 62], [140]],
    // Several outages.
    [
      [72, 48, 30, 25, 12],
      [72, 48, 30, 25],
    ],
    // A busy stream: an hour is nothing, more is.
    [[1, 0.2, 0.2, 0.1, 0.1], []],
    [[1.01, 0.2, 0.2, 0.1, 0.1], [1.01]],
    // Too few silences to know the usual one.
    [[100, 1, 1, 1], []],
    [[], []],
  ])("of %j hours: %j", (hours, unusual) => expect(found(hours)).toEqual(unusual));

  it("needs fifty deliveries", () => {
    expect(found([100, 1, 1, 1, 1], 49)).toEqual([]);
    expect(found([100, 1, 1, 1, 1], 50)).toEqual([100]);
  });
});
