import type { Ctx, Sql } from "@/db/ctx";
import { alertBaseline } from "@/db/queries/alert-baseline";
import { toldExpiry } from "@/db/queries/decision-draft";
import type { Moved, ReviewDecisionBody } from "@/lib/contract/decision";
import { AppError } from "@/lib/errors";
import type { Instant } from "@/lib/model/instant";
import { defaultReviewDate, expiryFault } from "@/lib/silence/silence-limits";
import { localDateOf } from "@/lib/time/boundaries";
import { appendAudit } from "./append-audit";
import { assertOwner } from "./decide";
import { decisionInForce } from "./end-decision";
import { assertMayMove, lockMoves, recordMove } from "./record-move";

/**
 * Somebody looked at a decision and it stands: until a new date, and a silence perhaps for longer, as long again as a new
 * one could last.
 */
export async function reviewDecision(ctx: Ctx, id: string, body: ReviewDecisionBody): Promise<Moved> {
  assertMayMove(ctx);
  return (await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await lockMoves(sql, ctx);
    const decision = await decisionInForce(sql, ctx, id);
    const { signatureId } = decision;
    await assertOwner(sql, ctx, body.ownerPersonId ?? null);
    const expiresAt = await renewedExpiry(sql, ctx, decision, toldExpiry(ctx, body));
    const until = expiresAt ?? decision.expiresAt?.getTime() ?? null;
    const reviewDate = body.reviewDate ?? defaultReviewDate(decision.kind, ctx.now, until, ctx.zone);
    if (reviewDate < localDateOf(ctx.now, ctx.zone))
      throw new AppError("invalid", "The review date has passed: choose a later one.");
    const rows = [{ table: "decisions", key: { id } }] as const;
    const change = () => sql`
      update decisions set reviewed_at = ${new Date(ctx.now)}, review_date = ${reviewDate},
        expires_at = ${expiresAt === null ? sql`expires_at` : new Date(expiresAt)},
        owner_person_id = ${body.ownerPersonId === undefined ? sql`owner_person_id` : body.ownerPersonId},
        change_url = ${body.changeUrl === undefined ? sql`change_url` : body.changeUrl}
      where workspace_id = ${ctx.workspaceId} and id = ${id}`;
    const move = await recordMove(sql, ctx, { kind: "review-decision", signatureIds: [signatureId], rows }, change);
    await appendAudit(sql, ctx, {
      what: "decision-reviewed",
      personIds: body.ownerPersonId ? [body.ownerPersonId] : [],
      details: { decision: id, alert: signatureId, review: reviewDate },
    });
    return { move };
  })) as Moved;
}

type Standing = Awaited<ReturnType<typeof decisionInForce>>;

async function renewedExpiry(sql: Sql, ctx: Ctx, { kind, scope }: Standing, asked: Instant | null) {
  if (asked === null) return null;
  if (kind !== "silence") throw new AppError("invalid", "Only a silence expires; other decisions have a review date.");
  const { isTop } = await alertBaseline({ ...ctx, sql }, scope, ctx.now);
  const fault = expiryFault(ctx.now, asked, isTop);
  if (fault !== null) throw new AppError("invalid", fault);
  return asked;
}
