import type { Sql, WorkCtx } from "@/db/ctx";
import { addDays, startOfDate } from "@/lib/time/boundaries";
import { recountLeaderWeeks } from "./leader-weeks";
import { mondayOf } from "./monday-of";
import { recountNotMine } from "./not-mine-days";
import { openedDates } from "./opened-dates";

/** Dates of which the pages are read at once: bounded memory, and nobody waits for long. */
const PORTION_DATES = 28;

const WEEK = [0, 1, 2, 3, 4, 5, 6];

/**
 * Marks the days on which these pages opened, as they stand now, where anybody leads. To be called before and after
 * a page moves to another day or goes.
 */
export async function markLeaderDays(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<void> {
  if (pageIds.length === 0) return;
  await markLeaderDates(sql, workspaceId, await openedDates(sql, workspaceId, pageIds));
}

export async function markLeaderDates(sql: Sql, workspaceId: number, dates: readonly string[]): Promise<void> {
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    select ${workspaceId}, 'leader_days', date, 0 from unnest(${dates as string[]}::text[]::date[]) as date
    where exists (select from org_closure c where c.workspace_id = ${workspaceId})
      or exists (select from leader_days l where l.workspace_id = ${workspaceId})
    on conflict do nothing`;
}

/** Counts a portion of the days that are marked, and of `not_mine_days`, for all leaders. Under the workspace's lock; false where none is left. */
export async function recountLeaderDays(sql: Sql, { workspaceId, zone }: WorkCtx): Promise<boolean> {
  const taken = await sql<{ date: string }[]>`
    delete from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'leader_days' and date in (
      select date from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'leader_days'
      order by date limit ${PORTION_DATES})
    returning date::text as date`;
  if (taken.length === 0) return false;
  const dates = taken.map(({ date }) => date);
  // "offset 0" keeps the server, which takes a range of instants for a ninth of all pages, from reading all interruptions.
  const begin = (date: string) => new Date(startOfDate(date, zone)).toISOString();
  const days = sql`(
    select date, from_at, to_at from unnest(${dates}::text[]::date[], ${dates.map(begin)}::timestamptz[],
      ${dates.map((date) => begin(addDays(date, 1)))}::timestamptz[]) as d(date, from_at, to_at))`;
  await sql`
    with rung as materialized (
      select distinct d.date, p.id, coalesce(p.verdict, 'unclear') as verdict, ip.person_id
      from ${days} d
      join pages p on p.workspace_id = ${workspaceId} and p.triggered_at >= d.from_at and p.triggered_at < d.to_at
      cross join lateral (
        select ip.person_id from interruption_pages ip
        where ip.workspace_id = ${workspaceId} and ip.page_id = p.id offset 0) ip
      where p.reason is distinct from 'test'
    ), counted as materialized (
      select date, leader_id, count(*) filter (where verdict = 'actionable') as actionable,
        count(*) filter (where verdict = 'noise') as noise, count(*) filter (where verdict = 'unclear') as unclear
      from (
        select distinct r.date, c.leader_id, r.id, r.verdict from rung r
        join org_closure c on c.workspace_id = ${workspaceId} and c.person_id = r.person_id
          and c.from_date <= r.date and r.date < c.to_date
      ) led
      group by date, leader_id
    ), gone as (
      delete from leader_days l where l.workspace_id = ${workspaceId} and l.date = any(${dates}::text[]::date[])
        and not exists (select from counted c where c.date = l.date and c.leader_id = l.leader_id)
    )
    insert into leader_days as l (workspace_id, date, leader_id, actionable, noise, unclear)
    select ${workspaceId}, date, leader_id, actionable, noise, unclear from counted
    on conflict (workspace_id, date, leader_id) do update
      set actionable = excluded.actionable, noise = excluded.noise, unclear = excluded.unclear
      where (l.actionable, l.noise, l.unclear) is distinct from (excluded.actionable, excluded.noise, excluded.unclear)`;
  await recountNotMine(sql, workspaceId, {
    opened: sql`
      select d.date, p.id, p.service, p.team, p.triggered_at, p.verdict is not distinct from 'noise' as is_noise
      from ${days} d
      join pages p on p.workspace_id = ${workspaceId} and p.triggered_at >= d.from_at and p.triggered_at < d.to_at
      where p.reason is distinct from 'test'`,
    leaders: sql`true`,
    cells: sql`m.date = any(${dates}::text[]::date[])`,
  });
  const weeks = [...new Set(dates.map(mondayOf))];
  const inWeeks = weeks.flatMap((week) => WEEK.map((day) => addDays(week, day)));
  await recountLeaderWeeks(sql, workspaceId, {
    ofDays: sql`d.date = any(${inWeeks}::text[]::date[])`,
    ofWeeks: sql`w.week = any(${weeks}::text[]::date[])`,
  });
  return true;
}
