import type { Sql } from "@/db/ctx";

/** Dates of which the interruptions are read at once. */
const PORTION_DATES = 60;

/** Marks dates of people on which somebody was, or is no longer, interrupted. */
export async function markHeatDays(sql: Sql, workspaceId: number, dates: readonly string[]): Promise<void> {
  const each = [...new Set(dates)];
  if (each.length === 0) return;
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    select ${workspaceId}, 'heat_days', date, 0 from unnest(${each}::text[]::date[]) as date on conflict do nothing`;
}

/** Counts a portion of the dates that are marked. Under the workspace's lock; false where none is left. */
export async function recountHeatDays(sql: Sql, workspaceId: number): Promise<boolean> {
  const taken = await sql<{ date: string }[]>`
    delete from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'heat_days' and date in (
      select date from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'heat_days'
      order by date limit ${PORTION_DATES})
    returning date::text as date`;
  if (taken.length === 0) return false;
  const dates = taken.map(({ date }) => date);
  await sql`
    with counted as materialized (
      select local_date, local_hour as hour, count(*) filter (where verdict = 'actionable') as actionable,
        count(*) filter (where verdict = 'noise') as noise,
        count(*) filter (where verdict is null or verdict = 'unclear') as unclear
      from interruptions
      where workspace_id = ${workspaceId} and local_date = any(${dates}::text[]::date[]) and verdict is distinct from 'test'
      group by 1, 2
    ), gone as (
      delete from heat_days h where h.workspace_id = ${workspaceId} and h.local_date = any(${dates}::text[]::date[])
        and not exists (select from counted c where c.local_date = h.local_date and c.hour = h.hour)
    )
    insert into heat_days as h (workspace_id, local_date, hour, actionable, noise, unclear)
    select ${workspaceId}, local_date, hour, actionable, noise, unclear from counted
    on conflict (workspace_id, local_date, hour) do update
      set actionable = excluded.actionable, noise = excluded.noise, unclear = excluded.unclear
      where (h.actionable, h.noise, h.unclear) <> (excluded.actionable, excluded.noise, excluded.unclear)`;
  return true;
}
