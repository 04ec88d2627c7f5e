import type { Noise } from "@/lib/contract/noise";
import type {
  HourCounts,
  NoiseTotals,
  PersonRow,
  Range,
  Share,
  SignatureRow,
  TrendPoint,
  VerdictCounts,
} from "@/lib/contract/noise-report";
import type { DataState, Overview } from "@/lib/contract/overview";
import type { PageDetail, PageRow } from "@/lib/contract/page";
import type { SignatureDetail } from "@/lib/contract/signature";
import type { SignatureShape } from "@/lib/contract/signature-shape";
import type { ImportView, Ledger, Sources } from "@/lib/contract/sources";
import type { Reason, Verdict } from "@/lib/model/verdict";

export const range: Range = {
  from: "2026-11-09T00:00:00.000Z",
  to: "2026-11-16T00:00:00.000Z",
  zone: "Europe/London",
  label: "9 – 15 Nov 2026",
};
const previousRange: Range = { ...range, from: "2026-11-02T00:00:00.000Z", to: range.from, label: "2 – 8 Nov 2026" };

const hours = (sleep: number, off: number, business: number): HourCounts => ({
  sleep,
  off,
  business,
  total: sleep + off + business,
});
const verdicts = (actionable: number, noise: number, unclear: number, unclassified = 0): VerdictCounts => ({
  actionable,
  noise,
  unclear,
  unclassified,
  test: 0,
});
const share = (of: number, n: number, low: number, high: number): Share => ({
  value: n ? of / n : null,
  low,
  high,
  of,
  n,
});

type Short = [string, string, string, Verdict, Reason | null, number, number, HourCounts, number[]];
const SHORT: Short[] = [
  [
    "checkout-api-<pod> memory above <pct>",
    "checkout",
    "Payments",
    "noise",
    "self-healed",
    41,
    38,
    hours(31, 12, 9),
    [2, 3, 1, 4, 5, 3, 4, 6, 2, 4, 3, 4],
  ],
  [
    "Kafka consumer lag on orders-<n>",
    "orders",
    "Orders",
    "noise",
    "flapping",
    36,
    30,
    hours(22, 9, 14),
    [0, 0, 0, 1, 2, 8, 9, 4, 4, 3, 3, 2],
  ],
  [
    "Nightly export finished late",
    "billing-export",
    "Payments",
    "noise",
    "scheduled",
    14,
    14,
    hours(14, 0, 0),
    [1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2],
  ],
  [
    "Disk <n> on db-<n> is <pct> full",
    "storage",
    "Platform",
    "noise",
    "threshold",
    18,
    12,
    hours(8, 6, 11),
    [3, 0, 0, 4, 0, 0, 4, 0, 0, 4, 0, 3],
  ],
  [
    "Certificate for <url> expires in <qty>",
    "edge",
    "Platform",
    "noise",
    "info-only",
    7,
    6,
    hours(4, 1, 2),
    [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1],
  ],
  [
    "p99 latency of search above <qty>",
    "search",
    "Search",
    "unclear",
    null,
    12,
    4,
    hours(3, 4, 5),
    [0, 2, 0, 1, 1, 3, 0, 1, 1, 1, 1, 1],
  ],
  [
    "Payment provider answers 5xx",
    "checkout",
    "Payments",
    "actionable",
    "fixed-a-fault",
    9,
    0,
    hours(4, 1, 6),
    [0, 0, 5, 0, 0, 0, 0, 0, 4, 0, 0, 0],
  ],
  [
    "Replication stopped on db-<n>",
    "storage",
    "Platform",
    "actionable",
    "real-upstream",
    3,
    0,
    hours(2, 0, 1),
    [0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 0],
  ],
];

