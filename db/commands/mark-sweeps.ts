import type { Sql } from "@/db/ctx";
import { BULK_THRESHOLDS } from "@/lib/noise/bulk-closes";

/** Wide enough that no bulk close is missed; `bulkCloses` decides. */
export const SWEEP_WITHIN = `${BULK_THRESHOLDS.withinMs} milliseconds`;

/**
 * Marks the alerts of what was closed by the same person around these pages. Called before pages vanish or change their
 * people: a sweep that loses closings may no longer be one, which afterwards nobody can see.
 */
export async function markSweeps(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<void> {
  if (pageIds.length === 0) return;
  await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select distinct o.workspace_id, o.signature_id
    from pages p join pages o on o.workspace_id = p.workspace_id and o.ended_by_person_id = p.ended_by_person_id
      and o.ended_at between p.ended_at - ${SWEEP_WITHIN}::interval and p.ended_at + ${SWEEP_WITHIN}::interval
    where p.workspace_id = ${workspaceId} and p.id = any(${pageIds as string[]}::bigint[])
    on conflict do nothing`;
}
