import type { Sql, WorkCtx } from "@/db/ctx";
import { alertBaseline, isTopPriority } from "@/db/queries/alert-baseline";
import { factOf } from "@/db/queries/forecast";
import { knownUntil } from "@/db/queries/known-until";
import { type ScopedPage, scopedPages } from "@/db/queries/scoped-pages";
import type { EarlierOutcome } from "@/db/schema/decisions";
import type { DecisionKind, Effect, WatchOutcome } from "@/lib/model/decision";
import type { Instant } from "@/lib/model/instant";
import type { Scope } from "@/lib/model/scope";
import type { Treatment } from "@/lib/model/treatment";
import { type Ended, endsByItself, type PageSince, severityRank } from "@/lib/silence/ends-by-itself";
import { type HiddenAlert, hiddenSentence, resettledSentence } from "@/lib/silence/settled-words";
import { DAY_MS } from "@/lib/time/boundaries";
import { judgeWatch } from "@/lib/what-if/watch";
import { lockMoves } from "./record-move";

type SettleCtx = WorkCtx & { now: Instant };

type Watched = {
  id: string;
  signatureId: string;
  kind: DecisionKind;
  scope: Scope;
  treatment: Treatment | null;
  forecast: Effect | null;
  expiresAt: Instant | null;
  endedAt: Instant | null;
  endedFor: string | null;
  startedAt: Instant;
  endsAt: Instant;
  baselinePerDay: number;
  openings: number;
  actionable: number;
  hiddenPageIds: string[];
  outcome: WatchOutcome | null;
  sentence: string | null;
  settledAt: Date | null;
  earlier: EarlierOutcome[];
};

/**
 * Counts what came since each decision took effect, settles the watches whose time is over, ends silences that end by
 * themselves, and settles anew where pages came late or were judged otherwise. Repeats are harmless. Each decision in a
 * transaction of its own: how many changed. One that fails holds no other up; it is told when all have had their turn.
 */
export async function settleWatches(ctx: SettleCtx): Promise<number> {
  const rows = await dueWatches(ctx);
  const failures: unknown[] = [];
  let changed = 0;
  for (const { id } of rows) {
    try {
      if (await settleOne(ctx, id)) changed += 1;
    } catch (error) {
      failures.push(
        new Error(`decision ${id}: ${error instanceof Error ? error.message : String(error)}`, { cause: error }),
      );
    }
  }
  changed += await expireUnwatched(ctx);
  if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join("; "));
  return changed;
}

/**
 * Those that may have changed: silences in force, watches that run, and of the others those of which the pages are not as
 * they were counted.
 */
async function dueWatches({ sql, workspaceId, now }: SettleCtx): Promise<{ id: string }[]> {
  return await sql<{ id: string }[]>`
    select d.id from decisions d join watch_windows w on w.workspace_id = d.workspace_id and w.decision_id = d.id
    cross join lateral (
      select count(*) filter (where in_window)::int as openings,
        count(*) filter (where in_window and actionable)::int as actionable,
        count(*) filter (where actionable)::int as in_force
      from (
        select p.triggered_at < least(w.ends_at, d.ended_at) as in_window, p.verdict = 'actionable' as actionable from pages p
        where p.workspace_id = d.workspace_id and p.signature_id = d.signature_id and p.triggered_at >= w.started_at
          and p.triggered_at < coalesce(d.ended_at, ${new Date(now + 1)}) and p.reason is distinct from 'test') came) c
    where d.workspace_id = ${workspaceId} and d.decided_at <= ${new Date(now)} and (
      w.outcome is null or (d.kind = 'silence' and d.ended_at is null)
      or d.scope <> jsonb_build_array(jsonb_build_object('field', 'signature', 'operator', '=', 'value', d.signature_id::text))
      or (c.openings, c.actionable) is distinct from (w.openings, w.actionable)
      or (c.in_force <> cardinality(w.hidden_page_ids) and (d.kind = 'silence' or d.treatment ->> 'kind' = 'drop')))
    order by d.decided_at, d.id`;
}

/** A silence whose change never took effect expires all the same. */
async function expireUnwatched(ctx: SettleCtx): Promise<number> {
  const { sql, workspaceId, now } = ctx;
  const due = (one: Sql) => one`workspace_id = ${workspaceId} and ended_at is null and expires_at <= ${new Date(now)}`;
  const waiting = await sql`select from decisions where ${due(sql)} limit 1`;
  if (waiting.length === 0) return 0;
  return (await sql.begin(async (tx) => {
    const inside = tx as unknown as Sql;
    await lockMoves(inside, ctx);
    const { count } = await inside`
      update decisions set ended_at = expires_at, ended_for = 'expired' where ${due(inside)}`;
    return count;
  })) as number;
}

