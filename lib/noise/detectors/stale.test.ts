import { expect, it } from "vitest";
import { DAY, found, HOUR, type PageSketch, pageOf, START } from "@/lib/noise/test-pages";
import { stale } from "./stale";

const H = 60;
const closed = pageOf({ key: "closed", at: -999 });

it.each<[string, PageSketch, boolean]>([
  ["24 h", { open: 24 * H }, false],
  ["a minute more than 24 h", { open: 24 * H + 1 }, true],
  ["two days, somebody active at 23 h", { open: 46 * H, actions: [{ kind: "annotated", minute: 23 * H }] }, false],
  ["two days, somebody active at 20 h", { open: 46 * H, actions: [{ kind: "annotated", minute: 20 * H }] }, true],
  [
    "somebody unknown was active",
    { open: 46 * H, actions: [{ kind: "annotated", minute: 23 * H, by: "unknown" }] },
    false,
  ],
  [
    "only automation was active",
    { open: 46 * H, actions: [{ kind: "escalated", minute: 23 * H, by: "automation" }] },
    true,
  ],
  ["snoozed", { open: 99 * H, actions: [{ kind: "snoozed", minute: 5 }] }, false],
  ["taken once, then forgotten and closed", { open: 99 * H, by: "person", actions: [{ minute: 5 }] }, true],
  [
    "a long incident with activity",
    { open: 99 * H, actions: [10, 30, 50, 70, 90].map((hour) => ({ kind: "annotated" as const, minute: hour * H })) },
    false,
  ],
  ["an unknown end", { open: null, by: "unknown" }, false],
])("open for %s -> %s", (_, sketch, expected) => {
  expect(found(stale, [closed, pageOf({ key: "x", ...sketch })])).toEqual(expected ? ["x"] : []);
});

it("a page still open is stale by what is known, not by the clock", () => {
  const open = pageOf({ key: "x", open: null, by: "still-open" });
  expect(found(stale, [closed, open])).toEqual([]);
  expect(found(stale, [closed, open], { knownUntil: START + DAY })).toEqual([]);
  expect(found(stale, [closed, open], { knownUntil: START + DAY + HOUR })).toEqual(["x"]);
});

it("an export without ends has no stale pages", () => {
  const open = pageOf({ open: null, by: "still-open" });
  expect(found(stale, [open], { knownUntil: START + 30 * DAY })).toEqual([]);
});
