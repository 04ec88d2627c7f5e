import { describe, expect, it } from "vitest";
import { type GivenWord, wordTimeline } from "./word-timeline";

const noise = { verdict: "noise", reason: null } as const;
const actionable = { verdict: "actionable", reason: null } as const;
const word = (more: Partial<GivenWord>): GivenWord => {
  return { givenAt: 10, storedAt: 10, endedAt: null, again: false, said: noise, weight: 1, ...more };
};
const told = (words: GivenWord[]) => wordTimeline(words).map(({ at, said }) => [at, said?.verdict ?? null]);

describe("wordTimeline", () => {
  it("is silent after a word was taken back, and speaks again from the undo of that", () => {
    const first = word({ endedAt: 20 });
    const again = word({ storedAt: 30, again: true });
    expect(told([first])).toEqual([
      [10, "noise"],
      [20, null],
    ]);
    expect(told([first, again])).toEqual([
      [10, "noise"],
      [20, null],
      [30, "noise"],
    ]);
  });

  it("passes from one word to the next without a gap", () => {
    const next = word({ givenAt: 20, storedAt: 21, said: actionable });
    expect(told([word({ endedAt: 20 }), next])).toEqual([
      [10, "noise"],
      [20, "actionable"],
    ]);
  });

  it("has an imported word from when it was said, and in force once it took the place of another", () => {
    const late = word({ givenAt: 5, storedAt: 40, said: actionable });
    expect(told([word({ endedAt: 39 }), late])).toEqual([
      [5, "actionable"],
      [10, "noise"],
      [39, null],
      [40, "actionable"],
    ]);
    expect(told([late])).toEqual([[5, "actionable"]]);
  });

  it("takes a word without a time, or with one of the future, from when it was stored", () => {
    expect(told([word({ givenAt: null, storedAt: 7 })])).toEqual([[7, "noise"]]);
    expect(told([word({ givenAt: 90, storedAt: 7 })])).toEqual([[7, "noise"]]);
  });
});
