import type { Ctx } from "@/db/ctx";

/** The alert that the pages of one without pages of its own are all in now; null where there is none, or more than one. */
export async function movedSignature({ sql, workspaceId }: Ctx, id: string): Promise<string | null> {
  const rows = await sql<{ id: string }[]>`
    select distinct p.signature_id as id from pages p
    where p.workspace_id = ${workspaceId} and p.via is not null and ${id}::bigint = any(p.via)
      and not exists (select 1 from pages o where o.workspace_id = ${workspaceId} and o.signature_id = ${id})
    limit 2`;
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}
