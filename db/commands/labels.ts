import type { Sql } from "@/db/ctx";
import type { Page } from "@/lib/model/page";
import type { PersonVerdict } from "@/lib/model/verdict";
import type { LabelCount } from "@/lib/noise/prior";

/** A word that counts, and which one it is. */
export type Word = PersonVerdict & { id: string };

/** Words of people in force, each by the page it counts on. */
export type Labels = {
  /** On pages themselves. */
  pages: ReadonlyMap<string, Word>;
  /** On the signature of a page, or one that it came by before people merged and split them. */
  standing: ReadonlyMap<string, Word>;
};

export async function labelsOf(sql: Sql, workspaceId: number, signatureIds: readonly string[]): Promise<Labels> {
  const [pages, standing] = await Promise.all([
    pageWords(sql, workspaceId, signatureIds),
    standingWords(sql, workspaceId, signatureIds),
  ]);
  return { pages, standing };
}

type WordRow = Word & { page_id: string };

async function pageWords(sql: Sql, workspaceId: number, signatureIds: readonly string[]): Promise<Map<string, Word>> {
  const rows = await sql<WordRow[]>`
    select v.subject_id as page_id, v.id, v.verdict, v.reason, v.note, v.weight from person_verdicts v
    join pages p on p.workspace_id = v.workspace_id and p.id = v.subject_id
    where v.workspace_id = ${workspaceId} and v.ended_at is null and v.subject = 'page'
      and p.signature_id = any(${signatureIds as string[]}::bigint[])`;
  return byPage(rows);
}

/**
 * For each page the newest word whose period it opened in, on the nearest of its signatures. Nothing is copied onto pages:
 * a word with an end stops by itself, and one that is taken back was never there.
 */
async function standingWords(sql: Sql, workspaceId: number, signatureIds: readonly string[]) {
  const said = await sql<{ id: string }[]>`
    select distinct subject_id as id from person_verdicts
    where workspace_id = ${workspaceId} and subject = 'signature' and ended_at is null`;
  if (said.length === 0) return new Map<string, Word>();
  const spoken = said.map(({ id }) => id);
  const rows = await sql<WordRow[]>`
    select p.id as page_id, w.id, w.verdict, w.reason, w.note, w.weight
    from pages p cross join lateral (${standingWordOf(sql)}) w
    where p.workspace_id = ${workspaceId} and p.signature_id = any(${signatureIds as string[]}::bigint[])
      and (p.signature_id = any(${spoken}::bigint[]) or (p.via is not null and p.via && ${spoken}::bigint[]))`;
  return byPage(rows);
}

/** The word on signatures that counts for a page `p`, or no row. */
export function standingWordOf(sql: Sql) {
  return sql`
    select v.* from person_verdicts v
    left join label_gestures g on g.workspace_id = v.workspace_id and g.id = v.gesture_id
    where v.workspace_id = p.workspace_id and v.subject = 'signature' and v.ended_at is null
      and v.subject_id = any(coalesce(p.via, '{}') || p.signature_id)
      and (v.from_at is null or v.from_at <= p.triggered_at) and (v.until_at is null or p.triggered_at < v.until_at)
    order by array_position(coalesce(p.via, '{}') || p.signature_id, v.subject_id) desc, g.no desc nulls last,
      v.given_at desc nulls last, v.stored_at desc, v.id desc limit 1`;
}

function byPage(rows: readonly WordRow[]): Map<string, Word> {
  return new Map(rows.map(({ page_id: page, ...word }) => [page, word]));
}

/** How people judged the pages of one alert, for the prior of its neighbours. */
export type LabelledSignature = { service: string | null; team: string | null } & LabelCount;

export async function labelledSignatures(sql: Sql, workspaceId: number): Promise<LabelledSignature[]> {
  return sql<LabelledSignature[]>`
    select max(p.service) as service, max(p.team) as team,
      coalesce(sum(v.weight) filter (where v.verdict = 'actionable'), 0)::float8 as a, sum(v.weight)::float8 as n
    from person_verdicts v join pages p on p.workspace_id = v.workspace_id and p.id = v.subject_id
    where v.workspace_id = ${workspaceId} and v.subject = 'page' and v.ended_at is null and v.verdict <> 'unclear'
    group by p.signature_id order by p.signature_id`;
}

/** Service, then team, then everybody: each the labels of its signatures. */
export function levelsFor(labelled: readonly LabelledSignature[], page: Page | undefined): LabelledSignature[][] {
  const { service, team } = page?.facts ?? {};
  return [
    labelled.filter((row) => service !== undefined && row.service === service),
    labelled.filter((row) => team !== undefined && row.team === team),
    [...labelled],
  ];
}
