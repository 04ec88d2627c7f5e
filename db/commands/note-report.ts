import type { Ctx } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { subjectOf } from "@/db/queries/report-subject";
import { storable } from "@/db/staging/storable";
import type { NoteBody, ReportSubject } from "@/lib/contract/weekly-report";
import { AppError } from "@/lib/errors";

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
  await ctx.sql`
    insert into report_notes (workspace_id, id, week, subject, section, text, by_user_id, made_at)
    values (${ctx.workspaceId}, ${id}, ${week}, ${key}, ${section}, ${storable(text)}, ${ctx.viewer.userId},
      ${new Date(ctx.now)})`;
  return { id };
}

export function assertMayReport({ viewer }: Pick<Ctx, "viewer">): void {
  if (viewer.role === "auditor") throw new AppError("forbidden", "An auditor reads and changes nothing.");
}
