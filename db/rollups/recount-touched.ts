import { fillLines } from "@/db/commands/fill-lines";
import { foldDirtyPeople } from "@/db/commands/fold-people";
import type { Sql, WorkCtx } from "@/db/ctx";
import { withRules } from "@/db/work-ctx";
import { recountHeatDays } from "./heat-days";
import { recountHeatWeeks } from "./heat-weeks";
import { recountLeaderDays } from "./leader-days";
import { recountOrganisation } from "./organisation-changes";
import { recountSignatureWeeks } from "./signature-weeks";
import { recountTeamWeeks } from "./team-weeks";
import { recountVerdictWeeks } from "./verdict-weeks";

/**
 * Brings everything counted up to what it is counted from. For the worker, and for a command after its commit: what was
 * touched is marked, so that nothing is lost in between. `enough` stops it between two portions.
 */
export async function recountTouched(ctx: WorkCtx, enough: () => boolean = () => false): Promise<void> {
  const ruled = await withRules(ctx.sql, ctx);
  await fillLines(ruled, enough);
  await foldDirtyPeople(ruled, enough);
  for (let more = await isAnyMarked(ctx); more && !enough(); )
    more = (await recountPortion(ruled)) && (await isAnyMarked(ctx));
}

async function isAnyMarked({ sql, workspaceId }: WorkCtx): Promise<boolean> {
  return (await sql`select from dirty_rollups where workspace_id = ${workspaceId} limit 1`).length > 0;
}

/** In this order: what the organisation touches is marked by it. */
const RECOUNTS: Record<string, (sql: Sql, ctx: WorkCtx) => Promise<boolean>> = {
  organisation: recountOrganisation,
  leader_days: recountLeaderDays,
  heat_weeks: (sql, ctx) => recountHeatWeeks(sql, ctx.workspaceId),
  heat_days: (sql, ctx) => recountHeatDays(sql, ctx.workspaceId),
  signature_weeks: (sql, ctx) => recountSignatureWeeks(sql, ctx.workspaceId),
  verdict_weeks: (sql, ctx) => recountVerdictWeeks(sql, ctx.workspaceId),
  team_weeks: recountTeamWeeks,
};

/** What a portion of the weeks of a million pages is sorted in, without going to the disk. */
const SORTED_IN_MEMORY = "32MB";

async function recountPortion(ctx: WorkCtx): Promise<boolean> {
  return ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    // Whoever changes what is counted marks it under this lock: nothing is taken from the marks that is not yet to be seen.
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId}), set_config('work_mem', ${SORTED_IN_MEMORY}, true)`;
    const [next] = await sql<{ rollup: string }[]>`
      select rollup from unnest(${Object.keys(RECOUNTS)}::text[]) with ordinality as r(rollup, no)
      where exists (select from dirty_rollups d where d.workspace_id = ${ctx.workspaceId} and d.rollup = r.rollup)
      order by no limit 1`;
    const recount = next && RECOUNTS[next.rollup];
    return recount ? recount(sql, ctx) : false;
  });
}
