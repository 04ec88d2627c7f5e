import type { Ctx, Sql } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import { askModel } from "./ask-model";
import { judgeDirty } from "./judge-dirty";

/** Changes what people made of signatures, in one transaction; then judges what that touched. */
export async function editSignatures<Result>(ctx: Ctx, edit: (sql: Sql) => Promise<Result>): Promise<Result> {
  if (ctx.viewer.role === "auditor")
    throw new AppError("forbidden", "An auditor reads; alerts are merged and split by those who carry the pager.");
  const result = await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    return edit(sql);
  });
  await judgeDirty(ctx);
  await askModel(ctx.sql, ctx.workspaceId);
  return result as Result;
}

/** The pages of a signature as they stand, oldest id first. */
export async function pagesAt(sql: Sql, workspaceId: number, signatureId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from pages where workspace_id = ${workspaceId} and signature_id = ${signatureId} order by id`;
  return rows.map((row) => row.id);
}

/** The pages that people took out of a signature or merged away from it. */
export async function pagesVia(sql: Sql, workspaceId: number, signatureIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from pages where workspace_id = ${workspaceId} and via is not null
      and via && ${signatureIds as string[]}::bigint[] order by id`;
  return rows.map((row) => row.id);
}
