import type { DecisionView } from "@/lib/contract/decision";
import type { LoadSum } from "@/lib/contract/load";
import type { HourCounts, Range, Share, SignatureRow } from "@/lib/contract/noise-report";
import type { FigureValue, ReportFigure, ReportWeek, WeeklyReport } from "@/lib/contract/weekly-report";
import { shareOf } from "@/lib/statistics/share-of";
import { labelOf } from "@/lib/time/range";
import { previousWeek, weekRange, weeksUpTo } from "@/lib/time/report-week";

const ZONE = "Europe/London";
const WEEK = "2026-W46";

function rangeOf(week: string): Range {
  const range = weekRange(week, ZONE, null);
  const [from, to] = [range.from, range.to].map((at) => new Date(at).toISOString()) as [string, string];
  return { from, to, zone: ZONE, label: labelOf(range, ZONE) };
}

const hours = (sleep: number, off: number, business: number): HourCounts => ({
  sleep,
  off,
  business,
  total: sleep + off + business,
});

/** To three digits, so that a golden file does not hang on the last bit. */
function share(of: number, n: number): Share {
  const round = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 1000);
  const { value, low, high } = shareOf(of, n);
  return { value: round(value), low: round(low), high: round(high), of, n };
}

const BLANK: FigureValue = { value: null, hidden: null, of: null, n: null, low: null, high: null };
const count = (value: number): FigureValue => ({ ...BLANK, value });
const partOf = (of: number, n: number): FigureValue => ({ ...BLANK, ...share(of, n) });

type Figured = Pick<ReportFigure, "key" | "label" | "unit" | "definition">;

function figure(is: Figured, now: FigureValue, previous: FigureValue | null): ReportFigure {
  return { ...is, now, previous };
}

const FIGURES: ReportFigure[] = [
  figure({ key: "pages", label: "Pages", unit: "pages", definition: "pages" }, count(1144), count(1200)),
  figure(
    { key: "noise-share", label: "Noise share", unit: "share", definition: "noise-share" },
    partOf(88, 144),
    partOf(100, 150),
  ),
  figure(
    {
      key: "sleep-interruptions",
      label: "Interruptions in sleep hours",
      unit: "interruptions",
      definition: "hour-class",
    },
    { ...BLANK, hidden: "remainder" },
    count(12),
  ),
  figure(
    { key: "disrupted-nights", label: "Disrupted nights", unit: "nights", definition: "disrupted-nights" },
    count(7),
    null,
  ),
  figure(
    { key: "time-to-squash", label: "Median time to squash", unit: "days", definition: "time-to-squash" },
    { ...BLANK, value: 4.25, n: 3 },
    { ...BLANK, hidden: "nothing", n: 0 },
  ),
];

const TREND: ReportWeek[] = weeksUpTo(WEEK, 2).map((week, index) => ({
  week,
  range: rangeOf(week),
  counts: { actionable: 56, noise: 88, unclear: 6, unclassified: 1, test: 2 },
  pages: 151,
  noiseShare: share(88, 144),
  unclearShare: share(6, 150),
  interruptions: index === 0 ? null : hours(10, 4, 30),
  disruptedNights: index === 0 ? null : 7,
  hidden: index === 0 ? "small" : null,
  timeToSquash: { medianDays: index === 0 ? null : 4.25, n: index === 0 ? 0 : 3, notYet: 1 },
  whole: index > 0,
}));

/** A title that a document, a table or a sheet would take for something else. */
const HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script>\n# *not* a heading | nor a column & `code`';

const ROW: SignatureRow = {
  id: "11",
  signature: "v2:aa",
  title: HOSTILE,
  provider: "pagerduty",
  service: "checkout-web",
  team: "Payments",
  counts: { actionable: 1, noise: 19, unclear: 0, unclassified: 0, test: 0 },
  pages: 20,
  previousPages: 27,
  noiseShare: share(19, 20),
  interruptions: hours(22, 14, 11),
  noiseInterruptions: hours(22, 14, 10),
  pain: 104,
  withheld: null,
  verdict: "noise",
  probability: 0.05,
  reason: "self-healed",
  reasonPages: 19,
  byPerson: false,
  lastPagedAt: "2026-11-15T20:00:00.000Z",
  trend: [],
};

const HIDDEN_ROW: SignatureRow = {
  ...ROW,
  id: "12",
  title: "Replica lag above 30 s",
  interruptions: null,
  noiseInterruptions: null,
  pain: null,
  withheld: "small",
};

const EFFECT = {
  from: 0,
  to: 1,
  openings: 31,
  actionable: 1,
  unclear: 0,
  noise: 30,
  removed: 28,
  removedActionable: { worst: 0, best: 0 },
  delayed: 3,
  delayedActionable: 1,
  interruptionsSaved: 40,
  sleepInterruptionsSaved: 18,
  nightsSaved: 9,
  estimated: false,
};

const TEST_DECISION: DecisionView = {
  id: "21",
  signatureId: "11",
  title: "5xx rate above 2 %",
  service: "payments-api",
  team: "Payments",
  kind: "silence",
  state: "watching",
  reason: "Errors during a rollout are expected.",
  scope: [{ field: "signature", operator: "=", value: "11" }],
  treatment: { kind: "drop" },
  owner: { id: "31", name: "Ana Lima" },
  decidedBy: "Ana Lima",
  decidedAt: "2026-11-10T09:30:00.000Z",
  flaggedAt: "2026-11-02T09:30:00.000Z",
  expiresAt: "2026-11-17T09:30:00.000Z",
  reviewDate: "2026-11-14",
  reviewedAt: null,
  changeUrl: null,
  review: {},
  forecast: EFFECT,
  endedAt: null,
  endedFor: null,
  endedPages: [],
  watch: {
    startedAt: "2026-11-10T09:30:00.000Z",
    endsAt: "2026-11-24T09:30:00.000Z",
    baselinePerDay: 2,
    openings: 1,
    actionable: 0,
    fact: { ...EFFECT, openings: 12, removed: 11, interruptionsSaved: 14, nightsSaved: 2 },
    outcome: null,
    sentence: null,
    settledAt: null,
    hidden: [],
    earlier: [],
    knownUntil: "2026-11-16T09:00:00.000Z",
  },
  lastRangAt: "2026-11-12T01:00:00.000Z",
  inForce: true,
  daysToReview: -2,
  due: true,
  expired: false,
  ownerless: false,
  forgotten: "review-passed",
};

