import type { Ctx, Sql } from "@/db/ctx";
import { digestInSight } from "@/db/queries/digests";
import { appendAudit } from "./append-audit";

/** Its address, its secret and its history are forgotten at once; the audit log keeps that it was. */
export async function removeDigest(ctx: Ctx, id: string): Promise<void> {
  await digestInSight(ctx, id);
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`delete from digests where workspace_id = ${ctx.workspaceId} and id = ${id}`;
    await appendAudit(sql, ctx, { what: "digest-changed", details: { digest: id, change: "removed" } });
  });
}
