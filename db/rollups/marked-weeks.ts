import type { Sql } from "@/db/ctx";
import { mondayOf } from "./monday-of";

/** Cells that are read at once. */
const PORTION_CELLS = 1_000;
/** So many cells are dearer to look up one by one than all of their weeks to read. */
const MANY_CELLS = 500;

/** Of all subjects. */
const WHOLE_WEEK = "0";

/** Rollups whose cells are a subject's week. */
type Rollup = "signature_weeks" | "verdict_weeks";

type SubjectDate = { subject: string; date: string };

/** What is marked: a Monday, and the subject or "0" for all. */
export type Mark = { week: string; id: string };

/** Marks the weeks in which something changed on these dates of these subjects. */
export async function markWeeks(
  sql: Sql,
  workspaceId: number,
  rollup: Rollup,
  touched: readonly SubjectDate[],
): Promise<void> {
  const mondays = new Map([...new Set(touched.map(({ date }) => date))].map((date) => [date, mondayOf(date)]));
  const cells = new Map(
    touched.map(({ subject, date }) => {
      const week = mondays.get(date) ?? mondayOf(date);
      return [`${subject} ${week}`, { week, id: subject }];
    }),
  );
  if (cells.size === 0) return;
  const all = [...cells.values()];
  const marks: Mark[] =
    all.length > MANY_CELLS ? [...new Set(all.map(({ week }) => week))].map((week) => ({ week, id: WHOLE_WEEK })) : all;
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    select ${workspaceId}, ${rollup}, week, id
    from unnest(${marks.map(({ week }) => week)}::text[]::date[], ${marks.map(({ id }) => id)}::bigint[]) as m(week, id)
    on conflict do nothing`;
}

type Recount = (sql: Sql, workspaceId: number, marks: readonly Mark[], single: boolean) => Promise<void>;

/**
 * Counts a portion of what is marked, whole weeks first; `single` of each week the marked subject alone. Under the
 * workspace's lock; false where nothing is left.
 */
export async function recountMarked(
  sql: Sql,
  workspaceId: number,
  { rollup, portionWeeks }: { rollup: Rollup; portionWeeks: number },
  recount: Recount,
): Promise<boolean> {
  const take = (which: ReturnType<Sql>, most: number) => sql<Mark[]>`
    delete from dirty_rollups d where d.ctid = any(array(
      select ctid from dirty_rollups where workspace_id = ${workspaceId} and rollup = ${rollup} and ${which}
      order by date, subject_id limit ${most}))
    returning d.date::text as week, d.subject_id as id`;
  const weeks = await take(sql`subject_id = ${WHOLE_WEEK}`, portionWeeks);
  if (weeks.length > 0) await recount(sql, workspaceId, weeks, false);
  if (weeks.length > 0) return true;
  const cells = await take(sql`subject_id <> ${WHOLE_WEEK}`, PORTION_CELLS);
  if (cells.length > 0) await recount(sql, workspaceId, cells, true);
  return cells.length > 0;
}
