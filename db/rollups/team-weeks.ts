import type { Sql, WorkCtx } from "@/db/ctx";
import { addDays, startOfDate } from "@/lib/time/boundaries";
import { mondayOf } from "./monday-of";
import { openedDates } from "./opened-dates";

/** Weeks of which the pages are read at once. */
const PORTION_WEEKS = 4;

/** Marks the weeks of the workspace in which these pages opened, as they stand now; before and after one moves or goes. */
export async function markTeamWeeks(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<void> {
  if (pageIds.length === 0) return;
  const weeks = [...new Set((await openedDates(sql, workspaceId, pageIds)).map(mondayOf))];
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    select ${workspaceId}, 'team_weeks', week, 0 from unnest(${weeks}::text[]::date[]) as week on conflict do nothing`;
}

/** Counts a portion of the weeks that are marked. Under the workspace's lock; false where none is left. */
export async function recountTeamWeeks(sql: Sql, { workspaceId, zone }: WorkCtx): Promise<boolean> {
  const taken = await sql<{ week: string }[]>`
    delete from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'team_weeks' and date in (
      select date from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'team_weeks'
      order by date limit ${PORTION_WEEKS})
    returning date::text as week`;
  if (taken.length === 0) return false;
  const weeks = taken.map(({ week }) => week);
  const begin = (date: string) => new Date(startOfDate(date, zone)).toISOString();
  await sql`
    with weeks as (
      select week, from_at, to_at from unnest(${weeks}::text[]::date[], ${weeks.map(begin)}::timestamptz[],
        ${weeks.map((week) => begin(addDays(week, 7)))}::timestamptz[]) as w(week, from_at, to_at)
    ), counted as materialized (
      select w.week, p.team, ${teamCounts(sql)}
      from weeks w
      join pages p on p.workspace_id = ${workspaceId} and p.triggered_at >= w.from_at and p.triggered_at < w.to_at
      where p.team is not null and p.reason is distinct from 'test'
      group by w.week, p.team
    ), gone as (
      delete from team_weeks t where t.workspace_id = ${workspaceId} and t.week = any(${weeks}::text[]::date[])
        and not exists (select from counted c where c.week = t.week and c.team = t.team)
    )
    insert into team_weeks as t (workspace_id, week, team, actionable, noise, unclear, never, not_known, acknowledged_after)
    select ${workspaceId}, week, team, actionable, noise, unclear, never, not_known, acknowledged_after from counted
    on conflict (workspace_id, week, team) do update
      set actionable = excluded.actionable, noise = excluded.noise, unclear = excluded.unclear, never = excluded.never,
        not_known = excluded.not_known, acknowledged_after = excluded.acknowledged_after
      where (t.actionable, t.noise, t.unclear, t.never, t.not_known, t.acknowledged_after) is distinct from
        (excluded.actionable, excluded.noise, excluded.unclear, excluded.never, excluded.not_known, excluded.acknowledged_after)`;
  return true;
}

/** The columns of `team_weeks` over some pages `p`. */
export function teamCounts(sql: Sql) {
  return sql`count(*) filter (where p.verdict = 'actionable') as actionable,
    count(*) filter (where p.verdict = 'noise') as noise,
    count(*) filter (where p.verdict is null or p.verdict = 'unclear') as unclear,
    count(*) filter (where p.seconds_to_acknowledge is null and p.knows_acknowledgements) as never,
    count(*) filter (where p.seconds_to_acknowledge is null and not p.knows_acknowledgements) as not_known,
    coalesce(string_agg(float8send(p.seconds_to_acknowledge), ''::bytea order by p.seconds_to_acknowledge)
      filter (where p.seconds_to_acknowledge is not null), ''::bytea) as acknowledged_after`;
}
