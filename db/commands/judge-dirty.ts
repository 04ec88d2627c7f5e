import { createHash } from "node:crypto";
import type { Sql, WorkCtx } from "@/db/ctx";
import { idOf } from "@/db/ids";
import { changesNear } from "@/db/queries/changes-near";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import { withRules } from "@/db/work-ctx";
import type { Change } from "@/lib/model/change";
import type { Page } from "@/lib/model/page";
import type { PersonFact } from "@/lib/model/page-event";
import type { Vote } from "@/lib/model/verdict";
import { BULK_THRESHOLDS, bulkCloses } from "@/lib/noise/bulk-closes";
import { changesByScope, scopeOf } from "@/lib/noise/change-scope";
import { effectiveVerdict } from "@/lib/noise/effective-verdict";
import type { Observed } from "@/lib/noise/habits";
import { type JudgedSignature, judgeSignature, observe, readSignature } from "@/lib/noise/judge";
import { priorOf } from "@/lib/noise/prior";
import { byOpening } from "@/lib/noise/sight";
import { namesOf, type Surroundings } from "@/lib/noise/surroundings";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { withOwnKeys } from "@/lib/report/qualify-page";
import { foldDirtyPeople, priceInterruptions } from "./fold-people";
import { type LabelledSignature, type Labels, labelledSignatures, labelsOf, levelsFor } from "./labels";
import { learnSurroundings, learntIn } from "./learn-surroundings";
import { SWEEP_WITHIN } from "./mark-sweeps";
import { type Around as AroundPage, fromStored, type Learnt, surroundingsFrom } from "./surroundings-rows";

/** Signatures are judged in portions of about this many pages: bounded memory, visible progress. */
const PORTION_PAGES = 5_000;

/** An edit of a rule is told with a rise within two days; the same hour is compared with two weeks on either side. */
const AROUND_MS = 15 * 86_400_000;

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
  await learnSurroundings(ctx, async () => observeAll(await withRules(sql, ctx)));
  const around = await knownBeyond(sql, workspaceId, await bulkClosedAround(sql, workspaceId));
  for (let waiting = await portionsOf(ctx); waiting.length > 0 && !enough(); waiting = await portionsOf(ctx)) {
    for (const portion of waiting) if (!enough()) await judgePortion(ctx, portion, around);
  }
  await foldDirtyPeople(await withRules(sql, ctx), enough);
}

