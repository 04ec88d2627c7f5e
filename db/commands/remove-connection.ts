import type { Ctx, Sql } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import { appendAudit } from "./append-audit";
import { assertAdmin } from "./assert-admin";

/** Forgets its secret at once. What stands there would be out of reach, so it is taken back first. */
export async function removeConnection(ctx: Ctx, id: string): Promise<void> {
  assertAdmin(ctx);
  const { workspaceId, now } = ctx;
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [found] = await sql<{ standing: number }[]>`
      select (select count(*)::int from applications a where a.workspace_id = c.workspace_id and a.target_id = c.id
        and a.state = 'standing') as standing
      from connections c where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`;
    if (!found) throw new AppError("not-found", "There is no such connection.");
    if (found.standing > 0)
      throw new AppError("conflict", `${found.standing} of what was applied still stands there. Take that back first.`);
    await sql`
      update connections set deleted_at = ${new Date(now)}, auth = 'none', sealed = null, user_name = null, hint = ''
      where workspace_id = ${workspaceId} and id = ${id}`;
    await appendAudit(sql, ctx, { what: "connection-changed", details: { connection: id, change: "removed" } });
  });
}
