import type { Ctx } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import type { Instant } from "@/lib/model/instant";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";

/** Of a week that is over little changes: what came in since may be missing in a part for so long. */
const MOST_AGE_MS = 3_600_000;

/**
 * A part of the report of a week that is over: as it was counted last, if nothing was judged since or that was within the
 * hour; else counted anew. Of a week that still runs it is always counted.
 */
export async function keptPart<T>(
  ctx: Ctx,
  { part, until }: { part: string; until: Instant },
  count: () => Promise<T>,
): Promise<T> {
  if (until > ctx.now) return count();
  const { sql, workspaceId, now } = ctx;
  const [basis, [kept]] = await Promise.all([
    basisOf(ctx),
    sql<{ basis: string; value: T; madeAt: Date }[]>`
      select basis, value, made_at as "madeAt" from kept_parts
      where workspace_id = ${workspaceId} and part = ${part} and until = ${new Date(until)}`,
  ]);
  if (kept && (kept.basis === basis || now - kept.madeAt.getTime() < MOST_AGE_MS)) return kept.value;
  const value = await count();
  await sql`
    insert into kept_parts (workspace_id, part, until, basis, value, made_at)
    values (${workspaceId}, ${part}, ${new Date(until)}, ${basis}, ${sql.json(value as never)}, ${new Date(now)})
    on conflict (workspace_id, part, until)
    do update set basis = excluded.basis, value = excluded.value, made_at = excluded.made_at`;
  return value;
}

/** How often anything was judged, and what else decides which pages are one alert and what lay near. */
async function basisOf({ sql, workspaceId, settings, zone }: Ctx): Promise<string> {
  const [row] = await sql<{ asked: number; edits: number; changes: number; dirty: boolean }[]>`
    select coalesce((select asked from model_runs where workspace_id = ${workspaceId}), 0)::int as asked,
      (select count(*) from signature_edits where workspace_id = ${workspaceId})::int as edits,
      (select count(*) from changes where workspace_id = ${workspaceId})::int as changes,
      exists (select from dirty_signatures where workspace_id = ${workspaceId}) as dirty`;
  return sha256(JSON.stringify({ ...row, settings, zone, version: CLASSIFIER_VERSION }));
}