/** Judges what a person's word touched, in the locked transaction of that word: nobody sees the one without the other. */
export async function judgeNow(sql: Sql, ctx: WorkCtx, signatureIds: readonly string[]): Promise<void> {
  const ids = signatureIds as string[];
  await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select ${ctx.workspaceId}, id from unnest(${ids}::bigint[]) as id on conflict do nothing`;
  const around = await knownBeyond(sql, ctx.workspaceId, await bulkClosedNear(sql, ctx.workspaceId));
  await judge(sql, await withRules(sql, ctx), ids, around);
  await sql`
    delete from dirty_signatures where workspace_id = ${ctx.workspaceId} and signature_id = any(${ids}::bigint[])`;
}

/** What is known beyond the signatures at hand. */
type Beyond = {
  labelled: readonly LabelledSignature[];
  /** Ids of pages. */
  bulkClosed: ReadonlySet<string>;
  learnt: Learnt;
  names: ReadonlyMap<string, string>;
};

async function knownBeyond(sql: Sql, workspaceId: number, bulkClosed: ReadonlySet<string>): Promise<Beyond> {
  return {
    bulkClosed,
    labelled: await labelledSignatures(sql, workspaceId),
    learnt: await learntIn(sql, workspaceId),
    names: namesOf(await peopleIn(sql, workspaceId)),
  };
}

/** Every account under its person, as a feed of changes may call them. */
async function peopleIn(sql: Sql, workspaceId: number): Promise<PersonFact[]> {
  const rows = await sql<
    { provider: string; person: string; key: string; name: string | null; email: string | null }[]
  >`
    select provider, person_id as person, key, name, email from identities where workspace_id = ${workspaceId}`;
  return rows.flatMap(({ provider, person, key, name, email }) => [
    { provider, key: person, ...(name !== null && { name }), ...(email !== null && { email }) },
    { provider, key: person, name: key },
  ]);
}

type Judged = JudgedSignature & { signatureId: string };

async function judgePortion(ctx: WorkCtx, portion: readonly string[], beyond: Beyond): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const signatures = await takeSignatures(sql, ctx.workspaceId, portion);
    if (signatures.length > 0) await judge(sql, await withRules(sql, ctx), signatures, beyond);
  });
}

/** In portions, so that of all pages only what habits are learnt from is in memory. */
async function observeAll(ctx: WorkCtx): Promise<Observed[]> {
  const { sql, workspaceId } = ctx;
  const beyond = await knownBeyond(sql, workspaceId, await bulkClosedNear(sql, workspaceId, true));
  const rows = await sql<{ id: string; pages: number }[]>`
    select signature_id as id, count(*)::int as pages from pages
    where workspace_id = ${workspaceId} group by signature_id order by signature_id`;
  const observed: Observed[] = [];
  for (const portion of inPortions(rows)) {
    const { histories } = await historiesOf(sql, ctx, portion, beyond);
    for (const [signature, { history }] of histories)
      for (const each of observe(readSignature(history, ctx.settings), signature)) observed.push(each);
  }
  return observed;
}

async function judge(sql: Sql, ctx: WorkCtx, signatures: readonly string[], beyond: Beyond) {
  const { histories, ids, labels } = await historiesOf(sql, ctx, signatures, beyond);
  const judged = [...histories].map(([signatureId, { history, prior }]) => {
    return { signatureId, ...withIds(ctx.workspaceId, judgeSignature(history, ctx.settings, prior), ids) };
  });
  await storeJudged(sql, ctx, judged, labels);
}

async function historiesOf(sql: Sql, ctx: WorkCtx, signatures: readonly string[], beyond: Beyond) {
  const { pages, ids, around } = await pagesOf(sql, ctx.workspaceId, signatures);
  const labels = await labelsOf(sql, ctx.workspaceId, signatures);
  const changesOf = changesByScope(await changesAround(sql, ctx.workspaceId, pages));
  const surroundings: Surroundings = { ...surroundingsFrom(beyond.learnt, around), names: beyond.names };
  const byKey = new Map([...ids].map(([key, id]) => [id, key]));
  const keyed = <T>(words: ReadonlyMap<string, T>) =>
    new Map([...words].flatMap(([id, word]) => (byKey.has(id) ? [[byKey.get(id) ?? "", word] as const] : [])));
  const said = keyed(labels.pages);
  const bulkClosed = new Set([...ids].flatMap(([key, id]) => (beyond.bulkClosed.has(id) ? [key] : [])));
  const histories = new Map(
    signatures.map((signatureId) => {
      const mine = pages.get(signatureId) ?? [];
      const last = mine.at(-1);
      const prior = priorOf(levelsFor(beyond.labelled, last));
      const changes = last ? changesOf(scopeOf(last)) : [];
      const history = { pages: mine, labels: said, bulkClosed, zone: ctx.zone, changes, surroundings };
      return [signatureId, { history, prior }] as const;
    }),
  );
  return { histories, ids, labels };
}

/** Changes over the whole time of these pages: those of other days tell what is usual. */
async function changesAround(
  sql: Sql,
  workspaceId: number,
  pages: ReadonlyMap<string, readonly Page[]>,
): Promise<Change[]> {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const mine of pages.values())
    for (const { triggeredAt, lastEventAt } of mine) {
      from = Math.min(from, triggeredAt);
      to = Math.max(to, lastEventAt);
    }
  if (from > to) return [];
  const [first] = pages.size === 1 ? pages.values() : [];
  const last = first?.at(-1);
  return changesNear(sql, workspaceId, last ? scopeOf(last) : null, from - AROUND_MS, to + AROUND_MS);
}

/**
 * Pages are judged under the keys that their providers give them, as on the command line: order, names and sentences are
 * the same there. Stored are our ids, and keys as people know them.
 */
function withIds(workspaceId: number, judged: JudgedSignature, ids: ReadonlyMap<string, string>): JudgedSignature {
  const idFor = (key: string) => ids.get(key) ?? idOf(workspaceId, ...key.split("\u0000"));
  const own = <T extends Pick<Vote, "why">>(votes: readonly T[]) =>
    votes.map((vote) => ({ ...vote, why: withOwnKeys(vote.why) }));
  const findings = judged.findings.map((finding) => ({
    ...finding,
    claim: withOwnKeys(finding.claim),
    facts: Object.fromEntries(
      Object.entries(finding.facts).map(([name, it]) => [name, typeof it === "string" ? withOwnKeys(it) : it]),
    ),
    pageKeys: finding.pageKeys.map(idFor),
  }));
  const judgements = judged.judgements.map((judgement) => ({
    ...judgement,
    pageKey: idFor(judgement.pageKey),
    sentence: withOwnKeys(judgement.sentence),
    votes: own(judgement.votes),
    against: own(judgement.against),
    wouldChange: judgement.wouldChange === null ? null : withOwnKeys(judgement.wouldChange),
    usedPages: judgement.usedPages.map(idFor),
  }));
  return { findings, judgements };
}

/** The signatures that wait, in portions; one with more pages than that is a portion of its own. */
async function portionsOf({ sql, workspaceId }: WorkCtx): Promise<string[][]> {
  const rows = await sql<{ id: string; pages: number }[]>`
    select d.signature_id as id, count(p.id)::int as pages from dirty_signatures d
    left join pages p on p.workspace_id = d.workspace_id and p.signature_id = d.signature_id
    where d.workspace_id = ${workspaceId} group by d.signature_id order by d.signature_id`;
  return inPortions(rows);
}

function inPortions(rows: readonly { id: string; pages: number }[]): string[][] {
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

type ReadPages = {
  /** By signature, in order of opening. */
  pages: Map<string, Page[]>;
  /** By the key that a page is judged under. */
  ids: Map<string, string>;
  around: Map<string, AroundPage>;
};

async function pagesOf(sql: Sql, workspaceId: number, signatures: readonly string[]): Promise<ReadPages> {
  const rows = await sql<{ id: string; signature_id: string; folded: Page; around: string | null }[]>`
    select p.id, p.signature_id, f.folded, s.around::text as around
    from pages p join page_folds f on f.workspace_id = p.workspace_id and f.page_id = p.id
    left join page_surroundings s on s.workspace_id = p.workspace_id and s.page_id = p.id
    where p.workspace_id = ${workspaceId} and p.signature_id = any(${signatures as string[]}::bigint[])`;
  const read: ReadPages = { pages: new Map(), ids: new Map(), around: new Map() };
  for (const { id, signature_id: signature, folded, around } of rows) {
    const led = (key: string) => `${folded.provider}\u0000${key}`;
    const pageKey = led(folded.pageKey);
    const page = { ...folded, pageKey, mergedInto: folded.mergedInto === null ? null : led(folded.mergedInto) };
    read.ids.set(pageKey, id);
    if (around !== null) read.around.set(pageKey, fromStored(around));
    const list = read.pages.get(signature);
    if (list) list.push(page);
    else read.pages.set(signature, [page]);
  }
  for (const list of read.pages.values()) list.sort(byOpening);
  return read;
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

/** Pages that a person closed together with many others, of whatever alert; people who closed one that waits, or everybody. */
async function bulkClosedNear(sql: Sql, workspaceId: number, ofAll = false): Promise<Set<string>> {
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
        and ended_by_person_id is not null and (${ofAll} or ended_by_person_id in (select ended_by_person_id from closers))
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
