import type { PendingQuery } from "postgres";
import {
  type LabelledSignature,
  type Labels,
  labelledSignatures,
  labelsOf,
  levelsFor,
  type Word,
} from "@/db/commands/labels";
import { learntIn } from "@/db/commands/learn-surroundings";
import { SWEEP_WITHIN } from "@/db/commands/mark-sweeps";
import { type Around as AroundPage, fromStored, type Learnt, surroundingsFrom } from "@/db/commands/surroundings-rows";
import type { Sql, WorkCtx } from "@/db/ctx";
import { idOf } from "@/db/ids";
import { storedPage } from "@/db/staging/stored-page";
import type { Change } from "@/lib/model/change";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Page } from "@/lib/model/page";
import type { PersonFact } from "@/lib/model/page-event";
import type { Origin, Reason, Verdict } from "@/lib/model/verdict";
import { BULK_THRESHOLDS, bulkCloses } from "@/lib/noise/bulk-closes";
import { changesByScope, scopeOf } from "@/lib/noise/change-scope";
import type { History } from "@/lib/noise/history";
import { type Prior, priorOf } from "@/lib/noise/prior";
import { byOpening } from "@/lib/noise/sight";
import { namesOf } from "@/lib/noise/surroundings";
import { changesNear } from "./changes-near";

/** The closings around the pages of so many alerts are sought one by one, else all are looked through. */
const FEW_ALERTS = 50;

/** An edit of a rule is told with a rise within two days; the same hour is compared with two weeks on either side. */
const AROUND_MS = 15 * 86_400_000;

/** What is known beyond the signatures at hand. */
export type Beyond = {
  labelled: readonly LabelledSignature[];
  /** Ids of pages. */
  bulkClosed: ReadonlySet<string>;
  learnt: Learnt;
  names: ReadonlyMap<string, string>;
};

