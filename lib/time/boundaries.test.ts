import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import {
  addDays,
  daysBetween,
  HOUR_MS,
  instantOfWall,
  isZone,
  localPartsOf,
  offsetAt,
  offsetsOf,
  startOfDate,
  startOfLocalDay,
  startOfLocalHour,
  startOfLocalMonth,
  startOfLocalWeek,
} from "./boundaries";

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "Europe/London",
  "America/New_York",
  "America/Sao_Paulo",
  "America/St_Johns",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Chatham",
  "Africa/Cairo",
  "Africa/Casablanca",
  "America/Havana",
];
const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();
const zoned = (ms: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);

describe("the clock of a zone", () => {
  it("agrees with Temporal at any instant of 1990 to 2035", () => {
    const instants = fc.integer({ min: at("1990-01-01T00:00:00Z"), max: at("2035-01-01T00:00:00Z") });
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (ms, zone) => {
        const here = zoned(ms, zone);
        expect(offsetAt(ms, zone)).toBe(here.offsetNanoseconds / 1e6);
        expect(localPartsOf(ms, zone)).toEqual({
          date: here.toPlainDate().toString(),
          year: here.year,
          month: here.month,
          day: here.day,
          hour: here.hour,
          minute: here.minute,
          weekday: here.dayOfWeek - 1,
        });
        expect(iso(startOfLocalDay(ms, zone))).toBe(iso(here.startOfDay().epochMilliseconds));
      }),
      { numRuns: 600, seed: 4 },
    );
  });

  it.each([
    ["Europe/Berlin", "2026-03-29T00:59:59.999Z", 1],
    ["Europe/Berlin", "2026-03-29T01:00:00Z", 2],
    ["Europe/Berlin", "2026-10-25T00:59:59.999Z", 2],
    ["Europe/Berlin", "2026-10-25T01:00:00Z", 1],
    ["Asia/Kathmandu", "2026-06-01T00:00:00Z", 5.75],
    ["Australia/Lord_Howe", "2026-04-04T14:59:59.999Z", 11],
    ["Australia/Lord_Howe", "2026-04-04T15:00:00Z", 10.5],
  ])("%s at %s is %s h east", (zone, text, hours) => expect(offsetAt(at(text), zone)).toBe(hours * HOUR_MS));

  it("answers a million look-ups in well under a second", () => {
    const before = process.cpuUsage();
    let sum = 0;
    for (let index = 0; index < 1_000_000; index += 1) {
      sum += offsetAt(1_770_000_000_000 + (index % 9000) * 900_000 + index, ZONES[index % 5] ?? "UTC");
    }
    expect(Number.isFinite(sum)).toBe(true);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(900);
  });

  it("knows zones from nonsense", () => {
    expect(["Europe/Berlin", "UTC", "+05:30"].filter(isZone)).toHaveLength(3);
    expect(["Mars/Base", "", "CESTX", "Europe/"].filter(isZone)).toEqual([]);
  });
});

describe("boundaries", () => {
  it("a day of 23 and one of 25 hours", () => {
    const length = (date: string) =>
      startOfDate(addDays(date, 1), "Europe/Berlin") - startOfDate(date, "Europe/Berlin");
    expect(length("2026-03-29")).toBe(23 * HOUR_MS);
    expect(length("2026-10-25")).toBe(25 * HOUR_MS);
    expect(length("2026-10-26")).toBe(24 * HOUR_MS);
  });

  it("a midnight that does not exist: the day begins at the change", () => {
    expect(iso(startOfDate("2018-11-04", "America/Sao_Paulo"))).toBe("2018-11-04T03:00:00.000Z");
    expect(localPartsOf(startOfDate("2018-11-04", "America/Sao_Paulo"), "America/Sao_Paulo").hour).toBe(1);
  });

  it("a midnight that comes twice: the day begins at the first", () => {
    expect(iso(startOfDate("2026-11-01", "America/Havana"))).toBe("2026-11-01T04:00:00.000Z");
  });

  it("a date that a zone skipped as a whole has no length", () => {
    expect(startOfDate("2011-12-30", "Pacific/Apia")).toBe(startOfDate("2011-12-31", "Pacific/Apia"));
  });

  it("the repeated hour is two hours", () => {
    const first = startOfLocalHour(at("2026-10-25T00:30:00Z"), "Europe/Berlin");
    const second = startOfLocalHour(at("2026-10-25T01:30:00Z"), "Europe/Berlin");
    expect([iso(first), iso(second)]).toEqual(["2026-10-25T00:00:00.000Z", "2026-10-25T01:00:00.000Z"]);
    expect(localPartsOf(first, "Europe/Berlin").hour).toBe(localPartsOf(second, "Europe/Berlin").hour);
  });

  it("a half hour repeated begins at the change (Lord Howe)", () => {
    expect(iso(startOfLocalHour(at("2026-04-04T14:50:00Z"), "Australia/Lord_Howe"))).toBe("2026-04-04T14:00:00.000Z");
    expect(iso(startOfLocalHour(at("2026-04-04T15:10:00Z"), "Australia/Lord_Howe"))).toBe("2026-04-04T15:00:00.000Z");
  });

  it("hours of zones with a quarter", () => {
    expect(iso(startOfLocalHour(at("2026-06-01T00:20:00Z"), "Asia/Kathmandu"))).toBe("2026-06-01T00:15:00.000Z");
  });

  it("weeks begin on Monday, months on the first", () => {
    const sunday = at("2026-03-29T21:30:00Z");
    expect(iso(startOfLocalWeek(sunday, "Europe/Berlin"))).toBe("2026-03-22T23:00:00.000Z");
    expect(iso(startOfLocalWeek(sunday + HOUR_MS, "Europe/Berlin"))).toBe("2026-03-29T22:00:00.000Z");
    expect(iso(startOfLocalMonth(sunday, "Europe/Berlin"))).toBe("2026-02-28T23:00:00.000Z");
  });

  it("counts days over years and leap days", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
    expect(daysBetween("2026-01-01", "2027-01-01")).toBe(365);
  });

  it("a wall time that is skipped is the change, one that is repeated is the first", () => {
    expect(iso(instantOfWall(at("2026-03-29T02:30:00Z"), "Europe/Berlin"))).toBe("2026-03-29T01:00:00.000Z");
    expect(iso(instantOfWall(at("2026-10-25T02:30:00Z"), "Europe/Berlin"))).toBe("2026-10-25T00:30:00.000Z");
  });
});

describe("all offsets of a zone", () => {
  it.each(["Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe", "UTC"])(
    "are told of %s",
    (zone) => {
      const offsets = offsetsOf(zone);
      const years = (year: number) => Date.UTC(year, 0, 1);
      fc.assert(
        fc.property(fc.integer({ min: years(1900), max: years(2100) - 1 }), (at) => {
          const held = offsets.filter(({ fromMs }) => fromMs <= at).at(-1);
          expect(held?.offsetMs).toBe(offsetAt(at, zone));
        }),
        { seed: 11, numRuns: 300 },
      );
    },
  );
});
