import { describe, expect, it } from "vitest";
import type { FigureValue, ReportFigure } from "@/lib/contract/weekly-report";
import { pagesLinks } from "./report-href";
import { changeText } from "./report-words";

const value = (now: number | null, hidden: FigureValue["hidden"] = null): FigureValue => ({
  value: now,
  hidden,
  of: null,
  n: null,
  low: null,
  high: null,
});

const figure = (unit: ReportFigure["unit"], now: FigureValue, previous: FigureValue | null): ReportFigure => ({
  key: "pages",
  label: "Pages",
  unit,
  definition: "pages",
  now,
  previous,
});

describe("the change on the week before", () => {
  it.each([
    ["more", figure("pages", value(144), value(120)), "▲ 24 more than the week before (120)"],
    ["less", figure("interruptions", value(3), value(5)), "▼ 2 less than the week before (5)"],
    ["the same", figure("nights", value(0), value(0)), "as the week before (0)"],
    [
      "points of a share",
      figure("share", value(0.61), value(0.57)),
      "▲ 4\u00a0points more than the week before (57\u00a0%)",
    ],
    ["a share that rounds to the same", figure("share", value(0.613), value(0.61)), "as the week before (61\u00a0%)"],
    ["days", figure("days", value(6), value(9)), "▼ 3\u00a0days less than the week before (9\u00a0days)"],
    ["a week before of which nothing is known", figure("pages", value(4), null), "nothing is known of the week before"],
    ["a week before that is not told", figure("nights", value(4), value(null, "small")), "the week before: not shown"],
    ["nothing to measure before", figure("days", value(4), value(null, "nothing")), "the week before: not measured"],
    ["this week not told", figure("nights", value(null, "small"), value(2)), "the week before: 2"],
  ])("says %s", (_name, one, words) => expect(changeText(one)).toBe(words));
});

describe("the pages behind a report", () => {
  const range = { from: "2026-10-26T00:00:00.000Z", to: "2026-11-02T00:00:00.000Z", zone: "Europe/London", label: "" };

  it("are those of its local days, the last one included", () => {
    const report = { range, handOver: null } as Parameters<typeof pagesLinks>[0];
    expect(pagesLinks(report, { team: "Search" })).toEqual({
      from: "2026-10-26",
      to: "2026-11-01",
      team: "Search",
      under: undefined,
    });
  });

  it("are those between the instants of its hand-over", () => {
    const report = { range, handOver: { weekday: 2, hour: 10 } } as Parameters<typeof pagesLinks>[0];
    expect(pagesLinks(report, { leader: "7" })).toEqual({
      from: range.from,
      to: range.to,
      team: undefined,
      under: "7",
    });
  });
});
