import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { alertNames } from "@/db/queries/alert-names";
import { type Draft, decisionDraft } from "@/db/queries/decision-draft";
import { forecastOf } from "@/db/queries/forecast";
import type { DecideBody, Decided, DecideEachBody } from "@/lib/contract/decision";
import { AppError } from "@/lib/errors";
import type { Effect } from "@/lib/model/decision";
import { isQuieting } from "@/lib/triage/squash-loop";
import { appendAudit } from "./append-audit";
import { openWatch } from "./open-watch";
import { assertMayMove, lockMoves, type MovedRow, recordMove } from "./record-move";

/** What is said of one alert; what is left out is filled in. */
type Asked = DecideEachBody["each"][number];

type Drafted = Draft & { id: string; signatureId: string; asked: Asked; forecast: Effect | null };

/** An alert as the queue and the decisions have it now. */
type Standing = {
  waiting: { flaggedAt: string; ownerPersonId: string | null } | null;
  inForce: { id: string; ownerPersonId: string | null } | null;
  /** When the loop that goes on was first flagged; null = none does. */
  loopFlaggedAt: string | null;
};

/** Decides the same about one alert or many. */
export async function decide(ctx: Ctx, { signatureIds, ...body }: DecideBody): Promise<Decided> {
  const ids = [...new Set(signatureIds)];
  if (body.scope && ids.length > 1)
    throw new AppError("invalid", "A scope is of one alert: decide the others apart, or leave it out.");
  return decideEach(ctx, { each: ids.map((signatureId) => ({ ...body, signatureId })) });
}

/**
 * Decides about each alert in one move, which one undo takes back whole. The decision in force ends, the alert leaves the
 * queue, and its watch begins unless the change is still to come.
 */
export async function decideEach(ctx: Ctx, { each }: DecideEachBody): Promise<Decided> {
  assertMayMove(ctx);
  const asked = [...each].sort((a, b) => (a.signatureId < b.signatureId ? -1 : 1));
  const signatureIds = asked.map(({ signatureId }) => signatureId);
  const owners = [...new Set(asked.flatMap(({ ownerPersonId }) => ownerPersonId ?? []))];
  await assertAlerts(ctx, signatureIds);
  const drafts = await draftsOf(ctx, asked);
  return (await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await lockMoves(sql, ctx);
    for (const owner of owners) await assertOwner(sql, ctx, owner);
    const standing = await standingOf(sql, ctx, signatureIds);
    const rows = drafts.flatMap((draft) => rowsOf(draft, standing.get(draft.signatureId)));
    const move = await recordMove(sql, ctx, { kind: "decide", signatureIds, rows }, async () => {
      for (const draft of drafts) await store(sql, ctx, draft, standing.get(draft.signatureId) ?? NOTHING);
    });
    await appendAudit(sql, ctx, {
      what: "decided",
      personIds: owners,
      details: {
        kind: [...new Set(asked.map(({ kind }) => kind))].join(", "),
        alerts: signatureIds,
        decisions: drafts.map(({ id }) => id),
      },
    });
    return { move, decisions: drafts.map(({ id, signatureId }) => ({ id, signatureId })) };
  })) as Decided;
}

const NOTHING: Standing = { waiting: null, inForce: null, loopFlaggedAt: null };

async function assertAlerts(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if ((await alertNames(ctx, ids)).length < ids.length) throw new AppError("not-found", "There is no such alert.");
}

/** Before the transaction: a forecast reads months of history, and nobody needs to wait for that. */
async function draftsOf(ctx: Ctx, each: readonly Asked[]): Promise<Drafted[]> {
  const drafts: Drafted[] = [];
  for (const asked of each) {
    const { signatureId } = asked;
    const draft = await decisionDraft(ctx, signatureId, asked);
    const forecast = await forecastOf(ctx, { ...draft, at: ctx.now });
    drafts.push({ ...draft, id: randomId(), signatureId, asked, forecast });
  }
  return drafts;
}

/** Somebody who was erased answers for nothing. */
export async function assertOwner(sql: Sql, { workspaceId }: Ctx, personId: string | null): Promise<void> {
  if (personId === null) return;
  const rows = await sql`
    select from people where workspace_id = ${workspaceId} and id = ${personId} and erased_at is null`;
  if (rows.length === 0)
    throw new AppError("not-found", "There is no such person any more: somebody may have merged or erased them.");
}

