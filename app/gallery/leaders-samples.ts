import type { LeaderAlerts, LeaderDetail, Leaders, NotMine, OwnPager } from "@/lib/contract/leaders";
import type { HourCounts, Share } from "@/lib/contract/noise-report";
import { range } from "./samples";

const hours = (sleep: number, off: number, business: number): HourCounts => ({
  sleep,
  off,
  business,
  total: sleep + off + business,
});
const share = (of: number, n: number, low: number, high: number): Share => ({ value: of / n, low, high, of, n });

const NO_RATES = { first: null, further: null };

const own = (carries: OwnPager["carries"], first: number, escalated: number, counts: HourCounts): OwnPager => ({
  carries,
  lastRangAt: carries === "not-known" ? null : "2026-11-14T02:41:00.000Z",
  pages: { first, escalated, lineNotKnown: 0, total: first + escalated },
  interruptions: counts,
  estimated: 0,
  nights: Math.min(7, counts.sleep),
  onCallHours: carries === "not-known" ? null : { first: first * 8, further: escalated * 24 },
  rates: NO_RATES,
});

const plain: Omit<LeaderDetail, "id" | "name" | "label"> = {
  parentId: "1",
  isSelf: false,
  leadersUnder: 0,
  people: 8,
  onCall: 6,
  own: own("escalation-only", 0, 2, hours(1, 0, 1)),
  pages: { total: 74, actionable: 26, noise: 41, unclear: 7 },
  noiseShare: share(41, 67, 0.49, 0.72),
  unclearShare: share(7, 74, 0.05, 0.18),
  trend: {
    fromDate: "2026-09-21",
    toDate: "2026-11-16",
    last: 288,
    before: 241,
    ratio: { value: 1.195, low: 1.003, high: 1.42 },
    change: "up",
  },
  hidden: null,
  load: {
    interruptions: hours(19, 24, 38),
    estimated: 3,
    woken: 5,
    nights: { sum: 11, mean: 1.83, median: 1.5, max: 4 },
  },
  led: {
    of: "on-call",
    n: 6,
    others: 2,
    median: { first: 9, escalated: 1, sleep: 2, off: 3, business: 5, nights: 1.5 },
    worst: { first: 22, escalated: 4, sleep: 7, off: 8, business: 11, nights: 4 },
    worstWho: { nights: { id: "31", name: "Priya Raman" } },
    worstBand: "act",
  },
  fairness: { word: "uneven", p: 0.011, people: 6, events: 62 },
};

const mara: LeaderDetail = {
  ...plain,
  id: "1",
  name: "Mara Lindqvist",
  label: "Mara Lindqvist",
  parentId: null,
  isSelf: true,
  leadersUnder: 4,
  people: 31,
  onCall: 19,
  own: {
    ...own("yes", 3, 2, hours(2, 1, 2)),
    rates: {
      first: { own: { value: 3, low: 0.62, high: 8.77, count: 3, hours: 24 }, median: 2.1, n: 19, ratio: 1.43 },
      further: { own: { value: 1, low: 0.12, high: 3.61, count: 2, hours: 48 }, median: 0, n: 5, ratio: null },
    },
  },
};
const joao: LeaderDetail = { ...plain, id: "2", name: "João Ferreira", label: "João Ferreira", leadersUnder: 1 };
const rows: LeaderDetail[] = [
  mara,
  joao,
  {
    ...plain,
    id: "4",
    name: "Yuki Tanaka",
    label: "Yuki Tanaka",
    parentId: "2",
    people: 3,
    onCall: 0,
    own: own("no", 0, 0, hours(0, 0, 0)),
    hidden: "small",
    load: null,
    led: null,
    fairness: null,
    trend: null,
  },
  {
    ...plain,
    id: "3",
    name: "A leader with an exceptionally long name that nobody shortens",
    label: "A leader with an exceptionally long name that nobody shortens",
    own: own("not-known", 0, 0, hours(0, 0, 0)),
    led: plain.led && { ...plain.led, of: "paged", worst: null, worstWho: {} },
    trend: plain.trend && {
      ...plain.trend,
      last: 3,
      before: 0,
      ratio: { value: null, low: 0.4, high: null },
      change: "none",
    },
  },
  {
    ...plain,
    id: "5",
    name: null,
    label: "Search, Data platform and 2 more",
    own: null,
    hidden: "remainder",
    load: null,
    led: null,
  },
];

export const leadersView: Leaders = {
  range,
  privacy: "team",
  partDays: false,
  dates: { fromDate: "2026-11-09", toDate: "2026-11-16" },
  carrying: { leaders: 5, counted: 4, carry: 2, notKnown: 1 },
  you: mara,
  focus: mara,
  path: [],
  rows,
  leftOut: 0,
  beside: [mara, joao],
};

export const leaderAlerts: LeaderAlerts = {
  range,
  leaderId: "1",
  hidden: null,
  alerts: [
    {
      id: "1",
      title: "checkout-api-<pod> memory above <pct>",
      service: "checkout",
      team: "Payments",
      pages: 41,
      noisePages: 38,
      interruptions: hours(11, 8, 9),
      pain: 58,
    },
    {
      id: "2",
      title: "Nightly export late",
      service: "warehouse",
      team: "Data",
      pages: 7,
      noisePages: 7,
      interruptions: hours(7, 0, 0),
      pain: 21,
    },
  ],
};

const page = (id: string, title: string, service: string) => ({
  id,
  title,
  service,
  triggeredAt: "2026-11-12T03:14:00.000Z",
});

export const notMineView: NotMine = {
  range,
  leaderId: "1",
  pages: 144,
  notKnown: 12,
  elsewhere: 19,
  owners: [
    {
      owner: "Data platform",
      service: "warehouse",
      pages: 14,
      noise: 9,
      last: page("11", "Nightly export late", "warehouse"),
    },
    { owner: "Search", service: null, pages: 5, noise: 1, last: page("12", "Indexer behind", "search") },
  ],
  handed: {
    pages: 6,
    byTeams: [
      { teams: 2, pages: 5 },
      { teams: 3, pages: 1 },
    ],
    chains: [
      {
        ...page("13", "Ledger replica behind by 40 min", "ledger"),
        steps: ["Payments", "Data platform", "Network"],
        minutes: 74,
      },
      { ...page("14", "Checkout errors", "checkout"), steps: ["Web", "Payments"], minutes: 12 },
    ],
  },
};
