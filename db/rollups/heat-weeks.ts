import type { Sql } from "@/db/ctx";
import type { PersonDate } from "./person-days";

/** Weeks of teams that are read at once. */
const PORTION_WEEKS = 500;

/** Marks the weeks of the teams in which these people were on these dates of theirs. */
export async function markHeatWeeks(sql: Sql, workspaceId: number, days: readonly PersonDate[]): Promise<void> {
  if (days.length === 0) return;
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    select distinct ${workspaceId}::int, 'heat_weeks', date_trunc('week', d.date::timestamp)::date, m.team_id
    from unnest(${days.map(({ person }) => person)}::bigint[], ${days.map(({ date }) => date)}::text[]::date[]) as d(person_id, date)
    join memberships m on m.workspace_id = ${workspaceId} and m.person_id = d.person_id
      and m.from_date <= d.date and d.date < m.to_date
    on conflict do nothing`;
}

/** Counts a portion of the weeks that are marked. Under the workspace's lock; false where none is left. */
export async function recountHeatWeeks(sql: Sql, workspaceId: number): Promise<boolean> {
  const taken = await sql<{ week: string; team: string }[]>`
    delete from dirty_rollups d where d.ctid = any(array(
      select ctid from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'heat_weeks'
      order by date, subject_id limit ${PORTION_WEEKS}))
    returning d.date::text as week, d.subject_id as team`;
  if (taken.length === 0) return false;
  // A local date lies within a day of the same date in UTC, in whatever zone.
  await sql`
    with cells as materialized (
      select week, team_id from unnest(${taken.map(({ week }) => week)}::text[]::date[], ${taken.map(({ team }) => team)}::bigint[])
        as c(week, team_id)
      where exists (select from teams t where t.workspace_id = ${workspaceId} and t.id = c.team_id)
    ), happened as materialized (
      select distinct c.week, c.team_id, i.local_date - c.week as weekday, i.local_hour as hour, i.person_id, i.at,
        coalesce(i.verdict, 'unclear') as verdict
      from cells c
      join memberships m on m.workspace_id = ${workspaceId} and m.team_id = c.team_id
        and m.from_date < c.week + 7 and c.week < m.to_date
      join interruptions i on i.workspace_id = ${workspaceId} and i.person_id = m.person_id
        and i.at >= (c.week::timestamp at time zone 'UTC') - interval '1 day'
        and i.at < (c.week::timestamp at time zone 'UTC') + interval '8 days'
        and i.local_date >= greatest(c.week, m.from_date) and i.local_date < least(c.week + 7, m.to_date)
      where i.verdict is distinct from 'test'
    ), counted as materialized (
      select week, team_id, weekday, hour, count(*) filter (where verdict = 'actionable') as actionable,
        count(*) filter (where verdict = 'noise') as noise, count(*) filter (where verdict = 'unclear') as unclear
      from happened group by week, team_id, weekday, hour
    ), gone as (
      delete from heat_weeks h using cells c
      where h.workspace_id = ${workspaceId} and h.week = c.week and h.team_id = c.team_id
        and not exists (select from counted n
          where n.week = h.week and n.team_id = h.team_id and n.weekday = h.weekday and n.hour = h.hour)
    )
    insert into heat_weeks as h (workspace_id, week, team_id, weekday, hour, actionable, noise, unclear)
    select ${workspaceId}, week, team_id, weekday, hour, actionable, noise, unclear from counted
    on conflict (workspace_id, week, team_id, weekday, hour) do update
      set actionable = excluded.actionable, noise = excluded.noise, unclear = excluded.unclear
      where (h.actionable, h.noise, h.unclear) is distinct from (excluded.actionable, excluded.noise, excluded.unclear)`;
  return true;
}
