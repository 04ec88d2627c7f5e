import type { Ctx, Sql } from "@/db/ctx";
import type { Moved } from "@/lib/contract/decision";
import { AppError } from "@/lib/errors";
import type { DecisionKind } from "@/lib/model/decision";
import type { Scope } from "@/lib/model/scope";
import { appendAudit } from "./append-audit";
import { lockMoves, recordMove } from "./record-move";

/** Ends a decision before its time: what is in force then is that nothing is decided. It stays in the record. */
export function endDecision(ctx: Ctx, id: string): Promise<Moved> {
  return ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await lockMoves(sql, ctx);
    const { signatureId } = await decisionInForce(sql, ctx, id);
    const rows = [{ table: "decisions", key: { id } }] as const;
    const move = await recordMove(
      sql,
      ctx,
      { kind: "end-decision", signatureIds: [signatureId], rows },
      () => sql`
        update decisions set ended_at = ${new Date(ctx.now)}, ended_for = 'by-hand'
        where workspace_id = ${ctx.workspaceId} and id = ${id}`,
    );
    await appendAudit(sql, ctx, { what: "decision-ended", details: { decision: id, alert: signatureId } });
    return { move };
  }) as Promise<Moved>;
}

type InForce = { signatureId: string; kind: DecisionKind; scope: Scope; expiresAt: Date | null };

export async function decisionInForce(sql: Sql, { workspaceId }: Ctx, id: string): Promise<InForce> {
  const [row] = await sql<InForce[]>`
    select signature_id as "signatureId", kind, scope, expires_at as "expiresAt" from decisions
    where workspace_id = ${workspaceId} and id = ${id} and ended_at is null`;
  if (!row) throw new AppError("not-found", "This decision is not in force any more.");
  return row;
}
