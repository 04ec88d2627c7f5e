import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Sql, WorkCtx } from "@/db/ctx";
import { idOf } from "@/db/ids";
import { changesNear } from "@/db/queries/changes-near";
import { incidentKindOf } from "@/db/rollups/incidents";
import { recountTouched } from "@/db/rollups/recount-touched";
import { type CopyValue, copyLines, encodeRow } from "@/db/staging/copy-in";
import { storedPage } from "@/db/staging/stored-page";
import { withRules } from "@/db/work-ctx";
import type { Change } from "@/lib/model/change";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Page } from "@/lib/model/page";
import type { PersonFact } from "@/lib/model/page-event";
import type { Finding, Judgement, Origin, Reason, Verdict } from "@/lib/model/verdict";
import { BULK_THRESHOLDS, bulkCloses } from "@/lib/noise/bulk-closes";
import { changesByScope, scopeOf } from "@/lib/noise/change-scope";
import { effectiveVerdict } from "@/lib/noise/effective-verdict";
import { alikeKey, type Observed } from "@/lib/noise/habits";
import type { History } from "@/lib/noise/history";
import { judgeSignature, observe, readSignature } from "@/lib/noise/judge";
import { packVotes } from "@/lib/noise/packed-votes";
import { type Prior, priorOf } from "@/lib/noise/prior";
import { byOpening } from "@/lib/noise/sight";
import { namesOf } from "@/lib/noise/surroundings";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { withOwnKeys } from "@/lib/report/qualify-page";
import { type LabelledSignature, type Labels, labelledSignatures, labelsOf, levelsFor, type Word } from "./labels";
import { dirtySignatures, learnSurroundings, learntIn } from "./learn-surroundings";
import { SWEEP_WITHIN } from "./mark-sweeps";
import { type MovedPage, priceInterruptions } from "./price-interruptions";
import { type Around as AroundPage, fromStored, type Learnt, surroundingsFrom } from "./surroundings-rows";

/** Signatures are judged in portions of about this many pages: bounded memory, visible progress. */
const PORTION_PAGES = 2_500;

/** While one portion is read or written, another one is judged. */
const AT_ONCE = 2;
/** Habits are a few hundred shares: more pages of a team than this change none of them by much. */
const HABIT_PAGES = 5_000;

/** Of the workspace's advisory locks: whoever prices interruptions sees the pages of all who priced before. */
const PRICING_LOCK = 4;

/** The closings around the pages of so many alerts are sought one by one, else all are looked through. */
const FEW_ALERTS = 50;

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
  "packed_votes",
  "packed_covered",
  "would_change",
  "used_page_ids",
  "settings_hash",
] as const;

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
  const learnt = await learnSurroundings(ctx, async () => observeAll(await withRules(sql, ctx)));
  const { bulkClosed, signatures } = await bulkClosedAround(sql, workspaceId);
  const around = signatures.length > 0 ? await knownBeyond(sql, workspaceId, bulkClosed, learnt) : null;
  for (let waiting = signatures; around !== null && waiting.length > 0 && !enough(); ) {
    await inTurns(await portionsOf(ctx, waiting), AT_ONCE, async (portion) => {
      if (!enough()) await judgePortion(ctx, portion, around);
    });
    waiting = await dirtySignatures(sql, workspaceId);
  }
  await recountTouched(ctx, enough);
}

