import { describe, expect, it } from "vitest";
import { formatAgo, formatDuration } from "./duration";
import { hrefTo, sharedOf } from "./href";
import { formatBytes, formatInterval, formatPercent } from "./numbers";
import { formatDayTime, formatExact, formatIsoDate } from "./time";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("numbers", () => {
  it.each([
    [null, "not measured"],
    [0, "0 %"],
    [0.004, "<1 %"],
    [0.005, "1 %"],
    [0.614, "61 %"],
    [0.996, ">99 %"],
    [1, "100 %"],
  ])("%s is %s", (value, text) => expect(plain(formatPercent(value))).toBe(text));

  it("gives no interval where nothing was measured", () => {
    expect(formatInterval({ value: null, low: null, high: null, of: 0, n: 0 })).toBeNull();
  });

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [48_200_000, "48.2 MB"],
    [123_456_789_012, "123 GB"],
  ])("%s bytes are %s", (bytes, text) => expect(plain(formatBytes(bytes))).toBe(text));
});

describe("durations", () => {
  it.each([
    [null, "not measured"],
    [0, "0 s"],
    [59.4, "59 s"],
    [59.6, "1 min"],
    [130, "2 min 10 s"],
    [3599, "59 min 59 s"],
    [3600, "1 h"],
    [86_340, "23 h 59 min"],
    [86_400, "1 d"],
    [273_600, "3 d 4 h"],
  ])("%s seconds are %s", (seconds, text) => expect(plain(formatDuration(seconds))).toBe(text));

  it.each([
    [59, "just now"],
    [60, "1 min ago"],
    [3600, "1 h ago"],
    [48 * 3600, "2 days ago"],
  ])("%s seconds back is %s", (seconds, text) => expect(plain(formatAgo(seconds))).toBe(text));
});

describe("times", () => {
  it("are local to the zone, across the clock change", () => {
    expect(formatDayTime("2026-10-25T00:30:00Z", "Europe/London")).toBe("Sun 25 Oct 01:30");
    expect(formatDayTime("2026-10-25T01:30:00Z", "Europe/London")).toBe("Sun 25 Oct 01:30");
    expect(formatExact("2026-11-15T23:59:59Z", "Asia/Kolkata")).toBe("Mon 16 Nov 2026 05:29:59");
  });

  it("midnight belongs to the day that begins", () => {
    expect(formatIsoDate("2026-11-16T00:00:00Z", "UTC")).toBe("2026-11-16");
    expect(formatDayTime("2026-11-16T00:00:00Z", "UTC")).toBe("Mon 16 Nov 00:00");
  });
});

describe("links", () => {
  it("leave out what is the default", () => {
    expect(hrefTo("/pages", { from: "now-1w/w", to: "now-1w/w", compare: "previous", sort: "opened" })).toBe("/pages");
  });

  it("let later filters win, and carry them encoded", () => {
    expect(hrefTo("/pages", { team: "A & B", verdict: "noise" }, { verdict: "unclear" })).toBe(
      "/pages?team=A+%26+B&verdict=unclear",
    );
  });

  it("keep only what all screens share", () => {
    expect(hrefTo("/noise", sharedOf({ team: "Payments", q: "disk", person: "7" }))).toBe("/noise?team=Payments");
  });
});
