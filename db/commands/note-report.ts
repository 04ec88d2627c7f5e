import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { subjectOf } from "@/db/queries/report-subject";
import { storable } from "@/db/staging/storable";
import type { NoteBody, ReportSubject } from "@/lib/contract/weekly-report";
import { AppError } from "@/lib/errors";
import { recordMove } from "./record-move";

/** The kind of a move on a note of a report. */
export const NOTE_MOVE = "report-note";

/** Writes a note down with a week's report, published or not. */
export async function noteReport(
  ctx: Ctx,
  week: string,
  asked: ReportSubject,
  { section, text }: NoteBody,
): Promise<{ id: string }> {
  assertMayReport(ctx);
  const { key } = await subjectOf(ctx, asked);
  const id = randomId();
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await moveNote(sql, ctx, id, async () => {
      await sql`
        insert into report_notes (workspace_id, id, week, subject, section, text, by_user_id, made_at)
        values (${ctx.workspaceId}, ${id}, ${week}, ${key}, ${section}, ${storable(text)}, ${ctx.viewer.userId},
          ${new Date(ctx.now)})`;
    });
  });
  return { id };
}

/** What is done to a note is kept as it was before, so that it is undone like any move; it is of no alert. */
export async function moveNote(sql: Sql, ctx: Ctx, id: string, change: () => Promise<unknown>): Promise<void> {
  const rows = [{ table: "report_notes", key: { id } }] as const;
  await recordMove(sql, ctx, { kind: NOTE_MOVE, signatureIds: [], rows }, change);
}

export function assertMayReport({ viewer }: Pick<Ctx, "viewer">): void {
  if (viewer.role === "auditor") throw new AppError("forbidden", "An auditor reads and changes nothing.");
}
