import { describe, expect, it } from "vitest";
import { judgeWatch, type Watched, watchDays } from "./watch";

describe("the length of a watch", () => {
  it.each([
    [0, null],
    [-1, null],
    [3, 1],
    [2.9, 2],
    [1, 3],
    [0.5, 6],
    [3 / 7, 7],
    [0.1, 30],
  ])("at %f openings a day: %s days", (perDay, days) => expect(watchDays(perDay)).toBe(days));
});

const watched = (more: Partial<Watched>): Watched => ({
  baselinePerDay: 1,
  days: 10,
  openings: 0,
  hidden: 0,
  forecast: { left: 0, openings: 28 },
  ...more,
});
const outcomeOf = (more: Partial<Watched>) => judgeWatch(watched(more)).outcome;

describe("a watch", () => {
  it.each<[string, Partial<Watched>, string]>([
    ["2.9 expected and none", { days: 2.9 }, "too-early"],
    ["3 expected and none", { days: 3 }, "verified-quiet"],
    // P(X <= 4 | 10) = .029, P(X <= 5 | 10) = .067.
    ["4 of 10", { openings: 4, forecast: null }, "verified-quiet"],
    ["5 of 10", { openings: 5, forecast: null }, "too-early"],
    ["10 of 10 and no forecast", { openings: 10, forecast: null }, "came-back"],
    // None left of 28: at most 3.69 of 28, so 1.3 of 10.
    ["1 where 1.3 are allowed", { openings: 1 }, "verified-quiet"],
    ["2 where 1.3 are allowed", { openings: 2 }, "came-back"],
    ["1 in the first day, where 0.13 are allowed", { openings: 1, days: 1 }, "came-back"],
    ["as many as were forecast", { openings: 4, forecast: { left: 8, openings: 20 } }, "verified-quiet"],
    ["within the forecast, which proves nothing", { openings: 8, forecast: { left: 18, openings: 20 } }, "too-early"],
    ["3 where an alert three times as loud may leave 3.9", { openings: 3, baselinePerDay: 3 }, "verified-quiet"],
    ["4 of the same", { openings: 4, baselinePerDay: 3 }, "came-back"],
    ["a hidden page among none", { hidden: 1 }, "hid-something-real"],
    ["a hidden page before anything can be proved", { hidden: 1, days: 1 }, "hid-something-real"],
    ["nothing to be expected at all", { baselinePerDay: 0 }, "too-early"],
  ])("%s: %s", (_, more, outcome) => expect(outcomeOf(more)).toBe(outcome));

  it("says its numbers", () => {
    expect(judgeWatch(watched({ days: 14, baselinePerDay: 3, forecast: { left: 0, openings: 84 } })).sentence).toBe(
      "0 openings in 14 days, where 42 were to be expected (chance under 0.1 %); the forecast allows 1.8.",
    );
    expect(judgeWatch(watched({ hidden: 1 })).sentence).toBe(
      "1 page that was worth it did not reach anybody; 0 openings in 10 days, where 10 were to be expected.",
    );
  });
});
