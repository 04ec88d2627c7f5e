import { describe, expect, it } from "vitest";
import { healthOf, type SourceFacts } from "./source-health";

const HOUR = 3_600_000;
const NOW = Date.parse("2026-03-01T12:00:00Z");
const facts = (change: Partial<SourceFacts> = {}): SourceFacts => ({
  now: NOW,
  paused: false,
  lastReceivedAt: NOW - HOUR,
  gaps: { count: 20, p99Ms: 10 * HOUR },
  unproved: null,
  refusedInARow: 0,
  disablesAfter: 3,
  providerLabel: "PagerDuty",
  ...change,
});

describe("quiet", () => {
  it.each([
    ["exactly three times its usual gap", { lastReceivedAt: NOW - 30 * HOUR }, false],
    ["a millisecond more", { lastReceivedAt: NOW - 30 * HOUR - 1 }, true],
    ["a busy one, 24 h", { gaps: { count: 20, p99Ms: HOUR }, lastReceivedAt: NOW - 24 * HOUR }, false],
    ["a busy one, a millisecond more", { gaps: { count: 20, p99Ms: HOUR }, lastReceivedAt: NOW - 24 * HOUR - 1 }, true],
    ["too little history", { gaps: { count: 19, p99Ms: HOUR }, lastReceivedAt: NOW - 999 * HOUR }, false],
    ["never anything", { lastReceivedAt: null }, false],
    ["paused", { paused: true, lastReceivedAt: NOW - 999 * HOUR }, false],
  ] as [string, Partial<SourceFacts>, boolean][])("%s", (_name, change, isQuiet) => {
    const { quiet, words } = healthOf(facts(change));
    expect([quiet !== null, words !== null]).toEqual([isQuiet, isQuiet]);
  });

  it("says how long it is and what is usual", () => {
    const { quiet, words } = healthOf(facts({ lastReceivedAt: NOW - 72 * HOUR }));
    expect(quiet).toEqual({ usualMs: 10 * HOUR, ms: 72 * HOUR });
    expect(words).toBe("Nothing has come for 3 days; 99 of 100 gaps were shorter than 10 hours.");
  });
});

describe("probably disabled", () => {
  it.each([
    [2, 3, false],
    [3, 3, true],
    [99, null, false],
  ])("%i refusals in a row of a sender that stops after %s: %s", (refusedInARow, disablesAfter, expected) => {
    expect(healthOf(facts({ refusedInARow, disablesAfter })).probablyDisabled).toBe(expected);
  });

  it("says what happened, why, and what to do", () => {
    const unproved = { requests: 4, since: NOW, detail: null };
    expect(healthOf(facts({ refusedInARow: 4, unproved })).words).toBe(
      "PagerDuty has probably switched this webhook off: 4 deliveries in a row were refused, and it stops after 3. " +
        "The signature or secret is missing or wrong. Put it right, switch it on again at PagerDuty, and read what is missing from its API.",
    );
  });
});

describe("failing", () => {
  it("is said before quiet, with what is known of the cause", () => {
    const unproved = { requests: 1, since: NOW, detail: "the sender's clock is 400 s behind ours" };
    const health = healthOf(facts({ unproved, refusedInARow: 1, lastReceivedAt: NOW - 99 * HOUR }));
    expect(health.failing).toEqual(unproved);
    expect(health.words).toBe(
      "1 delivery was refused since the last good one. The sender's clock is 400 s behind ours.",
    );
  });

  it("nothing is wrong where nothing is known to be", () => {
    expect(healthOf(facts())).toEqual({ failing: null, quiet: null, probablyDisabled: false, words: null });
  });
});
