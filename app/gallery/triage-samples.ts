import type { ConnectionsView } from "@/lib/contract/connections";
import type { Triage, TriageItem } from "@/lib/contract/triage";
import { noise, range } from "./samples";

const [first, second, third] = noise.signatures;
if (!first || !second || !third) throw new Error("the samples have three alerts");

const item: TriageItem = {
  id: first.id,
  row: first,
  pain: {
    parts: [
      { hours: "sleep", interruptions: 9, weight: 3 },
      { hours: "off", interruptions: 4, weight: 2 },
      { hours: "business", interruptions: 2, weight: 1 },
    ],
    weighted: 37,
    noiseProbability: 0.97,
    value: 35.9,
  },
  flaggedAt: "2026-11-14T07:00:00.000Z",
  rule: "noise",
  because: "Noise: 13 of 14 pages noise in 28 days, 9 noise interruptions (4 in sleep hours, 1 disrupted night).",
  owner: null,
  dueDate: "2026-11-12",
  isOverdue: true,
  snoozedUntil: null,
  state: "flagged",
  suggestion: { verdict: "noise", reason: "self-healed" },
  isHandledToday: false,
  notes: [
    { id: "1", by: "Priscilla Navarrete", at: "2026-11-14T09:00:00.000Z", text: "The vendor mends it in December." },
  ],
};

/** One of each: red, hidden figures, put off. */
export const triageView: Triage = {
  range,
  items: [
    {
      ...item,
      id: second.id,
      row: second,
      rule: "came-back",
      state: "hid-something-real",
      because: "What was decided hid something real: 3 of 4 pages noise in 28 days, 2 noise interruptions.",
      owner: { id: "3", name: "Priscilla Navarrete" },
      dueDate: null,
      isOverdue: false,
    },
    item,
    { ...item, id: third.id, row: third, pain: null, rule: "by-hand", because: "Put here by hand.", suggestion: null },
  ],
  later: [{ ...item, id: "99", snoozedUntil: "2026-11-20T00:00:00.000Z" }],
  leftToday: 2,
  lastCheckAt: "2026-11-15T07:00:00.000Z",
  nextCheckAt: "2026-11-16T07:00:00.000Z",
  people: [{ id: "3", name: "Priscilla Navarrete" }],
  selfId: "3",
  today: "2026-11-15",
  canMove: true,
};

export const connectionsView: ConnectionsView = {
  connections: [
    {
      id: "1",
      kind: "alertmanager",
      name: "Production",
      url: "https://alertmanager.example.com",
      auth: "bearer",
      userName: null,
      hint: "9f3a",
      checkedAt: "2026-11-15T07:00:00.000Z",
      trouble: null,
    },
    {
      id: "2",
      kind: "git",
      name: "Alert rules",
      url: "https://git.example.com/search/alerts.git",
      auth: "none",
      userName: null,
      hint: "",
      checkedAt: null,
      trouble: "It did not answer within 10 s.",
    },
  ],
  canChange: true,
  allowed: ["127.0.0.1:9093"],
  remotes: [],
};
