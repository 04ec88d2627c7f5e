import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { HOUR_MS } from "./boundaries";
import { type InstantRange, labelOf, previousRange, resolveRange, slicesOf, wholeDaysOf } from "./range";

/** A Wednesday. */
const NOW = Date.parse("2026-11-25T13:45:30Z");
const iso = ({ from, to }: InstantRange) => [new Date(from).toISOString(), new Date(to).toISOString()];
const read = (from: string, to: string, zone = "UTC", now = NOW) => resolveRange({ from, to, zone, now });

describe("resolveRange", () => {
  it.each([
    ["now-1w/w", "now-1w/w", "2026-11-16T00:00:00.000Z", "2026-11-23T00:00:00.000Z"],
    ["now/w", "now/w", "2026-11-23T00:00:00.000Z", "2026-11-30T00:00:00.000Z"],
    ["now/w", "now", "2026-11-23T00:00:00.000Z", "2026-11-25T13:45:30.000Z"],
    ["now-7d", "now", "2026-11-18T13:45:30.000Z", "2026-11-25T13:45:30.000Z"],
    ["now-90d", "now", "2026-08-27T13:45:30.000Z", "2026-11-25T13:45:30.000Z"],
    ["now-7d/d", "now/d", "2026-11-18T00:00:00.000Z", "2026-11-26T00:00:00.000Z"],
    ["now-3h/h", "now/h", "2026-11-25T10:00:00.000Z", "2026-11-25T14:00:00.000Z"],
    ["now-1M/M", "now-1M/M", "2026-10-01T00:00:00.000Z", "2026-11-01T00:00:00.000Z"],
    ["now/Q", "now/Q", "2026-10-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
    ["now-1Q/Q", "now-1Q/Q", "2026-07-01T00:00:00.000Z", "2026-10-01T00:00:00.000Z"],
    ["now-1y/y", "now-1y/y", "2025-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z"],
    ["now/w-1d", "now/d+2h", "2026-11-22T00:00:00.000Z", "2026-11-26T02:00:00.000Z"],
    ["2026-11-16", "2026-11-22", "2026-11-16T00:00:00.000Z", "2026-11-23T00:00:00.000Z"],
    ["2026-11-16T10:30", "2026-11-16T12:00:30.250", "2026-11-16T10:30:00.000Z", "2026-11-16T12:00:30.250Z"],
    ["2026-11-16T10:30:00+02:00", "2026-11-16T10:30Z", "2026-11-16T08:30:00.000Z", "2026-11-16T10:30:00.000Z"],
    ["1767225600000", "1767312000000", "2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"],
  ])("%s to %s", (from, to, first, last) => expect(iso(read(from, to))).toEqual([first, last]));

  it("an instant on the boundary belongs to what it begins", () => {
    const monday = Date.parse("2026-11-23T00:00:00Z");
    expect(iso(read("now/w", "now/w", "UTC", monday))).toEqual([
      "2026-11-23T00:00:00.000Z",
      "2026-11-30T00:00:00.000Z",
    ]);
    expect(iso(read("now-1w/w", "now-1w/w", "UTC", monday - 1))).toEqual([
      "2026-11-09T00:00:00.000Z",
      "2026-11-16T00:00:00.000Z",
    ]);
  });

  it("a week with a clock change has 167 or 169 hours", () => {
    const spring = read("2026-03-23", "2026-03-29", "Europe/Berlin");
    const autumn = read("2026-10-19", "2026-10-25", "Europe/Berlin");
    expect([spring, autumn].map(({ from, to }) => (to - from) / HOUR_MS)).toEqual([167, 169]);
  });

  it("days keep the time on the wall, hours do not", () => {
    const now = Date.parse("2026-03-29T10:00:00Z");
    expect(iso(read("now-1d", "now", "Europe/Berlin", now))[0]).toBe("2026-03-28T11:00:00.000Z");
    expect(iso(read("now-24h", "now", "Europe/Berlin", now))[0]).toBe("2026-03-28T10:00:00.000Z");
  });

  it("a month back from the 31st is the last day", () => {
    expect(iso(read("now-1M", "now", "UTC", Date.parse("2026-03-31T08:00:00Z")))[0]).toBe("2026-02-28T08:00:00.000Z");
    expect(iso(read("now-1M", "now", "UTC", Date.parse("2026-01-31T08:00:00Z")))[0]).toBe("2025-12-31T08:00:00.000Z");
  });

  it.each([
    ["yesterday", "now", /start of the range, "yesterday"/],
    ["now-7d", "soon", /end of the range, "soon"/],
    ["now-7m", "now", /the unit "m" is not one of h d w M Q y/],
    ["now-7d//d", "now", /"\/\/d" is not understood/],
    ["now7d", "now", /"7d" is not understood/],
    ["2026-02-30", "now", /there is no day 2026-02-30/],
    ["2026-02-03T25:00", "now", /there is no time 25:00/],
    ["2026", "now", /cannot be read/],
    ["", "now", /cannot be read/],
    ["now", "now-1d", /ends before it begins/],
    ["now", "now", /ends before it begins/],
  ])("refuses %s to %s and says why", (from, to, message) => {
    expect(() => read(from, to)).toThrow(message);
    expect(() => read(from, to)).toThrow(AppError);
  });

  it("refuses a zone that is not one", () => expect(() => read("now-1d", "now", "Moon/Base")).toThrow(/Moon\/Base/));
});

describe("previousRange", () => {
  it("keeps whole local days whole across a clock change", () => {
    const week = read("2026-03-30", "2026-04-05", "Europe/Berlin");
    const before = previousRange(week, "Europe/Berlin");
    expect(before).toEqual(read("2026-03-23", "2026-03-29", "Europe/Berlin"));
    expect((before.to - before.from) / HOUR_MS).toBe(167);
  });

  it("of other ranges has the same length", () => {
    const range = read("2026-11-16T10:00", "2026-11-17T16:00");
    expect(iso(previousRange(range, "UTC"))).toEqual(["2026-11-15T04:00:00.000Z", "2026-11-16T10:00:00.000Z"]);
  });

  it("keeps the hour of a hand-over where the clocks change", () => {
    const week = read("2026-03-25T10:00", "2026-04-01T10:00", "Europe/Berlin");
    expect(iso(week)).toEqual(["2026-03-25T09:00:00.000Z", "2026-04-01T08:00:00.000Z"]);
    expect(iso(previousRange(week, "Europe/Berlin"))).toEqual(["2026-03-18T09:00:00.000Z", "2026-03-25T09:00:00.000Z"]);
    const next = read("2026-04-01T10:00", "2026-04-08T10:00", "Europe/Berlin");
    expect(previousRange(next, "Europe/Berlin")).toEqual(week);
  });

  it("always touches the range and has as many days", () => {
    const day = fc.integer({ min: 0, max: 700 }).map((days) => Date.UTC(2025, 0, 1 + days));
    const zones = fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo");
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 40 }), zones, (first, days, zone) => {
        const date = (ms: number) => new Date(ms).toISOString().slice(0, 10);
        const range = read(date(first), date(first + days * 24 * HOUR_MS), zone);
        const before = previousRange(range, zone);
        expect(before.to).toBe(range.from);
        expect(wholeDaysOf(before, zone)).toBe(days + 1);
      }),
      { numRuns: 100, seed: 2 },
    );
  });
});

