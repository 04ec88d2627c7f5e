import type { Ctx, Sql, WorkCtx } from "@/db/ctx";
import { alertBaseline } from "@/db/queries/alert-baseline";
import type { Moved } from "@/lib/contract/decision";
import { AppError } from "@/lib/errors";
import type { Instant } from "@/lib/model/instant";
import type { Scope } from "@/lib/model/scope";
import { DAY_MS } from "@/lib/time/boundaries";
import { isQuieting } from "@/lib/triage/squash-loop";
import { watchDays } from "@/lib/what-if/watch";
import { appendAudit } from "./append-audit";
import { decisionInForce } from "./end-decision";
import { lockMoves, recordMove } from "./record-move";

/** Where nothing came before, nothing can be proved; it is looked at for so long all the same. */
const DAYS_WITHOUT_BASELINE = 30;

/**
 * The watch over a decision begins: its change took effect. A watch that runs or is over begins anew, since something
 * else is watched from now on. For the caller's transaction.
 */
export async function openWatch(
  sql: Sql,
  ctx: Pick<WorkCtx, "workspaceId" | "settings">,
  { decisionId, scope, startedAt }: { decisionId: string; scope: Scope; startedAt: Instant },
): Promise<void> {
  const { perDay } = await alertBaseline({ ...ctx, sql }, scope, startedAt);
  const days = watchDays(perDay) ?? DAYS_WITHOUT_BASELINE;
  await sql`
    insert into watch_windows (workspace_id, decision_id, started_at, ends_at, baseline_per_day)
    values (${ctx.workspaceId}, ${decisionId}, ${new Date(startedAt)}, ${new Date(startedAt + days * DAY_MS)}, ${perDay})
    on conflict (workspace_id, decision_id) do update set started_at = excluded.started_at, ends_at = excluded.ends_at,
      baseline_per_day = excluded.baseline_per_day, openings = 0, actionable = 0, fact = null, outcome = null,
      sentence = null, settled_at = null, hidden_page_ids = '{}', earlier = '[]'`;
}

/** A person says that the change of a decision is merged or made. */
export function takeEffect(ctx: Ctx, decisionId: string): Promise<Moved> {
  return ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await lockMoves(sql, ctx);
    const { signatureId, scope, kind } = await decisionInForce(sql, ctx, decisionId);
    if (!isQuieting(kind)) throw new AppError("invalid", "An alert that is kept as it is needs no watch.");
    const rows = [{ table: "watch_windows", key: { decision_id: decisionId } }] as const;
    const move = await recordMove(sql, ctx, { kind: "take-effect", signatureIds: [signatureId], rows }, () =>
      openWatch(sql, ctx, { decisionId, scope, startedAt: ctx.now }),
    );
    await appendAudit(sql, ctx, { what: "change-took-effect", details: { decision: decisionId, alert: signatureId } });
    return { move };
  }) as Promise<Moved>;
}
