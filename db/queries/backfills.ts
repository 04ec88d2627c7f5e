import type { Ctx } from "@/db/ctx";
import type { Backfills, BackfillView } from "@/lib/contract/backfill";
import type { BackfillState } from "@/lib/contract/source";
import { AppError } from "@/lib/errors";
import { backfillApiOf } from "@/lib/providers/backfill-apis";
import { findGaps } from "./gaps";

const SHOWN = 20;
const SHOWN_ISSUES = 100;

type Row = {
  id: string;
  source_id: string;
  base_url: string;
  state: BackfillState;
  since: Date;
  until: Date;
  requests: number;
  retries: number;
  records: number;
  progress_ppm: number | null;
  worked_ms: number;
  waiting_until: Date | null;
  error: string | null;
  issues: string[];
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
};

/** The backfills of a source, newest first, with what could be fetched next. */
export async function backfillsOf(ctx: Ctx, sourceId: string): Promise<Backfills> {
  const { sql, workspaceId } = ctx;
  const [source] = await sql<{ provider: string; hint: string | null }[]>`
    select s.provider, (
      select hint from source_secrets x
      where x.workspace_id = s.workspace_id and x.source_id = s.id and x.kind = 'api' order by x.created_at desc limit 1) as hint
    from sources s where s.workspace_id = ${workspaceId} and s.id = ${sourceId} and s.deleted_at is null`;
  if (!source) throw new AppError("not-found", "There is no such source.");
  const rows = await rowsOf(ctx, sql`source_id = ${sourceId}`);
  const api = backfillApiOf(source.provider);
  return {
    backfills: rows.map(viewOf),
    gaps: await findGaps(ctx, sourceId),
    regions: api ? [...api.regions] : [],
    tokenHint: source.hint,
  };
}

export async function backfillView(ctx: Ctx, id: string): Promise<BackfillView> {
  const [row] = await rowsOf(ctx, ctx.sql`id = ${id}`);
  if (!row) throw new AppError("not-found", "There is no such backfill.");
  return viewOf(row);
}

function rowsOf({ sql, workspaceId }: Ctx, which: ReturnType<Ctx["sql"]>): Promise<Row[]> {
  return sql<Row[]>`
    select id, source_id, base_url, state, since, until, requests, retries, records, progress_ppm,
      coalesce((cursor ->> 'workedMs')::float8, 0) as worked_ms, waiting_until, error,
      coalesce(cursor #> '{plan,issues}', '[]'::jsonb) as issues, created_at, started_at, finished_at
    from backfills where workspace_id = ${workspaceId} and ${which} order by created_at desc, id limit ${SHOWN}`;
}

function viewOf(row: Row): BackfillView {
  return {
    id: row.id,
    sourceId: row.source_id,
    baseUrl: row.base_url,
    state: row.state,
    since: row.since.toISOString(),
    until: row.until.toISOString(),
    requests: row.requests,
    retries: row.retries,
    records: row.records,
    share: row.progress_ppm === null ? null : row.progress_ppm / 1_000_000,
    secondsLeft: secondsLeft(row),
    waitingUntil: row.waiting_until?.toISOString() ?? null,
    message: row.error,
    issues: row.issues.slice(0, SHOWN_ISSUES),
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

/** By the time worked so far, in which the time it was stopped does not count. */
function secondsLeft({ state, progress_ppm: done, worked_ms: workedMs }: Row): number | null {
  if ((state !== "running" && state !== "waiting") || done === null || done === 0 || workedMs === 0) return null;
  return Math.ceil((workedMs * (1_000_000 - done)) / done / 1000);
}
