import { describe, expect, it } from "vitest";
import type { Sight } from "@/lib/privacy/sight";
import type { LedSpan } from "./leader-facts";
import { fairnessUnder, leaderRow, type PersonSum, type RowFacts, type RowRules } from "./leader-row";
import { leaderTree, partsOf, pathTo } from "./leader-tree";
import { releaseLeaders } from "./release-leaders";

const DATES = { fromDate: "2026-10-19", toDate: "2026-11-02" };

const person = (id: string, more: Partial<Omit<PersonSum, "onCall">> = {}, first = 0, further = 0): PersonSum => ({
  id,
  first: 0,
  escalated: 0,
  lineNotKnown: 0,
  sleep: 0,
  off: 0,
  business: 0,
  estimated: 0,
  nights: 0,
  hours: 0,
  ...more,
  onCall: { first, further, any: first + further },
});

const sight = (...named: string[]): Sight => ({ mode: "team", selfId: "L", named: new Set(["L", ...named]) });

const facts = (own: PersonSum, under: readonly PersonSum[], more: Partial<RowFacts> = {}): RowFacts => ({
  id: "L",
  name: "Lea",
  label: "Lea",
  parentId: null,
  leadersUnder: 0,
  own,
  lastRangAt: null,
  under,
  knowsSchedule: [own, ...under].some(({ onCall }) => onCall.any > 0),
  pages: null,
  hidden: null,
  ...more,
});

const rules = (seen: Sight): RowRules => ({
  sight: seen,
  nameOf: (id) => `Person ${id}`,
  dates: DATES,
  trendDates: null,
  budgets: undefined,
});

const four = ["1", "2", "3", "4"];

describe("a leader's own pager", () => {
  it.each<[string, PersonSum, boolean, string]>([
    ["on call at the first line", person("L", {}, 1), true, "yes"],
    ["paged at the first line without hours", person("L", { first: 1 }), true, "yes"],
    ["paged by a line that nobody tells", person("L", { lineNotKnown: 1 }), true, "yes"],
    ["on call at further lines alone", person("L", {}, 0, 1), true, "escalation-only"],
    ["paged by escalation alone", person("L", { escalated: 1 }), false, "escalation-only"],
    ["neither, where schedules are known", person("L"), true, "no"],
    ["neither, where none is", person("L"), false, "not-known"],
  ])("%s", (_, own, knowsSchedule, carries) => {
    const row = leaderRow(facts(own, [], { knowsSchedule }), rules(sight()));
    expect(row.own?.carries).toBe(carries);
  });

  it("has a rate only with hours at that line, beside those of people with hours", () => {
    const own = person("L", { first: 3, escalated: 2 }, 0, 48);
    const under = [person("1", { escalated: 4 }, 24, 48), person("2", { escalated: 1 }, 24, 24), person("3", {}, 24)];
    const { rates } = leaderRow(facts(own, under), rules(sight("1", "2", "3"))).own ?? {};
    expect(rates?.first).toBeNull();
    expect(rates?.further).toMatchObject({ own: { value: 1, count: 2, hours: 48 }, median: 1.5, n: 2, ratio: 2 / 3 });
  });
});

