import type { Ctx, Sql } from "@/db/ctx";
import { alertNames } from "@/db/queries/alert-names";
import { AppError } from "@/lib/errors";
import { addDays, localDateOf } from "@/lib/time/boundaries";
import { FLAG_THRESHOLDS } from "@/lib/triage/flag";
import { lockMoves, type MovedRow, recordMove } from "./record-move";

/** Puts alerts on the queue that a person wants a decision about; those that wait there already stay as they are. */
export async function flagByHand(ctx: Ctx, signatureIds: readonly string[]): Promise<number | null> {
  const wanted = [...new Set(signatureIds)].sort();
  if ((await alertNames(ctx, wanted)).length < wanted.length)
    throw new AppError("not-found", "There is no such alert.");
  return (await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await lockMoves(sql, ctx);
    const { workspaceId, now, zone } = ctx;
    const waiting = await sql<{ id: string }[]>`
      select signature_id as id from triage_items
      where workspace_id = ${workspaceId} and decision_id is null and gone_at is null`;
    const there = new Set(waiting.map(({ id }) => id));
    const fresh = wanted.filter((id) => !there.has(id));
    if (fresh.length === 0) return null;
    const flaggedAt = new Date(now).toISOString();
    const rows = fresh.map((id): MovedRow => {
      return { table: "triage_items", key: { signature_id: id, flagged_at: flaggedAt } };
    });
    const dueDate = addDays(localDateOf(now, zone), FLAG_THRESHOLDS.dueDays);
    return recordMove(
      sql,
      ctx,
      { kind: "flag", signatureIds: fresh, rows },
      () => sql`
        insert into triage_items (workspace_id, signature_id, flagged_at, flagged_for, due_date)
        select ${workspaceId}, id, ${new Date(now)}, ${sql.json({ rule: "by-hand" })}, ${dueDate}
        from unnest(${fresh}::bigint[]) as f (id)`,
    );
  })) as number | null;
}
