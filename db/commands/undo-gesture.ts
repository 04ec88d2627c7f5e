import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import type { Lesson } from "@/lib/contract/verdict";
import { AppError } from "@/lib/errors";
import { type Gesture, type KeptWord, wordKey, wordsInForce } from "@/lib/labels/words-in-force";
import { groupBy } from "@/lib/model/group-by";
import { changeWords, type Touched } from "./make-gesture";
import { type Subject, signaturesOf } from "./store-words";

type Row = KeptWord & { subject: Subject["kind"]; subjectId: string };

/**
 * Takes back what was done at once, on one page or on thousands: each has the word again that it had before. Where
 * somebody has spoken since, their word stays.
 */
export async function undoGesture(ctx: Ctx, gestureId: string): Promise<{ words: number; lesson: Lesson | null }> {
  return changeWords(ctx, async (sql) => {
    await markUndone(sql, ctx, gestureId);
    return restore(sql, ctx, gestureId);
  });
}

async function markUndone(sql: Sql, { workspaceId, now, viewer }: Ctx, gestureId: string): Promise<void> {
  const [gesture] = await sql<{ undone_at: Date | null }[]>`
    select undone_at from label_gestures where workspace_id = ${workspaceId} and id = ${gestureId}`;
  if (!gesture) throw new AppError("not-found", "There is nothing to undo here.");
  if (gesture.undone_at) throw new AppError("conflict", "It was undone already.");
  await sql`
    update label_gestures set undone_at = ${new Date(now)}, undone_by_user_id = ${viewer.userId}
    where workspace_id = ${workspaceId} and id = ${gestureId}`;
}

async function restore(sql: Sql, ctx: Ctx, gestureId: string): Promise<Touched> {
  const rows = await rowsAround(sql, ctx.workspaceId, gestureId);
  const gestures = await gesturesOf(sql, ctx.workspaceId, rows);
  const [gone, back]: [string[], string[]] = [[], []];
  const subjects: Subject[] = [];
  for (const [, words] of groupBy(rows, ({ subject, subjectId }) => `${subject} ${subjectId}`)) {
    const [first] = words;
    if (!first) continue;
    const wanted = new Map(wordsInForce(first.subject, words, gestures).map((word) => [wordKey(word), word]));
    gone.push(...words.filter((word) => word.inForce && wanted.get(wordKey(word))?.id !== word.id).map(({ id }) => id));
    back.push(...[...wanted.values()].filter(({ inForce }) => !inForce).map(({ id }) => id));
    subjects.push({ kind: first.subject, id: first.subjectId });
  }
  await sql`
    update person_verdicts set ended_at = ${new Date(ctx.now)}, ended_by_gesture_id = ${gestureId}
    where workspace_id = ${ctx.workspaceId} and id = any(${gone}::bigint[])`;
  await keepAgain(sql, ctx, back);
  return { words: gone.length + back.length, signatures: await signaturesOf(sql, ctx.workspaceId, subjects) };
}

/** Every word on the subjects of a gesture. Those that ended before gestures were kept stay ended. */
function rowsAround(sql: Sql, workspaceId: number, gestureId: string): Promise<Row[]> {
  return sql<Row[]>`
    with touched as (
      select distinct subject, subject_id from person_verdicts
      where workspace_id = ${workspaceId} and (gesture_id = ${gestureId} or ended_by_gesture_id = ${gestureId}))
    select v.id, v.subject, v.subject_id as "subjectId", coalesce(v.gesture_id, v.id) as "gestureId",
      (extract(epoch from v.from_at) * 1000)::float8 as "from", (extract(epoch from v.until_at) * 1000)::float8 as "until",
      v.ended_at is null as "inForce", v.ended_by_gesture_id as "endedBy"
    from touched t join person_verdicts v on v.workspace_id = ${workspaceId} and v.subject = t.subject
      and v.subject_id = t.subject_id
    where v.ended_at is null or v.ended_by_gesture_id is not null
    order by v.stored_at, v.id`;
}

async function gesturesOf(sql: Sql, workspaceId: number, rows: readonly Row[]): Promise<Map<string, Gesture>> {
  const ids = [...new Set(rows.flatMap(({ gestureId, endedBy }) => (endedBy ? [gestureId, endedBy] : [gestureId])))];
  const kept = await sql<Gesture[]>`
    select id, no, kind, undone_at is not null as undone from label_gestures
    where workspace_id = ${workspaceId} and id = any(${ids}::bigint[])`;
  // A word of before gestures were kept is one of its own, and came before all others.
  const before = ids.map((id): [string, Gesture] => [id, { id, no: 0, kind: "give", undone: false }]);
  return new Map([...before, ...kept.map((gesture): [string, Gesture] => [gesture.id, gesture])]);
}

/** The same words once more, known again from now on: the record also shows that they did not count meanwhile. */
async function keepAgain(sql: Sql, { workspaceId, now }: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const fresh = ids.map(() => randomId());
  await sql`
    insert into person_verdicts (workspace_id, id, subject, subject_id, verdict, reason, wrong_hour, note, user_id, said_by,
      tag, given_at, stored_at, from_at, until_at, gesture_id, weight)
    select v.workspace_id, f.fresh, v.subject, v.subject_id, v.verdict, v.reason, v.wrong_hour, v.note, v.user_id, v.said_by,
      v.tag, v.given_at, ${new Date(now)}, v.from_at, v.until_at, coalesce(v.gesture_id, v.id), v.weight
    from unnest(${ids as string[]}::bigint[], ${fresh}::bigint[]) as f (old, fresh)
    join person_verdicts v on v.workspace_id = ${workspaceId} and v.id = f.old`;
}
