import type { Sql } from "@/db/ctx";
import { LEAST_REST_MINUTES } from "@/lib/load/recovery-gaps";
import { personIncident } from "./incidents";

/** A cell of `person_days`; the date is local to the person. */
export type PersonDate = { person: string; date: string };

const COUNTS = [
  "pages_first",
  "pages_escalated",
  "pages_unknown_line",
  "pages_actionable",
  "pages_noise",
  "pages_unclear",
  "sleep_actionable",
  "sleep_noise",
  "sleep_unclear",
  "off_actionable",
  "off_noise",
  "off_unclear",
  "business_actionable",
  "business_noise",
  "business_unclear",
  "estimated",
  "incidents",
  "disrupted_hours",
  "disrupted_nights",
  "short_rests",
] as const;

const NAMES = COUNTS.join(", ");
const DIFFER = `(${COUNTS.map((name) => `d.${name}`).join(", ")}) is distinct from (${COUNTS.map((name) => `excluded.${name}`).join(", ")})`;
const CHANGES = COUNTS.map((name) => `${name} = excluded.${name}`).join(", ");

/** A local date lies within a day of the same date in UTC, in whatever zone. */
const OF_DATE = `i.at >= (c.date::timestamp at time zone 'UTC') - interval '1 day'
  and i.at < (c.date::timestamp at time zone 'UTC') + interval '2 days'`;
/** A night ends on the date after. */
const OF_NIGHT = `i.at >= (c.date::timestamp at time zone 'UTC') - interval '1 day'
  and i.at < (c.date::timestamp at time zone 'UTC') + interval '3 days'`;

/**
 * Counts cells again from `interruptions`, their pages and the pages' verdicts. Only what differs is written; a cell in
 * which nothing is left goes.
 */
export async function recountPersonDays(sql: Sql, workspaceId: number, cells: readonly PersonDate[]): Promise<void> {
  if (cells.length === 0) return;
  const named = [workspaceId, cells.map(({ person }) => person), cells.map(({ date }) => date)];
  await sql.unsafe(RECOUNT, named);
  await sql.unsafe(RECOUNT_WEEKS, named);
}

const byClass = (hourClass: string, verdict: string) =>
  `count(*) filter (where i.hour_class = '${hourClass}' and i.verdict = '${verdict}')`;

/** A page is counted once for a person, on the date of its first interruption. */
const COUNTED = "ip.rang_first and p.reason is distinct from 'test'";

