import type { Ctx, Sql } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import { assertAdmin } from "./assert-admin";
import { enqueueBackfill } from "./start-backfill";

/** What has been fetched stays; it can be resumed where it stood. */
export async function stopBackfill(ctx: Ctx, id: string): Promise<void> {
  assertAdmin(ctx);
  const { sql, workspaceId } = ctx;
  const [row] = await sql`
    update backfills set state = 'stopped', waiting_until = null, error = null, finished_at = now()
    where workspace_id = ${workspaceId} and id = ${id} and state in ('queued', 'running', 'waiting')
    returning id`;
  if (!row) await refuse(sql, workspaceId, id, "It is not running");
}

/** Goes on where it was stopped or failed. */
export async function resumeBackfill(ctx: Ctx, id: string): Promise<void> {
  assertAdmin(ctx);
  const { workspaceId } = ctx;
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [row] = await sql`
      update backfills b set state = 'queued', error = null, finished_at = null, waiting_until = null,
        cursor = jsonb_set(cursor, '{tries}', '0')
      where workspace_id = ${workspaceId} and id = ${id} and state in ('stopped', 'failed')
        and exists (
          select from sources s
          where s.workspace_id = b.workspace_id and s.id = b.source_id and s.deleted_at is null and not s.paused)
        and not exists (
          select from backfills other where other.workspace_id = b.workspace_id and other.source_id = b.source_id
            and other.id <> b.id and other.state in ('queued', 'running', 'waiting'))
      returning id`;
    if (!row)
      await refuse(
        sql,
        workspaceId,
        id,
        "It cannot go on: it is running or done, another one of its source is, or the source is paused or gone",
      );
    await enqueueBackfill(sql, workspaceId, id);
  });
}

async function refuse(sql: Sql, workspaceId: number, id: string, why: string): Promise<never> {
  const [row] = await sql<{ state: string }[]>`
    select state from backfills where workspace_id = ${workspaceId} and id = ${id}`;
  if (!row) throw new AppError("not-found", "There is no such backfill.");
  throw new AppError("conflict", `${why}: it is ${row.state}.`);
}
