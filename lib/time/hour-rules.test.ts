import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { DEFAULT_SETTINGS, type Hours } from "@/lib/model/settings";
import { addDays, HOUR_MS, localPartsOf, startOfDate } from "./boundaries";
import { clockOf, type TimedPerson } from "./clock-of";
import { placeInstant } from "./hour-rules";

const { hours } = DEFAULT_SETTINGS;
const NOBODY: TimedPerson = { hours: null, timeZone: null, country: null, region: null, zones: [] };
const WORKSPACE = { zone: "UTC", hours, holidays: null };

const clock = (person: Partial<TimedPerson> = {}) =>
  clockOf({ person: { ...NOBODY, ...person }, team: null, workspace: WORKSPACE });
const classAt = (text: string, person: Partial<TimedPerson>) => placeInstant(Date.parse(text), clock(person)).hourClass;

describe("hour class of a person", () => {
  const SUNDAY_TO_THURSDAY: Hours = { ...hours, workingDays: [6, 0, 1, 2, 3] };

  it.each<[string, string, Partial<TimedPerson>, string]>([
    ["Sunday is worked", "2026-11-22T09:00:00Z", { hours: SUNDAY_TO_THURSDAY }, "business"],
    ["Thursday is worked", "2026-11-19T09:00:00Z", { hours: SUNDAY_TO_THURSDAY }, "business"],
    ["Friday is not", "2026-11-20T09:00:00Z", { hours: SUNDAY_TO_THURSDAY }, "off"],
    ["Saturday is not", "2026-11-21T09:00:00Z", { hours: SUNDAY_TO_THURSDAY }, "off"],
    ["sleep wins over a day off", "2026-11-21T22:00:00Z", { hours: SUNDAY_TO_THURSDAY }, "sleep"],
    ["no day is worked", "2026-11-18T09:00:00Z", { hours: { ...hours, workingDays: [] } }, "off"],
    ["a holiday counts as weekend", "2026-05-01T09:00:00Z", { country: "DE" }, "off"],
    ["sleep wins over a holiday", "2026-05-01T07:59:59.999Z", { country: "DE" }, "sleep"],
    ["the day before is worked", "2026-04-30T17:59:59.999Z", { country: "DE" }, "business"],
    ["a holiday of the region", "2026-06-04T09:00:00Z", { country: "DE", region: "BY" }, "off"],
    ["the same date in another region", "2026-06-04T09:00:00Z", { country: "DE", region: "BE" }, "business"],
    ["nobody said which holidays", "2026-05-01T09:00:00Z", {}, "business"],
    ["half past in Kolkata, asleep", "2026-11-16T02:29:59Z", { timeZone: "Asia/Kolkata" }, "sleep"],
    ["half past in Kolkata, up", "2026-11-16T02:30:00Z", { timeZone: "Asia/Kolkata" }, "business"],
    ["a quarter in Kathmandu, asleep", "2026-11-16T02:14:59Z", { timeZone: "Asia/Kathmandu" }, "sleep"],
    ["a quarter in Kathmandu, up", "2026-11-16T02:15:00Z", { timeZone: "Asia/Kathmandu" }, "business"],
    ["winter time in Lord Howe", "2026-08-03T21:30:00Z", { timeZone: "Australia/Lord_Howe" }, "business"],
    ["half an hour of summer time in Lord Howe", "2026-11-16T20:59:59Z", { timeZone: "Australia/Lord_Howe" }, "sleep"],
    ["and its morning", "2026-11-16T21:00:00Z", { timeZone: "Australia/Lord_Howe" }, "business"],
  ])("%s (%s)", (_name, text, person, expected) => expect(classAt(text, person)).toBe(expected));

  it.each([
    // 1 May begins in Kiritimati (UTC+14) at 10:00 UTC on 30 April, and ends in Niue (UTC-11) at 11:00 UTC on 2 May.
    ["Pacific/Kiritimati", "2026-04-29T18:00:00Z", "business", "2026-04-30T18:00:00Z", "off"],
    ["Pacific/Niue", "2026-05-01T19:00:00Z", "off", "2026-05-01T18:59:59Z", "sleep"],
    ["Europe/Berlin", "2026-04-30T21:59:59Z", "sleep", "2026-05-01T06:00:00Z", "off"],
  ])("a holiday begins at the local midnight of %s", (timeZone, one, first, other, second) => {
    const person = { timeZone, country: "DE" };
    expect([classAt(one, person), classAt(other, person)]).toEqual([first, second]);
  });

  it("a holiday ends at local midnight where no sleep hides it", () => {
    const awake: Hours = { sleepFrom: 4 * 60, sleepTo: 5 * 60, businessTo: 24 * 60 };
    const person = { timeZone: "Asia/Kolkata", hours: awake, country: "IN" };
    // 26 January 2026, a Monday.
    expect(classAt("2026-01-26T18:29:59Z", person)).toBe("off");
    expect(classAt("2026-01-26T23:30:00Z", person)).toBe("business");
  });
});

