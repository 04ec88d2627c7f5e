import type { NoiseSettings } from "@/lib/contract/noise-settings";
import type { CandidateChange, OneTrend, SignatureTrend, Trends } from "@/lib/contract/trends";
import { range } from "./samples";

const LONG =
  "orders-consumer-with-a-name-that-somebody-once-thought-descriptive-and-that-never-ends-<pod> lag above <qty>";

const deploy: CandidateChange = {
  id: "1",
  kind: "deploy",
  title: "orders-consumer 2026.11.3, with everything that the release train carried that week and nobody had tried",
  startsAt: "2026-11-10T13:02:00.000Z",
  service: "orders",
  by: "Priya Raman",
  url: "https://example.com/deploys/1",
};
const edit: CandidateChange = {
  ...deploy,
  id: "2",
  kind: "rule-edit",
  title: "Lag: warn at 500",
  startsAt: "2026-11-11T09:40:00.000Z",
  url: null,
  by: null,
};

const louder: SignatureTrend = {
  id: "2",
  title: LONG,
  service: "orders",
  team: "Orders",
  kind: "louder",
  since: { from: "2026-11-09T00:00:00.000Z", to: "2026-11-13T00:00:00.000Z" },
  before: { count: 12, days: 31, perDay: 0.39, low: 0.2, high: 0.68 },
  after: { count: 19, days: 6, perDay: 3.2, low: 1.9, high: 4.9 },
  ratio: { value: 8.2, low: 3.8, high: 18.4 },
  change: deploy,
};
const fresh: SignatureTrend = {
  ...louder,
  id: "5",
  title: "Certificate for <url> expires in <qty>",
  service: "edge",
  team: "Platform",
  kind: "new",
  since: { from: "2026-11-11T04:12:00.000Z", to: "2026-11-11T04:12:00.000Z" },
  before: { count: 0, days: 60, perDay: 0, low: 0, high: 0.06 },
  after: { count: 7, days: 5, perDay: 1.4, low: 0.56, high: 2.9 },
  ratio: null,
  change: null,
};
const gone: SignatureTrend = {
  ...fresh,
  id: "9",
  title: "Backup late",
  kind: "gone",
  since: { from: "2026-10-29T02:00:00.000Z", to: "2026-11-04T02:00:00.000Z" },
  before: { count: 40, days: 44, perDay: 0.91, low: 0.65, high: 1.24 },
  after: { count: 0, days: 17, perDay: 0, low: 0, high: 0.22 },
  ratio: { value: 0, low: 0, high: 0.3 },
};

export const trends: Trends = { range, trends: [fresh, louder, gone], signatures: 31, days: 180 };
export const oneTrend: OneTrend = { range, trend: louder, near: [deploy, edit], days: 180 };

const minutes = { unit: "minutes" as const, least: 1, most: 1_440, workspace: null, teams: {} };

export const noiseSettings: NoiseSettings = {
  detectors: [
    {
      reason: "flapping",
      thresholds: [
        { name: "openings", unit: "count", standard: 3, least: 2, most: 100, workspace: 4, teams: { Payments: 5 } },
        { ...minutes, name: "windowMinutes", standard: 60 },
      ],
    },
    { reason: "self-healed", thresholds: [{ ...minutes, name: "withinMinutes", standard: 5 }] },
    {
      reason: "ignored",
      thresholds: [{ name: "share", unit: "share", standard: 0.8, least: 0, most: 1, workspace: null, teams: {} }],
    },
    { reason: "test", thresholds: [] },
  ],
  teams: ["Payments", "The team that looks after everything which nobody else would look after"],
  canChange: true,
  history: [
    {
      id: "1",
      at: "2026-11-12T09:31:07.000Z",
      by: "Priya Raman",
      changes: [
        { team: null, reason: "flapping", name: "openings", from: null, to: 4 },
        { team: "Payments", reason: "flapping", name: "openings", from: 4, to: 5 },
      ],
    },
  ],
  zone: range.zone,
};
