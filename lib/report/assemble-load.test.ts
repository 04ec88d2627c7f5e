import { describe, expect, it } from "vitest";
import { LoadFilter } from "@/lib/contract/load";
import { DEFAULT_BUDGETS } from "@/lib/model/settings";
import { hiddenBecause, loadSum, onCallOf, personLoad, teamFairness, teamShift } from "./assemble-load";
import { loadCsv } from "./load-csv";
import { sumTallies } from "./load-facts";

const people = (count: number) => Array.from({ length: count }, (_, index) => String(index));
const open = { released: undefined, wholeWeeks: true, narrowed: false, carried: new Set<string>() };
const tally = (more: object) => ({ ...sumTallies([]), ...more });

describe("why people are not counted", () => {
  it.each([
    ["nobody is left", 0, {}, null],
    ["one is", 1, {}, "small"],
    ["four are", 4, {}, "small"],
    ["five are", 5, {}, null],
    ["a rule of groups hides them, many as they are", 50, { released: "remainder" as const }, "remainder"],
    ["weeks are cut", 5, { wholeWeeks: false }, "weeks"],
    ["nobody is left, in cut weeks", 0, { wholeWeeks: false }, null],
    ["a filter leaves nobody", 9, { narrowed: true }, null],
    ["a filter leaves one", 9, { narrowed: true, carried: new Set(["0"]) }, "few"],
    ["a filter leaves four", 9, { narrowed: true, carried: new Set(people(4)) }, "few"],
    ["a filter leaves five", 9, { narrowed: true, carried: new Set(people(5)) }, null],
    ["few carried anything, without a filter", 9, { carried: new Set(["0"]) }, null],
    ["those whom a filter leaves are all named", 9, { narrowed: true, carried: new Set(["named"]) }, null],
  ])("where %s", (_name, count, more, expected) => {
    expect(hiddenBecause({ ...open, others: people(count), ...more })).toBe(expected);
  });
});

describe("what a person carried", () => {
  it.each([
    [1.99, "good"],
    [2, "watch"],
    [5, "watch"],
    [5.01, "act"],
  ])("at %d pages a week is %s", (pages, band) => {
    // In 700 days a page a week is a hundred.
    const one = { id: "1", name: "Ana", zone: null, teams: [], onCall: onCallOf(undefined, false) };
    const row = personLoad({ ...one, tally: tally({ pagesFirst: pages * 100 }) }, 700, DEFAULT_BUDGETS);
    expect([row.pagesPerPersonWeek, row.band]).toEqual([expect.closeTo(pages, 9), band]);
  });

  it("has no rate and no nought without hours on call", () => {
    expect(onCallOf(undefined, true)).toEqual({ state: "not-on-call" });
    expect(onCallOf({ personId: "1", first: 0, further: 0, any: 0 }, false)).toEqual({ state: "not-known" });
    const onCall = onCallOf({ personId: "1", first: 24, further: 24, any: 48 }, true);
    const one = { id: "1", name: "Ana", zone: null, teams: [], tally: tally({ sleep: 5 }) };
    // noise.md 2.12: k = 5 gives 1.62 to 11.67, here over two days.
    expect(personLoad({ ...one, onCall }, 7, DEFAULT_BUDGETS).rate).toEqual({
      value: 2.5,
      low: expect.closeTo(0.81, 2),
      high: expect.closeTo(5.83, 2),
    });
    expect(personLoad({ ...one, onCall: { state: "not-on-call" } }, 7, DEFAULT_BUDGETS).rate).toBeNull();
  });

  it("is a mean of nobody nowhere", () => {
    expect(loadSum([], 0, 7)).toMatchObject({ people: 0, pagesPerPersonWeek: null, noiseShare: { value: null } });
  });
});

describe("a team", () => {
  it.each([
    [2, false],
    [2.001, true],
  ])("with %d incidents a shift is over budget: %s", (value, over) => {
    const shift = { value, low: 0, high: 9, incidents: 1, hours: 12, estimated: false };
    expect(teamShift(shift, DEFAULT_BUDGETS)?.over).toBe(over);
  });

  it("says how it is shared only of enough incidents and people", () => {
    const loads = (...events: number[]) => events.map((count) => ({ events: count, exposure: 0 }));
    expect(teamFairness(loads(19, 0, 0)).word).toBe("too-few-events");
    expect(teamFairness(loads(20, 0, 0))).toMatchObject({ word: "uneven", byHours: false, people: 3 });
    expect(teamFairness(loads(7, 7, 7)).word).toBe("within-chance");
    expect(teamFairness(loads(40)).word).toBe("too-few-people");
    // By hours: the one who had them all had all the incidents.
    const byHours = teamFairness([
      { events: 30, exposure: 300 },
      { events: 3, exposure: 30 },
      { events: 2, exposure: 0 },
    ]);
    expect(byHours).toMatchObject({ word: "within-chance", byHours: true, people: 2, events: 33, outside: 2 });
  });
});

describe("the CSV", () => {
  it("has a cell for each name, says what is hidden, and repeats what was asked", () => {
    const range = {
      from: "2026-11-08T23:00:00.000Z",
      to: "2026-11-15T23:00:00.000Z",
      zone: "Europe/Berlin",
      label: "9 – 15 Nov 2026",
    };
    const filter = LoadFilter.parse({ team: "Pay & co", verdict: "noise" });
    const onCall = onCallOf(undefined, false);
    const ana = personLoad(
      { id: "1", name: "Ana", zone: null, teams: [], onCall, tally: tally({ sleep: 3 }) },
      7,
      DEFAULT_BUDGETS,
    );
    const load = {
      range,
      previousRange: null,
      wholeWeeks: null,
      budgets: { incidentsPerShift: 2, watch: 2, act: 5 },
      sum: loadSum([tally({ sleep: 3 })], 1, 7),
      previous: null,
      people: [ana],
      quiet: 0,
      others: { people: 3, sum: null, hidden: "small" as const },
      teams: [
        {
          id: "1",
          name: "Pay & co",
          people: 4,
          pages: { total: 0, noiseShare: ana.noiseShare, unclear: 0 },
          load: null,
          hidden: "small" as const,
          shift: null,
          fairnessHidden: false,
          fairness: null,
          trend: null,
          timeToAcknowledge: null,
        },
      ],
      weeks: [],
      heat: [],
      hoursOpen: true,
      alerts: [],
    };
    const made = { by: "Vera", at: Date.parse("2026-11-16T08:00:00Z") };
    for (const table of ["people", "teams"] as const) {
      const { header, rows, name } = loadCsv(load, table, filter, made);
      expect(name).toBe(`pay-co_load-of-${table}_2026-11-09_2026-11-15_Europe-Berlin.csv`);
      for (const row of rows) {
        expect(row).toHaveLength(header.length);
        const asked = [range.label, range.from, range.to, range.zone, "team=Pay & co; verdict=noise"];
        expect(row.slice(-7)).toEqual([...asked, "Vera", "2026-11-16T08:00:00.000Z"]);
      }
    }
    const { rows } = loadCsv(load, "people", filter, made);
    expect(rows.map(([first, , , sleep]) => [first, sleep])).toEqual([
      ["Ana", 3],
      ["and 3 more, not named (hidden: small)", null],
      ["sum", 3],
    ]);
  });
});
