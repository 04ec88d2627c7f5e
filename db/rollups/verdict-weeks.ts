import type { Sql } from "@/db/ctx";
import { LEAST_REST_MINUTES } from "@/lib/load/recovery-gaps";
import { mondayOf } from "./monday-of";
import type { PersonDate } from "./person-days";

/** Whole weeks, and cells, that are read at once. */
const PORTION_WEEKS = 4;
const PORTION_CELLS = 1_000;
/** So many cells are dearer to look up one by one than the interruptions of their weeks to read. */
const MANY_CELLS = 500;

/** Of all people. */
const WHOLE_WEEK = "0";

const COUNTS =
  "pages_first pages_escalated pages_unknown_line sleep off business estimated disrupted_hours disrupted_nights short_rests".split(
    " ",
  );
const NAMES = COUNTS.join(", ");
const CHANGES = COUNTS.map((name) => `${name} = excluded.${name}`).join(", ");
const DIFFER = `(${COUNTS.map((name) => `v.${name}`).join(", ")}) is distinct from (${COUNTS.map((name) => `excluded.${name}`).join(", ")})`;

/** Marks the weeks in which something of these people's days or nights changed. */
export async function markVerdictWeeks(sql: Sql, workspaceId: number, days: readonly PersonDate[]): Promise<void> {
  const mondays = new Map([...new Set(days.map(({ date }) => date))].map((date) => [date, mondayOf(date)]));
  const cells = new Map(
    days.map(({ person, date }) => {
      const week = mondays.get(date) ?? mondayOf(date);
      return [`${person} ${week}`, { week, person }];
    }),
  );
  if (cells.size === 0) return;
  const all = [...cells.values()];
  const marks =
    all.length > MANY_CELLS
      ? [...new Set(all.map(({ week }) => week))].map((week) => ({ week, person: WHOLE_WEEK }))
      : all;
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    select ${workspaceId}, 'verdict_weeks', week, id
    from unnest(${marks.map(({ week }) => week)}::text[]::date[], ${marks.map(({ person }) => person)}::bigint[]) as m(week, id)
    on conflict do nothing`;
}

/** Counts a portion of what is marked. Under the workspace's lock; false where nothing is left. */
export async function recountVerdictWeeks(sql: Sql, workspaceId: number): Promise<boolean> {
  const weeks = await take(sql, workspaceId, sql`subject_id = ${WHOLE_WEEK}`, PORTION_WEEKS);
  if (weeks.length > 0) await recount(sql, workspaceId, weeks, false);
  if (weeks.length > 0) return true;
  const cells = await take(sql, workspaceId, sql`subject_id <> ${WHOLE_WEEK}`, PORTION_CELLS);
  if (cells.length > 0) await recount(sql, workspaceId, cells, true);
  return cells.length > 0;
}

type Mark = { week: string; id: string };

function take(sql: Sql, workspaceId: number, which: ReturnType<Sql>, most: number): Promise<Mark[]> {
  return sql<Mark[]>`
    delete from dirty_rollups d where d.ctid = any(array(
      select ctid from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'verdict_weeks' and ${which}
      order by date, subject_id limit ${most}))
    returning d.date::text as week, d.subject_id as id`;
}

/**
 * `single`: of each week the marked person alone. Nights belong to the week in which they begin, so that the morning
 * after the last one is read as well.
 */
async function recount(sql: Sql, workspaceId: number, marks: readonly Mark[], single: boolean): Promise<void> {
  const range = (toDate: number) => sql`
    i.workspace_id = ${workspaceId} ${single ? sql`and i.person_id = c.id` : sql``}
    and i.at >= (c.week::timestamp at time zone 'UTC') - interval '1 day'
    and i.at < (c.week::timestamp at time zone 'UTC') + make_interval(days => ${toDate + 1})`;
  await sql`
    with cells as materialized (
      select week, id from unnest(${marks.map(({ week }) => week)}::text[]::date[], ${marks.map(({ id }) => id)}::bigint[]) as c(week, id)
    ), happened as materialized (
      select c.week, i.person_id, i.at, i.page_count, i.hour_class, i.hour_started_at, i.local_date, i.night, i.rest_minutes,
        i.estimated, coalesce(i.verdict, 'unclear') as verdict
      from cells c join interruptions i on ${range(8)}
      where i.verdict is distinct from 'test' and (i.local_date >= c.week and i.local_date < c.week + 7
        or i.night >= c.week and i.night < c.week + 7)
    ), told as (
      select week, person_id, verdict, count(*) filter (where hour_class = 'sleep') as sleep,
        count(*) filter (where hour_class = 'off') as off, count(*) filter (where hour_class = 'business') as business,
        count(*) filter (where estimated) as estimated, count(distinct (local_date, hour_started_at)) as disrupted_hours
      from happened where local_date >= week and local_date < week + 7 group by 1, 2, 3
    ), nights as (
      select week, person_id, verdict, count(distinct night) as disrupted_nights,
        count(distinct night) filter (where rest_minutes < ${LEAST_REST_MINUTES}) as short_rests
      from happened where night >= week and night < week + 7 group by 1, 2, 3
    ), rung as (
      select h.week, h.person_id, h.verdict, count(*) filter (where ip.line = 'first') as pages_first,
        count(*) filter (where ip.line = 'escalated') as pages_escalated,
        count(*) filter (where ip.line is null) as pages_unknown_line
      from happened h
      join interruption_pages ip on ip.workspace_id = ${workspaceId} and ip.person_id = h.person_id and ip.at = h.at and ip.rang_first
      left join pages p on h.page_count > 1 and p.workspace_id = ${workspaceId} and p.id = ip.page_id
      where h.local_date >= h.week and h.local_date < h.week + 7 and (h.page_count = 1
        or p.reason is distinct from 'test' and coalesce(p.verdict, 'unclear') = h.verdict)
      group by 1, 2, 3
    ), counted as materialized (
      select week, person_id, verdict, ${sql.unsafe(COUNTS.map((name) => `coalesce(${name}, 0) as ${name}`).join(", "))}
      from told full join nights using (week, person_id, verdict) full join rung using (week, person_id, verdict)
    ), gone as (
      delete from verdict_weeks v using cells c
      where v.workspace_id = ${workspaceId} and v.week = c.week ${single ? sql`and v.person_id = c.id` : sql``}
        and not exists (select from counted n where n.week = v.week and n.person_id = v.person_id and n.verdict = v.verdict)
    )
    insert into verdict_weeks as v (workspace_id, verdict, week, person_id, ${sql.unsafe(NAMES)})
    select ${workspaceId}, verdict, week, person_id, ${sql.unsafe(NAMES)} from counted
    on conflict (workspace_id, verdict, week, person_id) do update set ${sql.unsafe(CHANGES)} where ${sql.unsafe(DIFFER)}`;
}
