import type { PendingQuery, Row } from "postgres";
import type { Sql, WorkCtx } from "@/db/ctx";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import { addDays, startOfDate } from "@/lib/time/boundaries";
import { teamIncident } from "./incidents";
import { mondayOf } from "./monday-of";
import { datesOf } from "./opened-dates";

/** Weeks of which the pages are read at once. */
const PORTION_WEEKS = 4;

const WEEK = [0, 1, 2, 3, 4, 5, 6];

/** The Monday of a week, and a team as pages name it. */
type TeamWeek = { week: string; team: string };

/** More than these are not marked one by one, but their weeks whole. */
const MOST_MARKS = 50;

type Opening = { openedAt: Instant; team: string | null };

/** The weeks of these openings; a page of no team is counted in none. */
export function teamWeeksOf(openings: readonly Opening[], zone: string): TeamWeek[] {
  const told = openings.flatMap(({ openedAt, team }) => (team === null ? [] : [{ openedAt, team }]));
  return [...groupBy(told, ({ team }) => team)].flatMap(([team, own]) => {
    const dates = datesOf(
      own.map(({ openedAt }) => openedAt),
      zone,
    );
    return [...new Set(dates.map(mondayOf))].map((week) => ({ week, team }));
  });
}

/** Marks the weeks of the teams in which these pages opened, as they stand now; before and after one moves or goes. */
export async function markTeamWeeks(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<void> {
  if (pageIds.length === 0) return;
  const rows = await sql<{ team: string; first: Date; last: Date; zone: string }[]>`
    select p.team, min(p.triggered_at) as first, max(p.triggered_at) as last, w.time_zone as zone
    from workspaces w join pages p on p.workspace_id = w.id and p.id = any(${pageIds as string[]}::bigint[])
    where w.id = ${workspaceId} and p.team is not null
    group by w.time_zone, p.team, floor(extract(epoch from p.triggered_at) / 3600)`;
  const [row] = rows;
  if (!row) return;
  const openings = rows.flatMap(({ team, first, last }) =>
    [first, last].map((at) => ({ team, openedAt: at.getTime() })),
  );
  await markTeamWeeksOf(sql, workspaceId, teamWeeksOf(openings, row.zone));
}

export async function markTeamWeeksOf(sql: Sql, workspaceId: number, touched: readonly TeamWeek[]): Promise<void> {
  if (touched.length === 0) return;
  const marks =
    touched.length > MOST_MARKS
      ? [...new Set(touched.map(({ week }) => week))].map((week) => ({ week, team: ALL_TEAMS }))
      : touched;
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id, team)
    select ${workspaceId}, 'team_weeks', week, 0, team
    from unnest(${marks.map(({ week }) => week)}::text[]::date[], ${marks.map(({ team }) => team)}::text[]) as m(week, team)
    on conflict do nothing`;
}

const ALL_TEAMS = "";

/** Counts a portion of the weeks that are marked. Under the workspace's lock; false where none is left. */
export async function recountTeamWeeks(sql: Sql, { workspaceId, zone }: WorkCtx): Promise<boolean> {
  const taken = await sql<{ week: string; teams: string[] }[]>`
    with taken as (
      delete from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'team_weeks' and date in (
        select distinct date from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'team_weeks'
        order by date limit ${PORTION_WEEKS})
      returning date, team
    )
    select date::text as week, array_agg(team) as teams from taken group by date`;
  if (taken.length === 0) return false;
  const isWhole = ({ teams }: { teams: readonly string[] }) => teams.includes(ALL_TEAMS);
  await recountWeeks(
    sql,
    workspaceId,
    zone,
    taken.filter(isWhole).map(({ week }) => week),
  );
  const cells = taken.filter((it) => !isWhole(it)).flatMap(({ week, teams }) => teams.map((team) => ({ week, team })));
  await recountCells(sql, workspaceId, zone, cells);
  return true;
}

/** Of all teams. */
async function recountWeeks(sql: Sql, workspaceId: number, zone: string, weeks: readonly string[]): Promise<void> {
  if (weeks.length === 0) return;
  // "offset 0" keeps the server, which takes a range of instants for a ninth of all pages, from reading all pages for each day.
  const opened = sql`
    select d.week, d.day, ${countedColumns(sql)}
    from days d
    cross join lateral (
      select * from pages p
      where p.workspace_id = ${workspaceId} and p.triggered_at >= d.from_at and p.triggered_at < d.to_at offset 0) p`;
  await count(sql, {
    workspaceId,
    zone,
    weeks,
    opened,
    isMarked: sql`t.week = any(${weeks as string[]}::text[]::date[])`,
  });
}

/** Of single teams. */
async function recountCells(sql: Sql, workspaceId: number, zone: string, cells: readonly TeamWeek[]): Promise<void> {
  if (cells.length === 0) return;
  const marked = sql`
    select week, team from unnest(${cells.map(({ week }) => week)}::text[]::date[], ${cells.map(({ team }) => team)}::text[])
      as c(week, team)`;
  const opened = sql`
    select d.week, d.day, ${countedColumns(sql)}
    from (${marked}) c join days d on d.week = c.week
    cross join lateral (
      select * from pages p
      where p.workspace_id = ${workspaceId} and p.team = c.team and p.triggered_at >= d.from_at and p.triggered_at < d.to_at
      offset 0) p`;
  const weeks = [...new Set(cells.map(({ week }) => week))];
  await count(sql, { workspaceId, zone, weeks, opened, isMarked: sql`(t.week, t.team) in (${marked})` });
}

const countedColumns = (
  sql: Sql,
) => sql`p.workspace_id, p.id, p.merged_into, p.team, p.signature_id, p.verdict, p.reason,
  p.seconds_to_acknowledge, p.knows_acknowledgements`;

/** `opened`: the pages of what is marked, by the days of these weeks. */
type Marked = {
  workspaceId: number;
  zone: string;
  weeks: readonly string[];
  opened: PendingQuery<Row[]>;
  isMarked: PendingQuery<Row[]>;
};

async function count(sql: Sql, { workspaceId, zone, weeks, opened, isMarked }: Marked): Promise<void> {
  const days = weeks.flatMap((week) => WEEK.map((day) => ({ week, day, date: addDays(week, day) })));
  const begin = (date: string) => new Date(startOfDate(date, zone)).toISOString();
  await sql`
    with days as materialized (
      select week, day, from_at, to_at from unnest(${days.map(({ week }) => week)}::text[]::date[], ${days.map(({ day }) => day)}::int[],
        ${days.map(({ date }) => begin(date))}::timestamptz[], ${days.map(({ date }) => begin(addDays(date, 1)))}::timestamptz[])
        as d(week, day, from_at, to_at)
    ), opened as materialized (
      ${opened} where p.team is not null and p.reason is distinct from 'test'
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
      delete from team_weeks t where t.workspace_id = ${workspaceId} and ${isMarked}
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
