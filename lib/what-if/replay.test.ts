import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Treatment } from "@/lib/model/treatment";
import type { HistoryOpening } from "./history";
import { type Fate, replay } from "./replay";
import { CLOCKS, HOUR, MINUTE, opening } from "./test-history";

const fates = (treatment: Treatment, openings: readonly HistoryOpening[]): Fate[] =>
  replay(openings, treatment, CLOCKS);
const kinds = (treatment: Treatment, openings: readonly HistoryOpening[]): string[] =>
  fates(treatment, openings).map(({ kind }) => kind);
const hold = (holdMinutes: number): Treatment => ({ kind: "hold", holdMinutes });
const merge = (mergeMinutes: number): Treatment => ({ kind: "merge", mergeMinutes });

describe("hold", () => {
  it.each([
    [4.99, "removed"],
    [5, "removed"],
    [5.01, "delayed"],
  ])("for 5 min, open for %f min: %s", (length, kind) => {
    expect(kinds(hold(5), [opening(0, length)])).toEqual([kind]);
  });

  it.each<[string, Partial<HistoryOpening>]>([
    ["a person ended it", { endedBy: "person" }],
    ["nobody known ended it", { endedBy: "unknown" }],
    ["the pager gave up", { endedBy: "timeout" }],
    ["it was merged", { endedBy: "merge" }],
    ["it is still open", { endedBy: "still-open", endedAt: null }],
    ["nobody knows when it ended", { endedAt: null }],
    ["somebody worked on it", { acted: true }],
  ])("keeps it, late, where %s", (_, more) => {
    expect(fates(hold(5), [opening(0, 1, more)])).toEqual([{ kind: "delayed", delayMs: 5 * MINUTE }]);
  });

  it("takes one that was only acknowledged", () => {
    expect(kinds(hold(5), [opening(0, 1, { acknowledged: true })])).toEqual(["removed"]);
  });

  it.each([0, -1, Number.NaN])("of %f min is refused", (count) => {
    expect(() => fates(hold(count), [])).toThrow("more than 0");
  });
});

describe("merge", () => {
  it.each([
    [14.99, "joined"],
    [15, "kept"],
    [15.01, "kept"],
  ])("within 5 min of a clear at 10, opening at %f: %s", (at, kind) => {
    expect(kinds(merge(5), [opening(0, 10), opening(at, 20)])).toEqual(["kept", kind]);
  });

  it("goes on from the last clear", () => {
    expect(kinds(merge(5), [opening(0, 1), opening(4, 5), opening(9, 10), opening(15, 16)])).toEqual([
      "kept",
      "joined",
      "joined",
      "kept",
    ]);
  });

  it("joins one that opens while the alert fires, and fires until the later clear", () => {
    expect(kinds(merge(5), [opening(0, 30), opening(10, 12), opening(34, 35)])).toEqual(["kept", "joined", "joined"]);
  });

  it.each<[string, Partial<HistoryOpening>]>([
    ["a person", { endedBy: "person" }],
    ["nobody known", { endedBy: "unknown" }],
    ["the pager's own time limit", { endedBy: "timeout" }],
    ["its source after somebody's work", { acted: true }],
  ])("never reaches across an end by %s", (_, more) => {
    expect(kinds(merge(5), [opening(0, 1, more), opening(2, 3)])).toEqual(["kept", "kept"]);
  });

  it("keeps an opening that a person ended, and stops there", () => {
    const openings = [opening(0, 1), opening(2, 3, { endedBy: "person" }), opening(4, 5)];
    expect(kinds(merge(5), openings)).toEqual(["kept", "kept", "kept"]);
  });

  it("never joins another alert", () => {
    expect(kinds(merge(5), [opening(0, 1), opening(2, 3, { signature: "b" })])).toEqual(["kept", "kept"]);
  });
});

describe("hold and merge", () => {
  const both = (holdMinutes: number, mergeMinutes: number): Treatment => ({
    kind: "hold-and-merge",
    holdMinutes,
    mergeMinutes,
  });

  it("acts on each raw opening: three short ones in a row never fire", () => {
    expect(kinds(both(5, 5), [opening(0, 2), opening(3, 5), opening(6, 8)])).toEqual(["removed", "removed", "removed"]);
  });

  it("merges once it fires, without a hold for what joins", () => {
    expect(fates(both(5, 5), [opening(0, 2), opening(3, 9), opening(10, 30), opening(34, 35)])).toEqual([
      { kind: "removed" },
      { kind: "delayed", delayMs: 5 * MINUTE },
      { kind: "joined" },
      { kind: "joined" },
    ]);
  });

  it("holds anew after the merge time", () => {
    expect(kinds(both(5, 5), [opening(0, 6), opening(11, 12), opening(13, 30)])).toEqual([
      "delayed",
      "removed",
      "delayed",
    ]);
  });
});

