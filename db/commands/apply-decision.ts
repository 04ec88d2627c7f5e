import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { OutboundError } from "@/db/outbound/http";
import { pushBranch } from "@/db/outbound/push-branch";
import { type SilenceBody, silenceApi, type WireSilence } from "@/db/outbound/send-silence";
import { orchestrationApi } from "@/db/outbound/service-orchestration";
import { type OpenConnection, openConnection } from "@/db/queries/connections";
import { orderOf } from "@/db/queries/order-of";
import { applierOf, meansOf, planOf, planView } from "@/db/queries/plan-view";
import type { ApplyBody } from "@/lib/contract/apply";
import { AppError } from "@/lib/errors";
import type { Scope } from "@/lib/model/scope";
import { nameOf, type Order, type Plan, provenance } from "@/lib/silence/appliers/applier";
import { readMatchers } from "@/lib/silence/label-matcher";
import { appendAudit } from "./append-audit";
import type { ApplyTools } from "./apply-tools";
import { openWatch } from "./open-watch";
import { assertMayMove } from "./record-move";

type Made = Exclude<Plan, { refused: string }>;
type Sent = { externalId: string | null; state: "standing" | "handed-out"; endsAt: number | null };

/**
 * Carries out a decision one way, as somebody has just seen it. Only ever at a person's click. Asking again while it
 * stands answers with what stands, and one that was sent but not written down is found by the decision it names.
 */
export async function applyDecision(ctx: Ctx, decisionId: string, body: ApplyBody, tools: ApplyTools): Promise<string> {
  assertMayMove(ctx);
  const applier = applierOf(body.applier);
  const typed = body.matchers === null ? null : readMatchers(body.matchers);
  const { order, decision } = await orderOf(ctx, decisionId, { origin: tools.origin, typed });
  if (!order) throw new AppError("conflict", "This decision has no treatment: there is nothing to apply.");
  if (decision.endedAt !== null) throw new AppError("conflict", "This decision is not in force any more.");
  const plan = planOf(applier, order, meansOf(body));
  if ("refused" in plan) throw new AppError("conflict", plan.refused);
  const view = planView(plan);
  if (view.kind !== "plan" || view.hash !== body.seen)
    throw new AppError("conflict", "What would be applied has changed since you saw it. Look at it again.");
  const connection = body.connectionId === null ? null : await openConnection(ctx, body.connectionId, tools.ring);
  return (await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    // Two clicks at once are one after the other, also across the call.
    const [locked] = await sql`
      select id from decisions where workspace_id = ${ctx.workspaceId} and id = ${decisionId} and ended_at is null for update`;
    if (!locked) throw new AppError("conflict", "This decision is not in force any more.");
    const standing = await standingOne(sql, ctx, { decisionId, applier: applier.id, targetId: connection?.id ?? null });
    if (standing) return standing;
    const sent = connection ? await send(connection, { order, plan, body, tools }) : HANDED_OUT;
    return keep(sql, ctx, {
      decisionId,
      signatureId: decision.signatureId,
      scope: decision.scope,
      owner: order.owner,
      applier: applier.id,
      connection,
      plan,
      sent,
    });
  })) as string;
}

const HANDED_OUT: Sent = { externalId: null, state: "handed-out", endsAt: null };

async function standingOne(
  sql: Sql,
  { workspaceId }: Ctx,
  { decisionId, applier, targetId }: { decisionId: string; applier: string; targetId: string | null },
): Promise<string | null> {
  if (targetId === null) return null;
  const [row] = await sql<{ id: string }[]>`
    select id from applications
    where workspace_id = ${workspaceId} and decision_id = ${decisionId} and applier = ${applier}
      and target_id = ${targetId} and state = 'standing'`;
  return row?.id ?? null;
}

type Sending = { order: Order; plan: Made; body: ApplyBody; tools: ApplyTools };

async function send(connection: OpenConnection, sending: Sending): Promise<Sent> {
  try {
    switch (connection.kind) {
      case "alertmanager":
        return await sendSilence(connection, sending);
      case "pagerduty":
        return await sendRule(connection, sending);
      case "git":
        return await sendBranch(connection, sending);
    }
  } catch (error) {
    // Words of the network are for people; nothing has been written down, so trying again is safe.
    if (error instanceof OutboundError) throw new AppError("conflict", error.message);
    throw error;
  }
}

