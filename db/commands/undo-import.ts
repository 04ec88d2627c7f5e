import type { Ctx, Sql, WorkCtx } from "@/db/ctx";
import { enqueue } from "@/db/jobs/queue";
import { AppError } from "@/lib/errors";
import { askModel } from "./ask-model";
import { judgeDirty } from "./judge-dirty";
import { takeBack } from "./take-back";

/** Asks the worker to take an import back: everything that it alone told. */
export async function undoImport(ctx: Ctx, importId: string): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [row] = await sql<{ state: string; received: number }[]>`
      select state, received from imports where workspace_id = ${ctx.workspaceId} and id = ${importId} for update`;
    if (!row) throw new AppError("not-found", "There is no such import.");
    if (!["done", "failed"].includes(row.state) || row.received === 0)
      throw new AppError("conflict", "Only an import that has ended, with records in it, can be undone.");
    await sql`
      update imports set state = 'undoing', error = null where workspace_id = ${ctx.workspaceId} and id = ${importId}`;
    await enqueue(sql, { workspaceId: ctx.workspaceId, kind: "undo", payload: { importId } }, `undo ${importId}`);
  });
}

/** Takes the import back in one transaction, then judges what that changed. Safe to repeat. */
export async function runUndo(ctx: WorkCtx, importId: string): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const [row] = await sql<{ state: string }[]>`
      select state from imports where workspace_id = ${ctx.workspaceId} and id = ${importId} for update`;
    if (row?.state === "undoing") await takeBack(sql, ctx.workspaceId, [importId]);
  });
  await judgeDirty(ctx);
  await askModel(ctx.sql, ctx.workspaceId);
}
