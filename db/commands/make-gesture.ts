import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import type { GESTURE_KINDS } from "@/db/schema/verdicts";
import type { Lesson } from "@/lib/contract/verdict";
import { AppError } from "@/lib/errors";
import { askModel, keepInferred } from "./ask-model";
import { judgeDirty, judgeNow } from "./judge-dirty";
import { lessonFrom, othersOf } from "./lesson-from";

/** Up to here the pages are judged in the transaction of the word; beyond it right after. */
const AT_ONCE_PAGES = 20_000;

export type Touched = { words: number; signatures: readonly string[] };

/** `lesson` null: the pages are judged later, and nobody knows yet. */
export type Made = { gesture: string; words: number; lesson: Lesson | null };

type Changed = { words: number; lesson: Lesson | null };

/**
 * What one person does to verdicts at once: kept under one id, undone as one. Under the workspace's lock, so that of two
 * people neither works on what the other just changed.
 */
export async function makeGesture(
  ctx: Ctx,
  kind: (typeof GESTURE_KINDS)[number],
  change: (sql: Sql, gestureId: string) => Promise<Touched>,
): Promise<Made> {
  const gesture = randomId();
  const changed = await changeWords(ctx, async (sql) => {
    const touched = await change(sql, gesture);
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
export async function changeWords(ctx: Ctx, change: (sql: Sql) => Promise<Touched>): Promise<Changed> {
  if (ctx.viewer.role === "auditor")
    throw new AppError("forbidden", "An auditor reads; a verdict is for those who carry the pager.");
  const { later, ...changed } = (await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const { words, signatures } = await change(sql);
    if (words > 0) await askModel(sql, ctx.workspaceId);
    if (signatures.length === 0) return { words, lesson: null, later: false };
    const lesson = await judgeTouched(sql, ctx, signatures);
    return { words, lesson, later: lesson === null };
  })) as Changed & { later: boolean };
  if (later) await judgeDirty(ctx);
  return changed;
}

/** Judges them and says what became of other pages; or marks them where that would hold the lock for long. */
async function judgeTouched(sql: Sql, ctx: Ctx, signatures: readonly string[]): Promise<Lesson | null> {
  const [row] = await sql<{ pages: number }[]>`
    select count(*)::int as pages from pages
    where workspace_id = ${ctx.workspaceId} and signature_id = any(${signatures as string[]}::bigint[])`;
  if ((row?.pages ?? 0) <= AT_ONCE_PAGES) {
    const before = await othersOf(sql, ctx.workspaceId, signatures);
    await judgeNow(sql, ctx, signatures);
    return lessonFrom(before, await othersOf(sql, ctx.workspaceId, signatures));
  }
  await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select ${ctx.workspaceId}, id from unnest(${signatures as string[]}::bigint[]) as id on conflict do nothing`;
  return null;
}
