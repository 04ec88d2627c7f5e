import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS, type Hours } from "@/lib/model/settings";
import { clockOf } from "@/lib/time/clock-of";
import { type PersonClock, placeInstant } from "@/lib/time/hour-rules";
import { LEAST_REST_MINUTES, nightRests } from "./recovery-gaps";

const clock = (zone: string, hours: Hours = DEFAULT_SETTINGS.hours, country: string | null = null) =>
  clockOf({
    person: { hours, timeZone: zone, country, region: null, zones: [] },
    team: null,
    workspace: { zone: "UTC", hours, holidays: null },
  });
const UTC = clock("UTC");

function restsOf(ats: readonly number[], its: PersonClock = UTC): [string, number][] {
  const placed = ats.toSorted((a, b) => a - b).map((at) => ({ at, night: placeInstant(at, its).night }));
  return [...nightRests(placed, () => its)];
}
const rests = (texts: readonly string[], its?: PersonClock) =>
  restsOf(
    texts.map((text) => Date.parse(text)),
    its,
  );

describe("rest around a night", () => {
  // 16 November 2026 is a Monday. Rest runs from 18:00 to 08:00, 14 hours at most.
  it.each([
    ["late: 11 hours before it", ["2026-11-17T05:00:00Z"], 660],
    ["a second sooner", ["2026-11-17T04:59:59Z"], 659],
    ["early: 11 hours after it would need 21:00", ["2026-11-16T22:00:00Z"], 600],
    ["in the middle", ["2026-11-17T01:00:00Z"], 420],
    ["twice", ["2026-11-16T23:00:00Z", "2026-11-17T04:00:00Z"], 300],
    ["in the evening as well", ["2026-11-16T19:00:00Z", "2026-11-17T06:00:00Z"], 660],
    ["the end of business hours is no cut", ["2026-11-16T18:00:00Z", "2026-11-17T06:00:00Z"], 720],
    ["before a day off it goes on", ["2026-11-21T03:00:00Z"], 900],
    ["which may be cut too", ["2026-11-21T03:00:00Z", "2026-11-21T12:00:00Z"], 540],
  ])("%s", (_name, texts, minutes) => {
    expect(rests(texts).map(([, rest]) => rest)).toEqual([minutes]);
  });

  it("is one row a night and none for a quiet one", () => {
    expect(rests(["2026-11-16T12:00:00Z", "2026-11-16T19:00:00Z"])).toEqual([]);
    expect(rests(["2026-11-18T02:00:00Z", "2026-11-17T02:00:00Z", "2026-11-17T07:00:00Z"])).toEqual([
      ["2026-11-16", 480],
      ["2026-11-17", 480],
    ]);
  });

  it("follows the clock of the person: an hour less on the night that it is put forward, one more backwards", () => {
    const berlin = clock("Europe/Berlin");
    // Interrupted at 01:00; from then to 18:00 on the Sunday.
    expect(rests(["2026-03-29T00:00:00Z"], berlin)[0]?.[1]).toBe(16 * 60);
    expect(rests(["2026-10-24T23:00:00Z"], berlin)[0]?.[1]).toBe(18 * 60);
  });

  it("of a holiday is that of a day off", () => {
    expect(rests(["2026-05-01T03:00:00Z"])).toEqual([["2026-04-30", 540]]);
    const german = clock("UTC", DEFAULT_SETTINGS.hours, "DE");
    expect(rests(["2026-05-01T03:00:00Z"], german)).toEqual([["2026-04-30", 900]]);
  });

  it("knows sleep that begins after midnight", () => {
    const late = clock("UTC", { sleepFrom: 60, sleepTo: 540, businessTo: 1140 });
    // From 19:00 on Monday to 02:00, then to 09:00: seven hours each.
    expect(rests(["2026-11-17T02:00:00Z"], late)).toEqual([["2026-11-17", 420]]);
  });

  it("never grows by an interruption more, so that a short one stays short", () => {
    const start = Date.parse("2026-11-16T00:00:00Z");
    const at = fc.integer({ min: 0, max: 96 * 60 }).map((minute) => start + minute * 60_000);
    fc.assert(
      fc.property(fc.array(at, { minLength: 1, maxLength: 12 }), at, (ats, more) => {
        const after = new Map(restsOf([...ats, more]));
        for (const [night, rest] of restsOf(ats)) {
          const left = after.get(night) ?? Number.POSITIVE_INFINITY;
          expect(left).toBeLessThanOrEqual(rest);
          if (rest < LEAST_REST_MINUTES) expect(left).toBeLessThan(LEAST_REST_MINUTES);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
