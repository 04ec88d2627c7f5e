import type { Ctx } from "@/db/ctx";
import type { DecisionView } from "@/lib/contract/decision";
import type {
  PublishedVersion,
  ReportComparison,
  ReportContent,
  ReportFilter,
  ReportNote,
  ReportSubject,
  WeeklyReport,
} from "@/lib/contract/weekly-report";
import { AppError } from "@/lib/errors";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { compareReports } from "@/lib/report/compare-reports";
import { frozenFor, SOMEBODY, withoutActors } from "@/lib/report/frozen-report";
import { readDecisions } from "./decisions";
import { isPublishedNote } from "./is-published-note";
import { cleanedOfNames } from "./named/cleaned-of-names";
import type { Purpose } from "./named/view-named";
import { reportContent } from "./report-content";
import { type Subject, subjectOf } from "./report-subject";

type Shown = Pick<ReportFilter, "as" | "version">;

/**
 * The report of a week: as it was published last, or in the version asked for, or as it is worked out today. Published
 * figures are the kept ones, as far as the reader may see them today.
 */
export async function weeklyReport(
  ctx: Ctx,
  week: string,
  asked: ReportSubject,
  { as, version }: Shown = {},
  purpose?: Purpose,
): Promise<WeeklyReport> {
  const subject = await subjectOf(ctx, asked);
  const [now, versions, notes, taken] = await Promise.all([
    reportContent(ctx, week, subject, purpose),
    versionsOf(ctx, week, subject),
    notesOf(ctx, week, subject),
    takenIn(ctx, week, subject),
  ]);
  const published = as === "now" ? null : versionAsked(versions, version);
  const content = published ? await keptContent(ctx, published, now) : now;
  const mayWrite = ctx.viewer.role !== "auditor";
  return { ...content, published, versions, notes, taken, mayPublish: mayWrite && now.over, mayWrite };
}

/** The same as somebody who sees nobody is told it, without anybody's name: for files, messages and links that leave. */
export async function namelessWeekly(
  ctx: Ctx,
  week: string,
  asked: ReportSubject,
  shown?: Shown,
): Promise<WeeklyReport> {
  const nobody = { ...ctx, viewer: { ...ctx.viewer, personId: null } };
  const report = await weeklyReport(nobody, week, asked, shown);
  const { published, versions, notes, taken } = report;
  const bare: WeeklyReport = {
    ...report,
    ...withoutActors(report),
    published: published && { ...published, by: null },
    versions: versions.map((one) => ({ ...one, by: null })),
    notes: notes.map((note) => ({ ...note, by: null, mine: false, mayChange: false })),
    taken: taken.map((one) => ({ ...one, decidedBy: SOMEBODY, owner: one.owner && { ...one.owner, name: null } })),
  };
  return cleanedOfNames(ctx, bare);
}

/** A published report beside what comes out today, for the same reader. */
export async function reportComparison(
  ctx: Ctx,
  week: string,
  asked: ReportSubject,
  version?: string,
): Promise<ReportComparison> {
  const subject = await subjectOf(ctx, asked);
  const published = versionAsked(await versionsOf(ctx, week, subject), version);
  if (!published) throw new AppError("not-found", "This week has not been published.");
  const now = await reportContent(ctx, week, subject);
  const kept = await keptContent(ctx, published, now);
  return { published, classifierVersion: CLASSIFIER_VERSION, differences: compareReports(kept, now) };
}

function versionAsked(versions: readonly PublishedVersion[], version: string | undefined): PublishedVersion | null {
  if (version === undefined) return versions[0] ?? null;
  const found = versions.find((one) => one.version === Number(version));
  if (!found) throw new AppError("not-found", `There is no version ${version} of this report.`);
  return found;
}

async function keptContent(ctx: Ctx, { id }: PublishedVersion, now: ReportContent): Promise<ReportContent> {
  const { sql, workspaceId } = ctx;
  const [row] = await sql<{ content: ReportContent }[]>`
    select content from reports where workspace_id = ${workspaceId} and id = ${id}`;
  if (!row) throw new Error(`report ${id} is gone`);
  const ids = [...row.content.due, ...row.content.lastWeek.decisions].map((one) => one.id);
  const decided = await readDecisions(ctx, sql`d.id = any(${ids}::bigint[])`);
  const deciders = new Map(decided.map(({ id: of, decidedBy, owner }) => [of, { decidedBy, owner }]));
  return frozenFor(row.content, now, deciders);
}

async function versionsOf({ sql, workspaceId }: Ctx, week: string, { key }: Subject): Promise<PublishedVersion[]> {
  const rows = await sql<(Omit<PublishedVersion, "at"> & { at: Date })[]>`
    select r.id, r.version, r.published_at as at, u.name as by, r.classifier_version as "classifierVersion"
    from reports r
    left join users u on u.workspace_id = r.workspace_id and u.id = r.published_by_user_id
    where r.workspace_id = ${workspaceId} and r.subject = ${key} and r.week = ${week} order by r.version desc`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

type NoteRow = Omit<ReportNote, "at" | "changedAt" | "mayChange"> & {
  at: Date;
  changedAt: Date | null;
  fixed: boolean;
};

async function notesOf({ sql, workspaceId, viewer }: Ctx, week: string, { key }: Subject): Promise<ReportNote[]> {
  const rows = await sql<NoteRow[]>`
    select n.id, n.section, n.text, u.name as by, n.made_at as at, n.changed_at as "changedAt",
      n.by_user_id = ${viewer.userId} as mine, ${isPublishedNote(sql)} as fixed
    from report_notes n
    left join users u on u.workspace_id = n.workspace_id and u.id = n.by_user_id
    where n.workspace_id = ${workspaceId} and n.subject = ${key} and n.week = ${week} and n.taken_back_at is null
    order by n.made_at, n.id`;
  return rows.map(({ at, changedAt, fixed, ...note }) => ({
    ...note,
    at: at.toISOString(),
    changedAt: changedAt?.toISOString() ?? null,
    mayChange: note.mine && !fixed && viewer.role !== "auditor",
  }));
}

async function takenIn(ctx: Ctx, week: string, { key }: Subject): Promise<DecisionView[]> {
  const rows = await readDecisions(
    ctx,
    ctx.sql`d.id in (select decision_id from report_decisions
      where workspace_id = ${ctx.workspaceId} and subject = ${key} and week = ${week})`,
  );
  return rows.sort((a, b) => (a.decidedAt < b.decidedAt ? -1 : a.decidedAt > b.decidedAt ? 1 : a.id < b.id ? -1 : 1));
}
