import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Change } from "@/lib/model/change";
import { foldChange, type PlacedTelling } from "./fold-change";

const MINUTE = 60_000;

function change(startsAt: number, endsAt: number | null, more: Partial<Change> = {}): Change {
  const blank = { service: "checkout", team: null, environment: null, rule: null, url: null, by: null };
  return { changeKey: "c", kind: "deploy", title: "t", isRollback: false, ...blank, startsAt, endsAt, ...more };
}

function telling(toldAt: number, changes: readonly Change[], more: Partial<PlacedTelling> = {}): PlacedTelling {
  return { key: "c", no: 0, contentKey: JSON.stringify([toldAt, changes, more]), toldAt, changes, ...more };
}

const asked = telling(0, [change(0, null)], { startIsUnsure: true });
const begun = telling(30 * MINUTE, [change(30 * MINUTE, null)]);
const ended = telling(34 * MINUTE, [change(0, 34 * MINUTE)], { startIsUnsure: true });

describe("a change", () => {
  it.each([
    ["only asked for", [asked], [0, null]],
    ["asked for, then begun", [asked, begun], [30, null]],
    ["begun late, and ended", [asked, begun, ended], [30, 34]],
    ["ended, its beginning missed", [asked, ended], [0, 34]],
    ["ended alone", [ended], [0, 34]],
  ] as const)("%s", (_name, tellings, [start, end]) => {
    const [folded, ...more] = foldChange(tellings);
    expect(more).toEqual([]);
    expect(folded?.startsAt).toBe(start * MINUTE);
    expect(folded?.endsAt).toBe(end === null ? null : end * MINUTE);
  });

  it("told twice is the later one, whole: what it leaves out is gone", () => {
    const later = telling(2, [change(5, null, { by: null, title: "later" })]);
    const folded = foldChange([telling(1, [change(4, 9, { by: "mira" })]), later]);
    expect(folded).toEqual([change(5, null, { title: "later" })]);
  });

  it("called off is none, and there again when it is told later", () => {
    const off = telling(2, []);
    expect(foldChange([asked, off])).toEqual([]);
    expect(foldChange([asked, off, telling(3, [change(7, null)])])).toEqual([change(7, null)]);
  });

  it("of one row after another in a file is the last row", () => {
    const rows = [1, 2].map((no) => telling(9, [change(no, null)], { no }));
    expect(foldChange(rows)).toEqual([change(2, null)]);
    expect(foldChange(rows.toReversed())).toEqual([change(2, null)]);
  });

  it("told within one second goes from request over beginning to end", () => {
    const at = { toldAt: 0 };
    const second = [
      { ...asked, ...at },
      telling(0, [change(0, null)]),
      { ...telling(0, [change(0, 0)]), startIsUnsure: true as const },
    ];
    expect(foldChange(second)).toEqual([change(0, null)]);
    const apart = [telling(0, [change(1, null)]), { ...telling(0, [change(0, 3)]), startIsUnsure: true as const }];
    expect(foldChange(apart)).toEqual([change(1, 3)]);
  });

  it("has no start behind its end, and is a point where the two are one", () => {
    expect(
      foldChange([telling(50, [change(50, null)]), telling(60, [change(10, 40)], { startIsUnsure: true })]),
    ).toEqual([change(10, 40)]);
    expect(foldChange([telling(5, [change(5, 5)])])).toEqual([change(5, null)]);
  });

  it("of several services is one for each", () => {
    const two = [change(1, 2, { changeKey: "c:1" }), change(1, 2, { changeKey: "c:2", service: "search" })];
    expect(foldChange([telling(1, two)])).toEqual(two);
    expect(foldChange([telling(1, two), telling(2, two.slice(0, 1))])).toEqual(two.slice(0, 1));
  });

  it("is the same in whatever order its tellings came", () => {
    const any = fc.record({
      toldAt: fc.integer({ min: 0, max: 3 }),
      no: fc.integer({ min: 0, max: 1 }),
      startsAt: fc.integer({ min: 0, max: 5 }),
      endsAt: fc.option(fc.integer({ min: 5, max: 8 })),
      unsure: fc.boolean(),
      off: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), fc.integer(), (list, seed) => {
        const tellings = list.map(({ toldAt, no, startsAt, endsAt, unsure, off }) =>
          telling(toldAt, off ? [] : [change(startsAt, endsAt)], { no, ...(unsure && { startIsUnsure: true }) }),
        );
        const shuffled = tellings
          .map((item, index) => ({ item, rank: Math.sin(seed + index * 12.9898) }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ item }) => item);
        expect(foldChange(shuffled)).toEqual(foldChange(tellings));
      }),
    );
  });
});
