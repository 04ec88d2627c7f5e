import type { Ctx, Sql } from "@/db/ctx";
import type { VerdictBody } from "@/lib/contract/verdict";
import { AppError } from "@/lib/errors";
import type { Instant } from "@/lib/model/instant";
import { REASONS, type Reason, type Verdict, verdictOf } from "@/lib/model/verdict";
import { type Made, makeGesture } from "./make-gesture";
import { type NewWord, type Subject, signaturesOf, storeWords } from "./store-words";

/** Which pages of a signature a word is for: those that open in [from, until); null leaves that side open. */
type Period = { from: Instant | null; until: Instant | null };

const ALWAYS: Period = { from: null, until: null };

/** What a person says: the same on one page, on many, or on a signature. */
export type Said = Pick<VerdictBody, "verdict" | "reason" | "note"> & { wrongHour?: boolean };

type Options = {
  period?: Period;
  /** The word that the person saw, null for none: if another stands there by now, theirs is not put over it unseen. */
  seen?: string | null | undefined;
};

/** A person's word on a page, or on the pages of an alert. The word whose place it takes is kept. */
export async function giveVerdict(
  ctx: Ctx,
  subject: Subject,
  said: Said,
  { period = ALWAYS, seen }: Options = {},
): Promise<Made> {
  if (period.from !== null && period.until !== null && period.until <= period.from)
    throw new AppError("invalid", "The end does not lie after the beginning.");
  const word = { ...wordOf(ctx, said), ...period, subject };
  return makeGesture(ctx, "give", async (sql, gesture, asBefore) => {
    const signatures = await touchedBy(sql, ctx, subject);
    if (seen !== undefined) await assertSeen(sql, ctx, subject, seen);
    if (subject.kind === "page") await asBefore(signatures);
    await storeWords(sql, ctx, gesture, [word]);
    return { words: 1, signatures };
  });
}

/** Takes a person's word back: what was inferred is in force again. The word stays in the record. */
export function withdrawVerdict(ctx: Ctx, subject: Subject, wordId?: string): Promise<Made> {
  return makeGesture(ctx, "withdraw", async (sql, gesture) => {
    const signatures = await touchedBy(sql, ctx, subject);
    const word = wordId ?? (await newestWord(sql, ctx, subject))?.id ?? null;
    const ended = await sql`
      update person_verdicts set ended_at = ${new Date(ctx.now)}, ended_by_gesture_id = ${gesture}
      where workspace_id = ${ctx.workspaceId} and subject = ${subject.kind} and subject_id = ${subject.id} and id = ${word}
        and ended_at is null`;
    if (ended.count === 0)
      throw new AppError("not-found", wordId ? "This word is not in force any more." : "Nobody gave a verdict here.");
    return { words: ended.count, signatures };
  });
}

/** The word as the viewer says it now. */
export function wordOf({ now }: Ctx, { verdict, reason, note, wrongHour = false }: Said): Omit<NewWord, "subject"> {
  return {
    verdict,
    reason: reasonOf(verdict, reason),
    wrongHour,
    note: note || null,
    saidBy: null,
    tag: null,
    givenAt: now,
    ...ALWAYS,
    weight: 1,
    endedAt: null,
  };
}

async function touchedBy(sql: Sql, { workspaceId }: Ctx, subject: Subject): Promise<string[]> {
  const signatures = await signaturesOf(sql, workspaceId, [subject]);
  if (signatures.length === 0)
    throw new AppError("not-found", `There is no such ${subject.kind === "page" ? "page" : "alert"}.`);
  return signatures;
}

type Standing = { id: string; verdict: Verdict; by: string };

async function newestWord(sql: Sql, { workspaceId }: Ctx, { kind, id }: Subject): Promise<Standing | null> {
  const [row] = await sql<Standing[]>`
    select v.id, v.verdict, coalesce(v.said_by, u.name) as by
    from person_verdicts v
    join users u on u.workspace_id = v.workspace_id and u.id = v.user_id
    left join label_gestures g on g.workspace_id = v.workspace_id and g.id = v.gesture_id
    where v.workspace_id = ${workspaceId} and v.subject = ${kind} and v.subject_id = ${id} and v.ended_at is null
    order by g.no desc nulls last, v.given_at desc nulls last, v.stored_at desc, v.id desc limit 1`;
  return row ?? null;
}

async function assertSeen(sql: Sql, ctx: Ctx, subject: Subject, seen: string | null): Promise<void> {
  const word = await newestWord(sql, ctx, subject);
  if ((word?.id ?? null) === seen) return;
  throw new AppError(
    "conflict",
    word
      ? `${word.by} said ${word.verdict} meanwhile. Look at it, and say yours again if it still stands.`
      : "The verdict that you saw was taken back meanwhile. Say yours again if it still stands.",
  );
}

function reasonOf(verdict: Verdict, reason: string | null): Reason | null {
  if (reason === null) return null;
  const known = REASONS.find((one) => one === reason);
  if (!known) throw new AppError("invalid", `${reason} is not a reason. The reasons are ${REASONS.join(", ")}.`);
  if (verdictOf(known) !== verdict)
    throw new AppError("invalid", `${known} is a reason for ${verdictOf(known)}, not for ${verdict}.`);
  return known;
}
