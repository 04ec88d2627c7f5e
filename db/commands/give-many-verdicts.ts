import type { Ctx, Sql } from "@/db/ctx";
import { idFrom, pagesMatching } from "@/db/queries/pages";
import { type BulkBody, MAX_BULK } from "@/lib/contract/verdict";
import { AppError } from "@/lib/errors";
import { gestureWeight } from "@/lib/noise/predictor/labels-past";
import { wordOf } from "./give-verdict";
import { type Made, makeGesture } from "./make-gesture";
import { type Subject, signaturesOf, storeWords } from "./store-words";

/**
 * One word on many pages: chosen ones, or all that match a filter and were counted before. As labels they weigh five
 * together at most: whoever judges a thousand pages at once has not looked at a thousand.
 */
export async function giveManyVerdicts(ctx: Ctx, { on, judged, ...said }: BulkBody): Promise<Made> {
  const word = wordOf(ctx, said);
  return makeGesture(ctx, "give", async (sql, gesture, asBefore) => {
    const ids = await pageIds(sql, ctx, on, judged === "keep");
    if (ids.length === 0) throw new AppError("conflict", "No page is left to judge: people have judged all of these.");
    const subjects = ids.map((id): Subject => ({ kind: "page", id }));
    const signatures = await signaturesOf(sql, ctx.workspaceId, subjects);
    await asBefore(signatures);
    const weight = gestureWeight(ids.length);
    await storeWords(
      sql,
      ctx,
      gesture,
      subjects.map((subject) => ({ ...word, subject, weight })),
    );
    return { words: ids.length, signatures };
  });
}

/** The pages, without those that keep the word they have. */
async function pageIds(sql: Sql, ctx: Ctx, on: BulkBody["on"], keepJudged: boolean): Promise<string[]> {
  const chosen =
    "pages" in on
      ? sql`select id from pages p where p.workspace_id = ${ctx.workspaceId}
          and p.id = any(${on.pages.map((id) => idFrom(id, "page"))}::bigint[])`
      : (await pagesMatching({ ...ctx, sql }, on.filter)).ids;
  const rows = await sql<{ id: string; judged: boolean }[]>`
    select c.id, v.id is not null as judged from (${chosen}) c
    left join person_verdicts v on v.workspace_id = ${ctx.workspaceId} and v.subject = 'page' and v.subject_id = c.id
      and v.ended_at is null
    order by c.id limit ${MAX_BULK + 1}`;
  assertAsCounted(on, rows.length);
  return rows.filter(({ judged }) => !(keepJudged && judged)).map(({ id }) => id);
}

function assertAsCounted(on: BulkBody["on"], found: number): void {
  if (found > MAX_BULK)
    throw new AppError("invalid", `More than ${MAX_BULK.toLocaleString("en-GB")} pages match. Narrow the filter.`);
  if ("pages" in on) {
    const wanted = new Set(on.pages).size;
    if (found !== wanted) throw new AppError("not-found", `${wanted - found} of these pages are not there any more.`);
  } else if (found !== on.expected)
    throw new AppError(
      "conflict",
      `${found.toLocaleString("en-GB")} pages match by now, not ${on.expected.toLocaleString("en-GB")}. Nothing was judged; look again.`,
    );
}
