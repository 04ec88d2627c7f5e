import type { Backfills, BackfillView } from "@/lib/contract/backfill";
import type { Alarms, SourceView } from "@/lib/contract/source";

const WELL: SourceView["health"] = { failing: null, quiet: null, probablyDisabled: false, words: null };

/** A signed webhook, in the midst of a rotation of its secret. */
export const source: SourceView = {
  id: "71",
  name: "Payments account",
  provider: "pagerduty",
  providerLabel: "PagerDuty",
  webhook: {
    path: "/api/ingest/VIJZN6dnKXFVbo4oTXmurA",
    proof: "signature",
    headerName: null,
    timestampHeader: null,
    proofs: ["signature", "header", "path"],
    setUp: [
      "In PagerDuty open Integrations, Generic Webhooks (v3), and choose New Webhook.",
      "As Webhook URL paste {url}",
      "Choose Add Webhook, copy the signing secret that is shown once, and paste it here.",
    ],
  },
  secrets: [
    { id: "1", kind: "signing", hint: "a81f", createdAt: "2026-08-24T09:00:00.000Z" },
    { id: "2", kind: "signing", hint: "09c2", createdAt: "2026-11-14T16:20:00.000Z" },
    { id: "3", kind: "api", hint: "Qx7u", createdAt: "2026-11-10T08:00:00.000Z" },
  ],
  mapping: null,
  zone: null,
  paused: false,
  createdAt: "2026-08-24T09:00:00.000Z",
  lastReceivedAt: "2026-11-15T03:16:11.000Z",
  lastEventAt: "2026-11-15T03:16:10.000Z",
  today: { received: 212, stored: 190, duplicate: 14, ignored: 7, rejected: 1, waiting: 2, refused: 0 },
  health: WELL,
};

const NONE = { received: 0, stored: 0, duplicate: 0, ignored: 0, rejected: 0, waiting: 0, refused: 0 };
const REFUSED_WORDS =
  "PagerDuty has probably switched this webhook off: 4 deliveries in a row were refused, and it stops after 3. The signature or secret is missing or wrong. Put it right, switch it on again at PagerDuty, and read what is missing from its API.";
const QUIET_WORDS = "Nothing has come for 3 days; 99 of 100 gaps were shorter than 6 hours.";

/** One source in each of its states. */
export const configured: readonly SourceView[] = [
  source,
  {
    ...source,
    id: "72",
    name: "Platform account",
    health: {
      failing: { requests: 4, since: "2026-11-15T01:02:00.000Z", detail: null },
      quiet: null,
      probablyDisabled: true,
      words: REFUSED_WORDS,
    },
    today: { ...NONE, refused: 4 },
  },
  {
    ...source,
    id: "73",
    name: "Prometheus in Frankfurt",
    provider: "alertmanager",
    providerLabel: "Prometheus Alertmanager",
    health: { ...WELL, quiet: { usualSeconds: 21_600, seconds: 259_200 }, words: QUIET_WORDS },
    today: NONE,
  },
  { ...source, id: "74", name: "Search account", paused: true, today: { ...NONE, received: 9, ignored: 9 } },
  { ...source, id: "75", name: "Orders account", secrets: [], lastReceivedAt: null, lastEventAt: null, today: NONE },
  { ...source, id: "76", name: "Edge account", lastReceivedAt: null, lastEventAt: null, today: NONE },
  { ...source, id: "77", name: "PagerDuty files", webhook: null, secrets: [], today: NONE },
];

export const alarms: Alarms = {
  sources: [
    { id: "72", name: "Platform account", providerLabel: "PagerDuty", kind: "disabled", words: REFUSED_WORDS },
    {
      id: "78",
      name: "Grafana in Dublin",
      providerLabel: "Grafana Alerting",
      kind: "failing",
      words: "12 deliveries were refused since the last good one. The sender's clock is 412 s behind ours.",
    },
    {
      id: "73",
      name: "Prometheus in Frankfurt",
      providerLabel: "Prometheus Alertmanager",
      kind: "quiet",
      words: QUIET_WORDS,
    },
  ],
  spool: { bytes: 640_000_000, limitBytes: 1_073_741_824 },
};

const backfill: BackfillView = {
  id: "9",
  sourceId: "71",
  baseUrl: "https://api.pagerduty.com",
  state: "waiting",
  since: "2026-11-08T00:00:00.000Z",
  until: "2026-11-15T00:00:00.000Z",
  requests: 418,
  retries: 3,
  records: 9_120,
  share: 0.42,
  secondsLeft: 195,
  waitingUntil: "2026-11-15T03:17:00.000Z",
  message: "The API allows no more requests for now.",
  issues: [],
  createdAt: "2026-11-15T03:10:00.000Z",
  startedAt: "2026-11-15T03:10:01.000Z",
  finishedAt: null,
};

export const backfills: Backfills = {
  backfills: [
    backfill,
    {
      ...backfill,
      id: "8",
      state: "done",
      share: 1,
      secondsLeft: null,
      waitingUntil: null,
      message: null,
      issues: ["notes of PT4KHLK: the API answered 404 Not Found"],
      finishedAt: "2026-11-14T22:41:00.000Z",
    },
  ],
  gaps: [
    {
      from: "2026-11-12T02:11:00.000Z",
      to: "2026-11-13T05:40:00.000Z",
      why: "silent",
      message: "Nothing came for 27 hours, far longer than usual.",
      refused: 0,
      since: "2026-11-12T01:00:00.000Z",
      until: "2026-11-13T07:00:00.000Z",
    },
  ],
  regions: [
    { label: "US", baseUrl: "https://api.pagerduty.com" },
    { label: "EU", baseUrl: "https://api.eu.pagerduty.com" },
  ],
  tokenHint: "Qx7u",
};
