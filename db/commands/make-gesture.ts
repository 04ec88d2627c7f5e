import type { TransactionSql } from "postgres";
import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import type { GESTURE_KINDS } from "@/db/schema/verdicts";
import type { Lesson } from "@/lib/contract/verdict";
import { AppError } from "@/lib/errors";
import { askModel, keepInferred } from "./ask-model";
import { judgeDirty, judgeNow } from "./judge-dirty";
import { lessonFrom, type Others, othersOf } from "./lesson-from";

/** Up to here the pages are judged in the transaction of the word; beyond it right after. */
const AT_ONCE_PAGES = 20_000;

/** Up to here a word says what it taught: that takes judging twice. */
const TAUGHT_PAGES = 2_000;

export type Touched = { words: number; signatures: readonly string[] };

/**
 * Judges alerts as things stand before the words, so that what the words alone did can be told from what was learnt since
 * the alerts were last judged. Nothing of it is kept.
 */
export type AsBefore = (signatures: readonly string[]) => Promise<void>;

/** `lesson` null: not worked out. */
export type Made = { gesture: string; words: number; lesson: Lesson | null };

type Changed = { words: number; lesson: Lesson | null };

/**
 * What one person does to verdicts at once: kept under one id, undone as one. Under the workspace's lock, so that of two
 * people neither works on what the other just changed.
 */
export async function makeGesture(
  ctx: Ctx,
  kind: (typeof GESTURE_KINDS)[number],
  change: (sql: Sql, gestureId: string, asBefore: AsBefore) => Promise<Touched>,
): Promise<Made> {
  const gesture = randomId();
  const changed = await changeWords(ctx, async (sql, asBefore) => {
    const touched = await change(sql, gesture, asBefore);
    if (touched.words === 0) return touched;
    await keepInferred(sql, ctx.workspaceId, gesture);
    await sql`
      insert into label_gestures (workspace_id, id, kind, no, user_id, made_at, words)
      select ${ctx.workspaceId}, ${gesture}, ${kind}, coalesce(max(no), 0) + 1, ${ctx.viewer.userId}, ${new Date(ctx.now)},
        ${touched.words}
      from label_gestures where workspace_id = ${ctx.workspaceId}`;
    return touched;
  });
  return { gesture, ...changed };
}

/** Changes words and judges what that touches. */
export async function changeWords(
  ctx: Ctx,
  change: (sql: Sql, asBefore: AsBefore) => Promise<Touched>,
): Promise<Changed> {
  if (ctx.viewer.role === "auditor")
    throw new AppError("forbidden", "An auditor reads; a verdict is for those who carry the pager.");
  const { later, ...changed } = (await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    let before: Others | null = null;
    const { words, signatures } = await change(sql, async (ids) => {
      before = await judgedAsIs(tx, ctx, ids);
    });
    if (words > 0) await askModel(sql, ctx.workspaceId);
    const atOnce = await judgeTouched(sql, ctx, signatures);
    const lesson = before && atOnce ? lessonFrom(before, await othersOf(sql, ctx.workspaceId, signatures)) : null;
    return { words, lesson, later: !atOnce };
  })) as Changed & { later: boolean };
  // Weeks of teams and days of leaders are marked; the worker counts them at its next turn. Failing here would call a word
  // that stands a failure.
  if (later) await judgeDirty(ctx);
  return changed;
}

/** The pages that learn, judged by all that is known now; null where there are too many of them. */
async function judgedAsIs(tx: TransactionSql, ctx: Ctx, signatures: readonly string[]): Promise<Others | null> {
  if ((await pagesOf(tx as unknown as Sql, ctx, signatures)) > TAUGHT_PAGES) return null;
  let others: Others | null = null;
  const tried = tx.savepoint(async (inner) => {
    const sql = inner as unknown as Sql;
    await judgeNow(sql, ctx, signatures);
    others = await othersOf(sql, ctx.workspaceId, signatures);
    throw new RolledBack();
  });
  await tried.catch((error: unknown) => {
    if (!(error instanceof RolledBack)) throw error;
  });
  return others;
}

class RolledBack extends Error {}

/** Judges them, or marks them where that would hold the lock for long. */
async function judgeTouched(sql: Sql, ctx: Ctx, signatures: readonly string[]): Promise<boolean> {
  if (signatures.length === 0) return true;
  if ((await pagesOf(sql, ctx, signatures)) <= AT_ONCE_PAGES) {
    await judgeNow(sql, ctx, signatures);
    return true;
  }
  await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select ${ctx.workspaceId}, id from unnest(${signatures as string[]}::bigint[]) as id on conflict do nothing`;
  return false;
}

async function pagesOf(sql: Sql, { workspaceId }: Ctx, signatures: readonly string[]): Promise<number> {
  const [row] = await sql<{ pages: number }[]>`
    select count(*)::int as pages from pages
    where workspace_id = ${workspaceId} and signature_id = any(${signatures as string[]}::bigint[])`;
  return row?.pages ?? 0;
}
