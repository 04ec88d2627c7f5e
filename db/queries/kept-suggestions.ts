import type { Ctx } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import type { WhatIf } from "@/lib/contract/what-if";
import type { Instant } from "@/lib/model/instant";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { DAY_MS } from "@/lib/time/boundaries";
import { suggest } from "@/lib/what-if/suggest";
import { HISTORY_DAYS } from "./what-if";
import { whatIfClocks } from "./what-if-clocks";
import { whatIfHistory } from "./what-if-history";

type Kept = WhatIf["suggestion"];

/**
 * What a what-if suggests for each alert on its history until a moment. One is dear to work out, so it is kept for as long
 * as the alert's pages, their verdicts and the rules are the same.
 */
export async function keptSuggestions(
  ctx: Ctx,
  signatureIds: readonly string[],
  until: Instant,
): Promise<ReadonlyMap<string, Kept>> {
  const [bases, kept] = await Promise.all([basesOf(ctx, signatureIds, until), keptUntil(ctx, signatureIds, until)]);
  const found = new Map<string, Kept>();
  for (const [id, basis] of bases) {
    const known = kept.get(id);
    found.set(id, known?.basis === basis ? known.suggestion : await workedOut(ctx, id, until, basis));
  }
  return found;
}

async function basesOf(
  { sql, workspaceId, settings, zone }: Ctx,
  ids: readonly string[],
  until: Instant,
): Promise<ReadonlyMap<string, string>> {
  const { hours, painWeights, topPriorities } = settings;
  const rules = JSON.stringify({ hours, painWeights, topPriorities, zone, version: CLASSIFIER_VERSION });
  const rows = await sql<{ id: string; pages: string }[]>`
    select signature_id as id, concat_ws(' ', count(*), count(*) filter (where verdict = 'noise'),
      count(*) filter (where verdict = 'actionable'), count(*) filter (where origin = 'person'),
      count(*) filter (where reason = 'test'), max(last_event_at), sum(probability)) as pages
    from pages where workspace_id = ${workspaceId} and signature_id = any(${ids as string[]}::bigint[])
      and triggered_at >= ${new Date(until - HISTORY_DAYS * DAY_MS)} and triggered_at < ${new Date(until)}
    group by 1`;
  return new Map(rows.map(({ id, pages }) => [id, sha256(`${rules} ${pages}`)]));
}

async function keptUntil({ sql, workspaceId }: Ctx, ids: readonly string[], until: Instant) {
  const rows = await sql<{ id: string; basis: string; suggestion: Kept }[]>`
    select signature_id as id, basis, suggestion from kept_suggestions
    where workspace_id = ${workspaceId} and signature_id = any(${ids as string[]}::bigint[]) and until = ${new Date(until)}`;
  return new Map(rows.map((row) => [row.id, row]));
}

async function workedOut(ctx: Ctx, id: string, until: Instant, basis: string): Promise<Kept> {
  const scope = [{ field: "signature", operator: "=", value: id }] as const;
  const history = await whatIfHistory(ctx, scope, { from: until - HISTORY_DAYS * DAY_MS, to: until });
  const clocks = await whatIfClocks(ctx, history);
  const {
    fit: _fit,
    shown: _shown,
    ...suggestion
  } = suggest(history, {
    clocks,
    zone: ctx.zone,
    settings: ctx.settings,
  });
  const { sql, workspaceId } = ctx;
  await sql`
    insert into kept_suggestions (workspace_id, signature_id, until, basis, suggestion, made_at)
    values (${workspaceId}, ${id}, ${new Date(until)}, ${basis}, ${sql.json(suggestion as never)}, ${new Date(ctx.now)})
    on conflict (workspace_id, signature_id, until)
    do update set basis = excluded.basis, suggestion = excluded.suggestion, made_at = excluded.made_at`;
  return suggestion as Kept;
}
