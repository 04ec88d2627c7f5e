import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { cleanedOfNames } from "@/db/queries/named/cleaned-of-names";
import { reportContent } from "@/db/queries/report-content";
import { subjectOf } from "@/db/queries/report-subject";
import type { ReportSubject } from "@/lib/contract/weekly-report";
import { AppError } from "@/lib/errors";
import { withoutActors } from "@/lib/report/frozen-report";
import { appendAudit } from "./append-audit";
import { assertMayReport } from "./note-report";

/**
 * Keeps the report of a week that is over as it is worked out now, behind the versions that were published before. It is
 * made for somebody who sees nobody by name, and what sources or people wrote is kept without the names of people.
 */
export async function publishReport(
  ctx: Ctx,
  week: string,
  asked: ReportSubject,
): Promise<{ id: string; version: number }> {
  assertMayReport(ctx);
  const subject = await subjectOf(ctx, asked);
  const content = await reportContent({ ...ctx, viewer: { ...ctx.viewer, personId: null } }, week, subject);
  if (!content.over) throw new AppError("conflict", "This week still runs: it can be published once it is over.");
  const kept = await cleanedOfNames(ctx, withoutActors(content));
  const { workspaceId, viewer, now } = ctx;
  const id = randomId();
  return (await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${workspaceId})`;
    const [last] = await sql<{ version: number }[]>`
      select coalesce(max(version), 0)::int as version from reports
      where workspace_id = ${workspaceId} and subject = ${subject.key} and week = ${week}`;
    const version = (last?.version ?? 0) + 1;
    await sql`
      insert into reports (workspace_id, id, week, subject, version, published_at, published_by_user_id,
        classifier_version, content)
      values (${workspaceId}, ${id}, ${week}, ${subject.key}, ${version}, ${new Date(now)}, ${viewer.userId},
        ${kept.classifierVersion}, ${sql.json(kept as never)})`;
    const details = { report: id, week, version, classifierVersion: kept.classifierVersion };
    await appendAudit(sql, ctx, { what: "report-published", details });
    return { id, version };
  })) as { id: string; version: number };
}
