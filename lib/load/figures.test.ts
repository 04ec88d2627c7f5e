import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_BUDGETS } from "@/lib/model/settings";
import { HOUR_MS } from "@/lib/time/boundaries";
import { budgetBand, pagesPerWeek } from "./budgets";
import { incidentsOf, type PageTies } from "./incidents";
import { noiseShare } from "./noise-share";
import { type OnCallSpan, onCallHours } from "./on-call-hours";
import { ratePerDay } from "./rates";
import { responseEffort } from "./response-effort";
import { shiftIncidentDays, shiftIncidents } from "./shift-incidents";
import { trendOf } from "./trend";

const at = (text: string) => Date.parse(text);

describe("rates", () => {
  it("are per 24 hours on call, with the interval of the count", () => {
    const rate = ratePerDay(5, 48);
    expect(rate).toMatchObject({ value: 2.5, count: 5, hours: 48 });
    expect(rate?.low).toBeCloseTo(1.62 / 2, 2);
    expect(rate?.high).toBeCloseTo(11.67 / 2, 2);
    expect(ratePerDay(0, 24)).toMatchObject({ value: 0, low: 0 });
    expect(ratePerDay(0, 24)?.high).toBeCloseTo(3.69, 2);
  });

  it("are unknown of who was not on call", () => {
    expect([ratePerDay(0, 0), ratePerDay(3, 0)]).toEqual([null, null]);
    expect(ratePerDay(3, 0.01)).not.toBeNull();
  });
});

describe("budgets", () => {
  it.each([
    ["pagesPerPersonWeek", 0, "good"],
    ["pagesPerPersonWeek", 1.99, "good"],
    ["pagesPerPersonWeek", 2, "watch"],
    ["pagesPerPersonWeek", 5, "watch"],
    ["pagesPerPersonWeek", 5.01, "act"],
    ["accuracy", 0, "act"],
    ["accuracy", 0.499, "act"],
    ["accuracy", 0.5, "watch"],
    ["accuracy", 0.899, "watch"],
    ["accuracy", 0.9, "good"],
    ["incidentsPerShift", 0, "good"],
    ["incidentsPerShift", 2, "good"],
    ["incidentsPerShift", 2.01, "act"],
    ["incidentsPerShift", null, null],
    ["pagesPerPersonWeek", null, null],
    ["accuracy", null, null],
  ] as const)("%s of %s is %s", (of, value, band) => expect(budgetBand(of, value, DEFAULT_BUDGETS)).toBe(band));

  it("count pages by the week", () => {
    expect([pagesPerWeek(8, 28), pagesPerWeek(3, 7), pagesPerWeek(0, 7), pagesPerWeek(3, 0)]).toEqual([2, 3, 0, null]);
  });
});

const shift = (from: number, to: number, level = 1): OnCallSpan => ({
  fromAt: from * HOUR_MS,
  toAt: to * HOUR_MS,
  level,
});

