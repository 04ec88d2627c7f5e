import type { WorkCtx } from "@/db/ctx";
import type { Instant } from "@/lib/model/instant";
import type { Scope } from "@/lib/model/scope";
import { severityRank } from "@/lib/silence/ends-by-itself";
import { DAY_MS } from "@/lib/time/boundaries";
import { scopedPages } from "./scoped-pages";

const BASELINE_DAYS = 28;
/** How far back pages tell how severe the alert gets. */
const SEVERITY_DAYS = 90;

export type Baseline = {
  /** Openings a day over the 28 days before, or over as much of them as is known. */
  perDay: number;
  /** The most severe page of the last 90 days; null = none told. */
  rank: number | null;
  /** One of them ended in the top priority. */
  isTop: boolean;
};

type Reader = Pick<WorkCtx, "sql" | "workspaceId" | "settings">;

/** How the pages of a scope came before an instant. */
export async function alertBaseline(ctx: Reader, scope: Scope, before: Instant): Promise<Baseline> {
  const pages = await scopedPages(ctx, scope, { from: before - SEVERITY_DAYS * DAY_MS, to: before });
  const from = Math.max(before - BASELINE_DAYS * DAY_MS, (await firstPageAt(ctx)) ?? before);
  const ranks = pages.map(severityRank).filter((rank) => rank !== null);
  return {
    // An hour of history is no day of it.
    perDay: pages.filter(({ openedAt }) => openedAt >= from).length / Math.max(1, (before - from) / DAY_MS),
    rank: ranks.length > 0 ? Math.min(...ranks) : null,
    isTop: pages.some((page) => isTopPriority(ctx, page)),
  };
}

export function isTopPriority(
  { settings }: Pick<WorkCtx, "settings">,
  { priority, severity }: { priority: string | null; severity: string | null },
): boolean {
  const top = new Set(settings.topPriorities.map((word) => word.toLowerCase()));
  return [priority, severity].some((word) => word !== null && top.has(word.trim().toLowerCase()));
}

async function firstPageAt({ sql, workspaceId }: Reader): Promise<Instant | null> {
  const [row] = await sql<{ first: Date | null }[]>`
    select min(triggered_at) as first from pages where workspace_id = ${workspaceId}`;
  return row?.first?.getTime() ?? null;
}
