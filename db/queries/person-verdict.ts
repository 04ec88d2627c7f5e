import { standingWordOf } from "@/db/commands/labels";
import type { Ctx } from "@/db/ctx";
import type { PersonVerdictView } from "@/lib/contract/page";
import type { Reason, Verdict } from "@/lib/model/verdict";

type Row = Omit<PersonVerdictView, "givenAt" | "from" | "until"> & {
  givenAt: Date | null;
  from: Date | null;
  until: Date | null;
  verdict: Verdict;
  reason: Reason | null;
};

type Fragment = ReturnType<Ctx["sql"]>;

/** The word of a person on a page itself that is in force. */
export async function pageWord(ctx: Ctx, pageId: string): Promise<PersonVerdictView | null> {
  const [word] = await wordsWhere(ctx, ctx.sql`v.subject = 'page' and v.subject_id = ${pageId} and v.ended_at is null`);
  return word ?? null;
}

/** The word on its signature that counts for a page, also on one that it was of before people merged and split them. */
export async function standingWord(ctx: Ctx, pageId: string): Promise<PersonVerdictView | null> {
  const { sql, workspaceId } = ctx;
  const [word] = await wordsWhere(
    ctx,
    sql`v.id = (
      select w.id from pages p cross join lateral (${standingWordOf(sql)}) w
      where p.workspace_id = ${workspaceId} and p.id = ${pageId})`,
  );
  return word ?? null;
}

/** All words on a signature that are in force, each for its period; the one that was said last comes first. */
export function wordsOnSignature(ctx: Ctx, signatureId: string): Promise<PersonVerdictView[]> {
  return wordsWhere(ctx, ctx.sql`v.subject = 'signature' and v.subject_id = ${signatureId} and v.ended_at is null`);
}

async function wordsWhere({ sql, workspaceId }: Ctx, condition: Fragment): Promise<PersonVerdictView[]> {
  const rows = await sql<Row[]>`
    select v.id, v.verdict, v.reason, v.note, v.wrong_hour as "wrongHour", coalesce(v.said_by, u.name) as by,
      case when v.said_by is not null then u.name end as "broughtBy", v.given_at as "givenAt", v.from_at as "from",
      v.until_at as "until", v.gesture_id as gesture, coalesce(g.words, 1) as words
    from person_verdicts v
    join users u on u.workspace_id = v.workspace_id and u.id = v.user_id
    left join label_gestures g on g.workspace_id = v.workspace_id and g.id = v.gesture_id
    where v.workspace_id = ${workspaceId} and ${condition}
    order by g.no desc nulls last, v.given_at desc nulls last, v.stored_at desc, v.id desc`;
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return rows.map((row) => ({ ...row, givenAt: iso(row.givenAt), from: iso(row.from), until: iso(row.until) }));
}
