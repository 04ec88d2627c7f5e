import { describe, expect, it } from "vitest";
import type { LedgerDay } from "@/lib/contract/ledger";
import { daysOfSource } from "./day-entries";

const day = (date: string, sourceId = "1"): LedgerDay => ({
  sourceId,
  day: date,
  received: 1,
  stored: 1,
  duplicate: 0,
  ignored: 0,
  rejected: 0,
  ignoredReasons: [],
  rejectedReasons: [],
  waiting: 0,
  refused: 0,
  refusedReasons: [],
});
const read = (days: LedgerDay[], from = "2026-11-01", to = "2026-11-06") =>
  daysOfSource({ from, to, days }, "1").map((it) =>
    it.kind === "day" ? it.day.day : `${it.from}..${it.to} ${it.days}`,
  );

describe("days of a source", () => {
  it("says every day of the range, newest first, those with nothing as runs", () => {
    expect(read([day("2026-11-05"), day("2026-11-02")])).toEqual([
      "2026-11-06..2026-11-06 1",
      "2026-11-05",
      "2026-11-03..2026-11-04 2",
      "2026-11-02",
      "2026-11-01..2026-11-01 1",
    ]);
  });

  it("is one run where nothing came at all, and where only others had something", () => {
    expect(read([])).toEqual(["2026-11-01..2026-11-06 6"]);
    expect(read([day("2026-11-03", "2")])).toEqual(["2026-11-01..2026-11-06 6"]);
  });

  it("knows a range of one day, the ends of a range and the day that a clock changes", () => {
    expect(read([day("2026-11-06")], "2026-11-06")).toEqual(["2026-11-06"]);
    expect(read([day("2026-10-26"), day("2026-10-24")], "2026-10-24", "2026-10-26")).toEqual([
      "2026-10-26",
      "2026-10-25..2026-10-25 1",
      "2026-10-24",
    ]);
  });
});