const SUM: LoadSum = {
  people: 6,
  interrupted: 5,
  woken: 3,
  interruptions: hours(10, 4, 30),
  noiseShare: share(20, 40),
  unclear: 2,
  estimated: 0,
  disruptedNights: 7,
  disruptedHours: 20,
  shortRests: 1,
  pages: { first: 30, escalated: 2, lineNotKnown: 0, total: 32 },
  pagesPerPersonWeek: 5.33,
};

/** A report with every kind of row, hidden figures and hostile titles. */
export const TEST_REPORT: WeeklyReport = {
  week: WEEK,
  subject: { kind: "team", id: "1", name: "Payments" },
  range: rangeOf(WEEK),
  previousRange: rangeOf(previousWeek(WEEK)),
  handOver: null,
  over: true,
  classifierVersion: 4,
  madeAt: "2026-11-16T09:00:00.000Z",
  lead: {
    what: "sleep-hour interruptions",
    alerts: 1,
    of: 88,
    n: 144,
    noisyAlerts: 1,
    signatures: [{ id: "11", title: HOSTILE, service: "checkout-web" }],
    text: "1 alert caused 61 % of sleep-hour interruptions (88 of 144). It is noise.",
    hidden: 1,
  },
  figures: FIGURES,
  trend: TREND,
  changed: {
    n: { new: 0, louder: 0, quieter: 0, gone: 12 },
    new: [],
    louder: [],
    quieter: [],
    gone: [
      {
        id: "13",
        title: "Disk almost full",
        service: "db",
        team: null,
        kind: "gone",
        since: { from: "2026-10-30T00:00:00.000Z", to: "2026-11-03T00:00:00.000Z" },
        before: { count: 30, days: 60, perDay: 0.5, low: 0.34, high: 0.71 },
        after: null,
        ratio: null,
        change: null,
      },
    ],
  },
  worst: [
    {
      row: ROW,
      suggestion: {
        kind: "tune",
        treatment: { kind: "hold", holdMinutes: 5 },
        because: "It would have taken away 28 of the last 31 pages.",
        effect: EFFECT,
        expected: { removed: 88, openings: 97, share: 0.907, low: 0.833, high: 0.95 },
      },
    },
    { row: HIDDEN_ROW, suggestion: null },
  ],
  due: [TEST_DECISION],
  lastWeek: {
    zone: ZONE,
    range: rangeOf(WEEK),
    decisions: [TEST_DECISION],
    outcomes: { verifiedQuiet: 0, cameBack: 0, hidSomethingReal: 0, tooEarly: 0, watching: 1, waiting: 0 },
    timeToSquash: { medianDays: 4.25, n: 3, notYet: 1 },
    forgotten: 1,
  },
  load: {
    range: rangeOf(WEEK),
    budgets: { incidentsPerShift: 2, watch: 2, act: 5 },
    sum: SUM,
    previous: null,
    people: [
      {
        ...SUM,
        id: "31",
        name: "Ana Lima",
        teams: ["Payments"],
        zone: null,
        band: "watch",
        onCall: { state: "not-known" },
        rate: null,
        interruptions: hours(2, 0, 5),
        disruptedNights: 1,
        pagesPerPersonWeek: 6,
      },
    ],
    quiet: 0,
    others: { people: 5, sum: { ...SUM, people: 5, interruptions: hours(8, 4, 25), disruptedNights: 6 }, hidden: null },
    teams: [
      {
        id: "1",
        name: "Payments",
        people: 3,
        pages: { total: 20, noiseShare: share(19, 20), unclear: 0 },
        load: null,
        hidden: "small",
        shift: null,
        fairnessHidden: false,
        fairness: null,
        trend: null,
        timeToAcknowledge: null,
      },
    ],
    wholeWeeks: null,
  },
  leaders: null,
  unknown: {
    unclear: share(6, 150),
    unclassified: 1,
    tests: 2,
    rejected: 3,
    gaps: [
      {
        sourceId: "41",
        source: "PagerDuty webhook",
        from: "2026-11-10T02:00:00.000Z",
        to: "2026-11-10T09:00:00.000Z",
        message: "Nothing came for 7 hours, far longer than usual.",
      },
    ],
    peopleWithoutZone: 1,
    estimated: { of: 2, n: 44 },
    hiddenAlerts: 1,
  },
  published: { id: "51", version: 1, at: "2026-11-16T09:05:00.000Z", by: "Ana Lima", classifierVersion: 4 },
  versions: [{ id: "51", version: 1, at: "2026-11-16T09:05:00.000Z", by: "Ana Lima", classifierVersion: 4 }],
  notes: [
    {
      id: "61",
      section: "worst",
      text: "-1 for a silence: we hold it for five minutes.",
      by: "Ana Lima",
      mine: true,
      at: "2026-11-16T09:04:00.000Z",
      changedAt: null,
      mayChange: false,
    },
  ],
  taken: [{ ...TEST_DECISION, id: "22", kind: "tune", treatment: { kind: "hold", holdMinutes: 5 } }],
  mayPublish: true,
  mayWrite: true,
};
