import type { Ctx, Sql } from "@/db/ctx";
import { isPublishedNote } from "@/db/queries/is-published-note";
import { subjectOf } from "@/db/queries/report-subject";
import { storable } from "@/db/staging/storable";
import type { NoteChange, ReportSubject } from "@/lib/contract/weekly-report";
import { AppError } from "@/lib/errors";
import { appendAudit } from "./append-audit";
import { assertMayReport, moveNote } from "./note-report";

type Of = { week: string; asked: ReportSubject; id: string };

/** Changes one's own note, takes it back or lets it come back, until the report is published with it. */
export async function changeNote(ctx: Ctx, { week, asked, id }: Of, change: NoteChange): Promise<void> {
  assertMayReport(ctx);
  const { key } = await subjectOf(ctx, asked);
  const { workspaceId, viewer, now } = ctx;
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    // Publishing holds the same: a report is published with a note or without it.
    await sql`select pg_advisory_xact_lock(${workspaceId})`;
    const [note] = await sql<{ mine: boolean; fixed: boolean; section: string }[]>`
      select n.by_user_id = ${viewer.userId} as mine, ${isPublishedNote(sql)} as fixed, n.section
      from report_notes n
      where n.workspace_id = ${workspaceId} and n.subject = ${key} and n.week = ${week} and n.id = ${id}
        and (n.taken_back_at is null or ${"takenBack" in change})`;
    if (!note) throw new AppError("not-found", "There is no such note any more.");
    if (!note.mine) throw new AppError("forbidden", "Only who wrote a note changes it.");
    if (note.fixed) throw new AppError("conflict", "The report was published with this note: it stays as it is.");
    const at = new Date(now);
    const set =
      "text" in change
        ? sql`text = ${storable(change.text)}, changed_at = ${at}`
        : sql`taken_back_at = ${change.takenBack ? at : null}`;
    await moveNote(sql, ctx, id, async () => {
      await sql`update report_notes set ${set} where workspace_id = ${workspaceId} and id = ${id}`;
    });
    const how = "text" in change ? "changed" : change.takenBack ? "taken back" : "brought back";
    await appendAudit(sql, ctx, {
      what: "report-note-changed",
      details: { note: id, week, section: note.section, how },
    });
  });
}
