import type { Sql } from "@/db/ctx";
import { mondayOf } from "./monday-of";

/** Whole weeks, and cells, that are read at once. */
const PORTION_WEEKS = 8;
const PORTION_CELLS = 1_000;
/** So many cells are dearer to look up one by one than the interruptions of their weeks to read. */
const MANY_CELLS = 500;

/** Of all alerts. */
const WHOLE_WEEK = "0";

const COUNTS = "sleep off business actionable noise unclear sleep_actionable sleep_noise sleep_unclear".split(" ");
const NAMES = COUNTS.join(", ");
const CHANGES = COUNTS.map((name) => `${name} = excluded.${name}`).join(", ");
const DIFFER = `(${COUNTS.map((name) => `s.${name}`).join(", ")}) is distinct from (${COUNTS.map((name) => `excluded.${name}`).join(", ")})`;

export type SignatureDate = { signatureId: string; date: string };

/** Marks the weeks of alerts that interrupted, or no longer interrupt, somebody on these dates of theirs. */
export async function markSignatureWeeks(
  sql: Sql,
  workspaceId: number,
  touched: readonly SignatureDate[],
): Promise<void> {
  const mondays = new Map([...new Set(touched.map(({ date }) => date))].map((date) => [date, mondayOf(date)]));
  const weekOf = ({ date }: SignatureDate) => mondays.get(date) ?? mondayOf(date);
  const cells = new Map(
    touched.map((it) => [`${it.signatureId} ${weekOf(it)}`, { week: weekOf(it), signatureId: it.signatureId }]),
  );
  if (cells.size === 0) return;
  const all = [...cells.values()];
  const marks =
    all.length > MANY_CELLS
      ? [...new Set(all.map(({ week }) => week))].map((week) => ({ week, signatureId: WHOLE_WEEK }))
      : all;
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    select ${workspaceId}, 'signature_weeks', week, id
    from unnest(${marks.map(({ week }) => week)}::text[]::date[], ${marks.map((it) => it.signatureId)}::bigint[]) as m(week, id)
    on conflict do nothing`;
}

/** Counts a portion of what is marked. Under the workspace's lock; false where nothing is left. */
export async function recountSignatureWeeks(sql: Sql, workspaceId: number): Promise<boolean> {
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
      select ctid from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'signature_weeks' and ${which}
      order by date, subject_id limit ${most}))
    returning d.date::text as week, d.subject_id as id`;
}

/** `single`: of each week the marked alert alone. */
async function recount(sql: Sql, workspaceId: number, marks: readonly Mark[], single: boolean): Promise<void> {
  await sql`
    with cells as materialized (
      select week, id from unnest(${marks.map(({ week }) => week)}::text[]::date[], ${marks.map(({ id }) => id)}::bigint[]) as c(week, id)
    ), counted as materialized (
      select c.week, i.signature_id, count(*) filter (where i.hour_class = 'sleep') as sleep,
        count(*) filter (where i.hour_class = 'off') as off, count(*) filter (where i.hour_class = 'business') as business,
        count(*) filter (where i.verdict = 'actionable') as actionable, count(*) filter (where i.verdict = 'noise') as noise,
        count(*) filter (where i.verdict is null or i.verdict = 'unclear') as unclear,
        count(*) filter (where i.hour_class = 'sleep' and i.verdict = 'actionable') as sleep_actionable,
        count(*) filter (where i.hour_class = 'sleep' and i.verdict = 'noise') as sleep_noise,
        count(*) filter (where i.hour_class = 'sleep' and (i.verdict is null or i.verdict = 'unclear')) as sleep_unclear
      from cells c
      join interruptions i on i.workspace_id = ${workspaceId} and i.local_date >= c.week and i.local_date < c.week + 7
        ${single ? sql`and i.signature_id = c.id` : sql``}
      where i.verdict is distinct from 'test'
      group by 1, 2
    ), gone as (
      delete from signature_weeks s using cells c
      where s.workspace_id = ${workspaceId} and s.week = c.week ${single ? sql`and s.signature_id = c.id` : sql``}
        and not exists (select from counted n where n.week = s.week and n.signature_id = s.signature_id)
    )
    insert into signature_weeks as s (workspace_id, week, signature_id, ${sql.unsafe(NAMES)})
    select ${workspaceId}, week, signature_id, ${sql.unsafe(NAMES)} from counted
    on conflict (workspace_id, week, signature_id) do update set ${sql.unsafe(CHANGES)} where ${sql.unsafe(DIFFER)}`;
}
