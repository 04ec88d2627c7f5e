import { createHash } from "node:crypto";
import type { Sql, WorkCtx } from "@/db/ctx";
import { type Beyond, bulkClosedNear, knownBeyond, readAlerts } from "@/db/queries/alert-histories";
import { recountTouched } from "@/db/rollups/recount-touched";
import { nearPages, tellNear } from "@/db/staging/near-pages";
import { withRules } from "@/db/work-ctx";
import { HabitLearner } from "@/lib/noise/habits";
import { judgeSignature, observe, readSignature } from "@/lib/noise/judge";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { dirtySignatures, learnSurroundings } from "./learn-surroundings";
import { SWEEP_WITHIN } from "./mark-sweeps";
import { JudgedRows } from "./store-judged";

/** Signatures are judged in portions of about this many pages: bounded memory, visible progress. */
const PORTION_PAGES = 2_500;

/** While one portion is read or written, another one is judged. */
const AT_ONCE = 2;
/** Habits are a few hundred shares: more pages of a team than this change none of them by much. */
const HABIT_PAGES = 5_000;

/**
 * Judges every signature that waits, then folds the interruptions of everybody who waits. Repeats are harmless: a
 * signature stays marked until the transaction that judged it is through. `enough` stops it between two portions.
 */
export async function judgeDirty(ctx: WorkCtx, enough: () => boolean = () => false): Promise<void> {
  const { sql, workspaceId } = ctx;
  const learnt = await learnSurroundings(ctx, async () => observeAll(await withRules(sql, ctx)));
  const { bulkClosed, signatures } = await bulkClosedAround(sql, workspaceId);
  const around = signatures.length > 0 ? await knownBeyond(sql, workspaceId, bulkClosed, learnt) : null;
  for (let waiting = signatures; around !== null && waiting.length > 0 && !enough(); ) {
    await inTurns(await portionsOf(ctx, waiting), AT_ONCE, async (portion) => {
      if (!enough()) await judgePortion(ctx, portion, around);
    });
    waiting = await dirtySignatures(sql, workspaceId);
  }
  await recountTouched(ctx, enough);
}