/** Judges what a person's word touched, in the locked transaction of that word: nobody sees the one without the other. */
export async function judgeNow(sql: Sql, ctx: WorkCtx, signatureIds: readonly string[]): Promise<void> {
  const ids = signatureIds as string[];
  await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select ${ctx.workspaceId}, id from unnest(${ids}::bigint[]) as id on conflict do nothing`;
  const bulkClosed = await bulkClosedNear(sql, ctx.workspaceId, await dirtySignatures(sql, ctx.workspaceId));
  await judge(sql, await withRules(sql, ctx), ids, await knownBeyond(sql, ctx.workspaceId, bulkClosed));
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

async function knownBeyond(
  sql: Sql,
  workspaceId: number,
  bulkClosed: ReadonlySet<string>,
  known: Learnt | null = null,
): Promise<Beyond> {
  const [labelled, learnt, people] = await Promise.all([
    labelledSignatures(sql, workspaceId),
    known ?? learntIn(sql, workspaceId),
    peopleIn(sql, workspaceId),
  ]);
  return { bulkClosed, labelled, learnt, names: namesOf(people) };
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

async function judgePortion(ctx: WorkCtx, portion: readonly string[], beyond: Beyond): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    // Shared: portions are judged beside each other, while nobody changes what they read.
    const [, signatures, ruled] = await Promise.all([
      // Sent now: what is sent after it waits behind it. Told that pages lie in memory: else the server reads all of them for each portion.
      sql`
        select pg_advisory_xact_lock_shared(${ctx.workspaceId}), set_config('random_page_cost', '1.1', true)`.execute(),
      takeSignatures(sql, ctx.workspaceId, portion),
      withRules(sql, ctx),
    ]);
    if (signatures.length > 0) await judge(sql, ruled, signatures, beyond);
  });
}

/**
 * In portions, so that of all pages only what habits are learnt from is in memory. Of a team with very many pages some of
 * its alerts, drawn by their ids, tell its habits as well as all.
 */
async function observeAll(ctx: WorkCtx): Promise<Observed[]> {
  const { sql, workspaceId } = ctx;
  const beyond = await knownBeyond(sql, workspaceId, await bulkClosedNear(sql, workspaceId, null));
  const rows = await sql<{ id: string; pages: number }[]>`
    with alerts as (
      select signature_id as id, max(team) as team, count(*)::int as pages from pages
      where workspace_id = ${workspaceId} group by signature_id
    ), drawn as (
      select id, pages, sum(pages) over (partition by team order by md5(id::text)) - pages as before from alerts
    )
    select id, pages from drawn where before < ${HABIT_PAGES} order by id`;
  const observed: Observed[] = [];
  const alike = new Map<string, Observed>();
  await inTurns(inPortions(rows), AT_ONCE, async (portion) => {
    const { signatures } = await readPortion(sql, ctx, portion, beyond);
    for (const { signatureId, history } of signatures) {
      for (const each of observe(readSignature(history, ctx.settings), signatureId)) {
        // Most pages of an alert are alike in all that is learnt from: they are kept once.
        const key = alikeKey(each);
        const known = alike.get(key);
        if (known) observed.push(known);
        else {
          alike.set(key, each);
          observed.push(each);
        }
      }
      alike.clear();
    }
  });
  return observed;
}

/** Some at once; after a failure nothing more is begun, and what was begun has ended. */
async function inTurns<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items].reverse();
  const run = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) {
      try {
        await work(item);
      } catch (error) {
        left.length = 0;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, run));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

async function judge(sql: Sql, ctx: WorkCtx, signatureIds: readonly string[], beyond: Beyond) {
  const { signatures, labels, judged: before } = await readPortion(sql, ctx, signatureIds, beyond);
  // The server clears what was judged before while it is judged here.
  const cleared = clearJudged(sql, ctx.workspaceId, signatureIds, before);
  cleared.catch(() => {});
  await setImmediate();
  const rows: JudgedRows = { verdicts: [], findings: [], effective: [], moved: [] };
  const hash = createHash("sha256").update(JSON.stringify(ctx.settings)).digest("hex").slice(0, 16);
  for (const { signatureId, history, prior, ids, inForce } of signatures) {
    const { findings, judgements } = judgeSignature(history, ctx.settings, prior);
    const idFor = idsFor(ctx.workspaceId, ids);
    for (const [place, judged] of judgements.entries()) {
      rows.verdicts.push(encodeRow(verdictRow(ctx.workspaceId, judged, idFor, hash)));
      const row = effectiveRow(judged, idFor(judged.pageKey), labels);
      const now = inForce.get(row.id);
      if (isInForce(row, now)) continue;
      rows.effective.push(row);
      if (countsAsBefore(row, now)) continue;
      rows.moved.push({ id: row.id, openedAt: openedAt(history, place, judged) });
    }
    for (const [no, finding] of findings.entries())
      rows.findings.push(encodeRow([ctx.workspaceId, signatureId, no, ...findingRow(finding, idFor)]));
  }
  await cleared;
  await storeJudged(sql, ctx, rows);
}

/** `judged`: ids of the pages that have a verdict. */
type ReadSignatures = { signatures: Iterable<SignatureRead>; labels: Labels; judged: string[] };

/** `ids`: of its pages, by the key that a page is judged under. `inForce`: by id. */
type SignatureRead = {
  signatureId: string;
  history: History;
  prior: Prior;
  ids: ReadonlyMap<string, string>;
  inForce: ReadonlyMap<string, InForce>;
};

/** Signature by signature, so that of all that is known of their pages only one is in memory at a time. */
async function readPortion(
  sql: Sql,
  ctx: WorkCtx,
  signatureIds: readonly string[],
  beyond: Beyond,
): Promise<ReadSignatures> {
  const { workspaceId } = ctx;
  const [rows, labels, span] = await Promise.all([
    pageRowsOf(sql, workspaceId, signatureIds),
    labelsOf(sql, workspaceId, signatureIds),
    spanOf(sql, workspaceId, signatureIds),
  ]);
  const [only] = signatureIds;
  const last =
    signatureIds.length === 1 && only !== undefined ? readPages(rows.get(only) ?? []).pages.at(-1) : undefined;
  const changes = await changesAround(sql, workspaceId, span, last);
  const judged = [...rows.values()].flatMap((mine) =>
    mine.flatMap(({ id, verdict }) => (verdict === null ? [] : [id])),
  );
  const signatures = signaturesFrom(ctx, signatureIds, rows, labels, changesByScope(changes), beyond);
  return { signatures, labels, judged };
}

function* signaturesFrom(
  ctx: WorkCtx,
  signatureIds: readonly string[],
  rows: Map<string, PageRow[]>,
  labels: Labels,
  changesOf: ReturnType<typeof changesByScope>,
  { labelled, bulkClosed, learnt, names }: Beyond,
): Generator<SignatureRead> {
  for (const signatureId of signatureIds) {
    const { pages, ids, around, inForce } = readPages(rows.get(signatureId) ?? []);
    rows.delete(signatureId);
    const last = pages.at(-1);
    const said = new Map<string, Word>();
    const swept = new Set<string>();
    for (const [key, id] of ids) {
      const word = labels.pages.get(id);
      if (word) said.set(key, word);
      if (bulkClosed.has(id)) swept.add(key);
    }
    yield {
      signatureId,
      ids,
      inForce,
      prior: priorOf(levelsFor(labelled, last)),
      history: {
        pages,
        labels: said,
        bulkClosed: swept,
        zone: ctx.zone,
        changes: last ? changesOf(scopeOf(last)) : [],
        surroundings: { ...surroundingsFrom(learnt, around), names },
      },
    };
  }
}

type Span = { from: Date | null; to: Date | null };

async function spanOf(sql: Sql, workspaceId: number, signatureIds: readonly string[]): Promise<Span> {
  const [span] = await sql<Span[]>`
    select min(triggered_at) as "from", max(last_event_at) as "to" from pages
    where workspace_id = ${workspaceId} and signature_id = any(${signatureIds as string[]}::bigint[])`;
  return span ?? { from: null, to: null };
}

/** Changes over the whole time of some pages: those of other days tell what is usual. `last`: of the only alert. */
async function changesAround(
  sql: Sql,
  workspaceId: number,
  { from, to }: Span,
  last: Page | undefined,
): Promise<Change[]> {
  if (from === null || to === null) return [];
  const scope = last ? scopeOf(last) : null;
  return changesNear(sql, workspaceId, scope, from.getTime() - AROUND_MS, to.getTime() + AROUND_MS);
}

/**
 * Pages are judged under the keys that their providers give them, as on the command line: order, names and sentences are
 * the same there. Stored are our ids, and keys as people know them.
 */
type IdFor = (pageKey: string) => string;

const idsFor =
  (workspaceId: number, ids: ReadonlyMap<string, string>): IdFor =>
  (key) =>
    ids.get(key) ?? idOf(workspaceId, ...key.split("\u0000"));

/** Signatures in portions; one with more pages than that is a portion of its own. */
async function portionsOf({ sql, workspaceId }: WorkCtx, ids: readonly string[]): Promise<string[][]> {
  if (ids.length === 1) return [[...ids]];
  const rows = await sql<{ id: string; pages: number }[]>`
    select signature_id as id, count(*)::int as pages from pages
    where workspace_id = ${workspaceId} and signature_id = any(${ids as string[]}::bigint[]) group by signature_id`;
  const counts = new Map(rows.map(({ id, pages }) => [id, pages]));
  return inPortions(ids.map((id) => ({ id, pages: counts.get(id) ?? 0 })));
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

/** Those of a portion that still wait: another instance may have judged them. In one order, so that nobody waits crosswise. */
async function takeSignatures(sql: Sql, workspaceId: number, portion: readonly string[]): Promise<string[]> {
  const rows = await sql<{ signature_id: string }[]>`
    with taken as materialized (
      select signature_id from dirty_signatures
      where workspace_id = ${workspaceId} and signature_id = any(${portion as string[]}::bigint[])
      order by signature_id for update
    )
    delete from dirty_signatures d using taken t
    where d.workspace_id = ${workspaceId} and d.signature_id = t.signature_id returning d.signature_id`;
  return rows.map((row) => row.signature_id);
}

/** What a page has now; null where it was never judged. */
type InForce = {
  verdict: Verdict | null;
  probability: number | null;
  reason: Reason | null;
  origin: Origin | null;
  word_id: string | null;
};

/** A page as it is stored, with its fold and what lies around it still in JSON. */
type PageRow = InForce & { id: string; signature_id: string; folded: string; around: string | null };

async function pageRowsOf(
  sql: Sql,
  workspaceId: number,
  signatures: readonly string[],
): Promise<Map<string, PageRow[]>> {
  const rows = await sql<PageRow[]>`
    select p.id, p.signature_id, p.verdict, p.probability, p.reason, p.origin, p.word_id,
      coalesce(f.packed, f.folded::text) as folded,
      s.around::text as around
    from pages p join page_folds f on f.workspace_id = p.workspace_id and f.page_id = p.id
    left join page_surroundings s on s.workspace_id = p.workspace_id and s.page_id = p.id
    where p.workspace_id = ${workspaceId} and p.signature_id = any(${signatures as string[]}::bigint[])`;
  return groupBy(rows, (row) => row.signature_id);
}

type ReadPages = {
  /** In order of opening. */
  pages: Page[];
  /** By the key that a page is judged under. */
  ids: Map<string, string>;
  around: Map<string, AroundPage>;
  inForce: Map<string, InForce>;
};

function readPages(rows: readonly PageRow[]): ReadPages {
  const read: ReadPages = { pages: [], ids: new Map(), around: new Map(), inForce: new Map() };
  for (const row of rows) {
    const { id, folded, around } = row;
    const page: Mutable<Page> = storedPage(folded);
    page.pageKey = `${page.provider}\u0000${page.pageKey}`;
    if (page.mergedInto !== null) page.mergedInto = `${page.provider}\u0000${page.mergedInto}`;
    read.ids.set(page.pageKey, id);
    if (around !== null) read.around.set(page.pageKey, fromStored(around));
    if (row.verdict !== null) read.inForce.set(id, row);
    read.pages.push(page);
  }
  read.pages.sort(byOpening);
  return read;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The signatures that wait, and the ids of pages that were closed in sweeps with theirs. */
type Waiting = { signatures: string[]; bulkClosed: ReadonlySet<string> };

/** A closing that completes a sweep changes what the other closings of the sweep say: their alerts wait as well. */
async function bulkClosedAround(sql: Sql, workspaceId: number): Promise<Waiting> {
  const waiting = await dirtySignatures(sql, workspaceId);
  const bulkClosed = waiting.length === 0 ? new Set<string>() : await bulkClosedNear(sql, workspaceId, waiting);
  if (bulkClosed.size === 0) return { signatures: waiting, bulkClosed };
  const marked = await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select distinct p.workspace_id, p.signature_id from pages p
    where p.workspace_id = ${workspaceId} and p.id = any(${[...bulkClosed]}::bigint[])
      and p.signature_id <> all(${waiting}::bigint[])
      and exists (
        select 1 from pages o
        where o.workspace_id = p.workspace_id and o.ended_by_person_id = p.ended_by_person_id
          and o.ended_at between p.ended_at - ${SWEEP_WITHIN}::interval and p.ended_at + ${SWEEP_WITHIN}::interval
          and o.signature_id = any(${waiting}::bigint[]))
    on conflict do nothing`;
  if (marked.count === 0) return { signatures: waiting, bulkClosed };
  const signatures = await dirtySignatures(sql, workspaceId);
  return { signatures, bulkClosed: await bulkClosedNear(sql, workspaceId, signatures) };
}

