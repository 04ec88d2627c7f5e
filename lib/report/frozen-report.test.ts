import { describe, expect, it } from "vitest";
import type { ReportContent } from "@/lib/contract/weekly-report";
import { compareReports } from "./compare-reports";
import { frozenFor, withoutActors } from "./frozen-report";
import { TEST_REPORT } from "./test-weekly";

const KEPT: ReportContent = withoutActors(TEST_REPORT);
const NOBODY = new Map();

/** The same week for a reader who may be told less, or after something changed. */
function nowWith(change: (report: ReportContent) => void): ReportContent {
  const copy = structuredClone<ReportContent>(TEST_REPORT);
  change(copy);
  return copy;
}

const hideTeam = nowWith(({ load }) => {
  if (load) load.others = { people: 5, sum: null, hidden: "remainder" };
});

describe("a kept report", () => {
  it("holds nobody who decided, owns or changed something", () => {
    expect(KEPT.due).toMatchObject([{ decidedBy: "somebody", owner: { id: "31", name: null } }]);
    expect(KEPT.lastWeek.decisions).toMatchObject([{ decidedBy: "somebody", owner: { name: null } }]);
  });

  it("is told with the names that the reader may see today", () => {
    const deciders = new Map([["21", { decidedBy: "Ana Lima", owner: { id: "31", name: "Ana Lima" } }]]);
    const shown = frozenFor(KEPT, TEST_REPORT, deciders);
    expect(shown.due).toMatchObject([{ decidedBy: "Ana Lima", owner: { name: "Ana Lima" } }]);
    expect(shown.load?.people.map(({ name }) => name)).toEqual(["Ana Lima"]);
  });

  it("tells no sum that this reader is not told today", () => {
    const { load } = frozenFor(KEPT, hideTeam, NOBODY);
    expect(load).toMatchObject({ sum: null, previous: null, others: { sum: null, hidden: "remainder" } });
  });

  it("hides a figure, its week and its alerts where today's are hidden", () => {
    const now = nowWith((report) => {
      for (const figure of report.figures)
        if (figure.key === "disrupted-nights") figure.now = { ...figure.now, value: null, hidden: "small" };
      for (const week of report.trend) week.hidden = "small";
      for (const { row } of report.worst) row.withheld = "small";
      report.unknown.hiddenAlerts = 2;
    });
    const shown = frozenFor(KEPT, now, NOBODY);
    expect(shown.figures.find(({ key }) => key === "disrupted-nights")?.now).toMatchObject({
      value: null,
      hidden: "small",
    });
    expect(shown.trend.map(({ interruptions, disruptedNights }) => [interruptions, disruptedNights])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(shown.worst.map(({ row }) => [row.pain, row.interruptions])).toEqual([
      [null, null],
      [null, null],
    ]);
    // Facts about alerts stay as they were kept.
    expect(shown.figures[0]).toEqual(KEPT.figures[0]);
    expect(shown.worst.map(({ row }) => row.pages)).toEqual([20, 20]);
  });

  it("tells of an alert that is none of the worst today only where every alert may be told", () => {
    const gone = nowWith((report) => {
      report.worst = [];
    });
    expect(frozenFor(KEPT, gone, NOBODY).worst[0]?.row.pain).toBeNull();
    const open = nowWith((report) => {
      report.worst = [];
      report.unknown.hiddenAlerts = 0;
    });
    expect(frozenFor(KEPT, open, NOBODY).worst[0]?.row.pain).toBe(104);
  });
});

describe("a kept report beside today", () => {
  it("differs in nothing where nothing changed", () => expect(compareReports(KEPT, TEST_REPORT)).toEqual([]));

  const cases: [string, (report: ReportContent) => void, object[]][] = [
    [
      "pages that came late",
      (report) => {
        const [pages] = report.figures;
        if (pages) pages.now.value = 1150;
        const week = report.trend.at(-1);
        if (week) week.counts.unclassified += 6;
      },
      [{ section: "figures", what: "Pages", frozen: "1,144", now: "1,150", mayBe: ["data"] }],
    ],
    [
      "another version of the classifier",
      (report) => {
        report.classifierVersion = 5;
        const share = report.figures[1];
        if (share) share.now = { ...share.now, value: 0.5, of: 72 };
      },
      [
        {
          section: "figures",
          what: "Noise share",
          frozen: "61.1 % (88 of 144)",
          now: "50.0 % (72 of 144)",
          mayBe: ["classifier"],
        },
      ],
    ],
    [
      "a decision that is due no more",
      (report) => {
        report.due = [];
      },
      [
        {
          section: "due",
          what: "Decisions due",
          frozen: "1: 5xx rate above 2 %, review passed",
          now: "none",
          mayBe: ["decisions"],
        },
      ],
    ],
    [
      "one that expired since, where as many are due",
      (report) => {
        for (const one of report.due) one.expired = true;
      },
      [{ frozen: "1: 5xx rate above 2 %, review passed", now: "1: 5xx rate above 2 %, expired" }],
    ],
    [
      "the same one days later, and called otherwise, as the same",
      (report) => {
        for (const one of report.due) Object.assign(one, { daysToReview: -9, title: "5xx rate of Ana" });
      },
      [],
    ],
    [
      "another zone of somebody",
      (report) => {
        for (const figure of report.figures) if (figure.key === "disrupted-nights") figure.now.value = 6;
      },
      [{ what: "Disrupted nights", frozen: "7", now: "6", mayBe: ["organisation"] }],
    ],
    [
      "what may not be told is no difference",
      (report) => {
        for (const figure of report.figures)
          if (figure.key === "disrupted-nights") figure.now = { ...figure.now, value: null, hidden: "small" };
      },
      [],
    ],
  ];
  it.each(cases)("tells %s", (_, change, expected) => {
    const differences = compareReports(KEPT, nowWith(change));
    expect(differences).toHaveLength(expected.length);
    expect(differences).toMatchObject(expected);
  });
});