describe("clock changes", () => {
  const berlin = clock({ timeZone: "Europe/Berlin" });
  const placed = (text: string) => placeInstant(Date.parse(text), berlin);

  it("forwards: eight in the morning comes an hour sooner", () => {
    expect(placed("2026-03-27T06:59:59Z").hourClass).toBe("sleep");
    expect(placed("2026-03-27T07:00:00Z").hourClass).toBe("business");
    expect(placed("2026-03-30T05:59:59Z").hourClass).toBe("sleep");
    expect(placed("2026-03-30T06:00:00Z").hourClass).toBe("business");
  });

  it("backwards: the repeated hour is two hours of one night", () => {
    const [first, second] = [placed("2026-10-25T00:30:00Z"), placed("2026-10-25T01:30:00Z")];
    expect([first.localHour, second.localHour]).toEqual([2, 2]);
    expect(second.hourStartedAt - first.hourStartedAt).toBe(HOUR_MS);
    expect([first.night, second.night]).toEqual(["2026-10-24", "2026-10-24"]);
  });
});

describe("a person who moves", () => {
  const moved = clock({
    timeZone: "Asia/Tokyo",
    country: "JP",
    zones: [
      { fromDate: "2026-05-10", timeZone: "Europe/Lisbon", country: "PT", region: null },
      { fromDate: "2026-06-01", timeZone: "America/Sao_Paulo", country: null, region: null },
    ],
  });
  const placed = (text: string) => {
    const { zone, localDate, localHour, hourClass } = placeInstant(Date.parse(text), moved);
    return [zone, localDate, localHour, hourClass];
  };

  it.each([
    ["long before", "2020-01-06T00:00:00Z", ["Asia/Tokyo", "2020-01-06", 9, "business"]],
    // 10 May begins in Lisbon at 23:00 UTC on the 9th: until then it is already that date in Tokyo.
    ["the last moment there", "2026-05-09T22:59:59Z", ["Asia/Tokyo", "2026-05-10", 7, "sleep"]],
    ["the first moment here", "2026-05-09T23:00:00Z", ["Europe/Lisbon", "2026-05-10", 0, "sleep"]],
    ["a Monday here", "2026-05-11T08:00:00Z", ["Europe/Lisbon", "2026-05-11", 9, "business"]],
    ["a Monday that is a holiday elsewhere", "2026-05-25T08:00:00Z", ["Europe/Lisbon", "2026-05-25", 9, "business"]],
    [
      "Corpus Christi, after the second move",
      "2026-06-04T13:00:00Z",
      ["America/Sao_Paulo", "2026-06-04", 10, "business"],
    ],
    ["the last moment before it", "2026-06-01T02:59:59Z", ["Europe/Lisbon", "2026-06-01", 3, "sleep"]],
    ["the first moment after it", "2026-06-01T03:00:00Z", ["America/Sao_Paulo", "2026-06-01", 0, "sleep"]],
  ])("%s", (_name, text, expected) => expect(placed(text)).toEqual(expected));

  it("has the holidays of where they live, else of their own country", () => {
    // 3 May 2021 is a Monday and a holiday in Japan; 10 June 2026 a Wednesday and one in Portugal.
    expect(placed("2021-05-03T01:00:00Z")[3]).toBe("off");
    const stays = clock({
      timeZone: "Asia/Tokyo",
      country: "JP",
      zones: [{ fromDate: "2026-05-10", timeZone: "Europe/Lisbon", country: "PT", region: null }],
    });
    expect(placeInstant(Date.parse("2026-06-10T09:00:00Z"), stays).hourClass).toBe("off");
    expect(placed("2026-06-10T13:00:00Z")[3]).toBe("business");
    // 20 July 2026, Marine Day in Japan: their own country's, where the row names none.
    expect(placed("2026-07-20T13:00:00Z")[3]).toBe("off");
  });

  it("may have rows in any order, and one from ever", () => {
    const rows = [
      { fromDate: "2026-05-10", timeZone: "Europe/Lisbon", country: null, region: null },
      { fromDate: "-infinity", timeZone: "Asia/Kolkata", country: null, region: null },
    ];
    const person = clock({ timeZone: "Asia/Tokyo", zones: rows });
    expect(person.zones.map(({ zone }) => zone)).toEqual(["Asia/Tokyo", "Asia/Kolkata", "Europe/Lisbon"]);
    expect(placeInstant(0, person).zone).toBe("Asia/Kolkata");
    expect(placeInstant(Date.parse("2026-06-01T00:00:00Z"), person).zone).toBe("Europe/Lisbon");
  });
});

