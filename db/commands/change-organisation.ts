import type { Ctx, Sql } from "@/db/ctx";
import { recountTouched } from "@/db/rollups/recount-touched";
import { touchOrganisation, touchPeople } from "@/db/rollups/touch";
import { AppError } from "@/lib/errors";
import type { AuditDetails, Audited } from "@/lib/model/audit";
import { appendAudit } from "./append-audit";
import { circleSentence, closeOrganisation } from "./close-organisation";

export type Changed = {
  /** Ids, dates and settings for the audit log; null where nothing changed. */
  details: AuditDetails | null;
  /** Whom it is about. */
  personIds?: readonly string[];
  /** Whose leader, or span under a leader, is another one. */
  leaders?: readonly string[];
  /** Who is in other teams, and which teams. */
  members?: { personIds: readonly string[]; teamIds: readonly string[] };
  /** Whose hours, zone or holidays are others. */
  clocks?: readonly string[];
};

export const NOTHING_CHANGED: Changed = { details: null };

/** What takes longer to count again is left to the worker. */
const COUNT_FOR_MS = 10_000;

/**
 * A change by an admin in one transaction: the closure and what is counted by it are touched, and the audit log tells it.
 * What was touched is counted again before the answer, of a large company's whole past its first part.
 */
export async function changeOrganisation(ctx: Ctx, what: Audited, work: (sql: Sql) => Promise<Changed>): Promise<void> {
  assertMayChange(ctx);
  const changed = await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const done = await work(sql);
    if (done.details !== null) await settleChange(sql, ctx, what, done);
    return done.details !== null;
  });
  const until = performance.now() + COUNT_FOR_MS;
  if (changed) await recountTouched(ctx, () => performance.now() > until);
}

export function assertMayChange({ viewer }: Pick<Ctx, "viewer">): void {
  if (viewer.role !== "admin") throw new AppError("forbidden", "Only an admin changes the organisation and its rules.");
}

/** What follows from a change, in its transaction. */
export async function settleChange(sql: Sql, ctx: Ctx, what: Audited, changed: Changed): Promise<void> {
  await touchChanged(sql, ctx.workspaceId, changed);
  await appendAudit(sql, ctx, { what, personIds: changed.personIds, details: changed.details ?? {} });
}

export async function touchChanged(sql: Sql, workspaceId: number, changed: Changed): Promise<void> {
  const { leaders = [], members, clocks = [] } = changed;
  const closed = await closeOrganisation(sql, workspaceId, leaders);
  if ("circle" in closed) throw new AppError("conflict", await circleSentence(sql, workspaceId, closed));
  await touchOrganisation(sql, workspaceId, {
    personIds: [...closed.personIds, ...(members?.personIds ?? [])],
    teamIds: members?.teamIds ?? [],
  });
  await touchPeople(sql, workspaceId, clocks);
}

/** The people that there are, or a refusal. */
export async function assertPeople(sql: Sql, workspaceId: number, ids: readonly string[]): Promise<void> {
  const rows = await sql`
    select from people
    where workspace_id = ${workspaceId} and id = any(${ids as string[]}::bigint[]) and erased_at is null`;
  if (rows.length < new Set(ids).size)
    throw new AppError("not-found", "There is no such person any more: somebody may have merged them.");
}