async function settleOne(ctx: SettleCtx, id: string): Promise<boolean> {
  return (await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await lockMoves(sql, ctx);
    const watched = await watchedBy(sql, ctx.workspaceId, id);
    if (!watched) return false;
    const inside = { ...ctx, sql };
    const pages = await scopedPages(inside, watched.scope, { from: watched.startedAt, to: ctx.now + 1 });
    const ended = await endIfDue(inside, watched, pages);
    const known = ended ? { ...watched, endedAt: ended.at, endedFor: ended.because } : watched;
    const settled = await settlementOf(inside, known, pages);
    return (await storeSettled(inside, known, settled)) || ended !== null;
  })) as boolean;
}

const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

async function watchedBy(sql: Sql, workspaceId: number, id: string): Promise<Watched | undefined> {
  const [row] = await sql<Watched[]>`
    select d.id, d.signature_id as "signatureId", d.kind, d.scope, d.treatment, d.forecast,
      ${sql.unsafe(MS("d.expires_at"))} as "expiresAt", ${sql.unsafe(MS("d.ended_at"))} as "endedAt",
      d.ended_for as "endedFor", ${sql.unsafe(MS("w.started_at"))} as "startedAt", ${sql.unsafe(MS("w.ends_at"))} as "endsAt",
      w.baseline_per_day as "baselinePerDay", w.openings, w.actionable, w.hidden_page_ids::text[] as "hiddenPageIds",
      w.outcome, w.sentence, w.settled_at as "settledAt", w.earlier
    from decisions d join watch_windows w on w.workspace_id = d.workspace_id and w.decision_id = d.id
    where d.workspace_id = ${workspaceId} and d.id = ${id} for update`;
  return row;
}

/** Only a silence ends by itself: the other decisions changed something for good. */
async function endIfDue(ctx: SettleCtx, watched: Watched, pages: readonly ScopedPage[]): Promise<Ended | null> {
  const { id, kind, scope, startedAt, expiresAt, endedAt, baselinePerDay } = watched;
  if (kind !== "silence" || endedAt !== null) return null;
  const { rank } = await alertBaseline(ctx, scope, startedAt);
  const since = [...pages.map((page) => pageSince(ctx, page, true)), ...(await majorsOnService(ctx, watched))];
  since.sort((a, b) => a.openedAt - b.openedAt);
  const ended = endsByItself({ since: startedAt, expiresAt, baselinePerDay, rankBefore: rank, now: ctx.now }, since);
  if (!ended) return null;
  await ctx.sql`
    update decisions set ended_at = ${new Date(ended.at)}, ended_for = ${ended.because},
      ended_page_ids = ${ended.pageIds as string[]}::bigint[]
    where workspace_id = ${ctx.workspaceId} and id = ${id}`;
  return ended;
}

function pageSince(ctx: SettleCtx, page: ScopedPage, inScope: boolean): PageSince {
  const { id: pageId, openedAt } = page;
  return { pageId, openedAt, inScope, isTopPriority: isTopPriority(ctx, page), rank: severityRank(page) };
}

/** While a service is down in earnest, nothing of it stays silenced. */
async function majorsOnService(ctx: SettleCtx, { signatureId, startedAt }: Watched): Promise<PageSince[]> {
  const [alert] = await ctx.sql<{ service: string | null }[]>`
    select service from signatures where workspace_id = ${ctx.workspaceId} and id = ${signatureId}`;
  if (!alert?.service) return [];
  const scope: Scope = [{ field: "service", operator: "=", value: alert.service }];
  const pages = await scopedPages(ctx, scope, { from: startedAt, to: ctx.now + 1 });
  return pages.filter((page) => isTopPriority(ctx, page)).map((page) => pageSince(ctx, page, false));
}

type Settlement = {
  openings: number;
  actionable: number;
  fact: Effect | null;
  hiddenPageIds: string[];
  outcome: WatchOutcome | null;
  sentence: string | null;
};