/** Pages that a person closed together with many others, of whatever alert, around the pages of some alerts or of all. */
async function bulkClosedNear(sql: Sql, workspaceId: number, waiting: readonly string[] | null): Promise<Set<string>> {
  const isFew = waiting !== null && waiting.length <= FEW_ALERTS;
  const rows = await (isFew ? closingsNear(sql, workspaceId, waiting) : closingsInCrowds(sql, workspaceId));
  return bulkCloses(
    rows.map((row) => ({ pageKey: row.id, endedAt: row.ended_at.getTime(), endedByPerson: row.person })),
  );
}

type Closing = { id: string; ended_at: Date; person: string };

/** All that the same people closed about when they closed a page of these alerts. */
async function closingsNear(sql: Sql, workspaceId: number, signatures: readonly string[]): Promise<Closing[]> {
  return sql<Closing[]>`
    with mine as (
      select distinct ended_by_person_id as person, ended_at from pages
      where workspace_id = ${workspaceId} and signature_id = any(${signatures as string[]}::bigint[])
        and ended_by_person_id is not null and ended_at is not null
    )
    select distinct o.id, o.ended_at, o.ended_by_person_id as person
    from mine join pages o on o.workspace_id = ${workspaceId} and o.ended_by_person_id = mine.person
      and o.ended_at between mine.ended_at - ${SWEEP_WITHIN}::interval and mine.ended_at + ${SWEEP_WITHIN}::interval`;
}

