import type { Ctx, Sql } from "@/db/ctx";
import { OutboundError } from "@/db/outbound/http";
import { type SilenceBody, silenceApi } from "@/db/outbound/send-silence";
import { openConnection } from "@/db/queries/connections";
import { AppError } from "@/lib/errors";
import type { Instant } from "@/lib/model/instant";
import { isoOf } from "@/lib/silence/appliers/applier";
import { DAY_MS } from "@/lib/time/boundaries";
import { appendAudit } from "./append-audit";
import type { ApplyTools } from "./apply-tools";
import { assertMayMove } from "./record-move";
import { lockedApplication } from "./undo-application";

/** noise.md 4: at most so long at a stretch. */
const LONGEST_DAYS = 30;

/** Lets a silence that stands go on until later, and its decision with it. */
export async function extendApplication(ctx: Ctx, id: string, until: Instant, tools: ApplyTools): Promise<void> {
  assertMayMove(ctx);
  if (until <= ctx.now) throw new AppError("invalid", "That has passed.");
  if (until > ctx.now + LONGEST_DAYS * DAY_MS)
    throw new AppError("invalid", `A silence goes on for ${LONGEST_DAYS} days at most. Look at it again then.`);
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const application = await lockedApplication(sql, ctx, id);
    const { state, applier, targetId, externalId } = application;
    if (state !== "standing" || applier !== "alertmanager-api" || targetId === null || externalId === null)
      throw new AppError("conflict", "Only a silence that stands can be extended.");
    const connection = await openConnection({ ...ctx, sql }, targetId, tools.ring);
    const next = await longer(silenceApi(connection, tools.call), externalId, until).catch((error: unknown) => {
      if (error instanceof OutboundError) throw new AppError("conflict", error.message);
      throw error;
    });
    await sql`
      update applications set external_id = ${next}, ends_at = ${new Date(until)}, trouble = null
      where workspace_id = ${ctx.workspaceId} and id = ${id}`;
    await sql`
      update decisions set expires_at = ${new Date(until)}
      where workspace_id = ${ctx.workspaceId} and id = ${application.decisionId} and ended_at is null`;
    await appendAudit(sql, ctx, {
      what: "application-extended",
      details: { decision: application.decisionId, application: id, until: isoOf(until) },
    });
  });
}

async function longer(api: ReturnType<typeof silenceApi>, id: string, until: Instant): Promise<string> {
  const there = await api.get(id);
  if (!there || there.status.state === "expired")
    throw new AppError("conflict", "The silence does not stand any more: apply the decision again.");
  const { status: _, ...body } = there;
  const next: SilenceBody = { ...body, endsAt: isoOf(until) };
  return api.put(next);
}
