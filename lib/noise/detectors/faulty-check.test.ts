import { expect, it } from "vitest";
import { found, type PageSketch, pageOf } from "@/lib/noise/test-pages";
import { faultyCheck } from "./faulty-check";

const history = (empty: number, full: number, sketch: PageSketch = {}) => [
  ...Array.from({ length: empty }, (_, index) =>
    pageOf({ key: `e${index}`, at: index * 700, facts: { title: "[No Data] CPU" }, ...sketch }),
  ),
  ...Array.from({ length: full }, (_, index) =>
    pageOf({ key: `f${index}`, at: index * 700 + 300, facts: { title: "CPU is high" } }),
  ),
];

it.each<[string, ReturnType<typeof history>, number]>([
  ["half of them without a result", history(4, 4), 4],
  ["under half", history(4, 5), 0],
  ["two pages are too few", history(2, 0), 0],
  ["three are enough", history(3, 0), 3],
  [
    "somebody repaired it",
    history(4, 0, { actions: [{ kind: "annotated", minute: 1, note: "replaced the dead host" }] }),
    0,
  ],
  ["a person held it for 8 min", history(4, 0, { open: 10, actions: [{ minute: 2 }] }), 0],
  ["a person held it for less", history(4, 0, { open: 9.9, actions: [{ minute: 2 }] }), 4],
  ["nobody known held it for 8 min", history(4, 0, { open: 10, actions: [{ minute: 2, by: "unknown" }] }), 0],
  ["nobody known held it for less", history(4, 0, { open: 9.9, actions: [{ minute: 2, by: "unknown" }] }), 4],
  ["taken, and its end is not told", history(4, 0, { open: null, by: "still-open", actions: [{ minute: 2 }] }), 0],
  ["never taken, and its end is not told", history(4, 0, { open: null, by: "still-open" }), 4],
])("%s: %s pages", (_, pages, count) => expect(found(faultyCheck, pages)).toHaveLength(count));

it("no data because the host died: others of the service page, too", () => {
  expect(found(faultyCheck, history(4, 0), { surroundings: { besideOthers: new Set(["e0", "e2"]) } })).toEqual([
    "e1",
    "e3",
  ]);
});

it.each([
  ["flaky check, ignore", true],
  ["the probe itself is broken", true],
  ["checked the probe", false],
])("a note says %s: %s", (note, expected) => {
  expect(found(faultyCheck, [pageOf({ actions: [{ kind: "annotated", minute: 1, note }] })]).length > 0).toBe(expected);
});
