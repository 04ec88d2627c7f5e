import type { Ctx } from "@/db/ctx";
import type { DataState } from "@/lib/contract/overview";
import type { Instant } from "@/lib/model/instant";
import type { Settings } from "@/lib/model/settings";
import { DAY_MS } from "@/lib/time/boundaries";

/** So long everybody is told of a change of who may see whom. */
const TOLD_DAYS = 14;

/** How fresh and how whole the data are. */
export async function dataState({ sql, workspaceId, zone, settings, now }: Ctx): Promise<DataState> {
  const [[pages], [imports], [people], teams, services] = await Promise.all([
    sql<{ pages: number; first: Date | null; last: Date | null; event: Date | null; unclassified: number }[]>`
      select count(*)::int as pages, min(triggered_at) as first, max(triggered_at) as last, max(last_event_at) as event,
        count(*) filter (where verdict is null)::int as unclassified
      from pages where workspace_id = ${workspaceId}`,
    sql<{ rejected: number; sample: boolean }[]>`
      select coalesce(bool_or(sample), false) as sample,
        (select coalesce(sum(rejected), 0)::int from ledger_days where workspace_id = ${workspaceId}) as rejected
      from imports where workspace_id = ${workspaceId}`,
    sql<{ n: number }[]>`
      select count(*)::int as n from people w where workspace_id = ${workspaceId} and time_zone is null and exists (
        select 1 from interruptions i where i.workspace_id = w.workspace_id and i.person_id = w.id)`,
    sql<{ name: string }[]>`
      select distinct team as name from pages where workspace_id = ${workspaceId} and team is not null order by 1`,
    sql<{ name: string }[]>`
      select distinct service as name from signatures where workspace_id = ${workspaceId} and service is not null order by 1`,
  ]);
  return {
    pages: pages?.pages ?? 0,
    firstPageAt: pages?.first?.toISOString() ?? null,
    lastPageAt: pages?.last?.toISOString() ?? null,
    lastEventAt: pages?.event?.toISOString() ?? null,
    rejectedRecords: imports?.rejected ?? 0,
    unclassified: pages?.unclassified ?? 0,
    sample: imports?.sample ?? false,
    workspaceZone: zone,
    teams: teams.map((row) => row.name),
    services: services.map((row) => row.name),
    peopleWithoutZone: people?.n ?? 0,
    privacyChange: privacyChangeOf(settings, now),
  };
}

function privacyChangeOf(
  { privacy = "team", privacyChange: last }: Settings,
  now: Instant,
): DataState["privacyChange"] {
  if (!last || now - last.at > TOLD_DAYS * DAY_MS || last.from === privacy) return null;
  return { at: new Date(last.at).toISOString(), from: last.from, to: privacy };
}