/** Judges what a person's word touched, in the locked transaction of that word: nobody sees the one without the other. */
export async function judgeNow(sql: Sql, ctx: WorkCtx, signatureIds: readonly string[]): Promise<void> {
  const ids = signatureIds as string[];
  await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select ${ctx.workspaceId}, id from unnest(${ids}::bigint[]) as id on conflict do nothing`;
  const bulkClosed = await bulkClosedNear(sql, ctx.workspaceId, await dirtySignatures(sql, ctx.workspaceId));
  await judge(sql, await withRules(sql, ctx), ids, await knownBeyond(sql, ctx.workspaceId, bulkClosed));
  await sql`
    delete from dirty_signatures where workspace_id = ${ctx.workspaceId} and signature_id = any(${ids}::bigint[])`;
}

async function judgePortion(ctx: WorkCtx, portion: readonly string[], beyond: Beyond): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    // Shared: portions are judged beside each other, while nobody changes what they read.
    const [, , signatures, ruled] = await Promise.all([
      // Sent now: what is sent after it waits behind it.
      sql`select pg_advisory_xact_lock_shared(${ctx.workspaceId})`.execute(),
      tellNear(sql),
      takeSignatures(sql, ctx.workspaceId, portion),
      withRules(sql, ctx),
    ]);
    if (signatures.length > 0) await judge(sql, ruled, signatures, beyond);
  });
}

/**
 * In portions, so that of all pages only what habits are learnt from is in memory. Of a team with very many pages some of
 * its alerts, drawn by their ids, tell its habits as well as all.
 */
async function observeAll(ctx: WorkCtx): Promise<HabitLearner> {
  const { sql, workspaceId } = ctx;
  const beyond = await knownBeyond(sql, workspaceId, await bulkClosedNear(sql, workspaceId, null));
  const rows = await sql<{ id: string; pages: number }[]>`
    with alerts as (
      select signature_id as id, max(team) as team, count(*)::int as pages from pages
      where workspace_id = ${workspaceId} group by signature_id
    ), drawn as (
      select id, pages, sum(pages) over (partition by team order by md5(id::text)) - pages as before from alerts
    )
    select id, pages from drawn where before < ${HABIT_PAGES} order by id`;
  const learner = new HabitLearner();
  await inTurns(inPortions(rows), AT_ONCE, async (portion) => {
    const { alerts } = await nearPages(sql, (own) => readAlerts(own, ctx, portion, beyond));
    for (const { signatureId, history } of alerts)
      learner.add(observe(readSignature(history, ctx.settings), signatureId));
  });
  return learner;
}

/** Some at once; after a failure nothing more is begun, and what was begun has ended. */
async function inTurns<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items].reverse();
  const run = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) {
      try {
        await work(item);
      } catch (error) {
        left.length = 0;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, run));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

async function judge(sql: Sql, ctx: WorkCtx, signatureIds: readonly string[], beyond: Beyond): Promise<void> {
  const { alerts, labels } = await readAlerts(sql, ctx, signatureIds, beyond);
  const settingsHash = createHash("sha256").update(JSON.stringify(ctx.settings)).digest("hex").slice(0, 16);
  const rows = new JudgedRows(ctx.workspaceId, labels, { classifierVersion: CLASSIFIER_VERSION, settingsHash });
  for (const alert of alerts) rows.add(alert, judgeSignature(alert.history, ctx.settings, alert.prior));
  await rows.store(sql, ctx);
}

/** Signatures in portions; one with more pages than that is a portion of its own. */
async function portionsOf({ sql, workspaceId }: WorkCtx, ids: readonly string[]): Promise<string[][]> {
  if (ids.length === 1) return [[...ids]];
  const rows = await sql<{ id: string; pages: number }[]>`
    select signature_id as id, count(*)::int as pages from pages
    where workspace_id = ${workspaceId} and signature_id = any(${ids as string[]}::bigint[]) group by signature_id`;
  const counts = new Map(rows.map(({ id, pages }) => [id, pages]));
  return inPortions(ids.map((id) => ({ id, pages: counts.get(id) ?? 0 })));
}

function inPortions(rows: readonly { id: string; pages: number }[]): string[][] {
  const portions: string[][] = [];
  let room = 0;
  for (const { id, pages } of rows) {
    if (portions.length === 0 || pages > room) {
      portions.push([]);
      room = PORTION_PAGES;
    }
    portions.at(-1)?.push(id);
    room -= pages;
  }
  return portions;
}

/** Those of a portion that still wait: another instance may have judged them. In one order, so that nobody waits crosswise. */
async function takeSignatures(sql: Sql, workspaceId: number, portion: readonly string[]): Promise<string[]> {
  const rows = await sql<{ signature_id: string }[]>`
    with taken as materialized (
      select signature_id from dirty_signatures
      where workspace_id = ${workspaceId} and signature_id = any(${portion as string[]}::bigint[])
      order by signature_id for update
    )
    delete from dirty_signatures d using taken t
    where d.workspace_id = ${workspaceId} and d.signature_id = t.signature_id returning d.signature_id`;
  return rows.map((row) => row.signature_id);
}

/** The signatures that wait, and the ids of pages that were closed in sweeps with theirs. */
type Waiting = { signatures: string[]; bulkClosed: ReadonlySet<string> };

/** A closing that completes a sweep changes what the other closings of the sweep say: their alerts wait as well. */
async function bulkClosedAround(sql: Sql, workspaceId: number): Promise<Waiting> {
  const waiting = await dirtySignatures(sql, workspaceId);
  const bulkClosed = waiting.length === 0 ? new Set<string>() : await bulkClosedNear(sql, workspaceId, waiting);
  if (bulkClosed.size === 0) return { signatures: waiting, bulkClosed };
  const marked = await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select distinct p.workspace_id, p.signature_id from pages p
    where p.workspace_id = ${workspaceId} and p.id = any(${[...bulkClosed]}::bigint[])
      and p.signature_id <> all(${waiting}::bigint[])
      and exists (
        select 1 from pages o
        where o.workspace_id = p.workspace_id and o.ended_by_person_id = p.ended_by_person_id
          and o.ended_at between p.ended_at - ${SWEEP_WITHIN}::interval and p.ended_at + ${SWEEP_WITHIN}::interval
          and o.signature_id = any(${waiting}::bigint[]))
    on conflict do nothing`;
  if (marked.count === 0) return { signatures: waiting, bulkClosed };
  const signatures = await dirtySignatures(sql, workspaceId);
  return { signatures, bulkClosed: await bulkClosedNear(sql, workspaceId, signatures) };
}
