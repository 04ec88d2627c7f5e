import { describe, expect, it } from "vitest";
import { holidayCountries, holidayDates, holidayRegions, holidaysIn } from "./holidays";

const datesOf = (country: string, region: string | null, year: number) =>
  holidaysIn({ country, region }, year).map(({ date }) => date);

describe("public holidays", () => {
  it.each<[string, string, string | null, string, boolean]>([
    ["a day of the whole country", "DE", null, "2026-10-03", true],
    ["the day after it", "DE", null, "2026-10-04", false],
    ["a day of one region in it", "DE", "BY", "2026-11-01", true],
    ["a day of one region elsewhere", "DE", "BE", "2026-11-01", false],
    ["a day of one town in it", "DE", "BY-A", "2026-08-08", true],
    ["a day of one town outside", "DE", "BY", "2026-08-08", false],
    ["a day on which only some shops close", "DE", null, "2026-12-24", false],
    ["a bank holiday in the wording of the law", "GB", "ENG", "2026-12-28", true],
    ["a substitute on the last day of the year before", "US", null, "2021-12-31", true],
    ["the last of several days", "KR", null, "2026-02-19", true],
    ["the day after the last of several", "KR", null, "2026-02-20", false],
    ["a day that began at sunset the evening before", "IL", null, "2026-09-21", true],
    ["the date of that evening", "IL", null, "2026-09-20", false],
    ["several days from a sunset", "AE", null, "2026-03-22", true],
    ["the day after them", "AE", null, "2026-03-23", false],
    ["three days and a half: the last whole one", "TR", null, "2026-03-22", true],
    ["three days and a half: the half", "TR", null, "2026-03-23", false],
    ["an afternoon", "IS", null, "2026-12-24", false],
    ["several days over new year", "SZ", null, "2027-01-02", true],
    ["a day of 25 hours", "AU", null, "2026-04-05", true],
  ])("%s (%s %s %s): %s", (_name, country, region, date, expected) => {
    expect(holidayDates({ country, region }).has(date)).toBe(expected);
  });

  it("each date once, in order", () => {
    const dates = datesOf("US", null, 2026);
    expect(dates).toEqual([...new Set(dates)].sort());
    // Eleven by federal law and the substitute of 4 July, a Saturday.
    expect(dates).toHaveLength(12);
  });

  it("23 hours of a day on which the clock is put forward are a day", () => {
    // 2013-03-31, Easter Sunday and the change of the clock in one.
    expect(holidayDates({ country: "SE", region: null }).has("2013-03-31")).toBe(true);
  });

  it.each([
    ["XX", null, 'the country "XX"'],
    ["", null, 'the country ""'],
    ["de", null, 'the country "de"'],
    ["toString", null, 'the country "toString"'],
    ["DE", "ZZ", 'the region "ZZ" of DE'],
    ["DE", "BY-ZZ", 'the region "BY-ZZ" of DE'],
    ["DE", "", 'the region "" of DE'],
  ])("of %j %j are not known, and the error names it", (country, region, text) => {
    expect(() => holidayDates({ country, region })).toThrow(text);
  });

  it("every country and region that is offered has a calendar", () => {
    const countries = Object.keys(holidayCountries());
    expect(countries.length).toBeGreaterThan(150);
    for (const country of countries)
      for (const region of [null, ...Object.keys(holidayRegions(country))])
        expect(() => holidayDates({ country, region })).not.toThrow();
  });
});