/** Those with so many others by the same person that they may be a sweep; a millisecond wider than it may be. */
async function closingsInCrowds(sql: Sql, workspaceId: number): Promise<Closing[]> {
  const { closings, withinMs } = BULK_THRESHOLDS;
  const others = sql.unsafe(String(closings - 1));
  return sql<Closing[]>`
    with closings as (
      select id, ended_at, ended_by_person_id as person,
        ended_at - lag(ended_at, ${others}) over (partition by ended_by_person_id order by ended_at, id)
          <= ${`${withinMs + 1} milliseconds`}::interval as ends
      from pages where workspace_id = ${workspaceId} and ended_at is not null and ended_by_person_id is not null
    ), crowds as (
      select id, ended_at, person, bool_or(ends) over (partition by person order by ended_at, id
        rows between current row and ${others} following) as crowded
      from closings
    )
    select id, ended_at, person from crowds where crowded`;
}

/** What is to be written of a portion: lines of COPY, the verdicts in force, and the pages that count as something else now. */
type JudgedRows = { verdicts: string[]; findings: string[]; effective: EffectiveRow[]; moved: MovedPage[] };

/** One row per page and version: repeated judging by this version replaces its own word, never another version's. */
async function clearJudged(
  sql: Sql,
  workspaceId: number,
  signatures: readonly string[],
  pages: readonly string[],
): Promise<void> {
  const findings = sql`
    delete from findings
    where workspace_id = ${workspaceId} and signature_id = any(${signatures as string[]}::bigint[])`;
  if (pages.length === 0) return void (await findings);
  const verdicts = sql`
    delete from verdicts
    where workspace_id = ${workspaceId} and page_id = any(${pages as string[]}::bigint[])
      and classifier_version = ${CLASSIFIER_VERSION}`;
  await Promise.all([findings, verdicts]);
}

