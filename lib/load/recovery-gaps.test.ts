import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS, type Hours } from "@/lib/model/settings";
import { clockOf } from "@/lib/time/clock-of";
import { recoveryGaps } from "./recovery-gaps";

const clock = (zone: string, hours: Hours = DEFAULT_SETTINGS.hours, country: string | null = null) =>
  clockOf({
    person: { hours, timeZone: zone, country, region: null, zones: [] },
    team: null,
    workspace: { zone: "UTC", hours, holidays: null },
  });
const LATER = Date.parse("2027-01-01T00:00:00Z");
const gaps = (...texts: string[]) =>
  recoveryGaps(
    texts.map((text) => Date.parse(text)),
    clock("UTC"),
    LATER,
  );

describe("recovery after a night", () => {
  // 16 November 2026 is a Monday. Rest runs from 18:00 to 08:00, 14 hours at most.
  it.each([
    ["late: 11 hours before it", ["2026-11-17T05:00:00Z"], 11, false],
    ["a second sooner", ["2026-11-17T04:59:59Z"], 10.9997, true],
    ["early: 11 hours after it would need 21:00", ["2026-11-16T22:00:00Z"], 10, true],
    ["in the middle", ["2026-11-17T01:00:00Z"], 7, true],
    ["twice", ["2026-11-16T23:00:00Z", "2026-11-17T04:00:00Z"], 5, true],
    ["in the evening as well", ["2026-11-16T19:00:00Z", "2026-11-17T06:00:00Z"], 11, false],
    ["before a day off it goes on", ["2026-11-21T03:00:00Z"], 15, false],
    ["which may be cut too", ["2026-11-21T03:00:00Z", "2026-11-21T12:00:00Z"], 9, true],
  ])("%s", (_name, texts, restHours, shortRest) => {
    const [gap, ...more] = gaps(...texts);
    expect(more).toEqual([]);
    expect(gap?.restHours).toBeCloseTo(restHours, 3);
    expect(gap?.shortRest).toBe(shortRest);
  });

  it("is up to the next interruption in business hours", () => {
    const [gap] = gaps("2026-11-17T03:00:00Z", "2026-11-17T07:00:00Z", "2026-11-17T09:30:00Z", "2026-11-18T09:00:00Z");
    expect(gap).toMatchObject({
      night: "2026-11-16",
      lastAt: Date.parse("2026-11-17T07:00:00Z"),
      nightEndedAt: Date.parse("2026-11-17T08:00:00Z"),
      nextBusinessAt: Date.parse("2026-11-17T09:30:00Z"),
      gapHours: 1.5,
    });
  });

  it("at 08:00 sharp is none at all, and over a weekend runs to Monday", () => {
    expect(gaps("2026-11-17T03:00:00Z", "2026-11-17T08:00:00Z")[0]?.gapHours).toBe(0);
    expect(gaps("2026-11-21T03:00:00Z", "2026-11-21T12:00:00Z", "2026-11-23T08:00:00Z")[0]?.gapHours).toBe(48);
  });

  it("is one row a night, none for a quiet one, and unknown where nothing followed", () => {
    expect(gaps("2026-11-16T12:00:00Z", "2026-11-16T19:00:00Z")).toEqual([]);
    const found = gaps("2026-11-18T02:00:00Z", "2026-11-17T02:00:00Z");
    expect(found.map(({ night, nextBusinessAt, gapHours }) => [night, nextBusinessAt, gapHours])).toEqual([
      ["2026-11-16", null, null],
      ["2026-11-17", null, null],
    ]);
  });

  it("is not told before the 24 hours are over", () => {
    const at = Date.parse("2026-11-17T03:00:00Z");
    const over = Date.parse("2026-11-17T18:00:00Z");
    expect(recoveryGaps([at], clock("UTC"), over - 1)[0]).toMatchObject({ restHours: null, shortRest: null });
    expect(recoveryGaps([at], clock("UTC"), over)[0]).toMatchObject({ restHours: 9, shortRest: true });
  });

  it("follows the clock of the person: an hour less on the night that it is put forward, one more backwards", () => {
    const berlin = clock("Europe/Berlin");
    const rest = (text: string) => recoveryGaps([Date.parse(text)], berlin, LATER)[0]?.restHours;
    // Interrupted at 01:00; from then to 18:00 on the Sunday.
    expect(rest("2026-03-29T00:00:00Z")).toBe(16);
    expect(rest("2026-10-24T23:00:00Z")).toBe(18);
  });

  it("of a holiday is that of a day off", () => {
    const at = [Date.parse("2026-05-01T03:00:00Z")];
    expect(recoveryGaps(at, clock("UTC"), LATER)[0]?.restHours).toBe(9);
    expect(recoveryGaps(at, clock("UTC", DEFAULT_SETTINGS.hours, "DE"), LATER)[0]?.restHours).toBe(15);
  });

  it("knows sleep that begins after midnight", () => {
    const late = clock("UTC", { sleepFrom: 60, sleepTo: 540, businessTo: 1140 });
    const [gap] = recoveryGaps([Date.parse("2026-11-17T02:00:00Z")], late, LATER);
    // From 19:00 on Monday to 02:00, then to 09:00: seven hours each.
    expect(gap).toMatchObject({ night: "2026-11-17", nightEndedAt: Date.parse("2026-11-17T09:00:00Z"), restHours: 7 });
  });
});
