import { describe, expect, it } from "vitest";
import { icingaFlapValue, nagiosFlapValue, statesUntil } from "./flap-values";

/** 21 states with the newest `changes` transitions. */
const newest = (changes: number) =>
  Array.from({ length: 21 }, (_, index) => (index <= 20 - changes ? false : (index - (20 - changes)) % 2 === 1));

describe("flap values", () => {
  it.each([
    [3, 20, false],
    [4, 20, true],
    [5, 30, false],
    [6, 30, true],
  ])("Nagios: the newest %s changes reach %s %%: %s", (changes, high, starts) => {
    expect(nagiosFlapValue(newest(changes)) >= high).toBe(starts);
  });

  it.each([
    [5, false],
    [6, true],
  ])("Icinga: the newest %s changes are over 30 %%: %s", (changes, starts) => {
    expect(icingaFlapValue(newest(changes)) > 30).toBe(starts);
  });

  it("twenty changes are 100 % there and 99 % here, none is none", () => {
    expect([nagiosFlapValue(newest(20)), icingaFlapValue(newest(20))]).toEqual([100, 99]);
    expect([nagiosFlapValue(newest(0)), icingaFlapValue(newest(0))]).toEqual([0, 0]);
  });

  it("reads states off every five minutes, and misses none that is shorter", () => {
    const minute = 60_000;
    const span = (from: number, to: number | null) => ({
      openedAt: from * minute,
      clearedAt: to === null ? null : to * minute,
    });
    const states = statesUntil([span(0, 1), span(90, 100), span(98, null)], 100 * minute);
    expect(states.map(Number).join("")).toBe("100000000000000000111");
  });
});
