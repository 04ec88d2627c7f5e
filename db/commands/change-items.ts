import type { Ctx, Sql } from "@/db/ctx";
import { recordMove } from "./record-move";
import { waitingItems } from "./waiting-items";

type Change = {
  kind: string;
  signatureIds: readonly string[];
  /** What is set on each of them: `column = value, ...`. */
  set: (sql: Sql) => ReturnType<Sql>;
};

/** One move over alerts that wait on the queue. Its number; null where it changed nothing. */
export async function changeItems(ctx: Ctx, { kind, signatureIds, set }: Change): Promise<number | null> {
  return (await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const rows = await waitingItems(sql, ctx, signatureIds);
    return recordMove(sql, ctx, { kind, signatureIds, rows }, async () => {
      await sql`
        update triage_items set ${set(sql)}
        where workspace_id = ${ctx.workspaceId} and signature_id = any(${signatureIds as string[]}::bigint[])
          and decision_id is null and gone_at is null`;
    });
  })) as number | null;
}
