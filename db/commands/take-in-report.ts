import type { Ctx } from "@/db/ctx";
import { subjectOf } from "@/db/queries/report-subject";
import type { ReportSubject } from "@/lib/contract/weekly-report";
import { AppError } from "@/lib/errors";
import { assertMayReport } from "./note-report";

/** Notes that decisions were taken in the meeting of a report. They stay decisions like others; undone ones leave it. */
export async function takeInReport(
  ctx: Ctx,
  week: string,
  asked: ReportSubject,
  decisionIds: readonly string[],
): Promise<void> {
  assertMayReport(ctx);
  const { key } = await subjectOf(ctx, asked);
  const ids = [...new Set(decisionIds)];
  const { sql, workspaceId, viewer, now } = ctx;
  const known = await sql`
    select from decisions where workspace_id = ${workspaceId} and id = any(${ids}::bigint[])`;
  if (known.length < ids.length) throw new AppError("not-found", "There is no such decision any more.");
  await sql`
    insert into report_decisions (workspace_id, week, subject, decision_id, by_user_id, taken_at)
    select ${workspaceId}, ${week}, ${key}, id, ${viewer.userId}, ${new Date(now)} from unnest(${ids}::bigint[]) as id
    on conflict do nothing`;
}