describe("the people led", () => {
  it("are compared over those on call, or over those paged where no schedule is known", () => {
    const onCall = [person("1", { first: 4 }, 12), person("2", { first: 2 }, 12), person("3", { first: 99 })];
    const led = leaderRow(facts(person("L"), onCall), rules(sight(...four))).led;
    expect(led).toMatchObject({ of: "on-call", n: 2, others: 1, median: { first: 3 }, worst: { first: 4 } });
    const paged = leaderRow(facts(person("L"), [person("1", { first: 4 }), person("2")]), rules(sight(...four))).led;
    expect(paged).toMatchObject({ of: "paged", n: 1, others: 1, worst: { first: 4 } });
    const quiet = leaderRow(facts(person("L"), [person("1")]), rules(sight("1"))).led;
    expect(quiet).toMatchObject({ n: 0, median: null, worst: null, worstBand: null });
  });

  it("name the worst only where one alone has it and all may be seen by name", () => {
    const under = [
      person("1", { first: 4, nights: 2 }),
      person("2", { first: 4, nights: 3 }),
      person("3", { first: 1 }),
    ];
    expect(leaderRow(facts(person("L"), under), rules(sight("1", "2", "3"))).led?.worstWho).toEqual({
      nights: { id: "2", name: "Person 2" },
    });
    const crowd = [...under, person("4", { first: 1 }), person("5", { first: 1 })];
    const led = leaderRow(facts(person("L"), crowd), rules(sight("1", "2", "3", "4"))).led;
    expect(led).toMatchObject({ n: 5, worst: null, worstWho: {} });
    expect(leaderRow(facts(person("L"), crowd), rules(sight())).load?.nights.max).toBeNull();
  });

  it.each([
    [3, "good"],
    [4, "watch"],
    [10, "watch"],
    [11, "act"],
  ])("%s pages in two weeks are in the band %s", (first, band) => {
    expect(leaderRow(facts(person("L"), [person("1", { first })]), rules(sight("1"))).led?.worstBand).toBe(band);
  });

  it.each([
    [4, "small"],
    [5, null],
  ])("%s of them on call, not to be named: hidden %s", (n, hidden) => {
    const under = Array.from({ length: 9 }, (_, index) => person(String(index), {}, index < n ? 12 : 0));
    expect(leaderRow(facts(person("L"), under), rules(sight())).hidden).toBe(hidden);
  });

  it("share their load unevenly only beyond chance, and nothing is said of few", () => {
    const spread = (hours: number[]) =>
      facts(
        person("L"),
        hours.map((n, id) => person(String(id), { hours: n }, 24)),
      );
    expect(fairnessUnder(spread([10, 10, 10, 10]))).toMatchObject({ word: "within-chance", events: 40 });
    expect(fairnessUnder(spread([37, 1, 1, 1]))).toMatchObject({ word: "uneven" });
    expect(fairnessUnder(spread([10, 5, 2, 2]))).toMatchObject({ word: "too-few", events: 19 });
    expect(fairnessUnder(spread(Array.from({ length: 101 }, () => 1)))).toMatchObject({ word: "too-many" });
  });
});

const span = (
  leaderId: string,
  personId: string,
  depth = 1,
  fromDate = DATES.fromDate,
  toDate = DATES.toDate,
): LedSpan => ({
  leaderId,
  personId,
  depth,
  fromDate,
  toDate,
});

describe("the tree", () => {
  it("cuts the range only for those who moved, and stands as on the last day", () => {
    const led = [
      span("A", "B"),
      span("A", "1", 2),
      span("B", "1", 1, DATES.fromDate, "2026-10-22"),
      span("A", "C", 1, "2026-10-30"),
      span("C", "1", 1, "2026-10-22"),
    ];
    expect([...partsOf(led, DATES).keys()].sort()).toEqual(["1", "C"]);
    const tree = leaderTree(led, DATES, ["Z"]);
    expect(tree.childrenOf(null)).toEqual(["A", "Z"]);
    expect(tree.membersOf("B")).toEqual([{ personId: "1", parts: [0] }]);
    expect(tree.membersOf("C")).toEqual([{ personId: "1", parts: [1] }]);
    expect(tree.membersOf("A").find(({ personId }) => personId === "1")?.parts).toEqual([0, 1]);
    expect(pathTo(tree, "C")).toEqual(["A", "C"]);
  });
});

describe("what is released", () => {
  const crowd = ["1", "2", "3", "4", "5"].map((id) => span("A", id));

  it("whole weeks from Monday alone, unless all may be seen by name", () => {
    expect(releaseLeaders(crowd, DATES, new Set()).size).toBe(0);
    for (const dates of [
      { ...DATES, toDate: "2026-11-01" },
      { fromDate: "2026-10-20", toDate: "2026-11-03" },
    ]) {
      const within = crowd.map((one) => ({ ...one, ...dates }));
      expect(releaseLeaders(within, dates, new Set()).get("A")).toBe("part-weeks");
      expect(releaseLeaders(within, dates, new Set(["1", "2", "3", "4", "5"])).size).toBe(0);
    }
  });

  it("five people in each week, not in the range alone: the difference of two ranges is a week", () => {
    const left = crowd.map((one) => (one.personId === "5" ? { ...one, toDate: "2026-10-26" } : one));
    expect(releaseLeaders(left, DATES, new Set()).get("A")).toBe("small");
    const later = crowd.map((one) => (one.personId === "5" ? { ...one, toDate: "2026-10-27" } : one));
    expect(releaseLeaders(later, DATES, new Set()).size).toBe(0);
  });

  it("no leader whose people, less those of the leaders below, are one to four", () => {
    const six = ["6", "7", "8", "9", "10"].flatMap((id) => [span("B", id), span("A", id, 2)]);
    expect(releaseLeaders([...crowd, span("A", "B"), ...six], DATES, new Set()).size).toBe(0);
    const few = [...crowd.slice(0, 3), span("A", "B"), ...six];
    expect([...releaseLeaders(few, DATES, new Set())]).toEqual([["B", "remainder"]]);
  });
});
