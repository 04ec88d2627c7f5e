import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { forecast } from "./forecast";
import type { History, HistoryOpening } from "./history";
import { suggest } from "./suggest";
import { CLOCKS, DAY, historyOf, MINUTE, MONDAY, ringing } from "./test-history";

const RULES = { clocks: CLOCKS, zone: "Europe/London", settings: DEFAULT_SETTINGS };
const asked = (openings: readonly HistoryOpening[], more: Partial<History> = {}) =>
  suggest(historyOf(openings, more), RULES);

/** One every 12 hours for 90 days, at 01:00 and 13:00, each open for 4 minutes. */
const daily = (more: (index: number) => Partial<HistoryOpening> & { minutes?: number } = () => ({})) =>
  Array.from({ length: 180 }, (_, index) => {
    const { minutes = 4, ...rest } = more(index);
    return ringing(index * 720 + 60, index * 720 + 60 + minutes, rest);
  });

describe("a suggestion", () => {
  it("is the smallest hold that saves nearly as much as the largest, shown on the last 28 days", () => {
    const { kind, treatment, effect, fit, shown } = asked(daily((index) => (index % 20 === 0 ? { minutes: 9 } : {})));
    expect([kind, treatment]).toEqual(["tune", { kind: "hold", holdMinutes: 5 }]);
    expect(fit).toEqual({ from: MONDAY, to: MONDAY + 62 * DAY });
    expect(shown).toEqual({ from: MONDAY + 62 * DAY, to: MONDAY + 90 * DAY });
    expect(effect).toMatchObject({ openings: 56, removed: 54, removedActionable: { worst: 0, best: 0 } });
  });

  it("expects of coming pages what both parts of the history say, with its interval", () => {
    const { expected } = asked(daily((index) => (index % 20 === 0 ? { minutes: 9 } : {})));
    expect(expected).toMatchObject({ removed: 171, openings: 180, share: 0.95 });
    expect([expected?.low, expected?.high].map((share) => share?.toFixed(3))).toEqual(["0.908", "0.973"]);
    expect(asked(daily().slice(0, 5)).expected).toBeNull();
  });

  it("expects what a decision on it stores as its forecast", () => {
    const openings = daily((index) => (index % 20 === 0 ? { minutes: 9 } : {}));
    const { expected, treatment } = asked(openings);
    const stored = treatment && forecast(historyOf(openings), treatment, CLOCKS);
    expect(stored).toMatchObject({ from: MONDAY, to: MONDAY + 90 * DAY, noise: 180 });
    expect([stored?.removed, stored?.openings]).toEqual([expected?.removed, expected?.openings]);
    expect(treatment && forecast(historyOf(openings.slice(0, 5)), treatment, CLOCKS)).toBeNull();
  });

  it("is shown on the last third of a short history", () => {
    const { shown } = asked(daily().slice(0, 60), { to: MONDAY + 30 * DAY });
    expect(shown.from).toBe(MONDAY + 20 * DAY);
  });

  it.each([
    [9, 20, "Not enough history: 9 openings to choose on and 20 later ones"],
    [20, 9, "Not enough history: 20 openings to choose on and 9 later ones"],
    [10, 10, "Do not silence"],
  ])("of %i openings before and %i after: %s", (before, after, because) => {
    const long = (from: number) => (_: unknown, index: number) => ringing(from + index * 60, from + index * 60 + 50);
    const openings = [
      ...Array.from({ length: before }, long(0)),
      ...Array.from({ length: after }, long((62 * DAY) / MINUTE)),
    ];
    expect(asked(openings)).toMatchObject({ kind: "keep", treatment: null, because: expect.stringContaining(because) });
  });

  it("stays below the length of a page that was worth it", () => {
    const { treatment } = asked(
      daily((index) => (index % 2 === 0 ? { minutes: 2 } : index === 31 ? { verdict: "actionable", minutes: 4 } : {})),
    );
    expect(treatment).toEqual({ kind: "hold", holdMinutes: 2 });
  });

  it("is none where a later page would have been lost", () => {
    const { treatment, because } = asked(daily((index) => (index === 170 ? { verdict: "actionable" } : {})));
    expect(treatment).toBeNull();
    expect(because).toBe(
      "Do not silence: chosen on earlier pages, the setting would have lost 1 of 1 actionable page among the later ones.",
    );
  });

  it("never takes a page of the top priority, noise or not", () => {
    const { treatment, because } = asked(daily((index) => (index === 10 ? { topPriority: true } : {})));
    expect(treatment).toBeNull();
    expect(because).toContain("1 page of the top priority");
  });

  it("leaves alone what people end", () => {
    const { treatment, because } = asked(daily(() => ({ endedBy: "person" })));
    expect([treatment, because.startsWith("Do not silence")]).toEqual([null, true]);
  });

  it.each<[string, (index: number) => Partial<HistoryOpening>, boolean]>([
    ["a fifth of what goes is unclear", (index) => (index % 5 === 4 ? { verdict: "unclear" } : {}), true],
    ["more than a fifth is", (index) => (index % 4 === 0 ? { verdict: "unclear" } : {}), false],
  ])("where %s", (_, more, given) => expect(asked(daily(more)).treatment !== null).toBe(given));

  it.each([
    [16, false],
    [40, true],
  ])("that holds rests on enough verdicts: %i inferred ones", (count, given) => {
    // All labels "no action": 14 inferred ones make a half unlikely, more of them once they have faded.
    const short = (from: number) => (_: unknown, index: number) => ringing(from + index * 60, from + index * 60 + 4);
    const openings = [
      ...Array.from({ length: count }, short(0)),
      ...Array.from({ length: 10 }, short((70 * DAY) / MINUTE)),
    ];
    expect(asked(openings, { from: MONDAY, to: MONDAY + 71 * DAY }).treatment !== null).toBe(given);
  });

  it("is the clock's own time for what fires by the clock and lasts", () => {
    const nightly = Array.from({ length: 90 }, (_, day) =>
      ringing(day * 1_440 + 125, day * 1_440 + 165, { reason: "scheduled" }),
    );
    const { kind, treatment } = asked(nightly);
    expect(kind).toBe("silence");
    expect(treatment).toMatchObject({ kind: "window", zone: "Europe/London" });
  });

  it("is business hours only for what could wait", () => {
    const waits = Array.from({ length: 90 }, (_, day) =>
      ringing(day * 1_440 + 125, day * 1_440 + 185, {
        verdict: "actionable",
        reason: "could-wait",
        endedBy: "person",
      }),
    );
    const { kind, treatment, effect } = asked(waits);
    expect([kind, treatment?.kind]).toEqual(["silence", "window"]);
    // Those of a weekend and of Monday come together, on Monday at 08:00.
    expect(effect).toMatchObject({ removed: 0, delayedActionable: 28, interruptionsSaved: 7, nightsSaved: 28 });
  });

  it("pages nobody only on people's word", () => {
    const long = (judgedByPerson: boolean) => daily(() => ({ minutes: 300, judgedByPerson }));
    expect(asked(long(false)).treatment).toEqual({ kind: "ticket" });
    expect(asked(long(true)).treatment).toEqual({ kind: "ticket" });
  });
});
