import type { BestSetView } from "@/lib/contract/best-set";
import type { WhatIf, WhatIfStop } from "@/lib/contract/what-if";

const [FROM, SHOWN, TO] = ["2026-08-18", "2026-10-19", "2026-11-16"].map((day) => Date.parse(`${day}T00:00:00Z`)) as [
  number,
  number,
  number,
];

const stop = (holdMinutes: number, removed: number, lost: number): WhatIfStop => ({
  treatment: { kind: "hold", holdMinutes },
  effect: {
    from: SHOWN,
    to: TO,
    openings: 31,
    actionable: 4,
    unclear: 2,
    noise: 25,
    removed,
    removedActionable: { worst: lost + 1, best: lost },
    delayed: 31 - removed,
    delayedActionable: 4 - lost,
    interruptionsSaved: removed * 2,
    sleepInterruptionsSaved: removed,
    nightsSaved: 6,
    estimated: true,
  },
  lost: { n: lost, listed: lost === 0 ? [] : [{ page: 0, openedAt: TO - 86_400_000, delayMs: null }] },
  joined: { n: 0, listed: [] },
  late: { n: 1, listed: [{ page: 1, openedAt: TO - 172_800_000, delayMs: holdMinutes * 60_000 }] },
  unclear: { n: 0, listed: [] },
  delays: {
    pages: { n: 1, p50Ms: holdMinutes * 60_000, p95Ms: holdMinutes * 60_000, maxMs: holdMinutes * 60_000 },
    incidents: null,
  },
  people: [{ personId: "1", name: "Oluwaseun Adeyinka", sleep: 9, off: 3, business: 1, nights: 4, estimated: true }],
});

const curve = (openings: number, seconds: readonly number[]) => ({
  openings,
  cleared: seconds.length,
  censored: openings - seconds.length,
  unknown: 0,
  points: [0, ...seconds].map((at, index) => ({ seconds: at, open: 1 - index / openings, atRisk: openings - index })),
});

export const whatIf: WhatIf = {
  signatureId: "1",
  kind: "hold",
  zone: "Europe/London",
  history: { from: FROM, to: TO, openings: 96, tests: 3 },
  fit: { from: FROM, to: SHOWN, openings: 65 },
  shown: { from: SHOWN, to: TO, openings: 31 },
  enough: true,
  endedByPerson: 4,
  censored: 1,
  stops: [stop(1, 8, 0), stop(5, 22, 0), stop(30, 25, 1)],
  pages: [
    { id: "1", title: "Checkout p99 above 800 ms", verdict: "actionable", reason: "fixed-a-fault", topPriority: false },
    { id: "2", title: "Checkout p99 above 800 ms", verdict: "actionable", reason: "real-upstream", topPriority: true },
  ],
  survival: {
    actionable: curve(4, [900, 2_400]),
    noise: curve(25, [50, 60, 90, 120, 130, 150, 180, 200, 240, 250, 280, 300, 420]),
    unclear: curve(2, [400]),
  },
  suggestion: {
    expected: { removed: 68, openings: 96, share: 0.708, low: 0.61, high: 0.79 },
    kind: "tune",
    treatment: { kind: "hold", holdMinutes: 5 },
    because:
      "It would have taken away 22 of the last 31 pages, none of them known to be worth it; 44 interruptions saved, 22 of them in sleep hours.",
    effect: stop(5, 22, 0).effect,
  },
  people: { n: 9, unnamed: 8, hidden: false },
  classifierVersion: 4,
};

export const bestSet: BestSetView = {
  zone: "Europe/London",
  openings: 412,
  fit: { from: FROM, to: SHOWN },
  shown: { from: SHOWN, to: TO },
  together: {
    ...stop(5, 22, 0).effect,
    openings: 141,
    actionable: 9,
    noise: 130,
    removed: 96,
    interruptionsSaved: 118,
  },
  alone: 104,
  choices: [
    {
      signatureId: "1",
      title: "[search-api] p99 latency <qty> above 800 ms on <pod>",
      because: "It would have taken away 62 of the last 71 pages, none of them known to be worth it.",
      kind: "tune",
      treatment: { kind: "hold", holdMinutes: 5 },
      alone: 71,
      more: 77,
      inForce: null,
    },
    {
      signatureId: "2",
      title: "Push queue depth <n> on <host> over 5000",
      because: "It would have taken away 34 of the last 40 pages, none of them known to be worth it.",
      kind: "tune",
      treatment: { kind: "merge", mergeMinutes: 15 },
      alone: 33,
      more: 41,
      inForce: "silence",
    },
  ],
  kept: [
    {
      signatureId: "3",
      title: "Certificate of <host> expires in <n> d",
      because: "Not enough history: 4 openings to choose on and 2 later ones to show it on; 10 of each are needed.",
    },
  ],
  mayDecide: true,
};
