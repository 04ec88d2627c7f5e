import type { Sql } from "@/db/ctx";
import { addDays } from "@/lib/time/boundaries";
import { mondayOf } from "./monday-of";

const WEEK = [0, 1, 2, 3, 4, 5, 6];

/** Adds the weeks of these dates up again from the days of leaders, in the transaction that counted those. */
export async function recountLeaderWeeks(sql: Sql, workspaceId: number, dates: readonly string[]): Promise<void> {
  const weeks = [...new Set(dates.map(mondayOf))];
  const days = weeks.flatMap((week) => WEEK.map((day) => addDays(week, day)));
  await sql`
    with summed as materialized (
      select date_trunc('week', d.date::timestamp)::date as week, d.leader_id, sum(d.actionable)::int as actionable,
        sum(d.noise)::int as noise, sum(d.unclear)::int as unclear
      from leader_days d where d.workspace_id = ${workspaceId} and d.date = any(${days}::text[]::date[])
      group by 1, 2
    ), gone as (
      delete from leader_weeks w where w.workspace_id = ${workspaceId} and w.week = any(${weeks}::text[]::date[])
        and not exists (select from summed s where s.week = w.week and s.leader_id = w.leader_id)
    )
    insert into leader_weeks as w (workspace_id, week, leader_id, actionable, noise, unclear)
    select ${workspaceId}, week, leader_id, actionable, noise, unclear from summed
    on conflict (workspace_id, week, leader_id) do update
      set actionable = excluded.actionable, noise = excluded.noise, unclear = excluded.unclear
      where (w.actionable, w.noise, w.unclear) is distinct from (excluded.actionable, excluded.noise, excluded.unclear)`;
}