async function storeJudged(sql: Sql, ctx: WorkCtx, rows: JudgedRows): Promise<void> {
  const { workspaceId } = ctx;
  if (rows.findings.length > 0) await copyLines(sql, "findings", FINDING_COLUMNS, rows.findings);
  await copyLines(sql, "verdicts", VERDICT_COLUMNS, rows.verdicts);
  await storeEffective(sql, workspaceId, rows.effective);
  if (rows.moved.length === 0) return;
  await sql`select pg_advisory_xact_lock(${workspaceId}, ${PRICING_LOCK})`;
  await priceInterruptions(sql, ctx, rows.moved);
}

/** These differ from what is stored, which nobody else changes while their alert is judged. */
async function storeEffective(sql: Sql, workspaceId: number, rows: readonly EffectiveRow[]): Promise<void> {
  if (rows.length === 0) return;
  // Arrays as the server reads them: words, numbers and ids need no quotes.
  const all = (values: readonly (string | number | null)[]) => `{${values.map((it) => it ?? "null").join(",")}}`;
  await sql`
    update pages p set verdict = e.verdict, probability = e.probability, reason = e.reason, origin = e.origin, word_id = e.word_id
    from unnest(${all(rows.map(({ id }) => id))}::bigint[], ${all(rows.map(({ verdict }) => verdict))}::text[],
      ${all(rows.map(({ probability }) => probability))}::real[], ${all(rows.map(({ reason }) => reason))}::text[],
      ${all(rows.map(({ origin }) => origin))}::text[], ${all(rows.map(({ wordId }) => wordId))}::bigint[])
      as e(id, verdict, probability, reason, origin, word_id)
    where p.workspace_id = ${workspaceId} and p.id = e.id`;
}

