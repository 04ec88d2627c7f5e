import type { Ctx } from "@/db/ctx";
import type { WordedVote } from "@/db/schema/verdicts";
import type { InferredView, PageRef, VoteView } from "@/lib/contract/page";
import type { SignatureDetail } from "@/lib/contract/signature";
import type { Verdict, Vote } from "@/lib/model/verdict";
import { without } from "@/lib/model/without";
import { againstOf } from "@/lib/noise/against-of";
import { unpackVotes } from "@/lib/noise/packed-votes";
import { whyOf } from "@/lib/noise/why-of";
import { pagesInScope } from "./in-scope";
import type { Scope } from "./period";

type Fragmenter = Pick<Ctx, "sql" | "workspaceId">;

/** `p` as a link to it. */
const refOf = ({ sql }: Fragmenter) => sql`jsonb_build_object('id', p.id::text, 'title', p.title,
  'openedAt', to_char(p.triggered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

type StoredVotes = {
  verdict: Verdict;
  packedVotes: string | null;
  packedCovered: string | null;
  votes: readonly WordedVote[] | null;
  against: readonly WordedVote[] | null;
};

const storedVotes = ({ sql }: Fragmenter) => sql`v.verdict, v.packed_votes as "packedVotes",
  v.packed_covered as "packedCovered", v.votes, v.against`;

/** Votes in words. */
function votesIn({ packedVotes, votes }: StoredVotes): readonly WordedVote[] {
  return packedVotes === null ? (votes ?? []) : unpackVotes(packedVotes).map(worded);
}

function againstIn({ packedVotes, packedCovered, against, verdict }: StoredVotes): readonly WordedVote[] {
  if (packedVotes === null) return against ?? [];
  const covered = packedCovered === null ? [] : unpackVotes(packedCovered);
  return againstOf(unpackVotes(packedVotes), covered, verdict).map(worded);
}

function worded(vote: Vote): WordedVote {
  return { family: vote.family, weight: vote.weight, why: whyOf(vote), sign: vote.sign };
}

/** As screens show them; the name of the evidence stays here. */
function viewOf({ family, weight, why }: WordedVote): VoteView {
  return { family, weight, why };
}

/** The pages that verdict `v` rests on. */
const usedBy = (ctx: Fragmenter) => ctx.sql`coalesce((
  select jsonb_agg(${refOf(ctx)} order by p.triggered_at, p.id) from pages p
  where p.workspace_id = v.workspace_id and p.id = any(v.used_page_ids)), '[]'::jsonb)`;

/** The engine's word by its newest version that judged this page. */
export async function inferredOf(ctx: Ctx, id: string): Promise<InferredView | null> {
  const { sql, workspaceId } = ctx;
  type Row = Omit<InferredView, "votes" | "against"> & StoredVotes;
  const [row] = await sql<Row[]>`
    select v.probability, v.reason, v.sentence, v.decided_by as "decidedBy", ${storedVotes(ctx)},
      v.would_change as "wouldChange", ${usedBy(ctx)} as "usedPages", v.classifier_version as "classifierVersion"
    from verdicts v
    where v.workspace_id = ${workspaceId} and v.page_id = ${id} order by v.classifier_version desc limit 1`;
  if (!row) return null;
  const view = without(row, "packedVotes", "packedCovered");
  return { ...view, votes: votesIn(row).map(viewOf), against: againstIn(row).map(viewOf) };
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
  const told = sql<StoredVotes[]>`
    select ${storedVotes(ctx)} from (${judged}) v
    where v.verdict = ${verdict} order by v.triggered_at desc, v.page_id desc`;
  const latest = sql<Latest[]>`
    select v."latestJudged", v.would_change as "wouldChange", ${usedBy(ctx)} as "usedPages"
    from (${judged}) v where v.verdict = ${verdict} order by v.triggered_at desc, v.page_id desc limit 1`;
  const [rows, [found]] = await Promise.all([told, latest]);
  return { against: countedAgainst(rows), ...(found ?? { latestJudged: null, wouldChange: null, usedPages: [] }) };
}

/** On how many pages each speaks against the verdict, in the words of the latest one. `rows`: the latest first. */
function countedAgainst(rows: readonly StoredVotes[]): SignatureDetail["against"] {
  const counted = new Map<string, SignatureDetail["against"][number]>();
  for (const row of rows) {
    for (const vote of againstIn(row)) {
      const name = vote.sign ?? vote.why;
      const known = counted.get(name);
      if (known) known.pages += 1;
      else counted.set(name, { ...viewOf(vote), pages: 1 });
    }
  }
  return [...counted.values()].sort(
    (a, b) => b.pages - a.pages || Math.abs(b.weight) - Math.abs(a.weight) || (a.why < b.why ? -1 : 1),
  );
}
