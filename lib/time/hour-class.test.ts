import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { hourClassOf } from "./hour-class";
import { nightOf } from "./night";

const { hours } = DEFAULT_SETTINGS;
const at = (text: string) => Date.parse(text);

describe("hour class", () => {
  it.each([
    ["2026-11-16T07:59:59.999Z", "sleep"],
    ["2026-11-16T08:00:00Z", "business"],
    ["2026-11-16T17:59:59.999Z", "business"],
    ["2026-11-16T18:00:00Z", "off"],
    ["2026-11-16T21:59:59.999Z", "off"],
    ["2026-11-16T22:00:00Z", "sleep"],
    ["2026-11-20T12:00:00Z", "business"],
    ["2026-11-21T12:00:00Z", "off"],
    ["2026-11-22T12:00:00Z", "off"],
    ["2026-11-21T23:00:00Z", "sleep"],
    ["2026-11-22T03:00:00Z", "sleep"],
  ])("%s is %s in UTC", (text, expected) => expect(hourClassOf(at(text), "UTC", hours)).toBe(expected));

  it("is that of the zone of the person", () => {
    const instant = at("2026-11-16T06:30:00Z");
    expect(hourClassOf(instant, "Europe/London", hours)).toBe("sleep");
    expect(hourClassOf(instant, "Europe/Helsinki", hours)).toBe("business");
    expect(hourClassOf(at("2026-11-16T02:14:59Z"), "Asia/Kathmandu", hours)).toBe("sleep");
    expect(hourClassOf(at("2026-11-16T02:15:00Z"), "Asia/Kathmandu", hours)).toBe("business");
  });

  it("follows a clock change", () => {
    expect(hourClassOf(at("2026-03-27T06:30:00Z"), "Europe/Berlin", hours)).toBe("sleep");
    expect(hourClassOf(at("2026-03-30T06:30:00Z"), "Europe/Berlin", hours)).toBe("business");
  });

  it("reads sleep that begins after midnight", () => {
    const late = { sleepFrom: 60, sleepTo: 9 * 60, businessTo: 18 * 60 };
    expect(hourClassOf(at("2026-11-16T00:59:00Z"), "UTC", late)).toBe("off");
    expect(hourClassOf(at("2026-11-16T01:00:00Z"), "UTC", late)).toBe("sleep");
    expect(nightOf(at("2026-11-16T03:00:00Z"), "UTC", late)).toBe("2026-11-16");
  });
});

describe("night", () => {
  it.each([
    ["2026-11-16T21:59:59Z", null],
    ["2026-11-16T22:00:00Z", "2026-11-16"],
    ["2026-11-17T03:00:00Z", "2026-11-16"],
    ["2026-11-17T07:59:59Z", "2026-11-16"],
    ["2026-11-17T08:00:00Z", null],
    ["2026-01-01T00:00:00Z", "2025-12-31"],
  ])("%s belongs to the night of %s", (text, night) => expect(nightOf(at(text), "UTC", hours)).toBe(night));

  it("is one night across a clock change", () => {
    const nights = ["2026-10-24T20:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T06:59:00Z"];
    expect(new Set(nights.map((text) => nightOf(at(text), "Europe/Berlin", hours)))).toEqual(new Set(["2026-10-24"]));
  });
});
