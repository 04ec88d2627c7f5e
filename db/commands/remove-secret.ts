import type { Ctx, Sql } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import { assertAdmin } from "./assert-admin";

/** Ends a secret at once. The last one of a webhook stays: without any, every delivery would be refused. */
export async function removeSecret(ctx: Ctx, sourceId: string, secretId: string): Promise<void> {
  assertAdmin(ctx);
  const { workspaceId } = ctx;
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [source] = await sql<{ proof: string | null }[]>`
      select case proof when 'signature' then 'signing' else proof end as proof from sources
      where workspace_id = ${workspaceId} and id = ${sourceId} and deleted_at is null for update`;
    const secrets = await sql<{ id: string; kind: string }[]>`
      select id, kind from source_secrets where workspace_id = ${workspaceId} and source_id = ${sourceId}`;
    const removed = secrets.find(({ id }) => id === secretId);
    if (!source || !removed) throw new AppError("not-found", "There is no such secret.");
    const isLast = !secrets.some(({ id, kind }) => kind === removed.kind && id !== secretId);
    if (isLast && removed.kind === source.proof)
      throw new AppError("conflict", "This is the only secret of the webhook. Add the new one first.");
    await sql`delete from source_secrets where workspace_id = ${workspaceId} and id = ${secretId}`;
  });
}
