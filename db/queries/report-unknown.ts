import type { Ctx } from "@/db/ctx";
import type { ReportContent } from "@/lib/contract/weekly-report";
import type { WeekNoise } from "@/lib/report/assemble-week";
import { findGaps } from "./gaps";
import { loadDatesOf } from "./load-dates";
import type { Scope } from "./period";
import type { CountedWeek } from "./week-facts";

/** What the week's figures do not know. Records and gaps are of all sources, whoever is paged by them. */
export async function reportUnknown(
  ctx: Ctx,
  scope: Scope,
  { totals, hiddenAlerts, facts }: WeekNoise & { facts: CountedWeek },
): Promise<ReportContent["unknown"]> {
  const [rejected, gaps] = await Promise.all([rejectedIn(ctx, scope), gapsIn(ctx, scope)]);
  const { estimatedInterruptions: estimated, interruptions } = totals;
  return {
    unclear: totals.unclearShare,
    unclassified: totals.counts.unclassified,
    tests: totals.counts.test,
    rejected,
    gaps,
    peopleWithoutZone: facts.withoutZone,
    estimated: estimated === null || interruptions === null ? null : { of: estimated, n: interruptions.total },
    hiddenAlerts,
  };
}

/** By the day on which they were received. */
async function rejectedIn({ sql, workspaceId }: Ctx, scope: Scope): Promise<number> {
  const { fromDate, toDate } = loadDatesOf(scope);
  const [row] = await sql<{ n: number }[]>`
    select coalesce(sum(rejected), 0)::int as n from ledger_days
    where workspace_id = ${workspaceId} and day >= ${fromDate} and day < ${toDate}`;
  return row?.n ?? 0;
}

async function gapsIn(ctx: Ctx, { range }: Scope): Promise<ReportContent["unknown"]["gaps"]> {
  const sources = await ctx.sql<{ id: string; name: string }[]>`
    select id, name from sources
    where workspace_id = ${ctx.workspaceId} and proof is not null and deleted_at is null order by name, id`;
  const found = await Promise.all(
    sources.map(async ({ id, name }) =>
      (await findGaps(ctx, id))
        .filter(({ from, to }) => Date.parse(from) < range.to && Date.parse(to) > range.from)
        .map(({ from, to, message }) => ({ sourceId: id, source: name, from, to, message })),
    ),
  );
  return found.flat().sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}
