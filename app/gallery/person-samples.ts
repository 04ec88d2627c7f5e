import type { PersonDetail } from "@/lib/contract/person";
import { pageRows, range } from "./samples";

const DAYS = [
  [2, 1, 0, true],
  [0, 0, 1, false],
  [1, 3, 2, true],
  [0, 0, 0, false],
  [0, 1, 4, false],
  [3, 2, 0, true],
  [0, 4, 0, false],
] as const;

const days = DAYS.map(([sleep, off, business, night], index) => ({
  date: `2026-11-${String(9 + index).padStart(2, "0")}`,
  sleep,
  off,
  business,
  total: sleep + off + business,
  night,
}));

/** Of the person who looks at it. */
export const personOwn: PersonDetail = {
  range,
  previousRange: { ...range, label: "2 – 8 Nov 2026" },
  person: {
    id: "4",
    name: "Dana Whitfield-Montgomery",
    jobTitle: "Senior Software Engineer",
    zone: "America/New_York",
    teams: ["Payments"],
    leader: "Amara Okafor",
    isSelf: true,
  },
  zone: "America/New_York",
  totals: {
    interruptions: { sleep: 6, off: 11, business: 7, total: 24 },
    noiseShare: { value: 0.65, low: 0.43, high: 0.82, of: 13, n: 20 },
    unclear: 4,
    estimated: 2,
    disruptedNights: 3,
    disruptedHours: 19,
    shortRests: 1,
    pages: { first: 15, escalated: 3, lineNotKnown: 1, total: 19 },
    onCallHours: { first: 84, further: 84 },
  },
  previous: {
    interruptions: { sleep: 9, off: 9, business: 9, total: 27 },
    noiseShare: { value: 0.7, low: 0.5, high: 0.85, of: 16, n: 23 },
    unclear: 4,
    estimated: 0,
    disruptedNights: 4,
    disruptedHours: 22,
    shortRests: 1,
    pages: { first: 20, escalated: 2, lineNotKnown: 0, total: 22 },
    onCallHours: null,
  },
  days,
  heat: [
    { weekday: 0, hour: 3, interruptions: 2 },
    { weekday: 2, hour: 19, interruptions: 5 },
    { weekday: 4, hour: 11, interruptions: 4 },
    { weekday: 5, hour: 2, interruptions: 3 },
  ],
  alerts: [
    {
      signatureId: "1",
      title: "Nightly export finished late",
      interruptions: { sleep: 4, off: 1, business: 0, total: 5 },
      noise: 5,
      nights: 2,
    },
    {
      signatureId: "2",
      title: "Checkout error budget burns fast in all regions at once",
      interruptions: { sleep: 2, off: 3, business: 3, total: 8 },
      noise: 1,
      nights: 1,
    },
  ],
  channels: [
    { channel: "push", notifications: 31, estimated: 0 },
    { channel: "phone", notifications: 6, estimated: 0 },
    { channel: "unknown", notifications: 2, estimated: 2 },
  ],
  rows: pageRows.slice(0, 8),
  own: {
    toJudge: { pages: 2, rows: pageRows.slice(3, 5) },
    viewers: {
      total: 5,
      views: [
        { by: "Amara Okafor", screen: "person", date: "2026-11-14", lastAt: "2026-11-14T09:12:00.000Z", times: 2 },
        { by: "Ben Fischer", screen: "load", date: "2026-11-13", lastAt: "2026-11-13T16:40:00.000Z", times: 3 },
      ],
    },
    efforts: [
      {
        pageId: "5",
        title: "Replication stopped on db-07",
        triggeredAt: "2026-11-14T14:44:00.000Z",
        minutes: 35,
        estimated: true,
        capped: false,
      },
      {
        pageId: "6",
        title: "Payment provider answers 5xx",
        triggeredAt: "2026-11-13T02:10:00.000Z",
        minutes: 90,
        estimated: false,
        capped: false,
      },
      {
        pageId: "7",
        title: "Nightly export finished late",
        triggeredAt: "2026-11-12T03:00:00.000Z",
        minutes: null,
        estimated: false,
        capped: false,
      },
    ],
  },
  objections: [
    {
      id: "8",
      pageId: null,
      note: "I swapped the shift of 11 November with Ben",
      saidAt: "2026-11-12T09:30:00.000Z",
      settledAt: "2026-11-13T10:00:00.000Z",
      answer: "The shift is Ben's now.",
    },
    {
      id: "9",
      pageId: "3",
      note: "This rang twice",
      saidAt: "2026-11-14T08:00:00.000Z",
      settledAt: null,
      answer: null,
    },
  ],
  maySettle: false,
};

/** The same, as their leader sees it. */
export const personSeen: PersonDetail = {
  ...personOwn,
  person: { ...personOwn.person, isSelf: false },
  own: null,
  maySettle: true,
};
