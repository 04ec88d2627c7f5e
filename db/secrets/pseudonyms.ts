import type { Sql, WorkCtx } from "@/db/ctx";
import { ensureWorkspaceKey } from "./workspace-key";

/**
 * What stands for somebody in a file whose reader may not see their name: the same in every file of a workspace, and
 * nothing that another one's files have in common with it.
 */
export async function pseudonyms(
  sql: Sql,
  ctx: Pick<WorkCtx, "workspaceId" | "keyRing">,
): Promise<(id: string) => string> {
  const key = await ensureWorkspaceKey(sql, ctx);
  return (id) => `person-${key.digest("pseudonym", id).slice(0, 8)}`;
}
