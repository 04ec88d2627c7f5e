import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { bestSet } from "./best-set";
import type { HistoryOpening } from "./history";
import { simulateMany } from "./simulate";
import { CLOCKS, DAY, historyOf, MINUTE, MONDAY, ringing } from "./test-history";

const RULES = { clocks: CLOCKS, zone: "Europe/London", settings: DEFAULT_SETTINGS };

/** Twice a day for 90 days, at 01:00 and 13:00 and so much later, each open for 4 minutes. */
function daily(
  signature: string,
  minutesLater: number,
  more: Partial<HistoryOpening> & { length?: number; person?: string } = {},
) {
  const { length = 4, ...rest } = more;
  return Array.from({ length: 180 }, (_, index) => {
    const from = index * 720 + 60 + minutesLater;
    return ringing(from, from + length, { signature, ...rest });
  });
}

describe("the best set", () => {
  it("takes what each alert offers where they ring apart", () => {
    const { choices, together, kept } = bestSet(historyOf([...daily("b", 300), ...daily("a", 0)]), RULES);
    expect(choices.map(({ signature, alone, more }) => [signature, alone, more])).toEqual([
      ["a", 56, 56],
      ["b", 56, 56],
    ]);
    expect(together.effect).toMatchObject({ openings: 112, removed: 112, interruptionsSaved: 112 });
    expect(kept).toEqual([]);
  });

  it("leaves out what would lose an actionable page, with the reason", () => {
    const real = daily("b", 300, { verdict: "actionable" });
    const { choices, kept, together } = bestSet(historyOf([...daily("a", 0), ...real]), RULES);
    expect(choices.map(({ signature }) => signature)).toEqual(["a"]);
    expect(kept).toEqual([{ signature: "b", because: expect.stringContaining("Do not silence") }]);
    expect(together.lost).toEqual([]);
  });

  it("takes two that ring half a minute apart: alone neither saves anything, together they save it all", () => {
    const { choices, together } = bestSet(historyOf([...daily("a", 0), ...daily("b", 0.5)]), RULES);
    expect(choices.map(({ alone, more }) => [alone, more])).toEqual([
      [0, 56],
      [0, 56],
    ]);
    expect(together.effect.interruptionsSaved).toBe(56);
  });

  it("puts back what rings only beside an alert that stays", () => {
    const real = daily("b", 0.5, { verdict: "actionable" });
    const { choices, kept } = bestSet(historyOf([...daily("a", 0), ...real]), RULES);
    expect(choices).toEqual([]);
    expect(kept.map(({ signature }) => signature).sort()).toEqual(["a", "b"]);
  });

  it("tells of each what all of them would save less without it", () => {
    const alert = fc.record({
      minutesLater: fc.integer({ min: 0, max: 8 }).map((halves) => halves / 2),
      length: fc.integer({ min: 1, max: 12 }),
      person: fc.constantFrom("ann", "ben"),
    });
    const alerts = fc.array(alert, { minLength: 2, maxLength: 4 });
    // Of the mornings every second one something else rings as well.
    const other = fc.record({ after: fc.integer({ min: -2, max: 16 }), person: fc.constantFrom("ann", "ben") });
    fc.assert(
      fc.property(alerts, fc.array(other, { minLength: 1, maxLength: 2 }), (drawn, elsewhere) => {
        const history = historyOf(
          drawn.flatMap(({ minutesLater, ...more }, index) => daily(`alert ${index}`, minutesLater, more)),
          {
            others: elsewhere.flatMap(({ after, person }) =>
              Array.from({ length: 45 }, (_, index) => {
                return { person, at: MONDAY + index * 2 * DAY + (60 + after / 2) * MINUTE, estimated: false };
              }),
            ),
          },
        );
        const { choices, together, shown } = bestSet(history, RULES);
        const savedBy = (offers: typeof choices) =>
          simulateMany(history, new Map(offers.map((one) => [one.signature, one.treatment])), shown, CLOCKS).effect
            .interruptionsSaved;
        expect(savedBy(choices)).toBe(together.effect.interruptionsSaved);
        for (const choice of choices)
          expect(choice.more).toBe(savedBy(choices) - savedBy(choices.filter((other) => other !== choice)));
      }),
      { numRuns: 15 },
    );
  });

  it("of nothing is nothing", () => {
    expect(bestSet(historyOf([]), RULES)).toMatchObject({ choices: [], kept: [] });
  });
});