async function settlementOf(ctx: SettleCtx, watched: Watched, pages: readonly ScopedPage[]): Promise<Settlement> {
  const { signatureId, startedAt, endsAt, endedAt, forecast, baselinePerDay } = watched;
  const until = Math.min(endsAt, endedAt ?? endsAt);
  const seen = pages.filter(({ openedAt }) => openedAt < until);
  const inForce = pages.filter(({ openedAt }) => openedAt < (endedAt ?? Number.POSITIVE_INFINITY));
  const { effect: fact } = await factOf(ctx, { ...watched, from: startedAt, to: Math.min(until, ctx.now) });
  const [hidden, withheld] = [await hiddenOf(ctx, watched, inForce), await withheldReal(ctx, watched.id)];
  const counted = {
    openings: seen.length,
    actionable: seen.filter(({ verdict }) => verdict === "actionable").length,
    fact,
    hiddenPageIds: hidden.map(({ id }) => id),
  };
  const all: HiddenAlert[] = [...hidden, ...withheld].sort((a, b) => a.openedAt - b.openedAt);
  const isOver = until <= ctx.now && ((await knownUntil(ctx, signatureId, ctx.now)) ?? startedAt) >= until;
  if (all.length === 0 && !isOver) return { ...counted, outcome: null, sentence: null };
  const { outcome, sentence } = judgeWatch({
    baselinePerDay,
    // Cut, not rounded: a day that is not over proves nothing.
    days: Math.floor((Math.max(0, Math.min(until, ctx.now) - startedAt) / DAY_MS) * 10) / 10,
    openings: counted.openings,
    hidden: all.length,
    forecast: forecast && { left: forecast.openings - forecast.removed, openings: forecast.openings },
  });
  if (outcome === "hid-something-real")
    return { ...counted, outcome, sentence: `${hiddenSentence(all, ctx.zone)} ${sentence}` };
  // Three times its baseline is no quiet, however short the watch was.
  return { ...counted, outcome: watched.endedFor === "rate-rose" ? "came-back" : outcome, sentence };
}

/** Actionable pages that the decision takes from people: all of a silence, else those that its treatment removes. */
async function hiddenOf(ctx: SettleCtx, watched: Watched, pages: readonly ScopedPage[]): Promise<ScopedPage[]> {
  const { treatment, kind, startedAt, endedAt } = watched;
  const actionable = pages.filter(({ verdict }) => verdict === "actionable");
  if (actionable.length === 0) return [];
  if (kind === "silence" || treatment?.kind === "drop") return actionable;
  if (treatment === null) return [];
  const { lostPageIds } = await factOf(ctx, { ...watched, from: startedAt, to: Math.min(endedAt ?? ctx.now, ctx.now) });
  const lost = new Set(lostPageIds);
  return actionable.filter(({ id }) => lost.has(id));
}

/** What an applied silence kept from paging elsewhere, and that something says is real. */
function withheldReal({ sql, workspaceId }: SettleCtx, decisionId: string): Promise<HiddenAlert[]> {
  return sql<HiddenAlert[]>`
    select coalesce(h.labels ->> 'alertname', h.fingerprint) as title, ${sql.unsafe(MS("h.started_at"))} as "openedAt"
    from withheld h join applications a on a.workspace_id = h.workspace_id and a.id = h.application_id
    where h.workspace_id = ${workspaceId} and a.decision_id = ${decisionId} and h.real_because is not null
    order by h.started_at, h.fingerprint`;
}

async function storeSettled(ctx: SettleCtx, before: Watched, settled: Settlement): Promise<boolean> {
  const { workspaceId, now } = ctx;
  const { openings, actionable, fact, hiddenPageIds, outcome } = settled;
  const isOther = outcome !== before.outcome;
  const wasSettled = before.outcome !== null && before.settledAt !== null;
  const earlier =
    isOther && before.outcome !== null && before.settledAt !== null
      ? [...before.earlier, { outcome: before.outcome, settledAt: before.settledAt.toISOString() }]
      : before.earlier;
  const last = earlier.at(-1);
  const sentence =
    settled.sentence !== null && last ? `${settled.sentence} ${resettledSentence(last.outcome)}` : settled.sentence;
  const same =
    !isOther &&
    openings === before.openings &&
    actionable === before.actionable &&
    sentence === before.sentence &&
    hiddenPageIds.join() === before.hiddenPageIds.join();
  if (same) return false;
  const settledAt = outcome === null ? null : wasSettled && !isOther ? before.settledAt : new Date(now);
  await ctx.sql`
    update watch_windows set openings = ${openings}, actionable = ${actionable},
      fact = ${fact === null ? null : ctx.sql.json(fact as never)}, hidden_page_ids = ${hiddenPageIds}::bigint[],
      outcome = ${outcome}, sentence = ${sentence}, settled_at = ${settledAt},
      earlier = ${ctx.sql.json(earlier as never)}
    where workspace_id = ${workspaceId} and decision_id = ${before.id}`;
  return true;
}
