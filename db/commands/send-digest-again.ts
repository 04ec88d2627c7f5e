import type { Ctx, Sql } from "@/db/ctx";
import { digestInSight } from "@/db/queries/digests";
import { AppError } from "@/lib/errors";
import { appendAudit } from "./append-audit";
import { DIGEST_LIMITS } from "./send-due-digests";

/** A person's word, where it failed or nobody knows whether it arrived. It keeps its key, so a twin may be known as one. */
export async function sendDigestAgain(ctx: Ctx, id: string, period: string): Promise<void> {
  const { enabled } = await digestInSight(ctx, id);
  if (!enabled) throw new AppError("conflict", "It is paused. Let it go on first.");
  const { workspaceId, now } = ctx;
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [row] = await sql<{ state: string; dueAt: Date }[]>`
      select state, due_at as "dueAt" from digest_sends
      where workspace_id = ${workspaceId} and digest_id = ${id} and period = ${period} for update`;
    if (!row) throw new AppError("not-found", "There is no such message.");
    if (row.state !== "failed" && row.state !== "unknown" && row.state !== "skipped")
      throw new AppError("conflict", "It is on its way, or has been sent.");
    // Its time is now: the retries are counted from here.
    const dueAt = now - row.dueAt.getTime() > DIGEST_LIMITS.lateMs / 2 ? new Date(now) : row.dueAt;
    await sql`
      update digest_sends set state = 'waiting', next_try_at = ${new Date(now)}, due_at = ${dueAt}, said = null, leased_until = null
      where workspace_id = ${workspaceId} and digest_id = ${id} and period = ${period}`;
    await appendAudit(sql, ctx, { what: "digest-changed", details: { digest: id, change: "sent again" } });
  });
}
