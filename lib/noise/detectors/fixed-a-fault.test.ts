import { describe, expect, it } from "vitest";
import type { Change } from "@/lib/model/change";
import { changeOf, found, MINUTE, type PageSketch, pageOf, START } from "@/lib/noise/test-pages";
import { fixedAFault } from "./fixed-a-fault";

const of = (sketch: PageSketch, changes: readonly Change[] = [], names = new Map<string, string>()) =>
  found(fixedAFault, [pageOf({ key: "x", open: 30, ...sketch })], { changes, surroundings: { names } }).length > 0;
const taken: PageSketch = { actions: [{ minute: 1 }] };
const at = (minute: number, rest: Partial<Change> = {}) =>
  changeOf({ startsAt: START + minute * MINUTE, by: "ann", ...rest });

describe("fixed-a-fault: a change by a responder", () => {
  it.each<[string, PageSketch, Change, boolean]>([
    ["within 2 h", { ...taken, open: 180 }, at(120), true],
    ["after 2 h", { ...taken, open: 180 }, at(120.1), false],
    ["recorded within 30 min after its source cleared it", taken, at(60), true],
    ["over 30 min after its source cleared it", taken, at(60.1), false],
    ["cleared before anybody took it", { actions: [{ minute: 31 }] }, at(40), false],
    ["taken as it cleared", { actions: [{ minute: 30 }] }, at(40), true],
    ["over 30 min after a person closed it", { ...taken, by: "person" }, at(60.1), true],
    ["before it opened", taken, at(-1), false],
    ["a rollback", taken, at(20, { isRollback: true }), true],
    ["of the configuration", taken, at(20, { kind: "config" }), true],
    ["an edit of the rule is no fix", taken, at(20, { kind: "rule-edit" }), false],
    ["by somebody else, merely near in time", taken, at(20, { by: "bob" }), false],
    ["by nobody known", taken, at(20, { by: null }), false],
    ["by one who was merely paged", {}, at(20), false],
  ])("%s: %s", (_, sketch, change, expected) => expect(of(sketch, [change])).toBe(expected));

  it("the feed may call people by another name", () => {
    expect(of(taken, [at(20, { by: "Ann.Lee" })])).toBe(false);
    expect(of(taken, [at(20, { by: "Ann.Lee" })], new Map([["ann.lee", "ann"]]))).toBe(true);
  });
});

describe("fixed-a-fault: notes", () => {
  const noted = (note: string): PageSketch => ({ by: "person", actions: [{ kind: "resolved", minute: 30, note }] });
  it.each([
    ["restarted the stuck worker", true],
    ["found a lock on the table of orders", true],
    ["looking into it, seems fine", false],
    ["checked dashboards, all green now", false],
    ["checked dashboards, restarted the pod", true],
    ["known issue, will be fixed next sprint", false],
    ["threshold is too tight for month end", false],
    ["done", false],
  ])("%s: %s", (note, expected) => expect(of(noted(note))).toBe(expected));

  it.each([
    ["customers are affected in the EU", true],
    ["no customer impact so far", false],
  ])("%s: %s", (note, expected) => {
    expect(of({ actions: [{ kind: "annotated", minute: 3, note }] })).toBe(expected);
  });

  it("raised to the top by a person", () => {
    const raise = (by: "person" | "automation"): PageSketch => ({
      facts: { priority: "P1" },
      actions: [{ kind: "priority-changed", minute: 4, by }],
    });
    expect([of(raise("person")), of(raise("automation"))]).toEqual([true, false]);
  });
});
