import type { Sql } from "@/db/ctx";
import { type Mark, markWeeks, recountMarked } from "./marked-weeks";

/** Whole weeks that are read at once. */
const PORTION_WEEKS = 8;

const COUNTS = "sleep off business actionable noise unclear sleep_actionable sleep_noise sleep_unclear off_noise".split(
  " ",
);
const NAMES = COUNTS.join(", ");
const CHANGES = COUNTS.map((name) => `${name} = excluded.${name}`).join(", ");
const DIFFER = `(${COUNTS.map((name) => `s.${name}`).join(", ")}) is distinct from (${COUNTS.map((name) => `excluded.${name}`).join(", ")})`;

export type SignatureDate = { signatureId: string; date: string };

/** Marks the weeks of alerts that interrupted, or no longer interrupt, somebody on these dates of theirs. */
export function markSignatureWeeks(sql: Sql, workspaceId: number, dates: readonly SignatureDate[]): Promise<void> {
  const touched = dates.map(({ signatureId, date }) => ({ subject: signatureId, date }));
  return markWeeks(sql, workspaceId, "signature_weeks", touched);
}

/** Counts a portion of what is marked. Under the workspace's lock; false where nothing is left. */
export function recountSignatureWeeks(sql: Sql, workspaceId: number): Promise<boolean> {
  return recountMarked(sql, workspaceId, { rollup: "signature_weeks", portionWeeks: PORTION_WEEKS }, recount);
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
        count(*) filter (where i.hour_class = 'sleep' and (i.verdict is null or i.verdict = 'unclear')) as sleep_unclear,
        count(*) filter (where i.hour_class = 'off' and i.verdict = 'noise') as off_noise
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