describe("a window", () => {
  // Monday 22:00 to Tuesday 07:00, London.
  const night: Treatment = {
    kind: "window",
    zone: "Europe/London",
    quiet: [
      { weekday: 0, fromMinute: 22 * 60, toMinute: 24 * 60 },
      { weekday: 1, fromMinute: 0, toMinute: 7 * 60 },
    ],
  };
  const END = 31 * 60;

  it.each([
    ["opens a minute before", 22 * 60 - 1, END + 60, { kind: "kept" }],
    ["opens as it begins", 22 * 60, END + 60, { kind: "delayed", delayMs: 9 * HOUR }],
    ["opens in its last minute", END - 1, END + 60, { kind: "delayed", delayMs: MINUTE }],
    ["opens as it ends", END, END + 60, { kind: "kept" }],
    ["clears inside", 23 * 60, END - 1, { kind: "removed" }],
    ["clears as it ends", 23 * 60, END, { kind: "removed" }],
    ["clears a minute after", 23 * 60, END + 1, { kind: "delayed", delayMs: 8 * HOUR }],
  ])("where one %s", (_, from, to, fate) => {
    expect(fates(night, [opening(from, to)])).toEqual([fate]);
  });

  it("brings what a person ended inside at its end: nobody would have ended it earlier", () => {
    expect(fates(night, [opening(23 * 60, 24 * 60, { endedBy: "person" })])).toEqual([
      { kind: "delayed", delayMs: 8 * HOUR },
    ]);
  });

  it("is told on the wall, also where the clock jumps", () => {
    // London goes to summer time on 2026-03-29, 01:00; Sunday 00:00 to 03:00 lasts two hours then.
    const quiet = [{ weekday: 6, fromMinute: 0, toMinute: 180 }];
    const sunday = opening(0, null, { openedAt: Date.parse("2026-03-29T00:00:00Z") });
    expect(fates({ kind: "window", zone: "Europe/London", quiet }, [sunday])).toEqual([
      { kind: "delayed", delayMs: 2 * HOUR },
    ]);
  });

  it("stays quiet in the hour that is repeated", () => {
    // 2026-10-25, 01:00 to 02:00 comes twice; at the second 01:15 the wall still shows a time before 01:30.
    const quiet = [{ weekday: 6, fromMinute: 0, toMinute: 90 }];
    const again = opening(0, null, { openedAt: Date.parse("2026-10-25T01:15:00Z") });
    expect(fates({ kind: "window", zone: "Europe/London", quiet }, [again])).toEqual([
      { kind: "delayed", delayMs: 15 * MINUTE },
    ]);
  });

  it("that never ends is none", () => {
    const quiet = Array.from({ length: 7 }, (_, weekday) => ({ weekday, fromMinute: 0, toMinute: 1_440 }));
    expect(() => fates({ kind: "window", zone: "Europe/London", quiet }, [opening(0, 1)])).toThrow(
      "no time of the week",
    );
  });
});

describe("a ticket", () => {
  const waits = { verdict: "actionable", reason: "could-wait" } as const;
  it.each([
    ["at night", 3 * 60, 5 * HOUR],
    ["in business hours", 9 * 60, 0],
    ["on Friday evening", (4 * 24 + 20) * 60, (4 + 24 + 24 + 8) * HOUR],
  ])("brings what could wait %s to the next business start", (_, at, delayMs) => {
    expect(fates({ kind: "ticket" }, [opening(at, at + 60, waits)])).toEqual([{ kind: "ticket", delayMs }]);
  });
  it("takes everything else, and a drop takes all", () => {
    const openings = [opening(0, 1), opening(5, 6, { verdict: "actionable" }), opening(9, 10, { endedBy: "person" })];
    expect(kinds({ kind: "ticket" }, openings)).toEqual(["removed", "removed", "removed"]);
    expect(kinds({ kind: "drop" }, [...openings, opening(20, 30, waits)])).toEqual(Array(4).fill("removed"));
  });
});

const anyOpening = fc
  .record({
    from: fc.integer({ min: 0, max: 600 }),
    length: fc.integer({ min: 0, max: 40 }),
    signature: fc.constantFrom("a", "b"),
    endedBy: fc.constantFrom("source", "source", "source", "person", "unknown", "timeout"),
    acted: fc.boolean(),
  })
  .map(({ from, length, ...more }) => opening(from, from + length, more));
const anyHistory = fc.array(anyOpening, { maxLength: 30 });
const anyTreatment = fc.oneof(
  fc.integer({ min: 1, max: 40 }).map(hold),
  fc.integer({ min: 1, max: 40 }).map(merge),
  fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
    .map(([holdMinutes, mergeMinutes]): Treatment => ({ kind: "hold-and-merge", holdMinutes, mergeMinutes })),
);

describe("a replay", () => {
  it("does not care in which order the openings come", () =>
    fc.assert(
      fc.property(anyHistory, anyTreatment, fc.integer(), (openings, treatment, seed) => {
        const shuffled = openings
          .map((each, index) => ({ each, key: (index * 7_919 + seed) % 101 }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        const byPage = (order: HistoryOpening[]) =>
          Object.fromEntries(fates(treatment, order).map((fate, index) => [order[index]?.pageKey, fate]));
        expect(byPage(shuffled)).toEqual(byPage(openings));
      }),
    ));

  it("with a longer hold takes everything that a shorter one takes, and more", () =>
    fc.assert(
      fc.property(
        anyHistory,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        (openings, short, more) => {
          const [few, many] = [kinds(hold(short), openings), kinds(hold(short + more), openings)];
          for (const [index, kind] of few.entries()) if (kind === "removed") expect(many[index]).toBe("removed");
        },
      ),
    ));

  it("never takes what somebody ended or worked on", () =>
    fc.assert(
      fc.property(anyHistory, anyTreatment, (openings, treatment) => {
        for (const [index, { kind }] of fates(treatment, openings).entries()) {
          const { endedBy, acted } = openings[index] ?? {};
          if (endedBy !== "source" || acted) expect(["kept", "delayed"]).toContain(kind);
        }
      }),
    ));
});
