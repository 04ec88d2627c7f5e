import type { Ctx, Sql } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import { appendAudit } from "./append-audit";

/** From the next request on it opens nothing. One's own; an admin anybody's. */
export async function revokeShareLink(ctx: Ctx, id: string): Promise<void> {
  const { workspaceId, viewer } = ctx;
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const rows = await sql`
      update share_links set revoked_at = ${new Date(ctx.now)}
      where workspace_id = ${workspaceId} and id = ${id} and revoked_at is null
        and (${viewer.role === "admin"} or user_id = ${viewer.userId}) returning id`;
    if (rows.length === 0) throw new AppError("not-found", "There is no such link, or it was revoked before.");
    await appendAudit(sql, ctx, { what: "share-link-revoked", details: { link: id } });
  });
}
