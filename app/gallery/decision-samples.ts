import type { ActivityView, DecisionsView, DecisionView, Squashed } from "@/lib/contract/decision";
import { range } from "./samples";

const forecast: NonNullable<DecisionView["forecast"]> = {
  from: Date.parse("2026-10-13T00:00:00Z"),
  to: Date.parse("2026-11-10T00:00:00Z"),
  openings: 112,
  actionable: 1,
  unclear: 4,
  noise: 107,
  removed: 98,
  removedActionable: { worst: 3, best: 0 },
  delayed: 14,
  delayedActionable: 1,
  interruptionsSaved: 131,
  sleepInterruptionsSaved: 66,
  nightsSaved: 19,
  estimated: true,
};

const quiet: DecisionView = {
  id: "1",
  signatureId: "41",
  title: "[search-api] p99 latency <qty> above 800 ms on <pod>",
  service: "search-api",
  team: "Search",
  kind: "tune",
  state: "verified-quiet",
  reason: "107 of 108 judged pages of the last 28 days were noise, mostly self-healed.",
  scope: [{ field: "signature", operator: "=", value: "41" }],
  treatment: { kind: "hold", holdMinutes: 5 },
  owner: { id: "3", name: "Priscilla Navarrete" },
  decidedBy: "Admin",
  decidedAt: "2026-11-10T09:12:00.000Z",
  flaggedAt: "2026-11-03T09:00:00.000Z",
  expiresAt: null,
  reviewDate: "2026-12-08",
  reviewedAt: null,
  changeUrl: "https://git.example.com/search/alerts/pull/88",
  review: { urgent: false, actionable: false },
  forecast,
  endedAt: null,
  endedFor: null,
  endedPages: [],
  watch: {
    startedAt: "2026-11-10T09:12:00.000Z",
    endsAt: "2026-11-11T09:12:00.000Z",
    baselinePerDay: 4,
    openings: 0,
    actionable: 0,
    fact: null,
    outcome: "verified-quiet",
    sentence: "0 openings in 1 day, where 4 were to be expected (chance 1.8 %); the forecast allows 0.8.",
    settledAt: "2026-11-11T09:15:00.000Z",
    hidden: [],
    earlier: [],
    knownUntil: "2026-11-16T08:00:00.000Z",
  },
  lastRangAt: "2026-11-10T02:11:00.000Z",
  inForce: true,
  daysToReview: 21,
  due: false,
  expired: false,
  ownerless: false,
  forgotten: null,
};

const red: DecisionView = {
  ...quiet,
  id: "2",
  signatureId: "42",
  title: "5xx rate <pct> during rollout of payments-api <n>",
  service: "payments-api",
  kind: "silence",
  state: "hid-something-real",
  treatment: { kind: "drop" },
  scope: [{ field: "title", operator: "=~", value: "5xx rate .* during rollout .*" }],
  owner: null,
  expiresAt: "2026-11-15T09:00:00.000Z",
  endedAt: "2026-11-12T13:20:00.000Z",
  endedFor: "incident-opened",
  endedPages: [{ id: "77", title: "Payments unavailable: success rate 61%", openedAt: "2026-11-12T13:20:00.000Z" }],
  changeUrl: null,
  forecast: null,
  watch: {
    startedAt: "2026-11-08T09:00:00.000Z",
    endsAt: "2026-11-11T09:00:00.000Z",
    baselinePerDay: 1.1,
    openings: 2,
    actionable: 1,
    fact: forecast,
    outcome: "hid-something-real",
    sentence:
      "Hid something real: “5xx rate 4% during rollout of payments-api 4.31.2” (2026-11-09 15:04 Europe/London). 1 page that was worth it did not reach anybody.",
    settledAt: "2026-11-09T15:10:00.000Z",
    hidden: [
      { id: "76", title: "5xx rate 4% during rollout of payments-api 4.31.2", openedAt: "2026-11-09T15:04:00.000Z" },
    ],
    earlier: [{ outcome: "verified-quiet", settledAt: "2026-11-09T09:00:00.000Z" }],
    knownUntil: "2026-11-16T08:00:00.000Z",
  },
  inForce: false,
  daysToReview: null,
};

const forgotten: DecisionView = {
  ...quiet,
  id: "3",
  signatureId: "43",
  title: "Replica <n> lost its upstream",
  kind: "silence",
  treatment: { kind: "drop" },
  expiresAt: "2026-12-01T09:00:00.000Z",
  ownerless: true,
  owner: null,
  forgotten: "quiet",
  due: true,
  daysToReview: 2,
};

const waiting: DecisionView = { ...quiet, id: "4", signatureId: "44", state: "decided", watch: null, forecast: null };

const timeToSquash = { medianDays: 8, n: 2, notYet: 2 };

export const decisionsView: DecisionsView = {
  zone: "Europe/London",
  decisions: [red, forgotten, quiet, waiting],
  counts: { inForce: 3, silences: 1, due: 1, expired: 0, ownerless: 1, forgotten: 1 },
  timeToSquash,
  mayDecide: true,
};

export const squashedView: Squashed = {
  zone: "Europe/London",
  range,
  decisions: [quiet, red, waiting],
  outcomes: { verifiedQuiet: 1, cameBack: 0, hidSomethingReal: 1, tooEarly: 0, watching: 0, waiting: 1 },
  timeToSquash,
  forgotten: 1,
};

const entry = { decisionId: "1", signatureId: "41", title: quiet.title, decision: "tune" } as const;

export const activityView: ActivityView = {
  zone: "Europe/London",
  entries: [
    {
      ...entry,
      at: "2026-11-11T09:15:00.000Z",
      kind: "settled",
      by: null,
      outcome: "verified-quiet",
      words: "0 openings in 1 day.",
    },
    { ...entry, at: "2026-11-10T09:12:00.000Z", kind: "decided", by: "Admin", outcome: null, words: quiet.reason },
    { ...entry, at: "2026-11-09T09:12:00.000Z", kind: "ended", by: null, outcome: null, words: "expired" },
  ],
  older: null,
};
