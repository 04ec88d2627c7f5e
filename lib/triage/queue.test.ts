import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { becauseOf } from "./because";
import { hoursBefore, lastShiftOf, type Span } from "./last-shift";
import { byPain, painOf, type Ranked } from "./queue";

const WEIGHTS = { sleep: 3, off: 2, business: 1 };

describe("pain", () => {
  it("is the interruptions by hour class, weighted, times the probability of noise", () => {
    const pain = painOf({ sleep: 9, off: 4, business: 2 }, WEIGHTS, 0.9);
    expect(pain.weighted).toBe(9 * 3 + 4 * 2 + 2);
    expect(pain.value).toBeCloseTo(37 * 0.9);
    expect(pain.parts).toEqual([
      { hours: "sleep", interruptions: 9, weight: 3 },
      { hours: "off", interruptions: 4, weight: 2 },
      { hours: "business", interruptions: 2, weight: 1 },
    ]);
  });

  it("goes by the weights that are set, and is nothing without interruptions", () => {
    expect(painOf({ sleep: 1, off: 1, business: 1 }, { sleep: 10, off: 1, business: 0 }, 1).value).toBe(11);
    expect(painOf({ sleep: 0, off: 0, business: 0 }, WEIGHTS, 1).value).toBe(0);
  });
});

const ranked = (id: string, value: number, noisePages = 0, pages = 0, title = "A"): Ranked => ({
  id,
  title,
  pain: { value },
  pages,
  noisePages,
});

describe("the order of the queue", () => {
  it("is most pain, then most noise pages, most pages, and the title", () => {
    const rows = [
      ranked("6", 1, 2, 3, "B"),
      ranked("5", 1, 2, 3, "A"),
      ranked("4", 1, 2, 4),
      ranked("3", 1, 3, 3),
      ranked("2", 2),
      ranked("1", 9),
    ];
    expect(rows.sort(byPain).map(({ id }) => id)).toEqual(["1", "2", "3", "4", "5", "6"]);
  });

  it("does not hang on the order in which the alerts come", () => {
    const rows = fc.array(
      fc.record({ value: fc.nat(3), noisePages: fc.nat(2), pages: fc.nat(2), title: fc.constantFrom("A", "B") }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (made, dice) => {
        const all = made.map(({ value, noisePages, pages, title }, id) =>
          ranked(String(id), value, noisePages, pages, title),
        );
        const mixed = all
          .map((row) => ({ row, at: dice.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ row }) => row);
        expect(mixed.sort(byPain)).toEqual([...all].sort(byPain));
      }),
    );
  });
});

describe("why it is there", () => {
  const numbers = { days: 28, pages: 14, noisePages: 13, interruptions: 9, sleep: 4, off: 3, business: 2, nights: 1 };

  it.each([
    [
      { rule: "noise", ...numbers },
      "Noise: 13 of 14 pages noise in 28 days, 9 noise interruptions (4 in sleep hours, 1 disrupted night).",
    ],
    [
      { rule: "came-back", ...numbers, pages: 1, noisePages: 1, interruptions: 1, sleep: 0, nights: 0 },
      "It came back after a decision: 1 of 1 page noise in 28 days, 1 noise interruption.",
    ],
    [{ rule: "by-hand" }, "Put here by hand."],
  ])("%o", (flaggedFor, sentence) => expect(becauseOf(flaggedFor)).toBe(sentence));

  it("says first where a decision hid something real", () => {
    expect(becauseOf({ rule: "came-back", ...numbers }, { hidReal: true })).toMatch(
      /^What was decided hid something real: 13 of 14 pages noise/,
    );
  });

  it("says nothing of whom it woke where that is not to be told", () => {
    expect(becauseOf({ rule: "new", ...numbers }, { hidden: true })).toBe(
      "A new alert: 13 of 14 pages noise in 28 days.",
    );
  });
});

describe("the last shift", () => {
  const HOUR = 3_600_000;
  const NOW = 1_000 * HOUR;
  const span = (from: number, to: number, schedule: string | null = null): Span => ({
    fromAt: NOW + from * HOUR,
    toAt: NOW + to * HOUR,
    schedule,
  });
  const told = (spans: readonly Span[]) => {
    const found = lastShiftOf(spans, NOW);
    return found && [(found.from - NOW) / HOUR, (found.to - NOW) / HOUR, found.isRunning];
  };

  it.each<[string, readonly Span[], unknown]>([
    ["none", [], null],
    ["one that runs", [span(-5, 7)], [-5, 0, true]],
    ["one that ended", [span(-20, -8)], [-20, -8, false]],
    ["one to come is not it", [span(-20, -8), span(1, 13)], [-20, -8, false]],
    ["two that touch are one", [span(-24, -12), span(-12, -4)], [-24, -4, false]],
    ["two that overlap are one", [span(-24, -10), span(-12, -4)], [-24, -4, false]],
    ["two with an hour between are not", [span(-24, -13), span(-12, -4)], [-12, -4, false]],
    ["one that ended 14 days ago", [span(-340, -336)], [-340, -336, false]],
    ["one that ended longer ago", [span(-341, -337)], null],
    ["of always on call the last week", [span(-900, 900)], [-168, 0, true]],
  ])("%s", (_, spans, expected) => expect(told(spans)).toEqual(expected));

  it("without a schedule is the 12 hours up to the last page, that page in it", () => {
    expect(hoursBefore(NOW)).toEqual({ from: NOW - 12 * HOUR, to: NOW + 1 });
  });
});
