import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { sceneOf } from "@/lib/noise/history";
import { rayleigh } from "@/lib/noise/periodicity";
import { DAY, drawsOf, found, HOUR, historyOf, MINUTE, normalOf, pageOf, START } from "@/lib/noise/test-pages";
import { startOfDate } from "@/lib/time/boundaries";
import { scheduled } from "./scheduled";

const at = (instants: readonly number[]) => instants.map((instant) => pageOf({ at: (instant - START) / MINUTE }));
const nightly = (nights: number, every = DAY) => Array.from({ length: nights }, (_, night) => START + night * every);
const findingsOf = (instants: readonly number[], zone: string | null = "UTC") =>
  scheduled.detect(sceneOf(historyOf(at(instants), { zone }), DEFAULT_SETTINGS));

describe("scheduled", () => {
  it.each([
    [6, 0],
    [7, 7],
    [8, 8],
  ])("%s nights: %s pages", (nights, pages) => expect(found(scheduled, at(nightly(nights)))).toHaveLength(pages));

  it.each([
    ["weekly", 7 * DAY, 168],
    ["daily", DAY, 24],
    ["every 12 h", 12 * HOUR, 12],
    ["every 6 h", 6 * HOUR, 6],
    ["hourly", HOUR, 1],
    ["every 30 min", HOUR / 2, 0.5],
    ["every 5 min", 5 * MINUTE, 0.0833],
  ])("%s is told by its own clock, not by a part of it", (_, every, periodHours) => {
    expect(findingsOf(nightly(24, every)).map(({ facts }) => facts.periodHours)).toEqual([periodHours]);
  });

  it("needs 60 %% of the cycles", () => {
    const some = (keep: (night: number) => boolean) => nightly(40).filter((_, night) => keep(night));
    expect(findingsOf(some((night) => night % 5 < 3))).toHaveLength(1);
    expect(findingsOf(some((night) => night % 7 === 0 || night % 7 === 3))).toEqual([]);
  });

  it("needs at most 1.25 openings a night, repeats within 30 min aside", () => {
    const repeats = (minutes: number) => nightly(10).flatMap((night) => [night, night + minutes * MINUTE]);
    expect(findingsOf(repeats(30))).toHaveLength(1);
    expect(findingsOf(repeats(31))).toEqual([]);
  });

  it("keeps local time across a clock change, where UTC drifts", () => {
    const dates = Array.from({ length: 20 }, (_, day) =>
      new Date(Date.UTC(2026, 9, 15 + day)).toISOString().slice(0, 10),
    );
    const instants = dates.map((date) => startOfDate(date, "Europe/Berlin") + (date === "2026-10-25" ? 4 : 3) * HOUR);
    const [finding] = findingsOf(instants, "Europe/Berlin");
    expect(finding?.claim).toBe("fires by the clock: on 20 of 20 days, 03:00 Europe/Berlin");
    expect(finding?.facts.zone).toBe("Europe/Berlin");
    const [spring] = findingsOf(
      instants.map((instant) => instant),
      null,
    );
    expect(spring?.facts.zone).toBe("UTC");
    expect(spring?.facts.concentration).toBeLessThan(Number(finding?.facts.concentration));
  });

  it("says its band and leaves out the page beside it", () => {
    const nights = nightly(26).filter((_, night) => ![4, 9, 17].includes(night));
    const wobbling = nights.map((night, index) => night + ((index % 10) - 2) * MINUTE);
    const [finding] = findingsOf([...wobbling], "UTC");
    expect(finding?.claim).toBe("fires by the clock: on 23 of 26 days, 01:58-02:07 UTC");
    expect(finding?.facts).toMatchObject({ openings: 23, cycles: 26, cyclesHit: 23, periodHours: 24 });
    const [weekly] = findingsOf(nightly(8, 7 * DAY));
    expect(weekly?.claim).toBe("fires by the clock: in 8 of 8 weeks, Mon 02:00 UTC");
  });

  it("a day of the month takes half a year", () => {
    const monthly = (months: number) =>
      Array.from({ length: months }, (_, month) => Date.UTC(2026, month, 1, 3, (month * 7) % 10));
    expect(findingsOf(monthly(6))).toEqual([]);
    expect(findingsOf(monthly(8)).map(({ claim }) => claim)).toEqual([
      "fires by the clock: in 8 of 8 months, on day 1 of the month, UTC",
    ]);
  });

  it("with five openings even a perfect clock cannot pass, with seven it can", () => {
    expect(rayleigh(5, 5)).toBeGreaterThan(0.01 / 24);
    expect(rayleigh(7, 7)).toBeLessThan(0.01 / 24);
  });
});

describe("the traps of the design, drawn with a seed", () => {
  const rateOf = (draws: number, make: (draw: () => number) => number[]) => {
    const draw = drawsOf(20_261_122);
    let claims = 0;
    for (let index = 0; index < draws; index += 1)
      claims += findingsOf(make(draw).sort((a, b) => a - b)).length > 0 ? 1 : 0;
    return claims / draws;
  };
  // A Poisson stream, given its n openings, has them anywhere in the hours of its days; here n to 2.5 n days.
  const daytime = (n: number, from: number, to: number) => (draw: () => number) => {
    const days = Math.round(n * (1 + 1.5 * draw()));
    return Array.from({ length: n }, () => {
      return START - 2 * HOUR + Math.floor(draw() * days) * DAY + (from + draw() * (to - from)) * HOUR;
    });
  };
  const jitter = (minutes: number) => (draw: () => number) =>
    nightly(8).map((night) => night + normalOf(draw) * minutes * MINUTE);

  it.each([
    [8, 9, 18, 0.004],
    [20, 9, 18, 0],
    [8, 10, 16, 0.03],
    [20, 10, 16, 0.001],
  ])("%s openings between %s and %s h: at most %s false", (n, from, to, most) => {
    expect(rateOf(1000, daytime(n, from, to))).toBeLessThanOrEqual(most);
  });

  it.each([
    [45, 0.97, 1],
    [60, 0.85, 0.95],
    [90, 0.3, 0.46],
  ])("a nightly job with %s min of jitter is seen in %s to %s of the cases", (minutes, least, most) => {
    const power = rateOf(1000, jitter(minutes));
    expect(power).toBeGreaterThanOrEqual(least);
    expect(power).toBeLessThanOrEqual(most);
  });
});
