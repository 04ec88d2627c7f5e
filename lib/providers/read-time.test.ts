import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDuration } from "./read-duration";
import { isZone, lacksZone, readTime } from "./read-time";

function iso(value: unknown, zone?: string): string | null {
  const read = readTime(value, { zone });
  return read === null ? null : "wrong" in read ? `wrong: ${read.wrong}` : new Date(read.at).toISOString();
}

describe("readTime", () => {
  it.each([
    ["2024-05-06T10:11:12Z", "2024-05-06T10:11:12.000Z"],
    ["2024-05-06T10:11:12.000000Z", "2024-05-06T10:11:12.000Z"],
    ["2024-05-06T10:11:12.6Z", "2024-05-06T10:11:12.600Z"],
    ["2024-05-06T10:11:12.999999999Z", "2024-05-06T10:11:12.999Z"],
    ["2024-05-06T10:11:12+00:00", "2024-05-06T10:11:12.000Z"],
    ["2024-05-06T10:11:12+0200", "2024-05-06T08:11:12.000Z"],
    ["2024-05-06T10:11:12-0530", "2024-05-06T15:41:12.000Z"],
    ["2026-03-02 14:43:05 UTC", "2026-03-02T14:43:05.000Z"],
    ["2026-03-02 14:45:10 +0000", "2026-03-02T14:45:10.000Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
    ["May 6, 2024 10:11 PM UTC", "2024-05-06T22:11:00.000Z"],
    ["6 May 2024 00:11 GMT", "2024-05-06T00:11:00.000Z"],
    [1_700_000_000, "2023-11-14T22:13:20.000Z"],
    [1_700_000_000_123, "2023-11-14T22:13:20.123Z"],
    ["1700000000123456", "2023-11-14T22:13:20.123Z"],
    ["1700000000123000123", "2023-11-14T22:13:20.123Z"],
    ["0001-01-01T00:00:00Z", null],
    ["", null],
    [null, null],
  ])("reads %j as %s", (value, expected) => expect(iso(value)).toBe(expected));

  it.each([
    ["2024-02-30T00:00:00Z", "not in the calendar"],
    ["2023-02-29T00:00:00Z", "not in the calendar"],
    ["2024-05-06T24:00:00Z", "not in the calendar"],
    ["2024-05-06", "a day without a time"],
    ["05/06/2024 10:11", "month first or day first"],
    ["2024-05-06T10:11:12", "no offset and the zone is not known"],
    ["2017-10-05 10:12:33 CEST", "the abbreviation CEST names no single zone"],
    ["2024-05-06T10:11:12+19:00", "impossible offset"],
    ["yesterday", "not a time we can read"],
    [-1, "not a time"],
    [{}, "not a time"],
  ])("refuses %j: %s", (value, why) => expect(iso(value)).toContain(why));

  it("reads local times in a zone, and says which the clocks made doubtful", () => {
    expect(readTime("2024-07-01T10:00:00", { zone: "Europe/Berlin" })).toEqual({
      at: Date.UTC(2024, 6, 1, 8),
      issue: null,
    });
    expect(readTime("2024-10-27T01:59:59", { zone: "Europe/Berlin" })).toMatchObject({
      at: Date.UTC(2024, 9, 26, 23, 59, 59),
      issue: null,
    });
    expect(readTime("2024-10-27T02:30:00", { zone: "Europe/Berlin" })).toMatchObject({
      at: Date.UTC(2024, 9, 27, 0, 30),
      issue: expect.stringContaining("doubtful"),
    });
    expect(readTime("2024-10-27T03:00:00", { zone: "Europe/Berlin" })).toMatchObject({
      at: Date.UTC(2024, 9, 27, 2),
      issue: null,
    });
    expect(readTime("2024-03-31T02:30:00", { zone: "Europe/Berlin" })).toMatchObject({
      at: Date.UTC(2024, 2, 31, 0, 30),
      issue: expect.stringContaining("doubtful"),
    });
  });

  it.each([1e19, 1e30, Number.MAX_VALUE, Number.POSITIVE_INFINITY, 0, -1])("refuses the number %d", (value) => {
    expect(readTime(value)).toEqual({ wrong: `${value} is not a time` });
  });

  it("reads numbers below the limit as times that a date can hold", () => {
    const read = readTime(1e19 - 2048);
    expect(read !== null && "at" in read && new Date(read.at).getUTCFullYear()).toBe(2286);
  });

  it("is the inverse of the clock of the zone where that is not doubtful", () => {
    const zones = fc.constantFrom("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC");
    const instants = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2030, 0) }).map((at) => at - (at % 1000));
    fc.assert(
      fc.property(instants, zones, (at, zone) => {
        const local = new Intl.DateTimeFormat("sv-SE", {
          timeZone: zone,
          dateStyle: "short",
          timeStyle: "medium",
        }).format(at);
        const read = readTime(local, { zone });
        expect(read).toHaveProperty("at");
        if (read && "at" in read && read.issue === null) expect(read.at).toBe(at);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it("knows zones, and times that lack theirs", () => {
    expect([isZone("Europe/Berlin"), isZone("Eastern Time (US & Canada)"), isZone("+02:00")]).toEqual([
      true,
      false,
      false,
    ]);
    expect([
      lacksZone("2024-05-06 10:11"),
      lacksZone("2024-05-06T10:11:00Z"),
      lacksZone("05/06/2024"),
      lacksZone(""),
    ]).toEqual([true, false, false, false]);
  });
});

describe("readDuration", () => {
  it.each([
    ["65", 1, 65],
    ["2", 60, 120],
    ["65", null, null],
    ["00:01:05", null, 65],
    ["01:05", null, null],
    ["1h 2m 3s", null, 3723],
    ["2 hours, 5 minutes", null, 7500],
    ["1d 1h", null, 90_000],
    ["PT1M5S", null, 65],
    ["soon", null, null],
    ["", null, null],
  ])("reads %j with unit %s as %s", (text, unit, seconds) => expect(readDuration(text, unit)).toBe(seconds));
});
