import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { maySettleFor } from "@/db/queries/named/may-settle-for";
import type { ObjectionBody } from "@/lib/contract/person";
import { AppError } from "@/lib/errors";
import { appendAudit } from "./append-audit";

/** "This is wrong": what somebody says about their own figures. Nothing changes by itself; it stands until it is settled. */
export async function objectToLoad(
  ctx: Ctx,
  personId: string,
  { pageId, note }: ObjectionBody,
): Promise<{ id: string }> {
  if (ctx.viewer.personId !== personId)
    throw new AppError("forbidden", "Only the person themselves says that their figures are wrong.");
  const { sql, workspaceId } = ctx;
  if (pageId !== null) {
    const [page] = await sql`select from pages where workspace_id = ${workspaceId} and id = ${pageId}`;
    if (!page) throw new AppError("not-found", "There is no such page.");
  }
  const id = randomId();
  await sql`
    insert into objections (workspace_id, id, person_id, page_id, note, said_at)
    values (${workspaceId}, ${id}, ${personId}, ${pageId}, ${note}, ${new Date(ctx.now)})`;
  return { id };
}

/** Takes it back: it is gone, as only its author asked for it. What was settled stays in the record. */
export async function withdrawObjection(
  { sql, workspaceId, viewer }: Ctx,
  personId: string,
  id: string,
): Promise<void> {
  const gone = await sql`
    delete from objections where workspace_id = ${workspaceId} and person_id = ${personId} and id = ${id}
      and person_id = ${viewer.personId} and settled_at is null`;
  if (gone.count === 0) throw new AppError("not-found", "There is no such remark of yours that is still open.");
}

/** An answer, by whoever may give it; the remark stays beside the figures with it. */
export async function settleObjection(ctx: Ctx, personId: string, id: string, answer: string): Promise<void> {
  const { sql: pool, workspaceId, viewer, now } = ctx;
  if (!(await maySettleFor(ctx, personId)))
    throw new AppError("forbidden", "An admin or a leader of the person settles what they say.");
  await pool.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const settled = await sql`
      update objections set settled_at = ${new Date(now)}, settled_by = ${viewer.userId}, answer = ${answer}
      where workspace_id = ${workspaceId} and person_id = ${personId} and id = ${id} and settled_at is null`;
    if (settled.count === 0) throw new AppError("not-found", "There is no such open remark.");
    await appendAudit(sql, ctx, { what: "objection-settled", personIds: [personId], details: { objection: id } });
  });
}
