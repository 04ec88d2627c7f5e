import type { Ctx, Sql } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import { lockMoves, type MovedRow } from "./record-move";

/** The rows of these alerts on the triage queue; nobody moves them until the transaction ends. */
export async function waitingItems(sql: Sql, ctx: Ctx, signatureIds: readonly string[]): Promise<MovedRow[]> {
  await lockMoves(sql, ctx);
  const wanted = [...new Set(signatureIds)];
  const rows = await sql<{ signature_id: string; flagged_at: string }[]>`
    select signature_id::text, to_jsonb(t) ->> 'flagged_at' as flagged_at from triage_items t
    where workspace_id = ${ctx.workspaceId} and signature_id = any(${wanted}::bigint[])
      and decision_id is null and gone_at is null
    order by signature_id`;
  if (rows.length < wanted.length)
    throw new AppError(
      "conflict",
      wanted.length === 1
        ? "This alert is not on the queue any more."
        : `${wanted.length - rows.length} of these alerts are not on the queue any more.`,
    );
  return rows.map((key) => ({ table: "triage_items", key: { ...key } }));
}
