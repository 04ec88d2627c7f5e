import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { storable } from "@/db/staging/storable";
import { AppError } from "@/lib/errors";
import { type MovedRow, recordMove } from "./record-move";

/** A note on alerts, on the queue or not. */
export async function comment(ctx: Ctx, signatureIds: readonly string[], text: string): Promise<number | null> {
  const ids = [...new Set(signatureIds)];
  const notes = ids.map((signature) => ({ signature, id: randomId() }));
  const rows = notes.map(({ id }): MovedRow => ({ table: "triage_comments", key: { id } }));
  return (await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [known] = await sql<{ n: number }[]>`
      select count(*)::int as n from signatures where workspace_id = ${ctx.workspaceId} and id = any(${ids}::bigint[])`;
    if ((known?.n ?? 0) < ids.length) throw new AppError("not-found", "There is no such alert.");
    return recordMove(sql, ctx, { kind: "note", signatureIds: ids, rows }, async () => {
      await sql`
        insert into triage_comments (workspace_id, id, signature_id, user_id, said_at, body)
        select ${ctx.workspaceId}, n.id, n.signature, ${ctx.viewer.userId}, ${new Date(ctx.now)}, ${storable(text)}
        from jsonb_to_recordset(${sql.json(notes)}) as n (id bigint, signature bigint)`;
    });
  })) as number | null;
}