const signatures: SignatureRow[] = SHORT.map(
  ([title, service, team, verdict, reason, pages, noise, counts, trend], index) => ({
    id: String(index + 1),
    signature: `v1:${index}`,
    title,
    provider: "pagerduty",
    service,
    team,
    counts: verdicts(verdict === "actionable" ? pages : 1, noise, Math.max(0, pages - noise - 1)),
    pages,
    previousPages: Math.max(0, pages + 4 - index * 3),
    noiseShare: share(
      noise,
      noise + 1,
      Math.max(0, noise / (noise + 1) - 0.14),
      Math.min(1, noise / (noise + 1) + 0.03),
    ),
    interruptions: counts,
    noiseInterruptions: counts,
    pain: verdict === "noise" ? counts.sleep * 3 + counts.off * 2 + counts.business : 0,
    withheld: null,
    verdict,
    probability: verdict === "actionable" ? 0.94 : verdict === "noise" ? 0.06 : 0.46,
    reason,
    reasonPages: noise,
    byPerson: index === 2,
    lastPagedAt: "2026-11-15T03:12:00.000Z",
    trend,
  }),
);

const TIMES = {
  medianSeconds: 164,
  p95Seconds: 1260,
  meanSeconds: 402,
  acknowledged: 97,
  neverAcknowledged: 41,
  notKnown: 6,
};

const totals: NoiseTotals = {
  pages: 144,
  counts: verdicts(30, 88, 22, 4),
  noiseShare: share(88, 118, 0.66, 0.82),
  unclearShare: share(22, 140, 0.1, 0.23),
  signatures: 31,
  interruptions: hours(88, 34, 52),
  noiseInterruptions: hours(71, 24, 30),
  estimatedInterruptions: 6,
  disruptedNights: 23,
  peopleWoken: 9,
  timeToAcknowledge: TIMES,
  withheld: null,
};

const previous: NoiseTotals = {
  ...totals,
  noiseShare: share(80, 114, 0.61, 0.78),
  interruptions: hours(104, 40, 50),
  disruptedNights: 27,
  timeToAcknowledge: { ...TIMES, medianSeconds: 152 },
};

const NAMES: [string, string, string | null][] = [
  ["Amara Okafor", "Payments", "Europe/London"],
  ["Ben Fischer", "Platform", "Europe/Berlin"],
  ["Chen Li", "Orders", "Asia/Singapore"],
  ["Dana Whitfield-Montgomery", "Payments", "America/New_York"],
  ["Elif Yildiz", "Search", "Europe/Berlin"],
  ["Farid Haddad", "Platform", null],
  ["Grace Njeri", "Orders", "Europe/London"],
];
const people: PersonRow[] = NAMES.map(([name, team, zone], index) => ({
  id: String(index + 1),
  name,
  team,
  zone,
  pages: 20 - index,
  interruptions: hours(18 - index * 2, 6, 4 + index * 2),
  noiseInterruptions: 12,
  disruptedNights: Math.max(0, 5 - index),
  estimated: index === 5 ? 6 : 0,
}));

const DAY_MS = 86_400_000;
const trendOf = (points: number, days: number, base: number): TrendPoint[] =>
  Array.from({ length: points }, (_, index) => {
    const from = Date.parse("2026-11-16T00:00:00Z") - (points - index) * days * DAY_MS;
    const swing = [0, 9, -6, 14, 3, -10, 21, 6, -4, 12, 1, -3][index % 12] ?? 0;
    const date = new Date(from).toISOString();
    return {
      from: date,
      to: new Date(from + days * DAY_MS).toISOString(),
      label: `${Number(date.slice(8, 10))} ${["Aug", "Sep", "Oct", "Nov"][Number(date.slice(5, 7)) - 8] ?? ""}`,
      counts: verdicts(
        base / 3 + Math.round(swing / 3),
        base + swing,
        Math.round(base / 4),
        index === points - 1 ? 4 : 0,
      ),
      interruptions: hours(base, base / 2, base / 2),
    };
  });

