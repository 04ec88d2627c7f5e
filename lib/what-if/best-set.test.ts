import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { bestSet } from "./best-set";
import type { HistoryOpening } from "./history";
import { CLOCKS, historyOf, ringing } from "./test-history";

const RULES = { clocks: CLOCKS, zone: "Europe/London", settings: DEFAULT_SETTINGS };

/** Twice a day for 90 days, at 01:00 and 13:00 and so much later, each open for 4 minutes. */
function daily(signature: string, minutesLater: number, more: Partial<HistoryOpening> & { length?: number } = {}) {
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

  it("of nothing is nothing", () => {
    expect(bestSet(historyOf([]), RULES)).toMatchObject({ choices: [], kept: [] });
  });
});
