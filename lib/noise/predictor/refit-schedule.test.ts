import { describe, expect, it } from "vitest";
import { refitDueAt, refitSchedule } from "./refit-schedule";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const every = (count: number, gapMs: number, from = 0) =>
  Array.from({ length: count }, (_, index) => from + index * gapMs);

describe("refits", () => {
  it("come with the twentieth verdict, or at the next midnight of UTC", () => {
    expect(refitDueAt(0, 5 * HOUR)).toBeNull();
    expect(refitDueAt(1, 5 * HOUR)).toBe(DAY);
    expect(refitDueAt(19, 5 * HOUR)).toBe(DAY);
    expect(refitDueAt(20, 5 * HOUR)).toBe(5 * HOUR);
    expect(refitDueAt(1, DAY)).toBe(2 * DAY);
  });

  it.each([
    ["none", [], 9 * DAY, []],
    ["one, and the day is not over", [HOUR], DAY - 1, []],
    ["one, and the day is over", [HOUR], DAY, [{ at: DAY, verdicts: 1 }]],
    [
      "quiet days need no refit",
      [HOUR, 3 * DAY],
      9 * DAY,
      [
        { at: DAY, verdicts: 1 },
        { at: 4 * DAY, verdicts: 2 },
      ],
    ],
    [
      "forty on a day",
      every(41, 60_000),
      HOUR,
      [
        { at: 19 * 60_000, verdicts: 20 },
        { at: 39 * 60_000, verdicts: 40 },
      ],
    ],
    ["a gesture over thirty pages is one step", Array(30).fill(HOUR), 2 * HOUR, [{ at: HOUR, verdicts: 30 }]],
    ["one at midnight is of the new day", [HOUR, DAY], DAY, [{ at: DAY, verdicts: 1 }]],
  ])("%s", (_, verdictAts, until, refits) => expect(refitSchedule(verdictAts, until)).toEqual(refits));
});
