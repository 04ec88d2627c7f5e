import { createHash } from "node:crypto";
import type { Sql, WorkCtx } from "@/db/ctx";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import type { Page } from "@/lib/model/page";
import { BULK_THRESHOLDS, bulkCloses } from "@/lib/noise/bulk-closes";
import { effectiveVerdict } from "@/lib/noise/effective-verdict";
import { type JudgedSignature, judgeSignature } from "@/lib/noise/judge";
import { priorOf } from "@/lib/noise/prior";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { foldDirtyPeople, priceInterruptions } from "./fold-people";
import { type LabelledSignature, type Labels, labelledSignatures, labelsOf, levelsFor } from "./labels";
import { SWEEP_WITHIN } from "./mark-sweeps";

/** Signatures are judged in portions of about this many pages: bounded memory, visible progress. */
const PORTION_PAGES = 5_000;

const VERDICT_COLUMNS = [
  "workspace_id",
  "page_id",
  "classifier_version",
  "verdict",
  "probability",
  "reason",
  "sentence",
  "decided_by",
  "votes",
  "against",
  "would_change",
  "used_page_ids",
  "settings_hash",
] as const;

const EFFECTIVE_COLUMNS = ["id", "verdict", "probability", "reason", "origin", "word_id"] as const;

const FINDING_COLUMNS = [
  "workspace_id",
  "signature_id",
  "no",
  "detector",
  "claim",
  "facts",
  "thresholds",
  "page_ids",
] as const;

/**
 * Judges every signature that waits, then folds the interruptions of everybody who waits. Repeats are harmless: a
 * signature stays marked until the transaction that judged it is through. `enough` stops it between two portions.
 */
export async function judgeDirty(ctx: WorkCtx, enough: () => boolean = () => false): Promise<void> {
  const { sql, workspaceId } = ctx;
  const around = {
    labelled: await labelledSignatures(sql, workspaceId),
    bulkClosed: await bulkClosedAround(sql, workspaceId),
  };
  for (let waiting = await portionsOf(ctx); waiting.length > 0 && !enough(); waiting = await portionsOf(ctx)) {
    for (const portion of waiting) if (!enough()) await judgePortion(ctx, portion, around);
  }
  await foldDirtyPeople(ctx, enough);
}