async function sendSilence(connection: OpenConnection, { order, plan, tools }: Sending): Promise<Sent> {
  if (plan.change.kind !== "request" || plan.change.request.body === null)
    throw new AppError("invalid", "Alertmanager's API takes silences only. Change its files instead.");
  const api = silenceApi(connection, tools.call);
  const silence = JSON.parse(plan.change.request.body) as SilenceBody;
  const before = (await api.list()).find((one) => isOurs(one, silence, order));
  return {
    externalId: before?.id ?? (await api.put(silence)),
    state: "standing",
    endsAt: before ? Date.parse(before.endsAt) : order.expiresAt,
  };
}

/** One that we made for this decision and lost sight of. */
function isOurs(there: WireSilence, wanted: SilenceBody, { decisionId }: Order): boolean {
  const words = (list: SilenceBody["matchers"]) =>
    list
      .map((one) => JSON.stringify([one.name, one.value, one.isRegex, one.isEqual]))
      .sort()
      .join();
  return (
    there.status.state !== "expired" &&
    there.comment.startsWith(`Squelch decision ${decisionId}:`) &&
    words(there.matchers) === words(wanted.matchers)
  );
}

async function sendRule(connection: OpenConnection, { order, plan, body, tools }: Sending): Promise<Sent> {
  const file =
    plan.change.kind === "files" ? plan.change.files.find(({ name }) => name === `${nameOf(order)}.json`) : undefined;
  if (!file || body.target === null)
    throw new AppError(
      "invalid",
      "Take PagerDuty's orchestration without a file of your own, and name the service by its id.",
    );
  const api = orchestrationApi(connection, tools.call);
  const path = await api.get(body.target);
  const start = path.orchestration_path.sets.find(({ id }) => id === "start");
  if (!start) throw new AppError("invalid", "The service has no rule set to begin with.");
  const isThere = start.rules.some(({ label }) => label?.endsWith(`(${nameOf(order)})`));
  if (!isThere) {
    // Of hours of the day several.
    start.rules.unshift(...([JSON.parse(file.after)].flat() as typeof start.rules));
    await api.put(body.target, path);
  }
  return { externalId: body.target, state: "standing", endsAt: order.expiresAt };
}

async function sendBranch(connection: OpenConnection, { order, plan, tools }: Sending): Promise<Sent> {
  const [file, ...others] = plan.change.kind === "files" ? plan.change.files : [];
  if (!file || others.length > 0) throw new AppError("invalid", "A branch changes one file: give your own.");
  const branch = `squelch/${order.decisionId}-${slugOf(order.reason)}`;
  const message = `${plan.sentence.slice(0, 72)}\n\n${plan.sentence}\n\n${provenance(order).join("\n")}`;
  const author = "Squelch <squelch@localhost>";
  await pushBranch(connection, { branch, path: file.name, text: file.after, message, author }, tools.remotes);
  return { externalId: branch, state: "handed-out", endsAt: null };
}

function slugOf(text: string): string {
  const slug = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return slug.slice(0, 40).replace(/-+$/, "") || "change";
}

type Kept = {
  decisionId: string;
  signatureId: string;
  scope: Scope;
  owner: string | null;
  applier: string;
  connection: OpenConnection | null;
  plan: Made;
  sent: Sent;
};

async function keep(
  sql: Sql,
  ctx: Ctx,
  { decisionId, signatureId, scope, owner, applier, connection, plan, sent }: Kept,
): Promise<string> {
  const { change } = plan;
  const whole = change.kind === "request" ? (change.request.body ?? "") : JSON.stringify(change.files);
  const body = withoutName(whole, owner);
  const id = randomId();
  await sql`
    insert into applications (workspace_id, id, decision_id, applier, target_id, external_id, state, body, applied_at,
      applied_by_user_id, ends_at)
    values (${ctx.workspaceId}, ${id}, ${decisionId}, ${applier}, ${connection?.id ?? null}, ${sent.externalId},
      ${sent.state}, ${body}, ${new Date(ctx.now)}, ${ctx.viewer.userId},
      ${sent.endsAt === null ? null : new Date(sent.endsAt)})`;
  const [watched] = await sql`
    select decision_id from watch_windows where workspace_id = ${ctx.workspaceId} and decision_id = ${decisionId}`;
  // One that waited for its change is watched from now on.
  if (!watched && sent.state === "standing") await openWatch(sql, ctx, { decisionId, scope, startedAt: ctx.now });
  await appendAudit(sql, ctx, {
    what: "decision-applied",
    details: {
      decision: decisionId,
      alert: signatureId,
      application: id,
      way: applier,
      connection: connection?.id ?? null,
    },
  });
  return id;
}

/** Names of people stand in their own tables only, so that erasing somebody reaches them. */
function withoutName(body: string, owner: string | null): string {
  return owner === null ? body : body.replaceAll(JSON.stringify(owner).slice(1, -1), "(owner)");
}
