import fc from "fast-check";
import { expect, it } from "vitest";
import { localPartsOf } from "./boundaries";
import { type DueRule, lastDue, nextDue } from "./due-times";

const at = (text: string) => Date.parse(text);
const iso = (instant: number) => new Date(instant).toISOString();
const MONDAY_NINE = { weekday: 0, minute: 540 };

it.each([
  ["at the very moment", "2026-11-23T08:00:00Z", "2026-11-23T08:00:00.000Z", "2026-11-30T08:00:00.000Z"],
  ["a millisecond before", "2026-11-23T07:59:59.999Z", "2026-11-16T08:00:00.000Z", "2026-11-23T08:00:00.000Z"],
  ["on the Sunday", "2026-11-22T12:00:00Z", "2026-11-16T08:00:00.000Z", "2026-11-23T08:00:00.000Z"],
  ["later that Monday", "2026-11-23T20:00:00Z", "2026-11-23T08:00:00.000Z", "2026-11-30T08:00:00.000Z"],
])("Monday 09:00 in Berlin, %s", (_, now, last, next) => {
  const rule = { ...MONDAY_NINE, zone: "Europe/Berlin" };
  expect([iso(lastDue(rule, at(now)).at), iso(nextDue(rule, at(now)).at)]).toEqual([last, next]);
});

it("is the same local time on both sides of a clock change", () => {
  const rule = { ...MONDAY_NINE, zone: "Europe/Berlin" };
  expect(iso(lastDue(rule, at("2026-10-20T00:00:00Z")).at)).toBe("2026-10-19T07:00:00.000Z");
  expect(iso(lastDue(rule, at("2026-10-27T00:00:00Z")).at)).toBe("2026-10-26T08:00:00.000Z");
});

it("takes the clock change itself where the time does not exist, and the first where it exists twice", () => {
  const rule = { weekday: 6, minute: 150, zone: "Europe/Berlin" };
  expect(iso(lastDue(rule, at("2026-03-29T12:00:00Z")).at)).toBe("2026-03-29T01:00:00.000Z");
  expect(iso(lastDue(rule, at("2026-10-25T12:00:00Z")).at)).toBe("2026-10-25T00:30:00.000Z");
  // Between the two 02:30 it has been due, and is not due again.
  expect(lastDue(rule, at("2026-10-25T01:30:00Z"))).toEqual(lastDue(rule, at("2026-10-25T00:45:00Z")));
});

it("finds Monday 09:00 where a whole day was skipped", () => {
  // Samoa had no 30 December 2011, a Friday.
  const rule = { weekday: 4, minute: 540, zone: "Pacific/Apia" };
  const due = lastDue(rule, at("2011-12-30T20:00:00Z"));
  expect(due.date).toBe("2011-12-30");
  expect(iso(due.at)).toBe("2011-12-30T10:00:00.000Z");
});

const rules: fc.Arbitrary<DueRule> = fc.record({
  weekday: fc.option(fc.integer({ min: 0, max: 6 })),
  minute: fc.integer({ min: 0, max: 1439 }),
  zone: fc.constantFrom(
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
  ),
});

it("is never after now, never more than a week before, follows without holes, and shows the wall's time", () => {
  fc.assert(
    fc.property(
      rules,
      fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2030-01-01T00:00:00Z") }),
      (rule, now) => {
        const [last, next] = [lastDue(rule, now), nextDue(rule, now)];
        expect(last.at).toBeLessThanOrEqual(now);
        expect(next.at).toBeGreaterThan(now);
        expect(now - last.at).toBeLessThan((rule.weekday === null ? 1 : 7) * 86_400_000 + 3_600_000);
        expect(lastDue(rule, next.at)).toEqual(next);
        expect(lastDue(rule, next.at - 1)).toEqual(last);
        const wall = localPartsOf(next.at, rule.zone);
        expect(wall.date).toBe(next.date);
        if (rule.weekday !== null) expect(wall.weekday).toBe(rule.weekday);
        // A clock change skips at most an hour.
        const late = wall.hour * 60 + wall.minute - rule.minute;
        expect(late === 0 || (late > 0 && late <= 60)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
