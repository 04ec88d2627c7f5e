import type { Ctx } from "@/db/ctx";
import { AppError } from "@/lib/errors";
import { editSignatures, pagesVia } from "./edit-signatures";
import { rekeyPages } from "./rekey-pages";

/** Takes a merge or a split back: its pages go where they would be without it. The row stays, with who ended it and when. */
export function undoSignatureEdit(ctx: Ctx, editId: string): Promise<void> {
  return editSignatures(ctx, async (sql) => {
    const [edit] = await sql<{ signature_id: string; ended_at: Date | null }[]>`
      select signature_id, ended_at from signature_edits where workspace_id = ${ctx.workspaceId} and id = ${editId}`;
    if (!edit) throw new AppError("not-found", "There is no such merge or split.");
    if (edit.ended_at) throw new AppError("conflict", "It was undone already.");
    await sql`
      update signature_edits set ended_at = ${new Date(ctx.now)}, ended_by_user_id = ${ctx.viewer.userId}
      where workspace_id = ${ctx.workspaceId} and id = ${editId}`;
    await rekeyPages(sql, ctx.workspaceId, await pagesVia(sql, ctx.workspaceId, [edit.signature_id]));
  });
}
