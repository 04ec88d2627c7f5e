import type {
  FigureValue,
  ReportComparison,
  ReportFigure,
  ReportsList,
  ReportWeek,
  WeeklyReport,
} from "@/lib/contract/weekly-report";
import { decisionsView, squashedView } from "./decision-samples";
import { trends } from "./judge-samples";
import { leadersView } from "./leaders-samples";
import { load, loadHidden } from "./load-samples";
import { overview, range } from "./samples";
import { whatIf } from "./what-if-samples";

const WEEK_MS = 7 * 86_400_000;
const PAGES = [188, 203, 176, 241, 219, 198, 233, 251, 187, 205, 172, 144];

const share = (of: number, n: number) => ({
  value: n === 0 ? null : of / n,
  low: n === 0 ? null : Math.max(0, of / n - 0.08),
  high: n === 0 ? null : Math.min(1, of / n + 0.08),
  of,
  n,
});

const weekAt = (pages: number, nth: number): ReportWeek => {
  const from = Date.parse(range.from) - (PAGES.length - 1 - nth) * WEEK_MS;
  const counts = {
    actionable: Math.round(pages * 0.27),
    noise: Math.round(pages * 0.6),
    unclear: pages - Math.round(pages * 0.27) - Math.round(pages * 0.6),
    unclassified: 0,
    test: 3,
  };
  const interruptions = { sleep: Math.round(pages / 5), off: Math.round(pages / 3), business: Math.round(pages / 2) };
  const { sleep, off, business } = interruptions;
  return {
    week: `2026-W${35 + nth}`,
    range: {
      ...range,
      from: new Date(from).toISOString(),
      to: new Date(from + WEEK_MS).toISOString(),
      label: `Week ${35 + nth}`,
    },
    counts,
    pages,
    noiseShare: share(counts.noise, counts.noise + counts.actionable),
    unclearShare: share(counts.unclear, pages),
    interruptions: { ...interruptions, total: sleep + off + business },
    disruptedNights: Math.round(pages / 9),
    hidden: null,
    timeToSquash: { medianDays: nth < 7 ? null : 11 - nth / 2, n: nth < 7 ? 0 : 2, notYet: 2 },
    whole: nth > 1,
  };
};

const value = (now: number, more: Partial<FigureValue> = {}): FigureValue => ({
  value: now,
  hidden: null,
  of: null,
  n: null,
  low: null,
  high: null,
  ...more,
});

const HIDDEN = value(0, { value: null, hidden: "small" });
const NOTHING = value(0, { value: null, hidden: "nothing", n: 0 });

const figures: ReportFigure[] = [
  { key: "pages", label: "Pages", unit: "pages", definition: "pages", now: value(144), previous: value(172) },
  {
    key: "noise-share",
    label: "Noise share",
    unit: "share",
    definition: "noise-share",
    now: value(86 / 125, { of: 86, n: 125, low: 0.6, high: 0.76 }),
    previous: value(0.64, { of: 96, n: 150, low: 0.56, high: 0.71 }),
  },
  {
    key: "unclear-share",
    label: "Unclear share",
    unit: "share",
    definition: "unclear-share",
    now: value(19 / 144, { of: 19, n: 144, low: 0.09, high: 0.2 }),
    previous: value(0.13, { of: 22, n: 172, low: 0.09, high: 0.19 }),
  },
  {
    key: "interruptions",
    label: "Interruptions",
    unit: "interruptions",
    definition: "interruptions",
    now: value(214),
    previous: value(239),
  },
  {
    key: "sleep-interruptions",
    label: "In sleep hours",
    unit: "interruptions",
    definition: "hour-class",
    now: value(38),
    previous: value(38),
  },
  {
    key: "off-interruptions",
    label: "In off hours",
    unit: "interruptions",
    definition: "hour-class",
    now: value(61),
    previous: null,
  },
  {
    key: "business-interruptions",
    label: "In business hours",
    unit: "interruptions",
    definition: "hour-class",
    now: value(115),
    previous: value(120),
  },
  {
    key: "disrupted-nights",
    label: "Disrupted nights",
    unit: "nights",
    definition: "disrupted-nights",
    now: value(21),
    previous: value(16),
  },
  {
    key: "time-to-squash",
    label: "Time to squash",
    unit: "days",
    definition: "time-to-squash",
    now: value(6, { n: 3 }),
    previous: value(8, { n: 2 }),
  },
];

const published = {
  id: "7",
  version: 2,
  at: "2026-11-16T09:31:00.000Z",
  by: "Ines Duarte",
  classifierVersion: 11,
};