/** Judges what a person's word touched, in the transaction of that word: nobody sees the one without the other. */
export async function judgeNow(sql: Sql, ctx: WorkCtx, signatureIds: readonly string[]): Promise<void> {
  const ids = signatureIds as string[];
  await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select ${ctx.workspaceId}, id from unnest(${ids}::bigint[]) as id on conflict do nothing`;
  const around = {
    labelled: await labelledSignatures(sql, ctx.workspaceId),
    bulkClosed: await bulkClosedNear(sql, ctx.workspaceId),
  };
  await judge(sql, ctx, ids, around);
  await sql`
    delete from dirty_signatures where workspace_id = ${ctx.workspaceId} and signature_id = any(${ids}::bigint[])`;
}

/** What is known beyond the signatures at hand. */
type Around = { labelled: readonly LabelledSignature[]; bulkClosed: ReadonlySet<string> };

type Judged = JudgedSignature & { signatureId: string };

async function judgePortion(ctx: WorkCtx, portion: readonly string[], around: Around): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const signatures = await takeSignatures(sql, ctx.workspaceId, portion);
    if (signatures.length > 0) await judge(sql, ctx, signatures, around);
  });
}

async function judge(sql: Sql, ctx: WorkCtx, signatures: readonly string[], { labelled, bulkClosed }: Around) {
  const pages = await pagesOf(sql, ctx.workspaceId, signatures);
  const labels = await labelsOf(sql, ctx.workspaceId, signatures);
  const judged = signatures.map((signatureId) => {
    const mine = pages.get(signatureId) ?? [];
    const prior = priorOf(levelsFor(labelled, mine.at(-1)));
    const history = { pages: mine, labels: labels.pages, bulkClosed, zone: ctx.zone };
    return { signatureId, ...judgeSignature(history, ctx.settings, prior) };
  });
  await storeJudged(sql, ctx, judged, labels);
}

/** The signatures that wait, in portions; one with more pages than that is a portion of its own. */
async function portionsOf({ sql, workspaceId }: WorkCtx): Promise<string[][]> {
  const rows = await sql<{ id: string; pages: number }[]>`
    select d.signature_id as id, count(p.id)::int as pages from dirty_signatures d
    left join pages p on p.workspace_id = d.workspace_id and p.signature_id = d.signature_id
    where d.workspace_id = ${workspaceId} group by d.signature_id order by d.signature_id`;
  const portions: string[][] = [];
  let room = 0;
  for (const { id, pages } of rows) {
    if (portions.length === 0 || pages > room) {
      portions.push([]);
      room = PORTION_PAGES;
    }
    portions.at(-1)?.push(id);
    room -= pages;
  }
  return portions;
}

/** Those of a portion that still wait: another instance may have judged them. */
async function takeSignatures(sql: Sql, workspaceId: number, portion: readonly string[]): Promise<string[]> {
  const rows = await sql<{ signature_id: string }[]>`
    delete from dirty_signatures
    where workspace_id = ${workspaceId} and signature_id = any(${portion as string[]}::bigint[])
    returning signature_id`;
  return rows.map((row) => row.signature_id);
}

/** Pages by signature in order of opening, named by our ids. */
async function pagesOf(sql: Sql, workspaceId: number, signatures: readonly string[]): Promise<Map<string, Page[]>> {
  const rows = await sql<{ id: string; signature_id: string; folded: Page }[]>`
    select p.id, p.signature_id, f.folded
    from pages p join page_folds f on f.workspace_id = p.workspace_id and f.page_id = p.id
    where p.workspace_id = ${workspaceId} and p.signature_id = any(${signatures as string[]}::bigint[])
    order by p.signature_id, p.triggered_at, p.id`;
  const pages = new Map<string, Page[]>();
  for (const { id, signature_id: signature, folded } of rows) {
    const page = { ...folded, pageKey: id };
    const list = pages.get(signature);
    if (list) list.push(page);
    else pages.set(signature, [page]);
  }
  return pages;
}

/** A closing that completes a sweep changes what the other closings of the sweep say: their alerts wait as well. */
async function bulkClosedAround(sql: Sql, workspaceId: number): Promise<ReadonlySet<string>> {
  const bulkClosed = await bulkClosedNear(sql, workspaceId);
  const marked = await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select distinct p.workspace_id, p.signature_id from pages p
    where p.workspace_id = ${workspaceId} and p.id = any(${[...bulkClosed]}::bigint[])
      and p.signature_id not in (select signature_id from dirty_signatures where workspace_id = ${workspaceId})
      and exists (
        select 1 from dirty_signatures d
        join pages o on o.workspace_id = d.workspace_id and o.signature_id = d.signature_id
        where d.workspace_id = p.workspace_id and o.ended_by_person_id = p.ended_by_person_id
          and o.ended_at between p.ended_at - ${SWEEP_WITHIN}::interval and p.ended_at + ${SWEEP_WITHIN}::interval)
    on conflict do nothing`;
  return marked.count === 0 ? bulkClosed : bulkClosedNear(sql, workspaceId);
}

/** Pages that a person closed together with many others, of whatever alert; people who closed one that waits. */
async function bulkClosedNear(sql: Sql, workspaceId: number): Promise<Set<string>> {
  const rows = await sql<{ id: string; ended_at: Date; person: string }[]>`
    with closers as (
      select distinct p.ended_by_person_id from dirty_signatures d
      join pages p on p.workspace_id = d.workspace_id and p.signature_id = d.signature_id
      where d.workspace_id = ${workspaceId}
    ), closings as (
      select id, ended_at, ended_by_person_id as person,
        count(*) over (partition by ended_by_person_id order by ended_at range between ${SWEEP_WITHIN}::interval preceding
          and ${SWEEP_WITHIN}::interval following) as near
      from pages
      where workspace_id = ${workspaceId} and ended_at is not null
        and ended_by_person_id in (select ended_by_person_id from closers)
    )
    select id, ended_at, person from closings where near >= ${BULK_THRESHOLDS.closings}`;
  return bulkCloses(
    rows.map((row) => ({ pageKey: row.id, endedAt: row.ended_at.getTime(), endedByPerson: row.person })),
  );
}

