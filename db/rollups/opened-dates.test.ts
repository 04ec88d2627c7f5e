import { expect, it } from "vitest";
import { datesOf } from "./opened-dates";

const at = (instant: string) => Date.parse(instant);

it.each([
  ["none", "Europe/Berlin", [], []],
  [
    "either side of a midnight",
    "Europe/Berlin",
    ["2026-05-01T21:59:59Z", "2026-05-01T22:00:00Z"],
    ["2026-05-01", "2026-05-02"],
  ],
  [
    "a midnight within an hour of the world's",
    "Asia/Kolkata",
    ["2026-05-01T18:31:00Z", "2026-05-01T18:10:00Z", "2026-05-01T18:29:00Z"],
    ["2026-05-01", "2026-05-02"],
  ],
  [
    "one date of many hours",
    "UTC",
    ["2026-05-01T00:00:00Z", "2026-05-01T23:59:59Z", "2026-05-01T12:00:00Z"],
    ["2026-05-01"],
  ],
])("the dates of %s in %s", (_, zone, instants, dates) => {
  expect(datesOf(instants.map(at), zone).toSorted()).toEqual(dates);
});