const of = (kind: "new" | "louder" | "quieter" | "gone") => trends.trends.filter((trend) => trend.kind === kind);
const [quiet] = squashedView.decisions;

export const report: WeeklyReport = {
  week: "2026-W46",
  subject: { kind: "workspace", id: null, name: "The whole workspace" },
  range,
  previousRange: { ...range, label: "2 – 8 Nov 2026" },
  handOver: null,
  over: true,
  classifierVersion: 11,
  madeAt: "2026-11-16T09:02:00.000Z",
  lead: overview.lead,
  figures,
  trend: PAGES.map(weekAt),
  changed: {
    n: { new: 1, louder: 5, quieter: 0, gone: 1 },
    new: of("new"),
    louder: of("louder"),
    quieter: [],
    gone: of("gone"),
  },
  worst: overview.worst.map((row, nth) => ({ row, suggestion: nth === 3 ? null : whatIf.suggestion })),
  due: decisionsView.decisions.filter(({ due }) => due),
  lastWeek: squashedView,
  load,
  leaders: leadersView,
  unknown: {
    unclear: share(19, 144),
    unclassified: 2,
    tests: 3,
    rejected: 14,
    gaps: [
      {
        sourceId: "1",
        source: "PagerDuty",
        from: "2026-11-10T09:00:00.000Z",
        to: "2026-11-10T12:10:00.000Z",
        message: "nothing for 3 h 10 min, where 20 min are usual",
      },
    ],
    peopleWithoutZone: 2,
    estimated: { of: 12, n: 214 },
    hiddenAlerts: 3,
  },
  published,
  versions: [published, { ...published, id: "6", version: 1, at: "2026-11-16T09:05:00.000Z" }],
  notes: [
    {
      id: "1",
      section: "figures",
      text: "The rollout on Tuesday made half of it. Ines asks the payments team for a longer hold.",
      by: "Ines Duarte",
      mine: true,
      at: "2026-11-16T09:20:00.000Z",
      changedAt: "2026-11-16T09:22:00.000Z",
      mayChange: true,
    },
    {
      id: "2",
      section: "worst",
      text: "Ask again on Thursday",
      by: null,
      mine: false,
      at: "2026-11-16T09:25:00.000Z",
      changedAt: null,
      mayChange: false,
    },
  ],
  taken: quiet ? [{ ...quiet, signatureId: overview.worst[0]?.id ?? "1", title: overview.worst[0]?.title ?? "" }] : [],
  mayPublish: true,
  mayWrite: true,
};

/** Of somebody who may see nobody, and in which little is known. */
export const reportHidden: WeeklyReport = {
  ...report,
  subject: { kind: "team", id: "3", name: "Search" },
  handOver: { weekday: 2, hour: 10 },
  over: false,
  lead: null,
  figures: figures.map((figure) => {
    if (figure.unit === "interruptions" || figure.unit === "nights")
      return { ...figure, now: HIDDEN, previous: HIDDEN };
    return figure.unit === "days" ? { ...figure, now: NOTHING, previous: NOTHING } : figure;
  }),
  trend: report.trend.map((week) => ({ ...week, interruptions: null, disruptedNights: null, hidden: "small" })),
  changed: { n: { new: 0, louder: 0, quieter: 0, gone: 0 }, new: [], louder: [], quieter: [], gone: [] },
  worst: [],
  due: [],
  lastWeek: { ...squashedView, decisions: [], forgotten: 0 },
  load: loadHidden,
  leaders: null,
  unknown: { ...report.unknown, gaps: [], rejected: 0, peopleWithoutZone: 0, estimated: null, unclassified: 0 },
  published: null,
  versions: [],
  notes: [],
  taken: [],
  mayPublish: false,
  mayWrite: false,
};

export const reportsList: ReportsList = {
  subject: report.subject,
  zone: range.zone,
  weeks: [...report.trend].reverse().map(({ week, range: of, pages }, nth) => ({
    week,
    range: of,
    over: nth > 0,
    pages,
    published: nth === 1 ? published : null,
    notes: nth === 1 ? 2 : 0,
  })),
  teams: ["Payments", "Search"],
  leaders: [{ id: "1", label: "Ines Duarte" }],
};

export const comparison: ReportComparison = {
  published,
  classifierVersion: 12,
  differences: [
    { section: "figures", what: "Noise share", frozen: "69 %", now: "66 %", mayBe: ["classifier", "verdicts"] },
    { section: "figures", what: "Interruptions", frozen: "214", now: "219", mayBe: ["data"] },
    { section: "last-week", what: "Verified quiet", frozen: "1", now: "2", mayBe: [] },
  ],
};
