import { describe, expect, it } from "vitest";
import type { Change } from "@/lib/model/change";
import type { PersonVerdict } from "@/lib/model/verdict";
import { changeOf, DAY, found, type PageSketch, pageOf, START } from "@/lib/noise/test-pages";
import { threshold } from "./threshold";

const EDIT = START + 60 * DAY;
const edit = (days: number, rest: Partial<Change> = {}) =>
  changeOf({ kind: "rule-edit", startsAt: EDIT + days * DAY, ...rest });
/** Every fourth day before the edit, three times a day after. */
const louder = (sketch: PageSketch = {}) => [
  ...Array.from({ length: 15 }, (_, index) => pageOf({ key: `b${index}`, at: index * 4 * 1440 })),
  ...Array.from({ length: 60 }, (_, index) =>
    pageOf({ key: `a${index}`, at: 60 * 1440 + index * 480 + 60, ...sketch }),
  ),
];
const of = (changes: readonly Change[], pages = louder()) => found(threshold, pages, { changes });

describe("threshold: louder since an edit", () => {
  it.each<[string, Change[], number]>([
    ["an edit on that day", [edit(0)], 60],
    ["an edit well before", [edit(-4)], 0],
    ["an edit well after", [edit(5)], 0],
    ["no edit", [changeOf({ startsAt: EDIT })], 0],
    ["more real faults after a release", [edit(-1.5), changeOf({ startsAt: EDIT })], 0],
  ])("%s: %s pages", (_, changes, pages) => expect(of(changes)).toHaveLength(pages));

  it("an alert that is as loud as before", () => {
    expect(
      of(
        [edit(0)],
        Array.from({ length: 90 }, (_, index) => pageOf({ at: index * 1440 })),
      ),
    ).toEqual([]);
  });
  it("people worked on most of them", () => {
    const actions = [{ kind: "resolved" as const, minute: 3, note: "restarted the stuck worker" }];
    expect(of([edit(0)], louder({ by: "person", actions }))).toEqual([]);
  });
});

it("a note and a verdict on an earlier page name it", () => {
  const said: PersonVerdict = { verdict: "noise", reason: "threshold", note: null };
  const other: PersonVerdict = { verdict: "actionable", reason: null, note: null };
  const pages = ["p", "q", "r"].map((key, index) => pageOf({ key, at: index * 5000 }));
  expect(found(threshold, pages, { labels: new Map([["p", said]]) })).toEqual(["q", "r"]);
  expect(
    found(threshold, pages, {
      labels: new Map([
        ["p", said],
        ["q", other],
      ]),
    }),
  ).toEqual(["q", "r"]);
  expect(
    found(threshold, pages, {
      labels: new Map([
        ["p", other],
        ["q", other],
      ]),
    }),
  ).toEqual([]);
  const note = { kind: "annotated" as const, minute: 1, note: "threshold is too low" };
  expect(found(threshold, [pageOf({ key: "n", actions: [note] })])).toEqual(["n"]);
});
