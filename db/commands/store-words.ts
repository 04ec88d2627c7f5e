import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { copyIn } from "@/db/staging/copy-in";
import { storable } from "@/db/staging/storable";
import type { Instant } from "@/lib/model/instant";
import type { Reason, Verdict } from "@/lib/model/verdict";

export type Subject = { kind: "page" | "signature"; id: string };

/** A word before it is kept. */
export type NewWord = {
  subject: Subject;
  verdict: Verdict;
  reason: Reason | null;
  wrongHour: boolean;
  note: string | null;
  saidBy: string | null;
  tag: string | null;
  givenAt: Instant | null;
  from: Instant | null;
  until: Instant | null;
  weight: number;
  /** Set for history that a file brings: it is kept, and counts for nothing. */
  endedAt: Instant | null;
};

const COLUMNS = [
  "workspace_id",
  "id",
  "subject",
  "subject_id",
  "verdict",
  "reason",
  "wrong_hour",
  "note",
  "user_id",
  "said_by",
  "tag",
  "given_at",
  "stored_at",
  "from_at",
  "until_at",
  "gesture_id",
  "weight",
  "ended_at",
] as const;

/** Keeps words under their gesture and ends those whose place they take. Nothing is edited. */
export async function storeWords(sql: Sql, ctx: Ctx, gestureId: string, words: readonly NewWord[]): Promise<void> {
  const counting = words.filter(({ endedAt }) => endedAt === null);
  const pages = counting.filter(({ subject }) => subject.kind === "page").map(({ subject }) => subject.id);
  await sql`
    update person_verdicts set ended_at = ${new Date(ctx.now)}, ended_by_gesture_id = ${gestureId}
    where workspace_id = ${ctx.workspaceId} and subject = 'page' and subject_id = any(${pages}::bigint[])
      and ended_at is null`;
  for (const word of counting) if (word.subject.kind === "signature") await endCovered(sql, ctx, gestureId, word);
  await copyIn(sql, "person_verdicts", COLUMNS, rowsOf(ctx, gestureId, words));
}

/**
 * Ends the words on a signature to which a new one leaves no page: its period holds theirs, or no page opened in what is
 * left of theirs. The others go on for the pages before and after.
 */
async function endCovered(sql: Sql, ctx: Ctx, gestureId: string, { subject: { id }, from, until }: NewWord) {
  const [start, end] = [dateOf(from), dateOf(until)];
  await sql`
    update person_verdicts v set ended_at = ${new Date(ctx.now)}, ended_by_gesture_id = ${gestureId}
    where v.workspace_id = ${ctx.workspaceId} and v.subject = 'signature' and v.subject_id = ${id} and v.ended_at is null
      and (${end}::timestamptz is null or v.until_at <= ${end})
      and (${start}::timestamptz is null or v.from_at >= ${start} or not exists (
        select 1 from pages p
        where p.workspace_id = v.workspace_id
          and (p.signature_id = v.subject_id or (p.via is not null and v.subject_id = any(p.via)))
          and p.triggered_at < ${start} and (v.from_at is null or p.triggered_at >= v.from_at)
          and (v.until_at is null or p.triggered_at < v.until_at)))`;
}

function* rowsOf({ workspaceId, viewer, now }: Ctx, gestureId: string, words: readonly NewWord[]) {
  for (const word of words)
    yield [
      workspaceId,
      randomId(),
      word.subject.kind,
      word.subject.id,
      word.verdict,
      word.reason,
      word.wrongHour,
      storable(word.note),
      viewer.userId,
      storable(word.saidBy),
      word.tag,
      dateOf(word.givenAt),
      new Date(now),
      dateOf(word.from),
      dateOf(word.until),
      gestureId,
      word.weight,
      dateOf(word.endedAt),
    ];
}

function dateOf(at: Instant | null): Date | null {
  return at === null ? null : new Date(at);
}

/** The signatures of which something is judged anew when a word on these subjects changes. */
export async function signaturesOf(sql: Sql, workspaceId: number, subjects: readonly Subject[]): Promise<string[]> {
  const ids = (kind: Subject["kind"]) => subjects.filter((one) => one.kind === kind).map(({ id }) => id);
  const rows = await sql<{ id: string }[]>`
    select distinct signature_id as id from pages p
    where p.workspace_id = ${workspaceId} and (p.id = any(${ids("page")}::bigint[])
      or p.signature_id = any(${ids("signature")}::bigint[])
      or (p.via is not null and p.via && ${ids("signature")}::bigint[]))`;
  return rows.map(({ id }) => id);
}
