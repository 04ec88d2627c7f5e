import type { WorkCtx } from "@/db/ctx";
import type { Instant } from "@/lib/model/instant";

/**
 * Until when the history of an alert's source is known: its last page of whatever alert. That none came afterwards may be
 * quiet, or an export that was not imported yet.
 */
export async function knownUntil(
  { sql, workspaceId }: Pick<WorkCtx, "sql" | "workspaceId">,
  signatureId: string,
  now: Instant,
): Promise<Instant | null> {
  const [row] = await sql<{ last: Date }[]>`
    select p.triggered_at as last from pages p
    where p.workspace_id = ${workspaceId} and p.triggered_at <= ${new Date(now)}
      and p.provider = (select provider from signatures where workspace_id = ${workspaceId} and id = ${signatureId})
    order by p.triggered_at desc limit 1`;
  return row?.last.getTime() ?? null;
}
