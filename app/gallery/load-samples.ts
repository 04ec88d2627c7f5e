import type { Load, LoadSum, PersonLoad, TeamLoad, WakingSignature } from "@/lib/contract/load";
import { range } from "./samples";

const hours = (sleep: number, off: number, business: number) => ({
  sleep,
  off,
  business,
  total: sleep + off + business,
});
const noise = (of: number, n: number, low: number, high: number) => ({ value: n ? of / n : null, low, high, of, n });

const person = (id: string, name: string, more: Partial<PersonLoad>): PersonLoad => ({
  id,
  name,
  teams: ["Payments"],
  zone: "Europe/London",
  interruptions: hours(2, 3, 4),
  noiseShare: noise(4, 7, 0.25, 0.84),
  unclear: 2,
  estimated: 0,
  disruptedNights: 2,
  disruptedHours: 8,
  shortRests: 1,
  pages: { first: 6, escalated: 1, lineNotKnown: 0, total: 7 },
  pagesPerPersonWeek: 7,
  band: "act",
  onCall: { state: "hours", first: 84, further: 0, any: 84 },
  rate: { value: 2.6, low: 1.2, high: 4.9 },
  ...more,
});

const QUIET = {
  interruptions: hours(0, 0, 1),
  noiseShare: { value: null, low: null, high: null, of: 0, n: 0 },
  unclear: 1,
  disruptedNights: 0,
  disruptedHours: 1,
  shortRests: 1,
  pages: { first: 0, escalated: 0, lineNotKnown: 1, total: 1 },
  pagesPerPersonWeek: 1,
  band: "good",
  onCall: { state: "not-known" },
  rate: null,
} as const satisfies Partial<PersonLoad>;

const sumOf = (people: number, more: Partial<LoadSum>): LoadSum => ({
  people,
  interrupted: 11,
  woken: 7,
  interruptions: hours(38, 61, 115),
  noiseShare: noise(105, 173, 0.53, 0.68),
  unclear: 41,
  estimated: 12,
  disruptedNights: 21,
  disruptedHours: 160,
  shortRests: 1,
  pages: { first: 140, escalated: 31, lineNotKnown: 8, total: 179 },
  pagesPerPersonWeek: 4.5,
  ...more,
});

const team = (id: string, name: string, more: Partial<TeamLoad>): TeamLoad => ({
  id,
  name,
  people: 9,
  pages: { total: 96, noiseShare: noise(52, 81, 0.53, 0.74), unclear: 15 },
  load: { ...sumOf(9, { interruptions: hours(21, 30, 44) }), nightsPerPerson: 1.4, band: "watch" },
  hidden: null,
  shift: { value: 2.6, low: 2.1, high: 3.2, incidents: 109, hours: 504, estimated: false, over: true },
  fairnessHidden: false,
  fairness: { word: "uneven", events: 61, people: 6, outside: 2, byHours: true, p: 0.004 },
  trend: { now: 310, before: 402, ratio: 0.77, low: 0.66, high: 0.9, word: "less" },
  timeToAcknowledge: {
    medianSeconds: 95,
    p95Seconds: 840,
    acknowledged: 70,
    neverAcknowledged: 22,
    notKnown: 4,
  },
  ...more,
});

const alert = (id: string, title: string, more: Partial<WakingSignature>): WakingSignature => ({
  id,
  title,
  service: "checkout",
  interruptions: hours(12, 5, 3),
  noiseShare: noise(16, 19, 0.62, 0.94),
  unclear: 1,
  nights: 8,
  people: 3,
  ...more,
});

const WEEKS = [31, 44, 38, 52, 47, 61, 58, 55, 43, 49, 40, 38];

export const load: Load = {
  range,
  previousRange: { ...range, label: "2 – 8 Nov 2026" },
  wholeWeeks: null,
  budgets: { incidentsPerShift: 2, watch: 2, act: 5 },
  sum: sumOf(40, {}),
  previous: sumOf(40, { interruptions: hours(49, 70, 120) }),
  people: [
    person("1", "Amara Okafor", { interruptions: hours(11, 6, 9), disruptedNights: 4, estimated: 3 }),
    person("2", "Dana Whitfield-Montgomery of the very long name", {
      zone: "America/Argentina/Buenos_Aires",
      teams: ["Payments", "Platform reliability and shared infrastructure"],
      band: "watch",
      pagesPerPersonWeek: 4,
      onCall: { state: "hours", first: 84, further: 24, any: 108 },
    }),
    person("3", "Jo", { ...QUIET, zone: null }),
    person("4", "Ravi Menon", { ...QUIET, onCall: { state: "not-on-call" } }),
  ],
  quiet: 3,
  others: {
    people: 33,
    sum: sumOf(33, { interruptions: hours(23, 49, 92), interrupted: 7, woken: 4 }),
    hidden: null,
  },
  teams: [
    team("1", "Payments", {}),
    team("2", "Platform reliability and shared infrastructure", {
      people: 12,
      shift: { value: 0.4, low: 0.2, high: 0.7, incidents: 17, hours: 504, estimated: true, over: false },
      fairnessHidden: false,
      fairness: { word: "too-few-events", events: 12, people: 12, outside: 0, byHours: false, p: null },
      trend: null,
    }),
    team("3", "Search", {
      people: 3,
      load: null,
      hidden: "small",
      fairnessHidden: false,
      fairness: null,
      trend: null,
      timeToAcknowledge: null,
    }),
    team("4", "Data", {
      people: 6,
      load: null,
      hidden: "remainder",
      fairnessHidden: false,
      fairness: null,
      trend: null,
      timeToAcknowledge: null,
      shift: null,
    }),
  ],
  weeks: WEEKS.map((total, index) => {
    const from = Date.parse("2026-08-24T00:00:00Z") + index * 7 * 86_400_000;
    const sleep = Math.round(total / 5);
    const off = Math.round(total / 3);
    return {
      from: new Date(from).toISOString(),
      to: new Date(from + 7 * 86_400_000).toISOString(),
      label: `week ${index + 1}`,
      asked: index === WEEKS.length - 1,
      interruptions: { sleep, off, business: total - sleep - off, total },
    };
  }),
  hoursOpen: true,
  heat: [
    { weekday: 0, hour: 3, interruptions: 14 },
    { weekday: 1, hour: 3, interruptions: 9 },
    { weekday: 2, hour: 15, interruptions: 31 },
    { weekday: 4, hour: 22, interruptions: 5 },
    { weekday: 6, hour: 12, interruptions: 118 },
  ],
  alerts: [
    alert("1", "checkout-api-<pod> memory above <pct>", {}),
    alert("2", "orders-consumer-with-a-name-that-somebody-once-thought-descriptive-<pod> lag above <qty>", {
      service: null,
      interruptions: hours(6, 2, 30),
      noiseShare: { value: null, low: null, high: null, of: 0, n: 0 },
      unclear: 38,
    }),
  ],
};

/** Of a few people, the rest hidden. */
export const loadHidden: Load = {
  ...load,
  wholeWeeks: { from: "2026-11-09", to: "2026-11-15" },
  sum: sumOf(7, { interruptions: hours(15, 12, 23) }),
  previous: null,
  others: { people: 33, sum: null, hidden: "weeks" },
};
