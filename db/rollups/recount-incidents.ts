import type { Sql } from "@/db/ctx";
import { type PersonDate, recountPersonDays } from "./person-days";
import { markTeamWeeks } from "./team-weeks";

/** Counts the days again on which these pages interrupted somebody, and marks their weeks. Under the workspace's lock. */
export async function recountIncidents(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<void> {
  if (pageIds.length === 0) return;
  const cells = await sql<PersonDate[]>`
    select distinct person_id as person, local_date::text as date from interruptions
    where workspace_id = ${workspaceId} and page_id = any(${pageIds as string[]}::bigint[])`;
  await recountPersonDays(sql, workspaceId, cells);
  await markTeamWeeks(sql, workspaceId, pageIds);
}