describe("whose rules count", () => {
  const own: Hours = { sleepFrom: 0, sleepTo: 60, businessTo: 120, workingDays: [0] };
  const teams: Hours = { sleepFrom: 0, sleepTo: 120, businessTo: 180 };
  const workspace = { zone: "Europe/Berlin", hours, holidays: { country: "DE", region: "BY" } };
  const resolve = (person: Partial<TimedPerson>, team: { hours: Hours | null } | null) =>
    clockOf({ person: { ...NOBODY, ...person }, team, workspace });

  it("hours: the person's, else the team's, else the workspace's, whole", () => {
    expect(resolve({ hours: own }, { hours: teams }).hours).toBe(own);
    expect(resolve({}, { hours: teams }).hours).toBe(teams);
    expect(resolve({}, { hours: null }).hours).toBe(hours);
    expect(resolve({}, null).hours).toBe(hours);
  });

  it("zone and holidays: the person's, else the workspace's", () => {
    const [person] = resolve({ timeZone: "Asia/Tokyo", country: "JP" }, null).zones;
    expect([person.zone, person.holidays?.has("2026-11-23"), person.holidays?.has("2026-11-01")]).toEqual([
      "Asia/Tokyo",
      true,
      false,
    ]);
    const [shared] = resolve({}, null).zones;
    expect([shared.zone, shared.holidays?.has("2026-11-01")]).toEqual(["Europe/Berlin", true]);
    // A country of their own has no region of the workspace's.
    const [other] = resolve({ country: "DE" }, null).zones;
    expect(other.holidays?.has("2026-11-01")).toBe(false);
  });

  it("an unknown country or region has no holidays, and leaves the workspace's to the others", () => {
    expect(resolve({ country: "XX" }, null).zones[0].holidays).toBeNull();
    expect(resolve({ country: "DE", region: "ZZ" }, null).zones[0].holidays).toBeNull();
    expect(resolve({}, null).zones[0].holidays?.has("2026-10-03")).toBe(true);
  });
});

describe("any instant of anybody", () => {
  const ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Chatham",
  ];
  const minutes = fc.integer({ min: 0, max: 1439 });
  const anyHours = fc
    .record({ sleepFrom: minutes, sleepTo: minutes, length: minutes, workingDays: fc.uniqueArray(fc.nat(6)) })
    .map(({ sleepFrom, sleepTo, length, workingDays }) => ({
      sleepFrom,
      sleepTo,
      businessTo: Math.min(1440, sleepTo + length),
      workingDays,
    }));

  it("is in one class, on the date on the wall, and in a night exactly where it is in sleep", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse("2015-01-01"), max: Date.parse("2030-01-01") }),
        fc.constantFrom(...ZONES),
        fc.constantFrom(...ZONES),
        anyHours,
        (at, timeZone, movedTo, hoursOfOne) => {
          const person = {
            timeZone,
            hours: hoursOfOne,
            country: "GB",
            zones: [{ fromDate: "2022-03-27", timeZone: movedTo, country: null, region: null }],
          };
          const placed = placeInstant(at, clock(person));
          const wall = localPartsOf(at, placed.zone);
          expect(HOUR_CLASSES).toContain(placed.hourClass);
          expect(placed.zone).toBe(at >= startOfDate("2022-03-27", movedTo) ? movedTo : timeZone);
          expect([placed.localDate, placed.localHour]).toEqual([wall.date, wall.hour]);
          expect(at - placed.hourStartedAt).toBeGreaterThanOrEqual(0);
          expect(at - placed.hourStartedAt).toBeLessThan(HOUR_MS);
          expect(placed.night !== null).toBe(placed.hourClass === "sleep");
          if (placed.night !== null) expect([wall.date, addDays(wall.date, -1)]).toContain(placed.night);
          if (placed.hourClass === "business") expect(hoursOfOne.workingDays).toContain(wall.weekday);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });
});
