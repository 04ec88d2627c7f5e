import type { Sql } from "@/db/ctx";
import type { Page } from "@/lib/model/page";
import type { PersonVerdict, Reason, Verdict } from "@/lib/model/verdict";
import type { LabelCount } from "@/lib/noise/prior";

/** Words of people in force, on pages and on whole signatures. */
export type Labels = {
  pages: ReadonlyMap<string, PersonVerdict>;
  signatures: ReadonlyMap<string, PersonVerdict>;
  /** By page: the word on the last of the signatures that it came by before people merged and split them. */
  earlier: ReadonlyMap<string, PersonVerdict>;
};

export async function labelsOf(sql: Sql, workspaceId: number, signatureIds: readonly string[]): Promise<Labels> {
  const rows = await sql<
    {
      subject: "page" | "signature";
      subject_id: string;
      verdict: Verdict;
      reason: Reason | null;
      note: string | null;
    }[]
  >`
    select v.subject, v.subject_id, v.verdict, v.reason, v.note from person_verdicts v
    where v.workspace_id = ${workspaceId} and v.ended_at is null and (
      (v.subject = 'signature' and v.subject_id = any(${signatureIds as string[]}::bigint[]))
      or (v.subject = 'page' and exists (
        select 1 from pages p where p.workspace_id = v.workspace_id and p.id = v.subject_id
          and p.signature_id = any(${signatureIds as string[]}::bigint[]))))`;
  const of = (subject: "page" | "signature") =>
    new Map(
      rows
        .filter((row) => row.subject === subject)
        .map(({ subject_id: id, verdict, reason, note }) => [id, { verdict, reason, note }]),
    );
  return {
    pages: of("page"),
    signatures: of("signature"),
    earlier: await earlierWords(sql, workspaceId, signatureIds),
  };
}

async function earlierWords(
  sql: Sql,
  workspaceId: number,
  signatureIds: readonly string[],
): Promise<ReadonlyMap<string, PersonVerdict>> {
  const rows = await sql<({ id: string } & PersonVerdict)[]>`
    select p.id, w.verdict, w.reason, w.note from pages p
    cross join lateral (
      select v.verdict, v.reason, v.note from unnest(p.via) with ordinality as way (id, step)
      join person_verdicts v on v.workspace_id = p.workspace_id and v.subject = 'signature' and v.subject_id = way.id
        and v.ended_at is null
      order by way.step desc limit 1) w
    where p.workspace_id = ${workspaceId} and p.signature_id = any(${signatureIds as string[]}::bigint[])
      and p.via is not null`;
  return new Map(rows.map(({ id, ...word }) => [id, word]));
}

/** How people judged the pages of one alert, for the prior of its neighbours. */
export type LabelledSignature = { service: string | null; team: string | null } & LabelCount;

export async function labelledSignatures(sql: Sql, workspaceId: number): Promise<LabelledSignature[]> {
  return sql<LabelledSignature[]>`
    select max(p.service) as service, max(p.team) as team,
      count(*) filter (where v.verdict = 'actionable')::int as a, count(*)::int as n
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