export const overview: Overview = {
  range,
  previousRange,
  totals,
  previous,
  lead: {
    what: "sleep-hour interruptions",
    alerts: 3,
    of: 54,
    n: 88,
    noisyAlerts: 3,
    hidden: 0,
    signatures: [
      { id: "1", title: "CPU usage <pct> on payments-<n>", service: "payments-api" },
      { id: "2", title: "Queue depth <n>", service: "payments-api" },
      { id: "3", title: "Latency <qty>", service: "payments-api" },
    ],
    text: "3 alerts caused 61 % of sleep-hour interruptions (54 of 88), and all 3 are noise.",
  },
  trend: trendOf(12, 7, 84),
  trendUnit: "week",
  worst: signatures.slice(0, 5),
  people,
  unnamed: { people: 7, interruptions: hours(4, 9, 6) },
};

export const noise: Noise = {
  range,
  totals,
  signatures,
  reasons: [
    { reason: "self-healed", pages: 38, sleepInterruptions: 31 },
    { reason: "flapping", pages: 30, sleepInterruptions: 22 },
    { reason: "fixed-a-fault", pages: 21, sleepInterruptions: 9 },
    { reason: "scheduled", pages: 14, sleepInterruptions: 14 },
    { reason: "threshold", pages: 12, sleepInterruptions: 8 },
    { reason: "info-only", pages: 6, sleepInterruptions: 4 },
    { reason: "real-upstream", pages: 3, sleepInterruptions: 2 },
  ],
  topTen: { interruptions: 108, of: 125 },
};

const pageRow = (index: number): PageRow => {
  const row = signatures[index % signatures.length];
  return {
    id: String(index + 1),
    provider: "pagerduty",
    pageKey: `Q${index}`,
    number: String(4711 + index),
    title: (row?.title ?? "")
      .replaceAll("<n>", "07")
      .replaceAll("<pod>", "7d9f8b6c5d-x2k4z")
      .replaceAll("<pct>", "91 %")
      .replaceAll("<qty>", "1.2 s")
      .replaceAll("<url>", "shop.example"),
    service: row?.service ?? null,
    team: row?.team ?? null,
    urgency: "high",
    priority: index % 7 === 6 ? "P1" : null,
    signatureId: row?.id ?? "1",
    triggeredAt: new Date(Date.parse("2026-11-15T03:12:00Z") - index * 3_840_000).toISOString(),
    endedAt: new Date(Date.parse("2026-11-15T03:16:10Z") - index * 3_840_000).toISOString(),
    endedBy: "source",
    secondsToAcknowledge: index % 3 === 0 ? null : 140 + index * 31,
    acknowledged: index % 5 === 4 ? null : index % 3 !== 0,
    verdict: index === 3 ? null : (row?.verdict ?? null),
    probability: row?.probability ?? null,
    reason: index === 3 ? null : (row?.reason ?? null),
    origin: index === 2 ? "person" : "inferred",
    saidOf: index === 2 ? "page" : null,
    interruptions: index % 4 === 3 ? hours(0, 0, 0) : hours(index % 2, 1, index % 3),
    people: NAMES.slice(0, index % 4).map(([name]) => name),
    unnamed: index % 6 === 5 ? 2 : 0,
  };
};
export const pageRows: PageRow[] = Array.from({ length: 40 }, (_, index) => pageRow(index));

const named = (index: number, pages: number) => {
  const { id, title, provider, service } = signatures[index] as SignatureRow;
  return { id, title, part: null, provider, service, environment: "production", severity: null, pages };
};

