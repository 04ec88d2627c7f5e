import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AlertFacts, FLAG_THRESHOLDS, flagOf, goneOf } from "./flag";

const NONE = { sleep: 0, off: 0, business: 0 };
const QUIET: AlertFacts = {
  word: null,
  verdict: "unclear",
  pages: 0,
  noisePages: 4,
  actionablePages: 0,
  unclearPages: 0,
  noiseInterruptions: NONE,
  nights: 0,
  noiseProbability: 0.9,
  trend: null,
  isDecided: false,
  cameBackAt: null,
  handledAt: null,
};
const ruleOf = (facts: Partial<AlertFacts>) => flagOf({ ...QUIET, ...facts })?.rule ?? null;
const goneFor = (facts: Partial<AlertFacts>) => goneOf({ ...QUIET, ...facts }, "noise")?.because ?? null;

describe("flagged for a decision", () => {
  it.each<[string, Partial<AlertFacts>, string | null]>([
    ["nothing", {}, null],
    ["4 pages", { pages: 4 }, null],
    ["5 pages", { pages: 5 }, "noise"],
    ["6 pages", { pages: 6 }, "noise"],
    ["2 interruptions", { noiseInterruptions: { sleep: 0, off: 1, business: 1 } }, null],
    ["3 interruptions of three classes", { noiseInterruptions: { sleep: 1, off: 1, business: 1 } }, "noise"],
    ["4 interruptions", { noiseInterruptions: { ...NONE, business: 4 } }, "noise"],
    ["a disrupted night", { nights: 1 }, "noise"],
    ["4 noise pages: at most half actionable with 97 %", { pages: 5, noisePages: 4 }, "noise"],
    ["3 noise pages: with 94 %", { pages: 5, noisePages: 3 }, null],
    ["7 noise pages and 1 actionable: with 98 %", { pages: 8, noisePages: 7, actionablePages: 1 }, "noise"],
    ["5 noise pages and 1 actionable: with 94 %", { pages: 8, noisePages: 5, actionablePages: 1 }, null],
    ["as many unclear pages as judged ones", { pages: 8, unclearPages: 4 }, "noise"],
    ["more unclear pages than judged ones", { pages: 9, unclearPages: 5 }, null],
    ["nothing judged, but a person calls it noise", { pages: 5, noisePages: 0, word: "noise" }, "noise"],
    ["noise, but a person calls it unclear", { pages: 50, word: "unclear" }, null],
    ["noise, but a person calls it actionable", { pages: 50, word: "actionable" }, null],
    ["much of it, actionable", { verdict: "actionable", pages: 50, nights: 9 }, null],
    ["louder, 4 pages", { noisePages: 0, trend: "louder", pages: 4 }, null],
    ["louder, 5 pages", { noisePages: 0, trend: "louder", pages: 5 }, "louder"],
    ["new, 5 pages", { noisePages: 0, trend: "new", pages: 5 }, "new"],
    ["louder and noise", { trend: "louder", pages: 5 }, "noise"],
    ["quieter", { noisePages: 0, trend: "quieter", pages: 50 }, null],
    ["louder, and actionable", { verdict: "actionable", trend: "louder", pages: 50 }, null],
    ["under a decision", { pages: 50, isDecided: true }, null],
    ["back under a decision", { isDecided: true, cameBackAt: 20, handledAt: 10 }, "came-back"],
    ["back, and handled in that moment", { isDecided: true, cameBackAt: 20, handledAt: 20 }, null],
    ["back, and handled since", { isDecided: true, cameBackAt: 20, handledAt: 30 }, null],
    ["back, never on the queue", { isDecided: true, cameBackAt: 20 }, "came-back"],
    ["back, though a person calls it actionable", { verdict: "actionable", cameBackAt: 20 }, "came-back"],
  ])("%s", (_, facts, rule) => expect(ruleOf(facts)).toBe(rule));

  it("keeps the numbers that it went by", () => {
    const noiseInterruptions = { sleep: 2, off: 1, business: 0 };
    expect(
      flagOf({ ...QUIET, pages: 7, noisePages: 6, noiseInterruptions, nights: 2, noiseProbability: 0.98765 }),
    ).toEqual({
      rule: "noise",
      numbers: {
        days: 28,
        pages: 7,
        noisePages: 6,
        interruptions: 3,
        sleep: 2,
        off: 1,
        business: 0,
        nights: 2,
        noiseProbability: 0.988,
      },
    });
  });
});

describe("gone from the queue", () => {
  it.each<[string, Partial<AlertFacts>, string | null]>([
    ["nothing left", {}, "quiet"],
    ["2 pages, 1 interruption", { pages: 2, noiseInterruptions: { ...NONE, off: 1 } }, "quiet"],
    ["3 pages", { pages: 3 }, null],
    ["2 interruptions", { noiseInterruptions: { ...NONE, off: 2 } }, null],
    ["a disrupted night", { nights: 1 }, null],
    ["unclear by now", { noisePages: 0, unclearPages: 3, pages: 3 }, null],
    ["actionable by now", { verdict: "actionable", pages: 50 }, "actionable"],
  ])("%s", (_, facts, because) => expect(goneFor(facts)).toBe(because));

  it("lets nothing go by itself that came back", () => {
    expect(goneOf({ ...QUIET, verdict: "actionable" }, "came-back")).toBeNull();
    expect(goneOf({ ...QUIET, verdict: "actionable" }, "by-hand")).toBeNull();
  });
});

const facts = fc.record<AlertFacts>({
  word: fc.constantFrom("actionable", "noise", "unclear", null),
  verdict: fc.constantFrom("actionable", "noise", "unclear"),
  pages: fc.nat(12),
  noisePages: fc.nat(12),
  actionablePages: fc.nat(3),
  unclearPages: fc.nat(3),
  noiseInterruptions: fc.record({ sleep: fc.nat(4), off: fc.nat(4), business: fc.nat(4) }),
  nights: fc.nat(3),
  noiseProbability: fc.double({ min: 0, max: 1, noNaN: true }),
  trend: fc.constantFrom("new", "louder", "quieter", "gone", null),
  isDecided: fc.boolean(),
  cameBackAt: fc.option(fc.nat(50)),
  handledAt: fc.option(fc.nat(50)),
});

it("never flags what would leave at once: nothing goes on and off the queue in a ring", () => {
  fc.assert(
    fc.property(facts, (alert) => {
      const flag = flagOf(alert);
      if (flag) expect(goneOf(alert, flag.rule)).toBeNull();
    }),
  );
});

it("flags no later for more pages, interruptions or nights", () => {
  fc.assert(
    fc.property(facts, fc.nat(5), fc.nat(5), (alert, pages, nights) => {
      if (flagOf(alert))
        expect(flagOf({ ...alert, pages: alert.pages + pages, nights: alert.nights + nights })).not.toBeNull();
    }),
  );
});

it("has a gap between flagging and leaving", () => {
  for (const limits of [FLAG_THRESHOLDS.pages, FLAG_THRESHOLDS.interruptions])
    expect(limits.stay).toBeLessThan(limits.flag);
});
