import { groupBy } from "@/lib/model/group-by";
import type { HistoryOpening } from "./history";
import type { Fate } from "./replay";

type Spread = { n: number; p50Ms: number; p95Ms: number; maxMs: number };

/** How much later actionable pages would have come, and the first page of each incident that has one. */
export type Delays = { pages: Spread; incidents: Spread | null };

/** Null where no actionable page is late. */
export function delaysOf(told: readonly { opening: HistoryOpening; fate: Fate }[]): Delays | null {
  const late = told.flatMap(({ opening, fate }) =>
    opening.verdict === "actionable" && "delayMs" in fate ? [fate.delayMs] : [],
  );
  const pages = spreadOf(late);
  if (pages === null) return null;
  const incidents = groupBy(told, ({ opening }) => opening.incident);
  const first = [...incidents.values()].flatMap((incident) => {
    if (!incident.some(({ opening }) => opening.verdict === "actionable")) return [];
    const opened = Math.min(...incident.map(({ opening }) => opening.openedAt));
    const paged = Math.min(...incident.map(({ opening, fate }) => opening.openedAt + lateness(fate)));
    return paged === Infinity ? [] : [paged - opened];
  });
  return { pages, incidents: spreadOf(first) };
}

/** Infinite where nobody is told. */
function lateness(fate: Fate): number {
  if ("delayMs" in fate) return fate.delayMs;
  return fate.kind === "kept" ? 0 : Number.POSITIVE_INFINITY;
}

function spreadOf(values: readonly number[]): Spread | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [p50Ms, p95Ms, maxMs] = [0.5, 0.95, 1].map((share) => sorted[Math.ceil(share * sorted.length) - 1]);
  if (p50Ms === undefined || p95Ms === undefined || maxMs === undefined) return null;
  return { n: sorted.length, p50Ms, p95Ms, maxMs };
}
