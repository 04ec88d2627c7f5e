import type { Ctx } from "@/db/ctx";

/** The first local date with load in the workspace: of earlier ones nothing is known. */
export async function firstDateOf({ sql, workspaceId }: Ctx): Promise<string | null> {
  const [row] = await sql<{ first: string | null }[]>`
    select min(local_date)::text as first from interruptions where workspace_id = ${workspaceId}`;
  return row?.first ?? null;
}
