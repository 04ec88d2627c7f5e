import type { Ctx, Sql, WorkCtx } from "@/db/ctx";
import { OutboundError } from "@/db/outbound/http";
import { silenceApi } from "@/db/outbound/send-silence";
import { orchestrationApi } from "@/db/outbound/service-orchestration";
import { openConnection } from "@/db/queries/connections";
import { AppError } from "@/lib/errors";
import { appendAudit } from "./append-audit";
import type { ApplyTools } from "./apply-tools";
import { assertMayMove } from "./record-move";

/** Takes back what a decision applied: expires the silence, takes the rule out. A file that was handed out is people's. */
export async function undoApplication(ctx: Ctx, id: string, tools: ApplyTools): Promise<void> {
  assertMayMove(ctx);
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const application = await lockedApplication(sql, ctx, id);
    if (application.state === "withdrawn") return;
    if (application.state !== "standing")
      throw new AppError(
        "conflict",
        "Nothing of this stands any more. A file that was handed out is taken back where it was put.",
      );
    await withdraw({ ...ctx, sql }, application, tools).catch((error: unknown) => {
      if (error instanceof OutboundError) throw new AppError("conflict", error.message);
      throw error;
    });
    await sql`
      update applications set state = 'withdrawn', undone_at = ${new Date(ctx.now)}, checked_at = ${new Date(ctx.now)},
        trouble = null
      where workspace_id = ${ctx.workspaceId} and id = ${id}`;
    await appendAudit(sql, ctx, {
      what: "application-undone",
      details: { decision: application.decisionId, application: id },
    });
  });
}

export type StandingApplication = {
  id: string;
  decisionId: string;
  applier: string;
  targetId: string | null;
  externalId: string | null;
  state: string;
  body: string;
  endsAt: Date | null;
};

export async function lockedApplication(
  sql: Sql,
  { workspaceId }: Pick<WorkCtx, "workspaceId">,
  id: string,
): Promise<StandingApplication> {
  const [row] = await sql<StandingApplication[]>`
    select id, decision_id as "decisionId", applier, target_id as "targetId", external_id as "externalId", state, body,
      ends_at as "endsAt"
    from applications where workspace_id = ${workspaceId} and id = ${id} for update`;
  if (!row) throw new AppError("not-found", "Nothing like this was applied.");
  return row;
}

/** Safe to repeat: what is gone already is gone. */
export async function withdraw(
  ctx: Pick<WorkCtx, "sql" | "workspaceId">,
  { decisionId, targetId, externalId }: Pick<StandingApplication, "decisionId" | "targetId" | "externalId">,
  { ring, call }: Pick<ApplyTools, "ring" | "call">,
): Promise<void> {
  if (targetId === null || externalId === null) return;
  const connection = await openConnection(ctx, targetId, ring);
  if (connection.kind === "alertmanager") await silenceApi(connection, call).expire(externalId);
  if (connection.kind !== "pagerduty") return;
  const api = orchestrationApi(connection, call);
  const path = await api.get(externalId);
  const isOurs = (label: string | null | undefined) => label?.endsWith(`(squelch-${decisionId})`) === true;
  const sets = path.orchestration_path.sets.map((set) => ({
    ...set,
    rules: set.rules.filter(({ label }) => !isOurs(label)),
  }));
  if (sets.every((set, at) => set.rules.length === path.orchestration_path.sets[at]?.rules.length)) return;
  await api.put(externalId, { ...path, orchestration_path: { ...path.orchestration_path, sets } });
}
