import { expect, it } from "vitest";
import { suggestHandOver } from "./suggest-hand-over";

const DAY_MS = 86_400_000;
/** A Wednesday, 10:00 in Berlin; the clocks go back on 25 October. */
const FIRST = Date.parse("2026-10-07T08:00:00Z");
const every = (days: number, count: number, from = FIRST) =>
  Array.from({ length: count }, (_, n) => from + n * days * DAY_MS);
const WINTER = every(7, 2, Date.parse("2026-10-28T09:00:00Z"));

it.each([
  ["a week at a time, over a change of the clocks", [...every(7, 3), ...WINTER], { weekday: 2, hour: 10 }],
  ["three changes", every(7, 3), { weekday: 2, hour: 10 }],
  ["two changes", every(7, 2), null],
  ["two seats that change together count once", [...every(7, 2), ...every(7, 2)], null],
  ["every day another person", every(1, 28), null],
  ["three of five on Wednesday", [...every(7, 3), FIRST + DAY_MS, FIRST + 2 * DAY_MS], { weekday: 2, hour: 10 }],
  ["three of six on Wednesday", [...every(7, 3), ...every(1, 4).slice(1)], null],
  ["nothing", [], null],
])("%s", (_, starts, handOver) => expect(suggestHandOver(starts, "Europe/Berlin")).toEqual(handOver));
