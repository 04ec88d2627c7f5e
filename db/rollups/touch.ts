import type { Sql } from "@/db/ctx";

/** Their interruptions are to be folded again: their zone, hours or holidays changed. In the transaction of the change. */
export async function touchPeople(sql: Sql, workspaceId: number, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  await sql`
    insert into dirty_people (workspace_id, person_id)
    select distinct ${workspaceId}::int, id from unnest(${personIds as string[]}::bigint[]) as id on conflict do nothing`;
}

/**
 * Who led whom, who was in which team, or which team owned a service, changed: before or after it, in its transaction. Which cells that
 * touches tells the difference to the organisation they were counted with. In teams with hours of their own the hours of
 * these people change with it.
 */
export async function touchOrganisation(
  sql: Sql,
  workspaceId: number,
  { personIds, teamIds }: { personIds: readonly string[]; teamIds: readonly string[] },
): Promise<void> {
  if (personIds.length === 0 && teamIds.length === 0) return;
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    values (${workspaceId}, 'organisation', '-infinity', 0) on conflict do nothing`;
  await sql`
    insert into dirty_people (workspace_id, person_id)
    select distinct ${workspaceId}::int, id from unnest(${personIds as string[]}::bigint[]) as id
    where exists (select from teams t where t.workspace_id = ${workspaceId} and t.id = any(${teamIds as string[]}::bigint[])
      and t.hours is not null)
    on conflict do nothing`;
}