async function standingOf(sql: Sql, { workspaceId }: Ctx, ids: readonly string[]): Promise<Map<string, Standing>> {
  const rows = await sql<(Standing & { signatureId: string })[]>`
    select s.id as "signatureId",
      case when i.flagged_at is not null
        then jsonb_build_object('flaggedAt', ${isoText(sql, "i.flagged_at")}, 'ownerPersonId', i.owner_person_id::text) end as waiting,
      case when d.id is not null
        then jsonb_build_object('id', d.id::text, 'ownerPersonId', d.owner_person_id::text) end as "inForce",
      last.flagged_at as "loopFlaggedAt"
    from signatures s
    left join triage_items i on i.workspace_id = s.workspace_id and i.signature_id = s.id
      and i.decision_id is null and i.gone_at is null
    left join decisions d on d.workspace_id = s.workspace_id and d.signature_id = s.id and d.ended_at is null
    left join lateral (
      select case when o.kind <> 'keep' and w.outcome is distinct from 'verified-quiet'
        then ${isoText(sql, "o.flagged_at")} end as flagged_at
      from decisions o left join watch_windows w on w.workspace_id = o.workspace_id and w.decision_id = o.id
      where o.workspace_id = s.workspace_id and o.signature_id = s.id order by o.decided_at desc, o.id limit 1) last on true
    where s.workspace_id = ${workspaceId} and s.id = any(${ids as string[]}::bigint[])`;
  return new Map(rows.map(({ signatureId, ...standing }) => [signatureId, standing]));
}

/** Whole, where a Date would lose the microseconds of a row that was not written by a program. */
function isoText(sql: Sql, column: "i.flagged_at" | "o.flagged_at") {
  return sql.unsafe(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`);
}

/** Undoing takes the last away first: a watch before its decision. */
function rowsOf({ id, signatureId }: Drafted, standing: Standing = NOTHING): MovedRow[] {
  const { inForce, waiting } = standing;
  const rows: MovedRow[] = [];
  if (inForce) rows.push({ table: "decisions", key: { id: inForce.id } });
  rows.push({ table: "decisions", key: { id } }, { table: "watch_windows", key: { decision_id: id } });
  if (waiting) rows.push({ table: "triage_items", key: { signature_id: signatureId, flagged_at: waiting.flaggedAt } });
  return rows;
}

async function store(sql: Sql, ctx: Ctx, draft: Drafted, standing: Standing): Promise<void> {
  const { workspaceId, now, viewer } = ctx;
  const { id, signatureId, scope, asked: body } = draft;
  const { waiting, inForce, loopFlaggedAt } = standing;
  const owner =
    body.ownerPersonId === undefined
      ? (waiting?.ownerPersonId ?? inForce?.ownerPersonId ?? viewer.personId)
      : body.ownerPersonId;
  // Time to squash runs from the first flag, however many decisions it takes.
  const flaggedAt = loopFlaggedAt ?? waiting?.flaggedAt ?? new Date(now).toISOString();
  await sql`
    update decisions set ended_at = ${new Date(now)}, ended_for = 'replaced'
    where workspace_id = ${workspaceId} and signature_id = ${signatureId} and ended_at is null`;
  await sql`
    insert into decisions (workspace_id, id, signature_id, kind, scope, treatment, reason, owner_person_id,
      decided_by_user_id, decided_at, flagged_at, expires_at, review_date, change_url, review, forecast)
    values (${workspaceId}, ${id}, ${signatureId}, ${body.kind}, ${json(sql, scope)}, ${json(sql, draft.treatment)},
      ${draft.reason}, ${owner}, ${viewer.userId}, ${new Date(now)}, ${flaggedAt}::text::timestamptz,
      ${draft.expiresAt === null ? null : new Date(draft.expiresAt)}, ${draft.reviewDate}, ${body.changeUrl ?? null},
      ${json(sql, body.review ?? {})}, ${json(sql, draft.forecast)})`;
  if (isQuieting(body.kind) && body.takesEffect !== "with-change")
    await openWatch(sql, ctx, { decisionId: id, scope, startedAt: now });
  await sql`
    update triage_items set decision_id = ${id}
    where workspace_id = ${workspaceId} and signature_id = ${signatureId} and decision_id is null and gone_at is null`;
}

/** SQL's null, not that of JSON. */
function json(sql: Sql, value: unknown) {
  return value === null ? null : sql.json(value as never);
}
