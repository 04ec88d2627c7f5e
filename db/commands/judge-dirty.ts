import type { Sql, WorkCtx } from "@/db/ctx";
import { bulkClosedNear, knownBeyond } from "@/db/queries/alert-histories";
import { recountTouched } from "@/db/rollups/recount-touched";
import { withRules } from "@/db/work-ctx";
import { HabitLearner } from "@/lib/noise/habits";
import { habitTasks } from "./habit-tasks";
import { inPortions, type Portions } from "./in-portions";
import { judgeAll } from "./judge-portion";
import { Crew, type Task } from "./judging-crew";
import { dirtySignatures, learnSurroundings } from "./learn-surroundings";
import { SWEEP_WITHIN } from "./mark-sweeps";
import { ownHands } from "./own-hands";

/**
 * Judges every signature that waits, then folds the interruptions of everybody who waits. Repeats are harmless: a
 * signature stays marked until the transaction that judged it is through. `enough` stops it between two portions.
 */
export async function judgeDirty(ctx: WorkCtx, enough?: () => boolean): Promise<void> {
  const crew = new Crew(ownHands(ctx), (pages) => ctx.startHelper?.(ctx.workspaceId, pages) ?? null);
  try {
    await judgeWaiting(ctx, crew, enough);
  } finally {
    await crew.end();
  }
  await recountTouched(ctx, enough);
}

async function judgeWaiting(ctx: WorkCtx, crew: Crew, enough?: () => boolean): Promise<void> {
  const { sql, workspaceId } = ctx;
  const learnt = await learnSurroundings(ctx, crew, () => observeAll(ctx, crew));
  let waiting = await dirtySignatures(sql, workspaceId);
  if (waiting.length === 0) return;
  const around = bulkClosedAround(sql, workspaceId, waiting);
  const closed = around.then(({ bulkClosed }) => bulkClosed);
  crew.tell({ kind: "beyond", beyond: await knownBeyond(sql, workspaceId, closed, learnt) });
  waiting = (await around).signatures;
  while (waiting.length > 0 && !enough?.()) {
    const portions = await portionsOf(ctx, waiting);
    // Who looks up after a moment has stopped before a helper has begun.
    if (!enough) crew.expect(portions.pages);
    const tasks = portions.alerts.map((alerts): Task => ({ kind: "judge", alerts }));
    await crew.work(tasks, () => {}, enough);
    waiting = await dirtySignatures(sql, workspaceId);
  }
}

/** Judges what a person's word touched, in the locked transaction of that word: nobody sees the one without the other. */
export async function judgeNow(sql: Sql, ctx: WorkCtx, signatureIds: readonly string[]): Promise<void> {
  const ids = signatureIds as string[];
  await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select ${ctx.workspaceId}, id from unnest(${ids}::bigint[]) as id on conflict do nothing`;
  const bulkClosed = await bulkClosedNear(sql, ctx.workspaceId, await dirtySignatures(sql, ctx.workspaceId));
  await judgeAll(sql, await withRules(sql, ctx), ids, await knownBeyond(sql, ctx.workspaceId, bulkClosed));
  await sql`
    delete from dirty_signatures where workspace_id = ${ctx.workspaceId} and signature_id = any(${ids}::bigint[])`;
}

/** In portions, so that of all pages only what habits are learnt from is in memory. */
async function observeAll({ sql, workspaceId }: WorkCtx, crew: Crew): Promise<HabitLearner> {
  const [beyond, { tasks, pages }] = await Promise.all([
    knownBeyond(sql, workspaceId, bulkClosedNear(sql, workspaceId, null)),
    habitTasks(sql, workspaceId),
  ]);
  crew.tell({ kind: "beyond", beyond });
  crew.expect(pages);
  const learner = new HabitLearner();
  await crew.work(tasks, (found) => {
    for (const alert of found) learner.add(alert);
  });
  return learner;
}

async function portionsOf({ sql, workspaceId }: WorkCtx, ids: readonly string[]): Promise<Portions> {
  if (ids.length === 1) return { alerts: [[...ids]], pages: 0 };
  const rows = await sql<{ id: string; pages: number }[]>`
    select signature_id as id, count(*)::int as pages from pages
    where workspace_id = ${workspaceId} and signature_id = any(${ids as string[]}::bigint[]) group by signature_id`;
  const counts = new Map(rows.map(({ id, pages }) => [id, pages]));
  return inPortions(ids.map((id) => ({ id, pages: counts.get(id) ?? 0 })));
}

/** The signatures that wait, and the ids of pages that were closed in sweeps with theirs. */
type Waiting = { signatures: string[]; bulkClosed: ReadonlySet<string> };

/** A closing that completes a sweep changes what the other closings of the sweep say: their alerts wait as well. */
async function bulkClosedAround(sql: Sql, workspaceId: number, waiting: string[]): Promise<Waiting> {
  const bulkClosed = await bulkClosedNear(sql, workspaceId, waiting);
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