export const signatureShape: SignatureShape = {
  id: "1",
  kind: "title",
  key: "checkout-api-<pod> memory above <pct>",
  version: 1,
  currentVersion: 2,
  adoption: { version: 2, waiting: 3, taken: 0, mayChange: true },
  part: null,
  counted: 391,
  slots: [
    {
      slot: 0,
      mask: "pod",
      pages: 391,
      distinct: 388,
      values: [{ value: "7d9f8c6b5d-x2x4z", pages: 2 }],
      isName: false,
    },
    {
      slot: 1,
      mask: "pct",
      pages: 391,
      distinct: 2,
      values: [
        { value: "80%", pages: 300 },
        { value: "95%", pages: 91 },
      ],
      isName: true,
    },
  ],
  fields: [{ field: "team", values: [{ value: "Payments", pages: 200 }], distinct: 1, unknown: 191 }],
  members: [{ ...named(1, 40), personVerdict: "noise" }],
  parts: [],
  edits: [
    {
      id: "1",
      kind: "merge",
      from: named(1, 0),
      into: named(0, 391),
      how: null,
      by: "Admin",
      givenAt: "2026-11-10T10:00:00.000Z",
      endedBy: null,
      endedAt: null,
    },
    {
      id: "2",
      kind: "split",
      from: named(0, 391),
      into: null,
      how: "by team",
      by: "Admin",
      givenAt: "2026-11-09T10:00:00.000Z",
      endedBy: "Admin",
      endedAt: "2026-11-09T10:05:00.000Z",
    },
  ],
  candidates: [
    { ...named(2, 31), isProposed: true, apartBy: [] },
    { ...named(3, 12), isProposed: false, apartBy: ["service"] },
  ],
};

export const signature: SignatureDetail = {
  range,
  row: signatures[0] as SignatureRow,
  environment: "production",
  kind: "title",
  key: "checkout-api-<pod> memory above <pct>",
  severity: null,
  version: 2,
  firstPagedAt: "2026-08-20T10:00:00.000Z",
  allPages: 391,
  sentence:
    "38 of 41 pages cleared by themselves within 5 min and nobody acted on them; 2 of 41 were worked on. It is called noise because nobody was needed in 93 % of its pages.",
  inferredVerdict: "noise",
  against: [{ family: "severity", weight: 0.6, why: "high urgency", pages: 12 }],
  latestJudged: { id: "1", title: "Replication lag over 30 s", openedAt: "2026-11-15T03:12:00.000Z" },
  wouldChange: 'Without "cleared by the source within 5 min" it would be unclear, at 32 %.',
  usedPages: [{ id: "2", title: "Replication lag over 30 s", openedAt: "2026-11-14T03:11:00.000Z" }],
  personVerdict: null,
  standing: [],
  findings: [
    {
      detector: "self-healed",
      claim: "38 of 41 pages cleared by themselves within 5 min, none of them repeated within an hour.",
      facts: { cleared: 38, pages: 41, medianSeconds: 132 },
      thresholds: { withinMinutes: 5, minShare: 0.8, minPages: 5 },
      pages: 38,
      samplePages: pageRows.slice(0, 4).map(({ id, triggeredAt }) => ({ id, triggeredAt })),
    },
    {
      detector: "flapping",
      claim: "Opened 3 times or more within 60 min on 4 occasions, the median gap was 7 min.",
      facts: { episodes: 4, openings: 15, medianGapMinutes: 7 },
      thresholds: { openings: 3, withinMinutes: 60, maxGapMinutes: 15 },
      pages: 15,
      samplePages: pageRows.slice(4, 7).map(({ id, triggeredAt }) => ({ id, triggeredAt })),
    },
  ],
  timeline: trendOf(12, 7, 24),
  timelineUnit: "week",
  heat: Array.from({ length: 168 }, (_, slot) => ({
    weekday: Math.floor(slot / 24),
    hour: slot % 24,
    pages: slot % 24 === 3 ? 5 + (slot % 4) : slot % 11 === 0 ? 1 + (slot % 3) : 0,
  })),
  endings: { source: 38, person: 2, timeout: 1, merge: 0, unknown: 0, "still-open": 0 },
  durations: { medianSeconds: 132, p95Seconds: 1980, n: 40 },
  interruptions: hours(31, 12, 9),
  pages: pageRows.slice(0, 6),
  classifierVersion: 1,
};

