import { timingSafeEqual } from "node:crypto";
import type { Sql, WorkCtx } from "@/db/ctx";
import { ensureWorkspaceKey } from "@/db/secrets/workspace-key";
import { AppError } from "@/lib/errors";
import { appendAudit } from "./append-audit";
import { skipWaiting } from "./change-digest";

type Holder = Pick<WorkCtx, "sql" | "workspaceId" | "keyRing">;

/** What a mail's link carries: it ends this digest to this address, and does nothing else. */
export async function unsubscribeToken(ctx: Holder, digestId: string, address: string): Promise<string> {
  const key = await ensureWorkspaceKey(ctx.sql, ctx);
  return `${ctx.workspaceId}.${digestId}.${key.digest("unsubscribe", digestId, address.toLowerCase())}`;
}

export function workspaceIn(token: string): number {
  const [, workspace] = /^(\d{1,9})\.\d{1,19}\.[0-9a-f]{64}$/.exec(token) ?? [];
  if (workspace === undefined) throw noSuchLink();
  return Number(workspace);
}

/** Whoever holds the link is who got the mail: nobody signs in. Saying so twice changes nothing. */
export async function unsubscribe(ctx: Holder, token: string): Promise<void> {
  const [, digestId = "0"] = token.split(".");
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [row] = await sql<{ address: string | null; unsubscribedAt: Date | null }[]>`
      select address, unsubscribed_at as "unsubscribedAt" from digests
      where workspace_id = ${ctx.workspaceId} and id = ${digestId} for update`;
    if (!row?.address || !isEqual(await unsubscribeToken({ ...ctx, sql }, digestId, row.address), token))
      throw noSuchLink();
    if (row.unsubscribedAt !== null) return;
    await sql`
      update digests set enabled = false, unsubscribed_at = now()
      where workspace_id = ${ctx.workspaceId} and id = ${digestId}`;
    await skipWaiting(sql, ctx.workspaceId, digestId, "Its recipient wants no more of these.");
    const details = { digest: digestId, change: "unsubscribed" };
    await appendAudit(sql, { workspaceId: ctx.workspaceId, viewer: null }, { what: "digest-changed", details });
  });
}

const noSuchLink = () => new AppError("not-found", "This link is not whole, or what it ends is gone already.");

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
