import type { Client } from "@/db/client";
import type { Ctx, WorkCtx } from "@/db/ctx";
import { reportContent } from "@/db/queries/report-content";
import { subjectOf } from "@/db/queries/report-subject";
import { workCtx } from "@/db/work-ctx";
import type { ReportSubject } from "@/lib/contract/weekly-report";
import type { Instant } from "@/lib/model/instant";
import { lastWeek, weekRange } from "@/lib/time/report-week";

type Reader = Pick<Client, "db" | "sql" | "keyRing">;

/** Smaller workspaces answer at once. */
const LARGE_WEEK = 2_000;

/** Works out the dear parts of last week's reports of large workspaces before somebody opens one; how many reports. */
export async function warmReports(client: Reader, now: Instant, largeWeek = LARGE_WEEK): Promise<number> {
  const workspaces = await client.sql<{ id: number }[]>`select id from workspaces order by id`;
  let warmed = 0;
  for (const { id } of workspaces) {
    const ctx = nobodyIn(await workCtx(client, id), now);
    if (!(await hasPages(ctx, largeWeek))) continue;
    for (const subject of await subjectsOf(ctx)) if (await warmReport(ctx, subject)) warmed += 1;
  }
  return warmed;
}

/** What is worked out for nobody serves everybody: the parts that are kept name no one. */
function nobodyIn(work: WorkCtx, now: Instant): Ctx {
  return { ...work, viewer: { userId: "0", name: "", role: "auditor", personId: null }, now, dataDir: "" };
}

async function hasPages({ sql, workspaceId, now }: Ctx, count: number): Promise<boolean> {
  const since = new Date(now - 7 * 24 * 3_600_000);
  const rows = await sql`
    select from pages where workspace_id = ${workspaceId} and triggered_at >= ${since} limit ${count}`;
  return rows.length === count;
}

async function subjectsOf({ sql, workspaceId }: Ctx): Promise<ReportSubject[]> {
  const teams = await sql<
    { team: string }[]
  >`select name as team from teams where workspace_id = ${workspaceId} order by 1`;
  return [{}, ...teams];
}

/** Once a week; what changes afterwards is counted when it is asked for. */
async function warmReport(ctx: Ctx, asked: ReportSubject): Promise<boolean> {
  const subject = await subjectOf(ctx, asked);
  const week = lastWeek(ctx.now, ctx.zone, subject.handOver);
  const { to } = weekRange(week, ctx.zone, subject.handOver);
  const [known] = await ctx.sql`
    select from kept_parts
    where workspace_id = ${ctx.workspaceId} and part = ${`changed ${subject.key}`} and until = ${new Date(to)}`;
  if (known) return false;
  await reportContent(ctx, week, subject);
  return true;
}
