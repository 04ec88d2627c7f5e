import type { Ctx } from "@/db/ctx";
import type { InferredView, PageRef } from "@/lib/contract/page";
import type { SignatureDetail } from "@/lib/contract/signature";
import type { Verdict } from "@/lib/model/verdict";
import { pagesInScope } from "./in-scope";
import type { Scope } from "./period";

type Fragmenter = Pick<Ctx, "sql" | "workspaceId">;

/** `p` as a link to it. */
const refOf = ({ sql }: Fragmenter) => sql`jsonb_build_object('id', p.id::text, 'title', p.title,
  'openedAt', to_char(p.triggered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

/** Votes as screens show them; the name of the evidence stays here. */
const votesOf = ({ sql }: Fragmenter, column: "votes" | "against") => sql`coalesce((
  select jsonb_agg(t.vote - 'sign' order by t.no) from jsonb_array_elements(v.${sql(column)}) with ordinality as t(vote, no)
), '[]'::jsonb)`;

/** The pages that verdict `v` rests on. */
const usedBy = (ctx: Fragmenter) => ctx.sql`coalesce((
  select jsonb_agg(${refOf(ctx)} order by p.triggered_at, p.id) from pages p
  where p.workspace_id = v.workspace_id and p.id = any(v.used_page_ids)), '[]'::jsonb)`;

/** The engine's word by its newest version that judged this page. */
export async function inferredOf(ctx: Ctx, id: string): Promise<InferredView | null> {
  const { sql, workspaceId } = ctx;
  const [row] = await sql<InferredView[]>`
    select v.verdict, v.probability, v.reason, v.sentence, v.decided_by as "decidedBy", ${votesOf(ctx, "votes")} as votes,
      ${votesOf(ctx, "against")} as against, v.would_change as "wouldChange", ${usedBy(ctx)} as "usedPages",
      v.classifier_version as "classifierVersion"
    from verdicts v
    where v.workspace_id = ${workspaceId} and v.page_id = ${id} order by v.classifier_version desc limit 1`;
  return row ?? null;
}

export type SignatureExplained = Pick<SignatureDetail, "against" | "latestJudged" | "wouldChange" | "usedPages">;

type Latest = Pick<SignatureDetail, "wouldChange" | "usedPages"> & { latestJudged: PageRef };

/** What the engine says against its own verdict on an alert, and of the latest page that has it what would change it. */
export async function signatureExplained(ctx: Ctx, scope: Scope, verdict: Verdict): Promise<SignatureExplained> {
  const { sql } = ctx;
  const judged = sql`
    select distinct on (p.triggered_at, p.id) v.*, p.triggered_at, ${refOf(ctx)} as "latestJudged"
    from pages p join verdicts v on v.workspace_id = p.workspace_id and v.page_id = p.id
    where ${pagesInScope(ctx, scope)} order by p.triggered_at desc, p.id desc, v.classifier_version desc`;
  const against = sql<SignatureDetail["against"]>`
    select vote->>'family' as family, (vote->>'weight')::float8 as weight, vote->>'why' as why, pages from (
      select distinct on (name) vote, count(*) over (partition by name)::int as pages
      from (
        select t.vote, coalesce(t.vote->>'sign', t.vote->>'why') as name, v.triggered_at, v.page_id
        from (${judged}) v cross join lateral jsonb_array_elements(v.against) as t(vote)
        where v.verdict = ${verdict}) told
      order by name, triggered_at desc, page_id desc) named
    order by pages desc, abs((vote->>'weight')::float8) desc, why`;
  const latest = sql<Latest[]>`
    select v."latestJudged", v.would_change as "wouldChange", ${usedBy(ctx)} as "usedPages"
    from (${judged}) v where v.verdict = ${verdict} order by v.triggered_at desc, v.page_id desc limit 1`;
  const [counted, [found]] = await Promise.all([against, latest]);
  return { against: [...counted], ...(found ?? { latestJudged: null, wouldChange: null, usedPages: [] }) };
}
