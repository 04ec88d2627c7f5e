import type { Sql } from "@/db/ctx";

/** Rows of `leader_days d`, by leader or by week, of which the weeks are counted again. */
type Which = ReturnType<Sql>;

/** Adds the weeks of leaders up again from their days, in the transaction that counted those. */
export async function recountLeaderWeeks(
  sql: Sql,
  workspaceId: number,
  { ofDays, ofWeeks }: { ofDays: Which; ofWeeks: Which },
): Promise<void> {
  await sql`
    with summed as materialized (
      select date_trunc('week', d.date::timestamp)::date as week, d.leader_id, sum(d.actionable)::int as actionable,
        sum(d.noise)::int as noise, sum(d.unclear)::int as unclear
      from leader_days d where d.workspace_id = ${workspaceId} and ${ofDays}
      group by 1, 2
    ), gone as (
      delete from leader_weeks w where w.workspace_id = ${workspaceId} and ${ofWeeks}
        and not exists (select from summed s where s.week = w.week and s.leader_id = w.leader_id)
    )
    insert into leader_weeks as w (workspace_id, week, leader_id, actionable, noise, unclear)
    select ${workspaceId}, week, leader_id, actionable, noise, unclear from summed
    on conflict (workspace_id, week, leader_id) do update
      set actionable = excluded.actionable, noise = excluded.noise, unclear = excluded.unclear
      where (w.actionable, w.noise, w.unclear) is distinct from (excluded.actionable, excluded.noise, excluded.unclear)`;
}