/** `closed`: as `bulkClosedNear` tells them, which takes as long as the rest. */
export async function knownBeyond(
  sql: Sql,
  workspaceId: number,
  closed: ReadonlySet<string> | Promise<ReadonlySet<string>>,
  known: Learnt | null = null,
): Promise<Beyond> {
  const [bulkClosed, labelled, learnt, people] = await Promise.all([
    closed,
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

type ReadAlerts = { alerts: Iterable<AlertRead>; labels: Labels };

/**
 * `ids`: of its pages, by the key that a page is judged under. `inForce`: by id. `rowIds`: where their rows
 * lie (ctid), by id, until the end of the transaction that read them. `priorBefore`: that it was judged with the last time; null
 * where it never was, or before that was kept.
 */
export type AlertRead = {
  signatureId: string;
  history: History;
  prior: Prior;
  ids: ReadonlyMap<string, string>;
  inForce: ReadonlyMap<string, InForce>;
  rowIds: ReadonlyMap<string, string>;
  priorBefore: Prior | null;
};

/**
 * Alert by alert, so that of all that is known of their pages only one is in memory at a time. `latest`: no more than so many
 * pages of each.
 */
export async function readAlerts(
  sql: Sql,
  ctx: WorkCtx,
  signatureIds: readonly string[],
  beyond: Beyond,
  latest: number | null = null,
): Promise<ReadAlerts> {
  const { workspaceId } = ctx;
  const [only] = signatureIds.length === 1 ? signatureIds : [];
  const [{ pagesOf, span, last }, labels, priorsBefore] = await Promise.all([
    only === undefined ? manyAlerts(sql, workspaceId, signatureIds, latest) : oneAlert(sql, workspaceId, only, latest),
    labelsOf(sql, workspaceId, signatureIds),
    priorsBeforeOf(sql, workspaceId, signatureIds),
  ]);
  const changes = await changesAround(sql, workspaceId, span, last);
  return {
    alerts: alertsFrom(
      ctx,
      signatureIds,
      { pagesOf, labels, changesOf: changesByScope(changes), priorsBefore },
      beyond,
    ),
    labels,
  };
}

/** `last`: of the only alert. */
type Rows = {
  /** Once of each alert. */
  pagesOf: (signatureId: string) => ReadPages;
  span: Span | null;
  last?: Page;
};

/** Its pages are unpacked as they come: the server goes on meanwhile. */
async function oneAlert(sql: Sql, workspaceId: number, signatureId: string, latest: number | null): Promise<Rows> {
  const read = nothingRead();
  await pageRowsOf(sql, workspaceId, [signatureId], latest).forEach((row) => {
    addPage(read, row as PageRow);
  });
  read.pages.sort(byOpening);
  const [from, last] = [read.pages[0]?.triggeredAt, read.pages.at(-1)];
  if (from === undefined || !last) return { pagesOf: () => read, span: null };
  const to = read.pages.reduce((latest, { lastEventAt }) => Math.max(latest, lastEventAt), from);
  return { pagesOf: () => read, span: { from, to }, last };
}

/** Their pages stay packed until their alert is asked for. */
async function manyAlerts(
  sql: Sql,
  workspaceId: number,
  signatureIds: readonly string[],
  latest: number | null,
): Promise<Rows> {
  const rows = await pageRowsOf(sql, workspaceId, signatureIds, latest);
  const byAlert = groupBy(rows, (row) => row.signature_id);
  const pagesOf = (signatureId: string) => {
    const read = nothingRead();
    for (const row of byAlert.get(signatureId) ?? []) addPage(read, row);
    byAlert.delete(signatureId);
    read.pages.sort(byOpening);
    return read;
  };
  return { pagesOf, span: spanOf(rows) };
}

type Stored = Pick<Rows, "pagesOf"> & {
  labels: Labels;
  changesOf: ReturnType<typeof changesByScope>;
  priorsBefore: ReadonlyMap<string, Prior>;
};

function* alertsFrom(
  ctx: WorkCtx,
  signatureIds: readonly string[],
  { pagesOf, labels, changesOf, priorsBefore }: Stored,
  { labelled, bulkClosed, learnt, names }: Beyond,
): Generator<AlertRead> {
  for (const signatureId of signatureIds) {
    const { pages, ids, around, inForce, rowIds } = pagesOf(signatureId);
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
      rowIds,
      priorBefore: priorsBefore.get(signatureId) ?? null,
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

async function priorsBeforeOf(
  sql: Sql,
  workspaceId: number,
  signatureIds: readonly string[],
): Promise<Map<string, Prior>> {
  const rows = await sql<{ id: string; mu: number; kappa: number }[]>`
    select signature_id as id, prior_mu as mu, prior_kappa as kappa from judged_alerts
    where workspace_id = ${workspaceId} and signature_id = any(${signatureIds as string[]}::bigint[])`;
  return new Map(rows.map(({ id, mu, kappa }) => [id, { mu, kappa }]));
}

type Span = { from: Instant; to: Instant };

/** From the first opening to the last event; null of no pages. */
function spanOf(rows: readonly PageRow[]): Span | null {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { opened, told } of rows) {
    if (opened < from) from = opened;
    if (told > to) to = told;
  }
  return rows.length === 0 ? null : { from, to };
}

/** Changes over the whole time of some pages: those of other days tell what is usual. `last`: of the only alert. */
async function changesAround(
  sql: Sql,
  workspaceId: number,
  span: Span | null,
  last: Page | undefined,
): Promise<Change[]> {
  if (span === null) return [];
  return changesNear(sql, workspaceId, last ? scopeOf(last) : null, span.from - AROUND_MS, span.to + AROUND_MS);
}

/**
 * Pages are judged under the keys that their providers give them, as on the command line: order, names and sentences are
 * the same there. Stored are our ids, and keys as people know them.
 */
export type IdFor = (pageKey: string) => string;

export const idsFor =
  (workspaceId: number, ids: ReadonlyMap<string, string>): IdFor =>
  (key) =>
    ids.get(key) ?? idOf(workspaceId, ...key.split("\u0000"));

/** Pages that a person closed together with many others, of whatever alert, around the pages of some alerts or of all. */
export async function bulkClosedNear(
  sql: Sql,
  workspaceId: number,
  waiting: readonly string[] | null,
): Promise<Set<string>> {
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

/** What a page has now; null where it was never judged. */
export type InForce = {
  verdict: Verdict | null;
  probability: number | null;
  reason: Reason | null;
  origin: Origin | null;
  word_id: string | null;
  judging_id: number | null;
};

/** A page as it is stored, with its fold still packed and what lies around it in JSON. `told`: its last event. */
type PageRow = InForce & {
  id: string;
  tid: string;
  signature_id: string;
  opened: Instant;
  told: Instant;
  packed: string;
  around: string | null;
};

/** "offset 0": few pages have anything around them, and the server would look through all that have for each portion. */
function pageRowsOf(
  sql: Sql,
  workspaceId: number,
  signatures: readonly string[],
  latest: number | null,
): PendingQuery<PageRow[]> {
  const ids = signatures as string[];
  const pages =
    latest === null
      ? sql`(select ctid, * from pages where workspace_id = ${workspaceId} and signature_id = any(${ids}::bigint[]))`
      : sql`(
          select own.* from unnest(${ids}::bigint[]) as alert(id) cross join lateral (
            select ctid, * from pages where workspace_id = ${workspaceId} and signature_id = alert.id
            order by triggered_at desc, id desc limit ${latest}) own)`;
  return sql<PageRow[]>`
    select p.id, p.ctid::text as tid, p.signature_id, p.verdict, p.probability, p.reason, p.origin, p.word_id,
      p.judging_id, extract(epoch from p.triggered_at)::float8 * 1000 as opened,
      extract(epoch from p.last_event_at)::float8 * 1000 as told, f.packed,
      s.around::text as around
    from ${pages} p join page_folds f on f.workspace_id = p.workspace_id and f.page_id = p.id
    left join lateral (
      select around from page_surroundings where workspace_id = p.workspace_id and page_id = p.id offset 0) s on true`;
}

type ReadPages = {
  /** In order of opening, once all are there. */
  pages: Page[];
  /** By the key that a page is judged under. */
  ids: Map<string, string>;
  around: Map<string, AroundPage>;
  inForce: Map<string, InForce>;
  rowIds: Map<string, string>;
};

function nothingRead(): ReadPages {
  return { pages: [], ids: new Map(), around: new Map(), inForce: new Map(), rowIds: new Map() };
}

function addPage(read: ReadPages, row: PageRow): void {
  const { id, tid, packed, around } = row;
  const page: Mutable<Page> = storedPage(packed);
  page.pageKey = `${page.provider}\u0000${page.pageKey}`;
  if (page.mergedInto !== null) page.mergedInto = `${page.provider}\u0000${page.mergedInto}`;
  read.ids.set(page.pageKey, id);
  read.rowIds.set(id, tid);
  if (around !== null) read.around.set(page.pageKey, fromStored(around));
  if (row.verdict !== null) read.inForce.set(id, row);
  read.pages.push(page);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