describe("slicesOf", () => {
  it("days of a week", () => {
    const { unit, slices } = slicesOf(read("2026-10-19", "2026-10-25", "Europe/Berlin"), "Europe/Berlin");
    expect(unit).toBe("day");
    expect(slices.map(({ label }) => label)).toEqual([
      "Mon 19 Oct",
      "Tue 20 Oct",
      "Wed 21 Oct",
      "Thu 22 Oct",
      "Fri 23 Oct",
      "Sat 24 Oct",
      "Sun 25 Oct",
    ]);
    expect(slices.map(({ from, to }) => (to - from) / HOUR_MS)).toEqual([24, 24, 24, 24, 24, 24, 25]);
  });

  it.each([
    [31, "day"],
    [32, "week"],
  ])("%s days are shown by %s", (days, unit) => {
    const to = new Date(Date.UTC(2026, 8, days)).toISOString().slice(0, 10);
    expect(slicesOf(read("2026-09-01", to), "UTC").unit).toBe(unit);
  });

  it("cuts the first and the last week to the range", () => {
    const { slices } = slicesOf(read("2026-09-02", "2026-10-06"), "UTC");
    expect(slices.map(({ label }) => label)).toEqual([
      "2 – 6 Sep",
      "7 – 13 Sep",
      "14 – 20 Sep",
      "21 – 27 Sep",
      "28 Sep – 4 Oct",
      "5 – 6 Oct",
    ]);
  });

  it("covers any range without a gap", () => {
    const instants = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 0, 1) });
    const zones = fc.constantFrom("Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Havana");
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 200 * 24 * HOUR_MS }), zones, (from, length, zone) => {
        const { slices } = slicesOf({ from, to: from + length }, zone);
        expect(slices[0]?.from).toBe(from);
        expect(slices.at(-1)?.to).toBe(from + length);
        slices.slice(1).forEach((slice, index) => {
          expect(slice.from).toBe(slices[index]?.to);
        });
        expect(slices.every((slice) => slice.to > slice.from)).toBe(true);
      }),
      { numRuns: 150, seed: 8 },
    );
  });
});

describe("labelOf", () => {
  it.each([
    ["2026-11-16", "2026-11-22", "16 – 22 Nov 2026"],
    ["2026-11-16", "2026-11-16", "16 Nov 2026"],
    ["2026-09-28", "2026-10-04", "28 Sep – 4 Oct 2026"],
    ["2026-12-28", "2027-01-03", "28 Dec 2026 – 3 Jan 2027"],
    ["2026-11-16T10:00", "2026-11-17T09:30", "16 Nov 2026, 10:00 – 17 Nov 2026, 09:30"],
  ])("%s to %s reads %s", (from, to, label) => {
    expect(labelOf(read(from, to, "Europe/Berlin"), "Europe/Berlin")).toBe(label);
  });
});
