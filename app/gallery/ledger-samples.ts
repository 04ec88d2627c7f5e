import type { DeliveryDetail, DeliveryRow, LedgerDay, LedgerSource, LedgerView } from "@/lib/contract/ledger";
import type { AccountView, PeopleView, PersonView } from "@/lib/contract/people";
import type { Ledger } from "@/lib/contract/sources";

const ends = (stored: number, duplicate: number, ignored: number, rejected: number): Ledger => ({
  received: stored + duplicate + ignored + rejected,
  stored,
  duplicate,
  ignored,
  rejected,
});

const CUT = "the delivery is not whole JSON: it ends within … of event.data";
const NO_PAGE = "service.updated: nobody was paged";

const day = (date: string, counts: Ledger, more: Partial<LedgerDay> = {}): LedgerDay => ({
  sourceId: "1",
  day: date,
  ...counts,
  ignoredReasons: counts.ignored > 0 ? [{ reason: NO_PAGE, records: counts.ignored }] : [],
  rejectedReasons: counts.rejected > 0 ? [{ reason: CUT, records: counts.rejected }] : [],
  waiting: 0,
  refused: 0,
  refusedReasons: [],
  ...more,
});

const days: LedgerDay[] = [
  day("2026-11-16", ends(214, 3, 12, 0), { waiting: 2 }),
  day("2026-11-15", ends(388, 0, 9, 4), {
    refused: 3,
    refusedReasons: [{ reason: "proof-wrong", status: 401, requests: 3, lastAt: "2026-11-15T03:12:00.000Z" }],
  }),
  day("2026-11-12", ends(301, 41, 0, 0)),
  day("2026-11-10", ends(91_204, 310, 1_892, 14), { sourceId: "2" }),
];

const source: LedgerSource = {
  ...ends(903, 44, 21, 4),
  id: "1",
  name: "PagerDuty, payments",
  providerLabel: "PagerDuty",
  deleted: false,
  paused: false,
  waiting: 2,
  refused: 3,
  lastReceivedAt: "2026-11-16T09:12:00.000Z",
  secondsSinceLast: 122,
};

export const ledgerView: LedgerView = {
  from: "2026-11-03",
  to: "2026-11-16",
  zone: "Europe/London",
  total: ends(92_107, 354, 1_913, 18),
  sources: [
    source,
    {
      ...source,
      ...ends(91_204, 310, 1_892, 14),
      id: "2",
      name: "PagerDuty files",
      waiting: 0,
      refused: 0,
      lastReceivedAt: "2026-11-10T09:00:00.000Z",
      secondsSinceLast: 519_120,
    },
    {
      ...source,
      ...ends(0, 0, 0, 0),
      id: "3",
      name: "Grafana, staging",
      providerLabel: "Grafana Alerting",
      paused: true,
      waiting: 0,
      refused: 0,
      lastReceivedAt: null,
      secondsSinceLast: null,
    },
  ],
  days,
};

const row: DeliveryRow = {
  ...ends(0, 0, 0, 1),
  kind: "delivery",
  id: "9007199254740993",
  sourceId: "1",
  sourceName: "PagerDuty, payments",
  receivedAt: "2026-11-15T03:12:05.000Z",
  via: "webhook",
  fileName: null,
  bytes: 2_310,
  waiting: false,
  place: null,
  why: null,
  canReplay: true,
};

export const recordRows: DeliveryRow[] = [
  { ...row, ...ends(0, 0, 0, 0), id: "11", receivedAt: "2026-11-16T09:12:00.000Z", waiting: true, canReplay: false },
  row,
  { ...row, ...ends(0, 1, 0, 0), kind: "repeat", id: "12", via: "spool" },
  { ...row, ...ends(40, 2, 0, 0), id: "13", via: "backfill", bytes: 48_120 },
  { ...row, ...ends(91_204, 310, 1_892, 14), kind: "import", id: "1", via: "file", fileName: "incidents-2026-q4.json" },
  {
    ...row,
    kind: "record",
    id: "1",
    via: "file",
    fileName: "incidents-2026-q4.json",
    place: "incidents[118]",
    why: "created_at “yesterday” is no time",
    canReplay: false,
  },
];

const body = {
  event: {
    id: "01GI0JX",
    event_type: "incident.triggered",
    occurred_at: "2026-11-15T03:12:00.100Z",
    data: { id: "Q3B15VLMF3AS26", title: "checkout-api-7 memory above 91 %", custom: { api_token: "••••••" } },
  },
};

export const delivery: DeliveryDetail = {
  delivery: { ...row, ...ends(1, 0, 0, 1) },
  headers: { "content-type": "application/json", "x-pagerduty-signature": "••••••", "x-webhook-id": "PWH0001" },
  contentType: "application/json",
  body: JSON.stringify(body, null, 2),
  isJson: true,
  cut: false,
  repeats: 2,
  records: [
    {
      place: "event",
      line: null,
      outcome: "accepted",
      why: null,
      issues: ["assignees[1] has neither an id nor a name"],
      pages: [{ id: "1", pageKey: "Q3B15VLMF3AS26", title: "checkout-api-7 memory above 91 %" }],
    },
    {
      place: "event[1]",
      line: null,
      outcome: "rejected",
      why: "occurred_at “now-ish” is no time",
      issues: [],
      pages: [],
    },
  ],
  pages: [{ id: "1", pageKey: "Q3B15VLMF3AS26", title: "checkout-api-7 memory above 91 %" }],
};

const account = (id: string, provider: string, name: string, more: Partial<AccountView> = {}): AccountView => ({
  id,
  provider,
  key: `P${id}`,
  matchedBy: "itself",
  name,
  email: `${name.split(" ")[0]?.toLowerCase()}@north.example`,
  timeZone: "Europe/London",
  jobTitle: null,
  pages: 41,
  lastSeenAt: "2026-11-15T03:14:20.000Z",
  ...more,
});

const person = (id: string, name: string, accounts: AccountView[]): PersonView => ({
  id,
  name,
  email: accounts.find(({ email }) => email !== null)?.email ?? null,
  timeZone: accounts[0]?.timeZone ?? null,
  jobTitle: null,
  accounts,
  pages: accounts.reduce((sum, { pages }) => sum + (pages ?? 0), 0),
  lastSeenAt: accounts[0]?.lastSeenAt ?? null,
});

export const peopleView: PeopleView = {
  me: null,
  canLink: true,
  people: [
    person("1", "Amara Okafor", [
      account("1", "pagerduty", "Amara Okafor"),
      account("2", "opsgenie", "Amara Okafor", { matchedBy: "email", pages: 3 }),
    ]),
    person("3", "B. Fischer", [account("3", "alertmanager", "B. Fischer", { email: null, timeZone: null, pages: 7 })]),
    person("4", "Ben Fischer", [account("4", "pagerduty", "Ben Fischer", { timeZone: "Europe/Berlin" })]),
    person("5", "Chidi Eze", [account("5", "pagerduty", "Chidi Eze", { pages: 0, lastSeenAt: null })]),
  ],
  proposals: [
    {
      one: "3",
      other: "4",
      why: "same-name",
      sentence: "Both have the same name, at different providers.",
      evidence: { onePages: 7, otherPages: 41 },
    },
  ],
};