async function storeJudged(sql: Sql, ctx: WorkCtx, judged: readonly Judged[], labels: Labels): Promise<void> {
  const { workspaceId } = ctx;
  const signatures = judged.map(({ signatureId }) => signatureId);
  const hash = createHash("sha256").update(JSON.stringify(ctx.settings)).digest("hex").slice(0, 16);
  await sql`delete from findings where workspace_id = ${workspaceId} and signature_id = any(${signatures}::bigint[])`;
  await copyIn(sql, "findings", FINDING_COLUMNS, findingRows(workspaceId, judged));
  await storeVerdicts(sql, workspaceId, verdictRows(workspaceId, judged, hash), judged);
  await sql`create temp table effective (id bigint, verdict text, probability real, reason text, origin text, word_id bigint) on commit drop`;
  await copyIn(sql, "effective", EFFECTIVE_COLUMNS, effectiveRows(judged, labels));
  const changed = await sql<{ id: string }[]>`
    update pages p set verdict = e.verdict, probability = e.probability, reason = e.reason, origin = e.origin, word_id = e.word_id
    from effective e
    where p.workspace_id = ${workspaceId} and p.id = e.id
      and (p.verdict, p.probability, p.reason, p.origin, p.word_id)
        is distinct from (e.verdict, e.probability, e.reason, e.origin, e.word_id)
    returning p.id`;
  await priceInterruptions(
    sql,
    workspaceId,
    changed.map((row) => row.id),
  );
  await sql`drop table effective`;
}

/** One row per page and version: repeated judging by this version replaces its own word, never another version's. */
async function storeVerdicts(sql: Sql, workspaceId: number, rows: Iterable<CopyValue[]>, judged: readonly Judged[]) {
  const pageIds = judged.flatMap(({ judgements }) => judgements.map(({ pageKey }) => pageKey));
  await sql`
    delete from verdicts
    where workspace_id = ${workspaceId} and classifier_version = ${CLASSIFIER_VERSION} and page_id = any(${pageIds}::bigint[])`;
  await copyIn(sql, "verdicts", VERDICT_COLUMNS, rows);
}

function* findingRows(workspaceId: number, judged: readonly Judged[]): Generator<CopyValue[]> {
  for (const { signatureId, findings } of judged)
    for (const [no, { detector, claim, facts, thresholds, pageKeys }] of findings.entries())
      yield [
        workspaceId,
        signatureId,
        no,
        detector,
        claim,
        JSON.stringify(facts),
        JSON.stringify(thresholds),
        pageKeys,
      ];
}

function* verdictRows(workspaceId: number, signatures: readonly Judged[], hash: string): Generator<CopyValue[]> {
  for (const { judgements } of signatures)
    for (const judged of judgements)
      yield [
        workspaceId,
        judged.pageKey,
        CLASSIFIER_VERSION,
        judged.verdict,
        judged.probability,
        judged.reason,
        judged.sentence,
        judged.decidedBy,
        JSON.stringify(judged.votes),
        JSON.stringify(judged.against),
        judged.wouldChange,
        judged.usedPages,
        hash,
      ];
}

function* effectiveRows(judged: readonly Judged[], labels: Labels): Generator<CopyValue[]> {
  for (const { judgements } of judged)
    for (const inferred of judgements) {
      const said = labels.pages.get(inferred.pageKey);
      const standing = labels.standing.get(inferred.pageKey);
      const { verdict, probability, reason, origin } = effectiveVerdict({ page: said, signature: standing, inferred });
      yield [inferred.pageKey, verdict, probability, reason, origin, (said ?? standing)?.id];
    }
}