describe("hours on call", () => {
  const range = { from: 0, to: 100 * HOUR_MS };
  it.each<[string, OnCallSpan[], [number, number, number]]>([
    ["nothing", [], [0, 0, 0]],
    ["one", [shift(0, 12)], [12, 0, 12]],
    ["an overlap counts once", [shift(0, 12), shift(6, 18)], [18, 0, 18]],
    ["one within another", [shift(0, 24), shift(6, 8), shift(20, 30)], [30, 0, 30]],
    ["one after another", [shift(12, 24), shift(0, 12)], [24, 0, 24]],
    ["a gap is none", [shift(0, 12), shift(24, 36)], [24, 0, 24]],
    ["two levels at a time", [shift(0, 12), shift(6, 18, 2), shift(10, 20, 3)], [12, 14, 20]],
    ["beyond the range", [shift(-5, 3), shift(95, 200), shift(200, 300), shift(-9, -1)], [8, 0, 8]],
    ["around the range", [shift(-5, 300)], [100, 0, 100]],
  ])("%s", (_name, shifts, [first, further, any]) => {
    expect(onCallHours(shifts, range)).toEqual({ first, further, any });
  });

  it("are those of each hour taken by itself", () => {
    const one = fc.record({
      from: fc.integer({ min: -20, max: 60 }),
      length: fc.integer({ min: 1, max: 40 }),
      level: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), (drawn) => {
        const shifts = drawn.map(({ from, length, level }) => shift(from, from + length, level));
        const within = { from: 0, to: 48 * HOUR_MS };
        const covered = (levels: (level: number) => boolean) =>
          Array.from({ length: 48 }, (_, hour) => hour * HOUR_MS).filter((hour) =>
            shifts.some(({ fromAt, toAt, level }) => levels(level) && fromAt <= hour && hour < toAt),
          ).length;
        expect(onCallHours(shifts, within)).toEqual({
          first: covered((level) => level === 1),
          further: covered((level) => level > 1),
          any: covered(() => true),
        });
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe("incidents per 12-hour shift", () => {
  const whole = { fromAt: at("2026-10-01T00:00:00Z"), toAt: at("2026-12-01T00:00:00Z"), level: 1 };
  const rota = { date: "2026-11-21", zone: "Europe/Berlin", until: whole.toAt };

  it("count the 21 local days that end with the date", () => {
    const range = shiftIncidentDays(rota.date, rota.zone);
    expect(range).toEqual({ from: at("2026-10-31T23:00:00Z"), to: at("2026-11-21T23:00:00Z") });
    expect(shiftIncidents({ ...rota, incidents: 2, shifts: [whole] })).toMatchObject({
      incidents: 2,
      hours: 504,
      value: 2 / 42,
      estimated: false,
    });
  });

  it("know a day of 25 hours", () => {
    const found = shiftIncidents({ ...rota, date: "2026-10-26", incidents: 0, shifts: null });
    expect(found).toMatchObject({ hours: 505, estimated: true, value: 0, low: 0 });
  });

  it("have no hours of what is planned but has not been", () => {
    const until = at("2026-11-15T00:00:00Z");
    const known = { ...rota, until, incidents: 1 };
    const range = shiftIncidentDays(rota.date, rota.zone);
    const hours = (until - range.from) / HOUR_MS;
    expect(shiftIncidents({ ...known, shifts: [whole] })).toMatchObject({ incidents: 1, hours });
    expect(shiftIncidents({ ...known, shifts: null })).toMatchObject({ incidents: 1, hours });
    expect(shiftIncidents({ ...known, until: range.from, shifts: [whole] })).toBeNull();
  });

  it("are per hour that the first line covered, by one or by two", () => {
    const days = { fromAt: at("2026-11-10T00:00:00Z"), toAt: at("2026-11-15T00:00:00Z") };
    const found = shiftIncidents({
      ...rota,
      incidents: 20,
      shifts: [
        { ...days, level: 1 },
        { ...days, level: 1 },
        { ...whole, level: 2 },
      ],
    });
    expect(found).toMatchObject({ incidents: 20, hours: 120, value: 2 });
    expect(budgetBand("incidentsPerShift", found?.value ?? null, DEFAULT_BUDGETS)).toBe("good");
    expect(found?.low).toBeLessThan(2);
    expect(found?.high).toBeGreaterThan(2);
  });

  it("are unknown where nobody was on the first line", () => {
    expect(shiftIncidents({ ...rota, incidents: 1, shifts: [{ ...whole, level: 2 }] })).toBeNull();
    expect(shiftIncidents({ ...rota, incidents: 0, shifts: [] })).toBeNull();
  });
});

describe("incidents", () => {
  const page = (key: string, ties: Partial<PageTies> = {}): PageTies => {
    return { key, parent: null, storm: null, group: null, ...ties };
  };
  const groupsOf = (...pages: PageTies[]) => {
    const groups = new Map<string, string[]>();
    for (const [key, incident] of incidentsOf(pages)) groups.set(incident, [...(groups.get(incident) ?? []), key]);
    return [...groups.values()].map((keys) => keys.join(" "));
  };

  it.each<[string, PageTies[], string[]]>([
    ["pages alone", [page("a"), page("b")], ["a", "b"]],
    ["a merge", [page("a", { parent: "b" }), page("b"), page("c", { parent: "b" })], ["a b c"]],
    ["merges of merges", [page("a", { parent: "b" }), page("b", { parent: "c" }), page("c")], ["a b c"]],
    ["two merged into a page that is not here", [page("a", { parent: "z" }), page("b", { parent: "z" })], ["a b"]],
    ["a storm", [page("a", { storm: "1" }), page("b", { storm: "1" }), page("c", { storm: "2" })], ["a b", "c"]],
    ["repeats", [page("a", { group: "1" }), page("b", { group: "1" })], ["a b"]],
    [
      "a storm before repeats",
      [page("a", { storm: "1", group: "1" }), page("b", { storm: "2", group: "1" })],
      ["a", "b"],
    ],
    [
      "a merge before a storm",
      [page("a", { parent: "b", storm: "1" }), page("b"), page("c", { storm: "1" })],
      ["a b", "c"],
    ],
    [
      "a merge into a page of a storm",
      [page("a", { parent: "b" }), page("b", { storm: "1" }), page("c", { storm: "1" })],
      ["a b c"],
    ],
    [
      "pages merged into each other",
      [page("a", { parent: "b" }), page("b", { parent: "a" }), page("c", { parent: "a" })],
      ["a b c"],
    ],
    [
      "a storm and a group of one name",
      [page("a", { storm: "1" }), page("b", { group: "1" }), page("1")],
      ["a", "b", "1"],
    ],
  ])("%s", (_name, pages, expected) => {
    expect(groupsOf(...pages)).toEqual(expected);
    expect(
      groupsOf(...pages.toReversed())
        .map((keys) => keys.split(" ").sort().join(" "))
        .sort(),
    ).toEqual(expected.map((keys) => keys.split(" ").sort().join(" ")).sort());
  });
});

describe("trend", () => {
  it.each([
    [10, 10, "none"],
    [13, 10, "none"],
    // Of 20 events 15 against 5 is the first that chance explains in under 5 of 100 cases by the exact interval.
    [14, 6, "none"],
    [15, 5, "up"],
    [5, 15, "down"],
    [6, 14, "none"],
    [5, 0, "none"],
    [6, 0, "up"],
    [0, 6, "down"],
    [0, 0, "none"],
  ] as const)("%s after %s: %s", (now, before, change) => expect(trendOf(now, before).change).toBe(change));

  it("tells the ratio where there is one", () => {
    expect(trendOf(15, 5)).toMatchObject({ ratio: 3, count: 15, before: 5 });
    expect(trendOf(6, 0)).toMatchObject({ ratio: null, high: null });
  });

  it("twice the pages in twice the hours are no rise", () => {
    expect(trendOf(60, 30).change).toBe("up");
    expect(trendOf(60, 30, { now: 200, before: 100 })).toMatchObject({ ratio: 1, change: "none" });
    expect(trendOf(60, 0, { now: 200, before: 0 })).toMatchObject({ ratio: null, change: "none" });
  });
});

describe("noise share", () => {
  it("is of judged pages, with what is open beside it", () => {
    const found = noiseShare([
      { actionable: 1, noise: 6, unclear: 3 },
      { actionable: 1, noise: 0, unclear: 1 },
    ]);
    expect(found).toMatchObject({ actionable: 2, noise: 6, unclear: 4, value: 0.75, optimistic: true });
    expect(found.unclearShare).toBeCloseTo(4 / 12, 12);
    expect(found.bounds).toEqual({ low: 0.5, high: 10 / 12 });
  });

  it("is unknown where nothing is judged, or nothing came", () => {
    expect(noiseShare([{ actionable: 0, noise: 0, unclear: 2 }])).toMatchObject({
      value: null,
      interval: null,
      unclearShare: 1,
      bounds: { low: 0, high: 1 },
    });
    expect(noiseShare([])).toMatchObject({ value: null, unclearShare: null, bounds: null });
  });

  it("of ten alerts or more is drawn by alert, and wider than if pages were independent", () => {
    const alerts = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        actionable: index % 2 === 0 ? 20 : 0,
        noise: index % 2 === 0 ? 0 : 20,
        unclear: 0,
      }));
    const [nine, ten] = [noiseShare(alerts(9)), noiseShare(alerts(10))];
    expect([nine.optimistic, ten.optimistic]).toEqual([true, false]);
    const width = (found: typeof nine) => (found.interval?.high ?? 0) - (found.interval?.low ?? 0);
    expect(width(ten)).toBeGreaterThan(2 * width(nine));
    expect(ten.value).toBe(0.5);
  });
});

describe("response effort", () => {
  const none = { acknowledgedAt: null, endedAt: null, actedAt: [], saidMinutes: null };
  const minutes = (count: number) => count * 60_000;

  it.each([
    ["their word wins", { ...none, acknowledgedAt: 0, endedAt: minutes(30), saidMinutes: 5 }, [5, false, false]],
    [
      "a word of none is a word",
      { ...none, acknowledgedAt: 0, endedAt: minutes(30), saidMinutes: 0 },
      [0, false, false],
    ],
    ["a word without an acknowledgement", { ...none, saidMinutes: 600 }, [600, false, false]],
    ["to the end", { ...none, acknowledgedAt: minutes(3), endedAt: minutes(33) }, [30, true, false]],
    [
      "what came after the end adds nothing",
      { ...none, acknowledgedAt: 0, endedAt: minutes(30), actedAt: [minutes(900)] },
      [30, true, false],
    ],
    [
      "to the last thing they did",
      { ...none, acknowledgedAt: 0, actedAt: [minutes(25), minutes(10)] },
      [25, true, false],
    ],
    ["four hours", { ...none, acknowledgedAt: 0, endedAt: minutes(240) }, [240, true, false]],
    ["more than four hours", { ...none, acknowledgedAt: 0, endedAt: minutes(241) }, [240, true, true]],
    ["at once", { ...none, acknowledgedAt: 5, endedAt: 5 }, [0, true, false]],
  ] as const)("%s", (_name, response, [took, estimated, capped]) => {
    expect(responseEffort(response)).toEqual({ minutes: took, estimated, capped });
  });

  it.each([
    ["nobody acknowledged", { ...none, endedAt: minutes(9), actedAt: [minutes(2)] }],
    ["nothing came after", { ...none, acknowledgedAt: 0 }],
    ["acknowledged after the end", { ...none, acknowledgedAt: minutes(9), endedAt: minutes(2) }],
  ])("is unknown where %s", (_name, response) => expect(responseEffort(response)).toBeNull());
});