function findingRow({ detector, claim, facts, thresholds, pageKeys }: Finding, idFor: IdFor): CopyValue[] {
  const told = Object.fromEntries(
    Object.entries(facts).map(([name, it]) => [name, typeof it === "string" ? withOwnKeys(it) : it]),
  );
  return [detector, withOwnKeys(claim), JSON.stringify(told), JSON.stringify(thresholds), pageKeys.map(idFor)];
}

function verdictRow(workspaceId: number, judged: Judgement, idFor: IdFor, hash: string): CopyValue[] {
  return [
    workspaceId,
    idFor(judged.pageKey),
    CLASSIFIER_VERSION,
    judged.verdict,
    judged.probability,
    judged.reason,
    withOwnKeys(judged.sentence),
    judged.decidedBy,
    packVotes(judged.votes),
    packedCovered(judged),
    judged.wouldChange === null ? null : withOwnKeys(judged.wouldChange),
    judged.usedPages.map(idFor),
    hash,
  ];
}

function packedCovered({ votes, against }: Judgement): string | null {
  const covered = against.filter((vote) => !votes.includes(vote));
  return covered.length === 0 ? null : packVotes(covered);
}

type EffectiveRow = {
  id: string;
  verdict: Verdict;
  probability: number | null;
  reason: Reason | null;
  origin: Origin;
  wordId: string | null;
};

/** Of an alert that pages again nearly all verdicts stay: the server need not hear of those. */
function isInForce(row: EffectiveRow, now: InForce | undefined): boolean {
  if (now === undefined || row.verdict !== now.verdict || row.reason !== now.reason) return false;
  return row.origin === now.origin && row.wordId === now.word_id && single(row.probability) === single(now.probability);
}

/** Another verdict, a test that is none any more, or another incident, and whatever is counted of the page is counted again. */
function countsAsBefore({ verdict, reason }: EffectiveRow, now: InForce | undefined): boolean {
  if (now === undefined || verdict !== now.verdict) return false;
  return (reason === "test") === (now.reason === "test") && incidentKindOf(reason) === incidentKindOf(now.reason);
}

/** Pages are judged in the order of their history. */
function openedAt({ pages }: History, place: number, { pageKey }: Judgement): Instant {
  const page = pages[place];
  if (page?.pageKey !== pageKey) throw new Error(`Page ${pageKey} was not judged in its place`);
  return page.triggeredAt;
}

/** As the server keeps it. */
function single(probability: number | null): number | null {
  return probability === null ? null : Math.fround(probability);
}

function effectiveRow(inferred: Judgement, id: string, labels: Labels): EffectiveRow {
  const said = labels.pages.get(id);
  const standing = labels.standing.get(id);
  const { verdict, probability, reason, origin } = effectiveVerdict({ page: said, signature: standing, inferred });
  return { id, verdict, probability, reason, origin, wordId: (said ?? standing)?.id ?? null };
}