const event = (
  at: string,
  kind: PageDetail["events"][number]["kind"],
  more: Partial<PageDetail["events"][number]> = {},
) => ({
  at: `2026-11-15T${at}.000Z`,
  kind,
  by: "automation" as const,
  person: null,
  to: [],
  channel: null,
  level: null,
  note: null,
  how: null,
  source: "incidents-2026-11.json, record 118",
  origin: { kind: "import" as const, id: "1" },
  atReceipt: false,
  ...more,
});

export const page: PageDetail = {
  page: pageRow(0),
  signatureTitle: "checkout-api-<pod> memory above <pct>",
  link: "https://example.pagerduty.com/incidents/Q0",
  policy: "Payments primary",
  raisedBy: "automation",
  events: [
    event("03:12:00", "triggered", { to: ["Amara Okafor"] }),
    event("03:12:04", "notified", { person: "Amara Okafor", channel: "push", level: 1 }),
    event("03:13:04", "notified", { person: "Amara Okafor", channel: "phone", level: 1 }),
    event("03:14:20", "acknowledged", { by: "person", person: "Amara Okafor", how: "by phone" }),
    event("03:15:40", "annotated", {
      by: "person",
      person: "Amara Okafor",
      note: "Memory falls again after the nightly compaction.\nNothing to do.",
    }),
    event("03:16:10", "resolved", { by: "unknown" }),
  ],
  notifications: [
    {
      at: "2026-11-15T03:12:04.000Z",
      person: "Amara Okafor",
      channel: "push",
      estimated: false,
      local: "Sun 15 Nov 03:12",
      zone: "Europe/London",
    },
    {
      at: "2026-11-15T03:13:04.000Z",
      person: "Amara Okafor",
      channel: "phone",
      estimated: false,
      local: "Sun 15 Nov 03:13",
      zone: "Europe/London",
    },
    {
      at: "2026-11-15T03:17:04.000Z",
      person: "Ben Fischer",
      channel: "sms",
      estimated: true,
      local: "Sun 15 Nov 04:17",
      zone: "Europe/Berlin",
    },
  ],
  inferred: {
    verdict: "noise",
    probability: 0.07,
    reason: "self-healed",
    sentence:
      "It cleared by itself after 4 min 10 s; 38 of 41 pages of this alert did the same and nobody acted on them.",
    decidedBy: "votes",
    votes: [
      { family: "outcome", weight: -1.8, why: "cleared by the source within 5 min" },
      { family: "repetition", weight: -0.9, why: "41 pages in 7 days" },
      { family: "severity", weight: 0.6, why: "high urgency" },
    ],
    against: [{ family: "severity", weight: 0.6, why: "high urgency" }],
    wouldChange: 'Without "cleared by the source within 5 min" it would be unclear, at 32 %.',
    usedPages: [{ id: "2", title: "Replication lag over 30 s", openedAt: "2026-11-14T03:11:00.000Z" }],
    classifierVersion: 1,
  },
  personVerdict: {
    id: "1",
    verdict: "noise",
    reason: "working-as-expected",
    wrongHour: false,
    note: "The compaction does this every night.",
    by: "Amara Okafor",
    broughtBy: null,
    givenAt: "2026-11-16T09:12:00.000Z",
    from: null,
    until: null,
    gesture: "1",
    words: 1,
  },
  signatureVerdict: null,
  taught: { pages: 4, actionable: 1 },
  findings: signature.findings.slice(0, 1),
  counts: {},
};

const ledger = (stored: number, duplicate: number, ignored: number, rejected: number): Ledger => ({
  received: stored + duplicate + ignored + rejected,
  stored,
  duplicate,
  ignored,
  rejected,
});

