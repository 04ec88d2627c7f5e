import { randomBytes } from "node:crypto";
import type { z } from "zod";
import type { Ctx, Sql } from "@/db/ctx";
import { randomId, sha256 } from "@/db/ids";
import { scopeOf } from "@/db/queries/period";
import { subjectOf } from "@/db/queries/report-subject";
import { secretToken, TOKEN_BYTES } from "@/lib/auth/secret-token";
import type { MadeShareLink, ShareBody } from "@/lib/contract/sharing";
import { AppError } from "@/lib/errors";
import type { SharedThing } from "@/lib/model/shared-thing";
import { DAY_MS } from "@/lib/time/boundaries";
import { appendAudit } from "./append-audit";

const MOST = 500;

/** A link that opens one thing, without an account and without names, until it ends. */
export async function makeShareLink(ctx: Ctx, body: z.output<typeof ShareBody>): Promise<MadeShareLink> {
  const { workspaceId, viewer, now, settings } = ctx;
  if (settings.shareLinks !== true)
    throw new AppError("forbidden", "Share links are off here. An admin may allow them under Settings, Privacy.");
  const thing = await thingOf(ctx, body);
  const token = secretToken("sqs", randomBytes(TOKEN_BYTES));
  const id = randomId();
  const expiresAt = new Date(now + body.days * DAY_MS);
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [open] = await sql<{ links: number }[]>`
      select count(*)::int as links from share_links
      where workspace_id = ${workspaceId} and revoked_at is null and expires_at > now()`;
    if ((open?.links ?? 0) >= MOST) throw new AppError("conflict", `${MOST} links are open. Revoke some first.`);
    await sql`
      insert into share_links (workspace_id, id, token_hash, kind, thing, user_id, created_at, expires_at)
      values (${workspaceId}, ${id}, ${sha256(token)}, ${thing.kind}, ${sql.json(thing as never)}, ${viewer.userId},
        ${new Date(now)}, ${expiresAt})`;
    await appendAudit(sql, ctx, { what: "share-link-made", details: { link: id, kind: thing.kind, days: body.days } });
  });
  return { id, path: `/share/${token}`, expiresAt: expiresAt.toISOString() };
}

async function thingOf(ctx: Ctx, body: z.output<typeof ShareBody>): Promise<SharedThing> {
  if (body.kind === "weekly-report") {
    const { kind, week, team, leader } = body;
    // A team or a leader who is not there is told now, not to whoever opens the link.
    await subjectOf(ctx, { team, leader });
    return { kind, week, team: team ?? null, leader: leader ?? null };
  }
  const { range, zone, team, service, urgency } = scopeOf(ctx, { ...body, compare: "previous" });
  return {
    kind: "overview",
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    tz: zone,
    team,
    service,
    urgency: urgency as "high" | "low" | null,
  };
}
