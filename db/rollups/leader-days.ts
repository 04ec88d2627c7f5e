import type { Sql, WorkCtx } from "@/db/ctx";
import { addDays, startOfDate } from "@/lib/time/boundaries";
import { recountLeaderWeeks } from "./leader-weeks";
import { recountNotMine } from "./not-mine-days";
import { openedDates } from "./opened-dates";

/** Dates of which the pages are read at once: bounded memory, and nobody waits for long. */
const PORTION_DATES = 14;

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
export async function recountLeaderDays(sql: Sql, ctx: WorkCtx): Promise<boolean> {
  const { workspaceId } = ctx;
  const taken = await sql<{ date: string }[]>`
    delete from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'leader_days' and date in (
      select date from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'leader_days'
      order by date limit ${PORTION_DATES})
    returning date::text as date`;
  if (taken.length === 0) return false;
  const dates = taken.map(({ date }) => date);
  await findLedPages(sql, ctx, dates);
  await sql`
    with counted as materialized (
      select l.date, l.leader_id, count(*) filter (where o.verdict = 'actionable') as actionable,
        count(*) filter (where o.verdict = 'noise') as noise, count(*) filter (where o.verdict = 'unclear') as unclear
      from led_pages l join opened_pages o on o.id = l.id
      group by 1, 2
    ), gone as (
      delete from leader_days l where l.workspace_id = ${workspaceId} and l.date = any(${dates}::text[]::date[])
        and not exists (select from counted c where c.date = l.date and c.leader_id = l.leader_id)
    )
    insert into leader_days as l (workspace_id, date, leader_id, actionable, noise, unclear)
    select ${workspaceId}, date, leader_id, actionable, noise, unclear from counted
    on conflict (workspace_id, date, leader_id) do update
      set actionable = excluded.actionable, noise = excluded.noise, unclear = excluded.unclear
      where (l.actionable, l.noise, l.unclear) is distinct from (excluded.actionable, excluded.noise, excluded.unclear)`;
  await recountNotMine(sql, workspaceId, dates);
  await sql`drop table opened_pages, rung_people, led_pages`;
  await recountLeaderWeeks(sql, workspaceId, dates);
  return true;
}

/**
 * Leaves three temporary tables: the pages that opened on the dates, whom each rang, and the leaders of these on the day.
 * Counted by the server, so that what follows is planned by how many there are.
 */
async function findLedPages(sql: Sql, { workspaceId, zone }: WorkCtx, dates: readonly string[]): Promise<void> {
  await sql`
    create temp table opened_pages (date date, id bigint, service text, team text, triggered_at timestamptz, verdict text)
    on commit drop`;
  await sql`create temp table rung_people (date date, id bigint, person_id bigint) on commit drop`;
  await sql`create temp table led_pages (date date, id bigint, leader_id bigint) on commit drop`;
  const begin = (date: string) => new Date(startOfDate(date, zone)).toISOString();
  // "offset 0" keeps the server, which takes a range of instants for a ninth of all pages, from reading all of them.
  await sql`
    insert into opened_pages
    select d.date, p.id, p.service, p.team, p.triggered_at, coalesce(p.verdict, 'unclear')
    from unnest(${dates as string[]}::text[]::date[], ${dates.map(begin)}::timestamptz[],
      ${dates.map((date) => begin(addDays(date, 1)))}::timestamptz[]) as d(date, from_at, to_at)
    cross join lateral (
      select * from pages p
      where p.workspace_id = ${workspaceId} and p.triggered_at >= d.from_at and p.triggered_at < d.to_at offset 0) p
    where p.reason is distinct from 'test'`;
  await sql`analyze opened_pages`;
  await sql`
    insert into rung_people
    select distinct o.date, o.id, ip.person_id from opened_pages o
    cross join lateral (
      select ip.person_id from interruption_pages ip
      where ip.workspace_id = ${workspaceId} and ip.page_id = o.id offset 0) ip`;
  await sql`analyze rung_people`;
  await sql`
    insert into led_pages
    select distinct r.date, r.id, c.leader_id from rung_people r
    join org_closure c on c.workspace_id = ${workspaceId} and c.person_id = r.person_id
      and c.from_date <= r.date and r.date < c.to_date`;
  await sql`analyze led_pages`;
}
