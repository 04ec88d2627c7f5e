import type { Sql, WorkCtx } from "@/db/ctx";
import { addDays, startOfDate } from "@/lib/time/boundaries";
import { teamIncident } from "./incidents";
import { mondayOf } from "./monday-of";
import { openedDates } from "./opened-dates";

/** Weeks of which the pages are read at once. */
const PORTION_WEEKS = 4;

const WEEK = [0, 1, 2, 3, 4, 5, 6];

/** Marks the weeks of the workspace in which these pages opened, as they stand now; before and after one moves or goes. */
export async function markTeamWeeks(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<void> {
  if (pageIds.length > 0) await markTeamWeeksOf(sql, workspaceId, await openedDates(sql, workspaceId, pageIds));
}

/** The weeks of these dates. */
export async function markTeamWeeksOf(sql: Sql, workspaceId: number, dates: readonly string[]): Promise<void> {
  const weeks = [...new Set(dates.map(mondayOf))];
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
  const days = weeks.flatMap((week) => WEEK.map((day) => ({ week, day, date: addDays(week, day) })));
  const begin = (date: string) => new Date(startOfDate(date, zone)).toISOString();
  // "offset 0" keeps the server, which takes a range of instants for a ninth of all pages, from reading all pages for each day.
  await sql`
    with days as materialized (
      select week, day, from_at, to_at from unnest(${days.map(({ week }) => week)}::text[]::date[], ${days.map(({ day }) => day)}::int[],
        ${days.map(({ date }) => begin(date))}::timestamptz[], ${days.map(({ date }) => begin(addDays(date, 1)))}::timestamptz[])
        as d(week, day, from_at, to_at)
    ), opened as materialized (
      select d.week, d.day, p.workspace_id, p.id, p.merged_into, p.team, p.signature_id, p.verdict, p.reason,
        p.seconds_to_acknowledge, p.knows_acknowledgements
      from days d
      cross join lateral (
        select * from pages p
        where p.workspace_id = ${workspaceId} and p.triggered_at >= d.from_at and p.triggered_at < d.to_at offset 0) p
      where p.team is not null and p.reason is distinct from 'test'
    ), daily as (
      select week, team, day, count(distinct ${sql.unsafe(teamIncident)})::int as incidents from opened p group by week, team, day
    ), weekly as (
      select w.week, w.team, array_agg(coalesce(daily.incidents, 0)::int order by d.day) as incidents
      from (select distinct week, team from daily) w
      join days d on d.week = w.week
      left join daily on daily.week = w.week and daily.team = w.team and daily.day = d.day
      group by w.week, w.team
    ), counted as materialized (
      select week, p.team, min(weekly.incidents) as incidents, ${teamCounts(sql)}
      from opened p join weekly using (week, team) group by week, p.team
    ), gone as (
      delete from team_weeks t where t.workspace_id = ${workspaceId} and t.week = any(${weeks}::text[]::date[])
        and not exists (select from counted c where c.week = t.week and c.team = t.team)
    )
    insert into team_weeks as t (workspace_id, week, team, actionable, noise, unclear, never, not_known, incidents, acknowledged_after)
    select ${workspaceId}, week, team, actionable, noise, unclear, never, not_known, incidents, acknowledged_after from counted
    on conflict (workspace_id, week, team) do update
      set actionable = excluded.actionable, noise = excluded.noise, unclear = excluded.unclear, never = excluded.never,
        not_known = excluded.not_known, incidents = excluded.incidents, acknowledged_after = excluded.acknowledged_after
      where (t.actionable, t.noise, t.unclear, t.never, t.not_known, t.incidents, t.acknowledged_after) is distinct from
        (excluded.actionable, excluded.noise, excluded.unclear, excluded.never, excluded.not_known, excluded.incidents,
          excluded.acknowledged_after)`;
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