const item: ImportView = {
  id: "1",
  fileName: "incidents-2026-q4.json",
  bytes: 48_200_000,
  state: "done",
  preview: {
    provider: "pagerduty",
    format: "rest-incidents",
    label: "PagerDuty REST incidents with log entries",
    needsZone: false,
    warnings: [],
    columns: null,
    rows: [],
  },
  error: null,
  zone: null,
  ledger: ledger(91_204, 310, 1_892, 14),
  ignoredReasons: [{ why: "service.updated: nobody was paged", records: 1_892 }],
  issues: 3,
  bytesRead: 48_200_000,
  rate: 8_400,
  secondsLeft: null,
  pages: 12_480,
  firstPageAt: "2026-08-24T00:10:00.000Z",
  lastPageAt: "2026-11-15T03:12:00.000Z",
  createdAt: "2026-11-16T09:00:00.000Z",
  finishedAt: "2026-11-16T09:00:12.000Z",
  replacedShifts: 0,
  sameAs: null,
  sample: false,
  upload: null,
  sourceId: "1",
  undoneAt: null,
};

export const uploaded: ImportView = {
  ...item,
  id: "5",
  fileName: "insights-export.csv",
  bytes: 820_000,
  state: "uploaded",
  preview: {
    provider: "pagerduty",
    format: "insights-csv",
    label: "PagerDuty Insights CSV",
    needsZone: true,
    warnings: ["2 columns have the name “Status”; the last one is used."],
    columns: [
      { header: "Incident Number", field: "number" },
      { header: "Created On", field: "opened" },
      { header: "Resolved On", field: "ended" },
      { header: "Service Name", field: "service" },
      { header: "Cost Centre", field: null },
    ],
    rows: Array.from({ length: 20 }, (_, index) => ({
      where: `line ${index + 2}`,
      outcome: index === 4 ? ("rejected" as const) : index === 9 ? ("ignored" as const) : ("accepted" as const),
      message:
        index === 4 ? "Created On: “yesterday” is no time" : index === 9 ? "test incident: nobody was paged" : null,
      page: `Q${index}`,
      title: pageRow(index).title,
      service: pageRow(index).service,
      triggeredAt: index === 4 ? null : pageRow(index).triggeredAt,
      endedAt: null,
      events: index === 4 || index === 9 ? 0 : 3,
    })),
  },
};

export const sources: Sources = {
  configured: [],
  spool: { files: 0, bytes: 0, limitBytes: 1_073_741_824, oldestAt: null, torn: 0 },
  imports: [
    {
      ...item,
      id: "4",
      fileName: "log-entries.json",
      state: "queued",
      bytesRead: 21_000_000,
      secondsLeft: 9,
      ledger: ledger(40_100, 0, 220, 2),
    },
    item,
    {
      ...item,
      id: "3",
      fileName: "incidents-2026-q4 (1).json",
      ledger: ledger(0, 93_420, 0, 0),
      sameAs: { id: "1", fileName: item.fileName, at: item.createdAt },
      ignoredReasons: [],
      issues: 0,
    },
    {
      ...item,
      id: "2",
      fileName: "screenshot.png",
      bytes: 120_000,
      state: "failed",
      preview: null,
      error: "This is a PNG picture, not an export: the file begins with the bytes 89 50 4E 47.",
      ledger: ledger(0, 0, 0, 0),
      pages: 0,
      firstPageAt: null,
      lastPageAt: null,
    },
  ],
  ledger: ledger(131_304, 93_730, 2_112, 16),
  sample: true,
  lastEventAt: "2026-11-15T03:16:10.000Z",
  pages: 12_480,
};

export const state: DataState = {
  pages: 12_480,
  firstPageAt: "2026-08-24T00:10:00.000Z",
  lastPageAt: "2026-11-15T03:12:00.000Z",
  lastEventAt: "2026-11-15T03:16:10.000Z",
  rejectedRecords: 16,
  unclassified: 4,
  sample: true,
  workspaceZone: "Europe/London",
  teams: ["Orders", "Payments", "Platform", "Search"],
  services: ["billing-export", "checkout", "edge", "orders", "search", "storage"],
  peopleWithoutZone: 1,
  privacyChange: null,
};
