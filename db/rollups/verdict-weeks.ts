import type { Sql } from "@/db/ctx";
import { LEAST_REST_MINUTES } from "@/lib/load/recovery-gaps";
import { type Mark, markWeeks, recountMarked } from "./marked-weeks";
import type { PersonDate } from "./person-days";

/** Whole weeks that are read at once. */
const PORTION_WEEKS = 4;

const COUNTS =
  "pages_first pages_escalated pages_unknown_line sleep off business estimated disrupted_hours disrupted_nights short_rests".split(
    " ",
  );
const NAMES = COUNTS.join(", ");
const CHANGES = COUNTS.map((name) => `${name} = excluded.${name}`).join(", ");
const DIFFER = `(${COUNTS.map((name) => `v.${name}`).join(", ")}) is distinct from (${COUNTS.map((name) => `excluded.${name}`).join(", ")})`;

/** Marks the weeks in which something of these people's days or nights changed. */
export function markVerdictWeeks(sql: Sql, workspaceId: number, days: readonly PersonDate[]): Promise<void> {
  const touched = days.map(({ person, date }) => ({ subject: person, date }));
  return markWeeks(sql, workspaceId, "verdict_weeks", touched);
}

/** Counts a portion of what is marked. Under the workspace's lock; false where nothing is left. */
export function recountVerdictWeeks(sql: Sql, workspaceId: number): Promise<boolean> {
  return recountMarked(sql, workspaceId, { rollup: "verdict_weeks", portionWeeks: PORTION_WEEKS }, recount);
}

/**
 * `single`: of each week the marked person alone. Nights belong to the week in which they begin, so that the morning
 * after the last one is read as well.
 */
async function recount(sql: Sql, workspaceId: number, marks: readonly Mark[], single: boolean): Promise<void> {
  await sql`
    with cells as materialized (
      select week, id from unnest(${marks.map(({ week }) => week)}::text[]::date[], ${marks.map(({ id }) => id)}::bigint[]) as c(week, id)
    ), happened as materialized (
      select c.week, i.person_id, i.at, i.page_count, i.hour_class, i.hour_started_at, i.local_date, i.night, i.rest_minutes,
        i.estimated, coalesce(i.verdict, 'unclear') as verdict
      from cells c
      join interruptions i on i.workspace_id = ${workspaceId} ${single ? sql`and i.person_id = c.id` : sql``}
        and i.at >= (c.week::timestamp at time zone 'UTC') - interval '1 day'
        and i.at < (c.week::timestamp at time zone 'UTC') + interval '9 days'
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
