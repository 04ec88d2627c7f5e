import type { Ctx, Sql } from "@/db/ctx";
import { isPublishedNote } from "@/db/queries/is-published-note";
import { AppError } from "@/lib/errors";
import { appendAudit } from "./append-audit";
import { keyRecord } from "./record-move";

/** Before a move on a note of a report is undone: it is audited as other changes are, and refused once published. */
export async function noteUndone(sql: Sql, ctx: Ctx, { key }: { key: string }): Promise<void> {
  const [note] = await sql<{ id: string; week: string; section: string; fixed: boolean }[]>`
    select n.id, n.week, n.section, ${isPublishedNote(sql)} as fixed
    from report_notes n, ${keyRecord(sql, "report_notes", key)} k
    where n.workspace_id = ${ctx.workspaceId} and n.id = k.id`;
  if (!note) throw new AppError("conflict", "The note is gone.");
  if (note.fixed) throw new AppError("conflict", "The report was published with this note: it stays as it is.");
  const { id, week, section } = note;
  await appendAudit(sql, ctx, { what: "report-note-changed", details: { note: id, week, section, how: "undone" } });
}
