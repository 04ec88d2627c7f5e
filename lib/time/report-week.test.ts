import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { HOUR_MS, localPartsOf } from "./boundaries";
import { isWeek, lastWeek, nextWeek, previousWeek, weekOf, weekRange, weeksUpTo } from "./report-week";

const iso = ({ from, to }: { from: number; to: number }) => [new Date(from).toISOString(), new Date(to).toISOString()];
const at = (text: string) => Date.parse(text);

describe("isWeek", () => {
  it.each(["2026-W01", "2026-W46", "2026-W53", "2020-W53", "2015-W53", "1999-W52"])("%s", (week) =>
    expect(isWeek(week)).toBe(true),
  );
  // 2025 and 2027 have 52 weeks.
  it.each(["2025-W53", "2027-W53", "2026-W00", "2026-W54", "2026-W1", "2026W46", "0000-W01", "2026-w46", " 2026-W46"])(
    "not %s",
    (week) => expect(isWeek(week)).toBe(false),
  );
});

describe("weekRange", () => {
  const wednesday = { weekday: 2, hour: 10 };
  it.each([
    ["a plain week", "2026-W46", "UTC", null, "2026-11-09T00:00:00.000Z", "2026-11-16T00:00:00.000Z"],
    ["handed over on Wednesday", "2026-W46", "UTC", wednesday, "2026-11-11T10:00:00.000Z", "2026-11-18T10:00:00.000Z"],
    ["53 weeks, over New Year", "2026-W53", "UTC", null, "2026-12-28T00:00:00.000Z", "2027-01-04T00:00:00.000Z"],
    ["week 1 begins in December", "2026-W01", "UTC", null, "2025-12-29T00:00:00.000Z", "2026-01-05T00:00:00.000Z"],
    ["clocks go back", "2026-W43", "Europe/London", null, "2026-10-18T23:00:00.000Z", "2026-10-26T00:00:00.000Z"],
    ["clocks go on", "2026-W13", "Europe/London", wednesday, "2026-03-25T10:00:00.000Z", "2026-04-01T09:00:00.000Z"],
    // 02:00 on 29 March does not exist in Berlin: the hand-over is the change itself.
    [
      "a skipped hour",
      "2026-W13",
      "Europe/Berlin",
      { weekday: 6, hour: 2 },
      "2026-03-29T01:00:00.000Z",
      "2026-04-05T00:00:00.000Z",
    ],
  ])("%s", (_, week, zone, handOver, from, to) => expect(iso(weekRange(week, zone, handOver))).toEqual([from, to]));

  it("refuses what is no week", () => {
    expect(() => weekRange("2025-W53", "UTC", null)).toThrow(AppError);
  });
});

describe("weekOf", () => {
  const wednesday = { weekday: 2, hour: 10 };
  it.each([
    ["2026-11-18T09:59:59.999Z", wednesday, "2026-W46"],
    ["2026-11-18T10:00:00Z", wednesday, "2026-W47"],
    ["2026-11-16T00:00:00Z", wednesday, "2026-W46"],
    ["2026-11-15T23:59:59.999Z", null, "2026-W46"],
    ["2026-11-16T00:00:00Z", null, "2026-W47"],
    ["2027-01-01T12:00:00Z", null, "2026-W53"],
    ["2027-01-05T12:00:00Z", wednesday, "2026-W53"],
  ])("%s with %o is %s", (text, handOver, week) => expect(weekOf(at(text), "UTC", handOver)).toBe(week));

  it("has a last week that is over", () => {
    expect(lastWeek(at("2026-11-18T09:00:00Z"), "UTC", wednesday)).toBe("2026-W45");
    expect(lastWeek(at("2026-11-18T10:00:00Z"), "UTC", wednesday)).toBe("2026-W46");
  });
});

describe("weeks", () => {
  const zones = ["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"];
  const cases = {
    at: fc.integer({ min: at("2009-12-20T00:00:00Z"), max: at("2035-01-20T00:00:00Z") }),
    zone: fc.constantFrom(...zones),
    handOver: fc.option(fc.record({ weekday: fc.integer({ min: 0, max: 6 }), hour: fc.integer({ min: 0, max: 23 }) })),
  };

  it("lie side by side without gap or overlap, and hold each moment once", () => {
    fc.assert(
      fc.property(fc.record(cases), ({ at: moment, zone, handOver }) => {
        const week = weekOf(moment, zone, handOver);
        const { from, to } = weekRange(week, zone, handOver);
        expect(from <= moment && moment < to).toBe(true);
        expect(weekRange(nextWeek(week), zone, handOver).from).toBe(to);
        expect(weekRange(previousWeek(week), zone, handOver).to).toBe(from);
        expect([nextWeek(previousWeek(week)), isWeek(week)]).toEqual([week, true]);
      }),
    );
  });

  it("begin at the hour of the hand-over, on its weekday, unless the clocks skip it", () => {
    fc.assert(
      fc.property(fc.record(cases), ({ at: moment, zone, handOver }) => {
        const { from } = weekRange(weekOf(moment, zone, handOver), zone, handOver);
        const { weekday, hour } = localPartsOf(from, zone);
        const asked = handOver ?? { weekday: 0, hour: 0 };
        const skipped = hour !== (localPartsOf(from - HOUR_MS, zone).hour + 1) % 24;
        if (!skipped) expect({ weekday, hour }).toEqual(asked);
      }),
    );
  });

  it("count back over a year of 53", () => {
    expect(weeksUpTo("2027-W02", 4)).toEqual(["2026-W52", "2026-W53", "2027-W01", "2027-W02"]);
  });
});
