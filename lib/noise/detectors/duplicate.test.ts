import { expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { sceneOf } from "@/lib/noise/history";
import { found, historyOf, MINUTE, pageOf, START } from "@/lib/noise/test-pages";
import { duplicate } from "./duplicate";

it.each([
  [29.9, ["b"]],
  [30, []],
  [30.1, []],
])("an opening %s min after one of 30 min: %o", (minute, expected) => {
  expect(found(duplicate, [pageOf({ key: "b", at: minute }), pageOf({ key: "a", open: 30 })])).toEqual(expected);
});

it("goes on as long as any page of the problem is open, and never holds the first", () => {
  const pages = [
    pageOf({ key: "a", open: 10 }),
    pageOf({ key: "b", at: 5, open: 20 }),
    pageOf({ key: "c", at: 20, open: 1 }),
    pageOf({ key: "d", at: 26, open: 1 }),
  ];
  expect(found(duplicate, pages)).toEqual(["b", "c"]);
  expect(duplicate.detect(sceneOf(historyOf(pages), DEFAULT_SETTINGS))).toMatchObject([
    { claim: "2 pages opened while page a of the same problem was open", facts: { first: "a", duplicates: 2 } },
  ]);
});

it("of two pages of one instant the second key is the duplicate", () => {
  expect(found(duplicate, [pageOf({ key: "b" }), pageOf({ key: "a" })])).toEqual(["b"]);
});

it("the same alert on another host is another problem, unless the sender says it is the same", () => {
  const on = (host: string, at: number, dedup?: string) =>
    pageOf({ key: `${host}${at}`, at, open: 30, facts: { title: `CPU ${90 + at} % on ${host}`, dedup } });
  expect(found(duplicate, [on("web01", 0), on("web02", 1)])).toEqual([]);
  expect(found(duplicate, [on("web01", 0), on("web01", 1)])).toEqual(["web011"]);
  expect(found(duplicate, [on("web01", 0, "k"), on("web02", 1, "k")])).toEqual(["web021"]);
  expect(found(duplicate, [on("10.0.0.1", 0), on("10.0.0.2", 1)])).toEqual([]);
});

it("a merge link is enough", () => {
  const merged = pageOf({ key: "m", by: "merge", mergedInto: "other" });
  expect(found(duplicate, [merged])).toEqual(["m"]);
});

it("an export without ends makes no duplicates, an unknown end covers nothing", () => {
  const open = (key: string, at: number) => pageOf({ key, at, open: null, by: "still-open" });
  expect(found(duplicate, [open("a", 0), open("b", 5)], { knownUntil: START + 99 * MINUTE })).toEqual([]);
  expect(found(duplicate, [pageOf({ at: -100 }), open("a", 0), open("b", 5)])).toEqual(["b"]);
  expect(
    found(duplicate, [pageOf({ at: -100 }), pageOf({ open: null, by: "unknown" }), pageOf({ key: "b", at: 5 })]),
  ).toEqual([]);
});
