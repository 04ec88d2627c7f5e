import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { storable } from "@/db/staging/storable";
import type { VerdictBody } from "@/lib/contract/signature";
import { AppError } from "@/lib/errors";
import { REASONS, type Reason, verdictOf } from "@/lib/model/verdict";
import { judgeNow } from "./judge-dirty";

export type Subject = { kind: "page" | "signature"; id: string };

/** A person's word on a page or on all pages of an alert. It ends an earlier word on the same subject; both are kept. */
export async function giveVerdict(ctx: Ctx, subject: Subject, body: VerdictBody): Promise<void> {
  const reason = reasonOf(body);
  await inOneGo(ctx, subject, async (sql) => {
    await endVerdict(sql, ctx, subject);
    await sql`
      insert into person_verdicts (workspace_id, id, subject, subject_id, verdict, reason, note, user_id, given_at)
      values (${ctx.workspaceId}, ${randomId()}, ${subject.kind}, ${subject.id}, ${body.verdict}, ${reason},
        ${storable(body.note)}, ${ctx.viewer.userId}, ${new Date(ctx.now)})`;
  });
}

/** Takes a person's word back: the inferred verdict is in force again. The word stays in the record. */
export async function withdrawVerdict(ctx: Ctx, subject: Subject): Promise<void> {
  await inOneGo(ctx, subject, async (sql) => {
    const ended = await endVerdict(sql, ctx, subject);
    if (ended === 0) throw new AppError("not-found", "Nobody gave a verdict here.");
  });
}

async function endVerdict(sql: Sql, { workspaceId, now }: Ctx, { kind, id }: Subject): Promise<number> {
  const ended = await sql`
    update person_verdicts set ended_at = ${new Date(now)}
    where workspace_id = ${workspaceId} and subject = ${kind} and subject_id = ${id} and ended_at is null`;
  return ended.count;
}

/** Changes a verdict and judges the alert again, in one transaction. */
async function inOneGo(ctx: Ctx, subject: Subject, change: (sql: Sql) => Promise<void>): Promise<void> {
  if (ctx.viewer.role === "auditor")
    throw new AppError("forbidden", "An auditor reads; a verdict is for those who carry the pager.");
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const signatureId = await signatureOf(sql, ctx.workspaceId, subject);
    await change(sql);
    await judgeNow(sql, ctx, signatureId);
  });
}

async function signatureOf(sql: Sql, workspaceId: number, { kind, id }: Subject): Promise<string> {
  const column = kind === "page" ? sql`id` : sql`signature_id`;
  const [row] = await sql<{ signature_id: string }[]>`
    select signature_id from pages where workspace_id = ${workspaceId} and ${column} = ${id} limit 1`;
  if (!row) throw new AppError("not-found", `There is no such ${kind === "page" ? "page" : "alert"}.`);
  return row.signature_id;
}

function reasonOf({ verdict, reason }: VerdictBody): Reason | null {
  if (reason === null) return null;
  const known = REASONS.find((one) => one === reason);
  if (!known) throw new AppError("invalid", `${reason} is not a reason. The reasons are ${REASONS.join(", ")}.`);
  if (verdictOf(known) !== verdict)
    throw new AppError("invalid", `${known} is a reason for ${verdictOf(known)}, not for ${verdict}.`);
  return known;
}