const RECOUNT = `
  with cells as materialized (
    select distinct person_id, date from unnest($2::bigint[], $3::text[]::date[]) as c(person_id, date)
  ), happened as materialized (
    select i.workspace_id, i.person_id, c.date, i.at, i.hour_class, coalesce(i.verdict, 'unclear') as verdict, i.estimated, i.hour_started_at,
      i.page_id, i.signature_id
    from cells c join interruptions i on i.workspace_id = $1 and i.person_id = c.person_id and ${OF_DATE}
      and i.local_date = c.date
    where i.verdict is distinct from 'test'
  ), counted as (
    select i.person_id, i.date, ${["sleep", "off", "business"]
      .flatMap((hourClass) =>
        ["actionable", "noise", "unclear"].map(
          (verdict) => `${byClass(hourClass, verdict)} as ${hourClass}_${verdict}`,
        ),
      )
      .join(", ")},
      count(*) filter (where i.estimated) as estimated, count(distinct i.hour_started_at) as disrupted_hours
    from happened i group by i.person_id, i.date
  ), rung as (
    select i.person_id, i.date,
      count(*) filter (where ${COUNTED} and ip.line = 'first') as pages_first,
      count(*) filter (where ${COUNTED} and ip.line = 'escalated') as pages_escalated,
      count(*) filter (where ${COUNTED} and ip.line is null) as pages_unknown_line,
      count(*) filter (where ${COUNTED} and p.verdict = 'actionable') as pages_actionable,
      count(*) filter (where ${COUNTED} and p.verdict = 'noise') as pages_noise,
      count(*) filter (where ${COUNTED} and (p.verdict is null or p.verdict = 'unclear')) as pages_unclear,
      count(distinct ${personIncident}) filter (where p.id = i.page_id) as incidents
    from happened i
    join interruption_pages ip on ip.workspace_id = $1 and ip.person_id = i.person_id and ip.at = i.at
    join pages p on p.workspace_id = ip.workspace_id and p.id = ip.page_id
    group by i.person_id, i.date
  ), nights as (
    select c.person_id, c.date, 1 as disrupted_nights, (min(i.rest_minutes) < ${LEAST_REST_MINUTES})::int as short_rests
    from cells c join interruptions i on i.workspace_id = $1 and i.person_id = c.person_id and ${OF_NIGHT}
      and i.night = c.date and i.verdict is distinct from 'test'
    group by c.person_id, c.date
  ), cell as materialized (
    select person_id, date, ${COUNTS.map((name) => `coalesce(${name}, 0) as ${name}`).join(", ")}
    from counted full join rung using (person_id, date) full join nights using (person_id, date)
  ), gone as (
    delete from person_days d using cells c
    where d.workspace_id = $1 and d.person_id = c.person_id and d.local_date = c.date
      and not exists (select from cell where cell.person_id = c.person_id and cell.date = c.date)
  )
  insert into person_days as d (workspace_id, local_date, person_id, ${NAMES})
  select $1, date, person_id, ${NAMES} from cell
  on conflict (workspace_id, local_date, person_id) do update set ${CHANGES} where ${DIFFER}`;

const total = (...names: string[]) => names.map((name) => `sum(${name})`).join(" + ");
const VERDICTS = ["actionable", "noise", "unclear"];
const CLASSES = ["sleep", "off", "business"];

const WEEK_SUMS: Record<string, string> = {
  pages_first: total("pages_first"),
  pages_escalated: total("pages_escalated"),
  pages_unknown_line: total("pages_unknown_line"),
  ...Object.fromEntries(CLASSES.map((it) => [it, total(...VERDICTS.map((verdict) => `${it}_${verdict}`))])),
  ...Object.fromEntries(VERDICTS.map((it) => [it, total(...CLASSES.map((hourClass) => `${hourClass}_${it}`))])),
  estimated: total("estimated"),
  incidents: total("incidents"),
  disrupted_hours: total("disrupted_hours"),
  disrupted_nights: total("disrupted_nights"),
  short_rests: total("short_rests"),
};
const WEEK_NAMES = Object.keys(WEEK_SUMS);

/** The weeks of the same cells, from their days. */
const RECOUNT_WEEKS = `
  with cells as materialized (
    select distinct person_id, date_trunc('week', date::timestamp)::date as week
    from unnest($2::bigint[], $3::text[]::date[]) as c(person_id, date)
  ), summed as materialized (
    select c.week, c.person_id, ${WEEK_NAMES.map((name) => `${WEEK_SUMS[name]} as ${name}`).join(", ")}
    from cells c
    join person_days d on d.workspace_id = $1 and d.person_id = c.person_id and d.local_date >= c.week and d.local_date < c.week + 7
    group by c.week, c.person_id
  ), gone as (
    delete from person_weeks w using cells c
    where w.workspace_id = $1 and w.week = c.week and w.person_id = c.person_id
      and not exists (select from summed s where s.week = c.week and s.person_id = c.person_id)
  )
  insert into person_weeks as w (workspace_id, week, person_id, ${WEEK_NAMES.join(", ")})
  select $1, week, person_id, ${WEEK_NAMES.join(", ")} from summed
  on conflict (workspace_id, week, person_id) do update
    set ${WEEK_NAMES.map((name) => `${name} = excluded.${name}`).join(", ")}
    where (${WEEK_NAMES.map((name) => `w.${name}`).join(", ")}) is distinct from (${WEEK_NAMES.map((name) => `excluded.${name}`).join(", ")})`;
