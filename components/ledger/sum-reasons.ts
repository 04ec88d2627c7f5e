import type { LedgerDay } from "@/lib/contract/ledger";

export type Reasoned = Pick<LedgerDay, "ignoredReasons" | "rejectedReasons" | "refusedReasons">;

/** The reasons of several days, those of most records first. */
export function sumReasons(days: readonly Reasoned[]): Reasoned {
  return {
    ignoredReasons: sumOf(days.flatMap(({ ignoredReasons }) => ignoredReasons)),
    rejectedReasons: sumOf(days.flatMap(({ rejectedReasons }) => rejectedReasons)),
    refusedReasons: refusalsOf(days.flatMap(({ refusedReasons }) => refusedReasons)),
  };
}

function sumOf(counts: Reasoned["ignoredReasons"]): Reasoned["ignoredReasons"] {
  const sums = new Map<string, number>();
  for (const { reason, records } of counts) sums.set(reason, (sums.get(reason) ?? 0) + records);
  return [...sums].map(([reason, records]) => ({ reason, records })).sort((a, b) => b.records - a.records);
}

function refusalsOf(counts: Reasoned["refusedReasons"]): Reasoned["refusedReasons"] {
  const sums = new Map<string, Reasoned["refusedReasons"][number]>();
  for (const one of counts) {
    const key = `${one.status} ${one.reason}`;
    const before = sums.get(key);
    const lastAt = before && before.lastAt > one.lastAt ? before.lastAt : one.lastAt;
    sums.set(key, { ...one, requests: one.requests + (before?.requests ?? 0), lastAt });
  }
  return [...sums.values()].sort((a, b) => b.requests - a.requests);
}
