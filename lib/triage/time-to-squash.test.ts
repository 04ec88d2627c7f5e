import { describe, expect, it } from "vitest";
import { type LoopDecision, timeToSquash } from "./time-to-squash";

const DAY = 86_400_000;

const verified = (signatureId: string, days: number, more: Partial<LoopDecision> = {}): LoopDecision => ({
  signatureId,
  kind: "tune",
  flaggedAt: 0,
  decidedAt: DAY,
  outcome: "verified-quiet",
  watchedUntil: days * DAY,
  ...more,
});

describe("time to squash", () => {
  it("is not known where nothing is verified", () => {
    expect(timeToSquash([])).toEqual({ medianMs: null, n: 0, notYet: 0 });
    expect(timeToSquash([verified("1", 9, { outcome: null })])).toEqual({ medianMs: null, n: 0, notYet: 1 });
  });

  it.each([
    [[5], 5],
    [[5, 9], 7],
    [[9, 5, 30], 9],
    [[1, 2, 4, 100], 3],
  ])("of %j days is %s in the middle", (days, median) => {
    const decisions = days.map((one, nth) => verified(String(nth), one));
    expect(timeToSquash(decisions)).toEqual({ medianMs: median * DAY, n: days.length, notYet: 0 });
  });

  it.each(["came-back", "too-early", "hid-something-real"] as const)("%s is counted beside it", (outcome) => {
    expect(timeToSquash([verified("1", 4), verified("2", 90, { outcome })])).toEqual({
      medianMs: 4 * DAY,
      n: 1,
      notYet: 1,
    });
  });

  it("runs from the first flag over all decisions it took, and counts the alert once", () => {
    const first = verified("1", 6, { outcome: "came-back" });
    const second = verified("1", 20, { decidedAt: 10 * DAY });
    expect(timeToSquash([second, first])).toEqual({ medianMs: 20 * DAY, n: 1, notYet: 0 });
    // Verified once, and then something else was tried: it is not quiet as it stands.
    expect(timeToSquash([verified("1", 6), verified("1", 0, { decidedAt: 10 * DAY, outcome: null })])).toEqual({
      medianMs: null,
      n: 0,
      notYet: 1,
    });
  });

  it("leaves out what was kept, and tells two loops of one alert apart", () => {
    const kept = verified("1", 6, { kind: "keep", outcome: null, watchedUntil: null });
    const again = verified("2", 50, { flaggedAt: 40 * DAY });
    expect(timeToSquash([kept, verified("2", 4), again])).toEqual({ medianMs: 7 * DAY, n: 2, notYet: 0 });
  });

  it("of a range takes the windows that end in it, half-open", () => {
    const decisions = [verified("1", 4), verified("2", 5), verified("3", 6)];
    expect(timeToSquash(decisions, { from: 5 * DAY, to: 6 * DAY })).toMatchObject({ medianMs: 5 * DAY, n: 1 });
  });
});
