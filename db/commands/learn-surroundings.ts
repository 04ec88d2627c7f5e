import type { PendingQuery, Row } from "postgres";
import type { Sql, WorkCtx } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { nearPages, tellDerived } from "@/db/staging/near-pages";
import { storedPage } from "@/db/staging/stored-page";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Notification, Page } from "@/lib/model/page";
import { without } from "@/lib/model/without";
import type { HabitLearner } from "@/lib/noise/habits";
import {
  addCounts,
  burstsOf,
  countFollowers,
  countsAfter,
  type Edge,
  type EdgeCounts,
  edgesFrom,
  STORM_THRESHOLDS,
  type StormOpening,
  type StormPlace,
  stormPlaces,
} from "@/lib/noise/storms";
import { neighboursOf, type SurroundedPage, stormPageOf, surroundingsOf, waysOf } from "@/lib/noise/surroundings";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import type { Crew, Span, StoredLearnt, Task } from "./judging-crew";
import { type Around, aroundOf, fromStored, keepFar, type Learnt, learntOf, toStored } from "./surroundings-rows";

/** Up to here everything is learnt anew each time, which takes a moment; beyond it once a tenth of the pages is new. */
const SMALL_PAGES = 2_000;
const GROWN_BY = 0.1;
/** New pages far apart are as much work as all. */
const MOST_WINDOWS = 50;
const MINUTE_MS = 60_000;
/** Read on either side of a new page, and written. Longer bursts are put right when all is learnt anew. */
const READ_MS = 60 * MINUTE_MS;
const WRITTEN_MS = 30 * MINUTE_MS;
/** Nearly all pages are over by then. What has been open for longer is found when all is learnt anew. */
const OPEN_MS = 24 * 60 * MINUTE_MS;
/** More pages than this are learnt from in portions, each read with a margin for bursts and links across its ends. */
const PORTION_PAGES = 40_000;
const FOLLOWED_MS = STORM_THRESHOLDS.windowMinutes * MINUTE_MS;
const PORTION_MARGIN_MS = 6 * 60 * MINUTE_MS;

type LearntRow = { pages: number; fresh: number; version: number; revision: string };
type FreshPage = { at: Instant };

/** Reads every alert of the workspace, as it is before anything is known of the habits of its team. */
type ObserveAll = () => Promise<HabitLearner>;

/**
 * Brings what lies around pages up to date, before those that wait are judged, and marks whatever that changes. Returns
 * what is known of the whole workspace where it stays as it was; null where it is to be read.
 */
export async function learnSurroundings(
  ctx: WorkCtx,
  crew: Crew,
  observeAll: ObserveAll,
  portionPages = PORTION_PAGES,
): Promise<Learnt | null> {
  const { sql, workspaceId } = ctx;
  const [row, waiting] = await Promise.all([learntRow(sql, workspaceId), dirtySignatures(sql, workspaceId)]);
  if (row?.version === CLASSIFIER_VERSION && waiting.length === 0) return null;
  const windows = row && (await newWindows(sql, workspaceId, row, waiting));
  if (!row || !windows) {
    const before = row && { version: row.version, learnt: await storedLearnt(sql, workspaceId, row) };
    await learnAll(ctx, crew, { before, observeAll, portionPages });
    return null;
  }
  const learnt = await storedLearnt(sql, workspaceId, row);
  await learnNear(ctx, learnt, windows);
  return without(learnt, "edges");
}

/** Where the new pages lie; null where all is to be learnt anew. */
async function newWindows(
  sql: Sql,
  workspaceId: number,
  { pages, fresh, version }: LearntRow,
  waiting: readonly string[],
): Promise<Window[] | null> {
  if (version !== CLASSIFIER_VERSION || pages <= SMALL_PAGES) return null;
  const added = await freshPages(sql, workspaceId, waiting);
  const windows = windowsAround(added);
  return fresh + added.length > GROWN_BY * pages || windows.length > MOST_WINDOWS ? null : windows;
}

let lastRead: { revision: string; learnt: StoredLearnt } | null = null;

/** It seldom changes, and each event asks for it: the last one read is remembered. */
async function storedLearnt(sql: Sql, workspaceId: number, { revision }: LearntRow): Promise<StoredLearnt> {
  if (revision !== "0" && lastRead?.revision === revision) return lastRead.learnt;
  const [row] = await sql<{ revision: string; learnt: string }[]>`
    select revision, learnt::text as learnt from learnt_surroundings where workspace_id = ${workspaceId}`;
  if (!row) return {};
  lastRead = { revision: row.revision, learnt: fromStored<StoredLearnt>(row.learnt) };
  return lastRead.learnt;
}

async function learntRow(sql: Sql, workspaceId: number): Promise<LearntRow | undefined> {
  const [row] = await sql<LearntRow[]>`
    select pages, fresh, classifier_version as version, revision
    from learnt_surroundings where workspace_id = ${workspaceId}`;
  return row;
}

/** In order of their ids. */
export async function dirtySignatures(sql: Sql, workspaceId: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select signature_id as id from dirty_signatures where workspace_id = ${workspaceId} order by signature_id`;
  return rows.map(({ id }) => id);
}

/** Of alerts that wait: those that were never judged. Sought by the alerts themselves, of which the server cannot know how few wait. */
async function freshPages(sql: Sql, workspaceId: number, waiting: readonly string[]): Promise<FreshPage[]> {
  const rows = await sql<{ triggered_at: Date }[]>`
    select triggered_at from pages
    where workspace_id = ${workspaceId} and signature_id = any(${waiting as string[]}::bigint[]) and verdict is null
    order by triggered_at`;
  return rows.map((row) => ({ at: row.triggered_at.getTime() }));
}

/** `fresh`: new pages within. */
type Window = Span & { fresh: number };

function windowsAround(fresh: readonly FreshPage[]): Window[] {
  const windows: Window[] = [];
  for (const { at } of fresh) {
    const last = windows.at(-1);
    if (last && at - READ_MS <= last.to + READ_MS) [last.to, last.fresh] = [at, last.fresh + 1];
    else windows.push({ from: at, to: at, fresh: 1 });
  }
  return windows;
}

/** What was learnt the last time, and by which version. */
type Before = { version: number; learnt: StoredLearnt } | undefined;

type LearnAll = { before: Before; observeAll: ObserveAll; portionPages: number };

async function learnAll(ctx: WorkCtx, crew: Crew, { before, observeAll, portionPages }: LearnAll): Promise<void> {
  const known = before?.learnt.habits;
  await learnPlaces(ctx, crew, before, portionPages);
  const habits = (await observeAll()).learn();
  if (known && toStored(known) === toStored(habits)) return;
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    await markAll(sql, ctx.workspaceId);
    await sql`
      update learnt_surroundings set learnt = learnt || ${toStored({ habits })}::text::jsonb, revision = ${randomId()}
      where workspace_id = ${ctx.workspaceId}`;
  });
}

/** All but habits. So many pages are in memory at a time; a larger workspace is learnt portion by portion. */
async function learnPlaces(ctx: WorkCtx, crew: Crew, before: Before, portionPages: number): Promise<void> {
  const { sql, workspaceId } = ctx;
  const known = before?.learnt.habits;
  const portions = await portionsIn(sql, workspaceId, portionPages);
  const { learnt: places, around } =
    portions.length > 1 ? await learnByPortions(ctx, crew, portions) : await learnAtOnce(ctx);
  const learnt = toStored({ ...places, ...(known && { habits: known }) });
  const pages = portions.reduce((sum, portion) => sum + portion.pages, 0);
  await ctx.sql.begin(async (tx) => {
    const locked = tx as unknown as Sql;
    await locked`select pg_advisory_xact_lock(${workspaceId})`;
    if (around) await storeAround(locked, workspaceId, around);
    if (!before || before.version !== CLASSIFIER_VERSION || toStored(before.learnt) !== learnt)
      await markAll(locked, workspaceId);
    await locked`
      insert into learnt_surroundings (workspace_id, pages, fresh, learnt, classifier_version, revision)
      values (${workspaceId}, ${pages}, 0, ${learnt}::text::jsonb, ${CLASSIFIER_VERSION}, ${randomId()})
      on conflict (workspace_id) do update set pages = excluded.pages, fresh = 0, learnt = excluded.learnt,
        classifier_version = excluded.classifier_version, revision = excluded.revision`;
  });
}

type Portion = Span & { pages: number };
/** `around`: what is to be stored of single pages; null where it is stored already. */
type Places = {
  learnt: StoredLearnt;
  around: AroundPages | null;
};

/** What lies around these pages, by their keys. */
type AroundPages = { it: ReadonlyMap<string, Around>; pages: readonly SlimPage[] };

/** Pages in order of opening, in portions of at most so many. All are alike: of the latest one much is learnt. */
async function portionsIn(sql: Sql, workspaceId: number, portionPages: number): Promise<Portion[]> {
  const rows = await sql<{ first: Date; last: Date; pages: number }[]>`
    select min(triggered_at) as first, max(triggered_at) as last, count(*)::int as pages
    from (
      select triggered_at, ntile((
        select greatest(1, ceil(count(*)::numeric / ${portionPages}::int))::int from pages where workspace_id = ${workspaceId}
      )) over (order by triggered_at, id) as portion
      from pages where workspace_id = ${workspaceId}
    ) p group by portion order by portion`;
  return rows.map(({ first, last, pages }, nth) => {
    // Pages that opened at one instant are of one portion.
    const before = rows[nth - 1]?.last.getTime() ?? Number.NEGATIVE_INFINITY;
    return { from: Math.max(first.getTime(), before + 1), to: last.getTime(), pages };
  });
}

async function learnAtOnce(ctx: WorkCtx): Promise<Places> {
  const pages = await slimPages(ctx.sql, ctx.workspaceId, ctx.sql`true`);
  const surroundings = surroundingsOf(pages.map(({ surrounded }) => surrounded));
  const learnt = { ...learntOf(surroundings), edges: edgesIn(surroundings.storms) };
  return { learnt, around: { it: aroundOf(surroundings), pages } };
}

/**
 * Which alerts follow each other is counted over all portions. How people and teams are, and which alerts are echoes, is
 * learnt from the latest portion. What lies around each page is then stored portion by portion.
 */
async function learnByPortions(ctx: WorkCtx, crew: Crew, portions: readonly Portion[]): Promise<Places> {
  const { sql, workspaceId } = ctx;
  crew.expect(portions.reduce((sum, { pages }) => sum + pages, 0));
  const latest = portions.at(-1) ?? { from: 0, to: 0 };
  const [counts, pages] = await Promise.all([
    followersIn(sql, workspaceId, portions),
    pagesAround(ctx, latest, PORTION_MARGIN_MS),
  ]);
  const edges = [...counts.values()]
    .flatMap(edgesFrom)
    .sort((a, b) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1));
  const learnt = { ...waysOf(pages.map(({ surrounded }) => surrounded).filter(isOpenedIn(latest, 0))), edges };
  await storePortion(ctx, latest, pages, learnt);
  // Of all portions one at a time is in memory.
  pages.length = 0;
  crew.tell({ kind: "learnt", learnt });
  await crew.work(
    portions
      .slice(0, -1)
      .flatMap(halvesOf)
      .map((span): Task => ({ kind: "surround", span })),
    () => {},
  );
  return { learnt, around: null };
}

/** Of each scope, over all portions. One is counted while another is read. */
async function followersIn(
  sql: Sql,
  workspaceId: number,
  portions: readonly Portion[],
): Promise<Map<string, EdgeCounts>> {
  const counts = new Map<string, EdgeCounts>();
  const add = async ({ from, to }: Portion) => {
    const pages = await openingsIn(sql, workspaceId, { from: from - FOLLOWED_MS, to });
    for (const [scope, mine] of groupBy(pages, (page) => page.scope)) {
      const before = counts.get(scope);
      const own = countedIn(mine, from);
      counts.set(scope, before ? addCounts(before, own) : own);
    }
  };
  const left = portions.toReversed();
  const addLeft = async () => {
    for (let portion = left.pop(); portion !== undefined; portion = left.pop()) await add(portion);
  };
  await Promise.all([addLeft(), addLeft()]);
  return counts;
}

/** While one half is read or written, the other one is looked at. */
function halvesOf({ from, to }: Span): Span[] {
  const middle = Math.floor((from + to) / 2);
  return [
    { from, to: middle },
    { from: middle + 1, to },
  ];
}

/** Stores what lies around each page of a portion, by what was learnt from all. */
export async function surroundPortion(ctx: WorkCtx, portion: Span, learnt: StoredLearnt): Promise<void> {
  await storePortion(ctx, portion, await pagesAround(ctx, portion, PORTION_MARGIN_MS), learnt);
}

async function storePortion(
  ctx: WorkCtx,
  portion: Span,
  pages: readonly SlimPage[],
  learnt: StoredLearnt,
): Promise<void> {
  const { around, inner } = await aroundOfPages(
    ctx,
    pages,
    portion,
    { readMs: PORTION_MARGIN_MS, writtenMs: 0 },
    learnt,
  );
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    await storeAround(sql, ctx.workspaceId, { it: around, pages: inner });
  });
}

const isOpenedIn =
  ({ from, to }: Span, beyondMs: number) =>
  ({ page: { triggeredAt } }: SurroundedPage): boolean =>
    triggeredAt >= from - beyondMs && triggeredAt <= to + beyondMs;

/** As much of each page as tells what follows what; its own key in the database is its name here. */
async function openingsIn(sql: Sql, workspaceId: number, { from, to }: Span): Promise<StormOpening[]> {
  const rows = await sql<{ key: string; signature_id: string; team: string | null; triggered_at: Date }[]>`
    select provider || ' ' || page_key as key, signature_id, team, triggered_at from pages
    where workspace_id = ${workspaceId} and triggered_at between ${new Date(from)} and ${new Date(to)}`;
  return rows.map(({ key, signature_id: signature, team, triggered_at }) => ({
    pageKey: key,
    name: key,
    signature,
    scope: team ?? "",
    openedAt: triggered_at.getTime(),
  }));
}

/** `pages` begin before the portion, so that those at its start are known to follow. */
function countedIn(pages: readonly StormOpening[], from: Instant): EdgeCounts {
  const earlier = pages.filter(({ openedAt }) => openedAt < from);
  const firstAt = pages.reduce(
    (least, { openedAt }) => (openedAt < from ? least : Math.min(least, openedAt)),
    Number.POSITIVE_INFINITY,
  );
  return countsAfter(countFollowers(pages), countFollowers(earlier), firstAt);
}

function pagesAround({ sql, workspaceId }: WorkCtx, { from, to }: Span, readMs: number): Promise<SlimPage[]> {
  return slimPages(sql, workspaceId, openedWithin(sql, { from: from - readMs, to: to + readMs }));
}

/** What lies around the pages of a span and a little beyond it, by what was learnt before from more pages. `pages`: all around it. */
async function aroundOfPages(
  ctx: WorkCtx,
  pages: readonly SlimPage[],
  span: Span,
  { readMs, writtenMs }: { readMs: number; writtenMs: number },
  learnt: StoredLearnt,
) {
  const { edges = [], echoes } = learnt;
  const known = new Map(edges.map((edge) => [`${edge.from}\u0000${edge.to}`, edge]));
  const storms = stormPlaces(burstsOf(pages.map(({ surrounded }) => stormPageOf(surrounded))), known);
  const isInner = isOpenedIn(span, writtenMs);
  const inner = pages.filter(({ surrounded }) => isInner(surrounded));
  const open = await openPages(ctx, inner, span.from - readMs);
  const surrounded = [...open, ...pages].map(({ surrounded: page }) => page);
  const around = aroundOf({ ...neighboursOf(surrounded, echoes), storms });
  return { around, inner, read: new Set(surrounded.map(({ page }) => page.pageKey)) };
}

/** Only bursts and neighbours of the new pages, by edges known before. */
async function learnNear(ctx: WorkCtx, learnt: StoredLearnt, windows: readonly Window[]): Promise<void> {
  for (const window of windows) {
    const pages = await pagesAround(ctx, window, READ_MS);
    const beyond = { readMs: READ_MS, writtenMs: WRITTEN_MS };
    const { around, inner, read } = await aroundOfPages(ctx, pages, window, beyond, learnt);
    keepFar(around, await aroundBefore(ctx, inner), read);
    await ctx.sql.begin(async (tx) => {
      const sql = tx as unknown as Sql;
      await Promise.all([
        // Sent now: what is sent after it waits behind it.
        sql`select pg_advisory_xact_lock(${ctx.workspaceId})`.execute(),
        storeAround(sql, ctx.workspaceId, { it: around, pages: inner }),
        sql`update learnt_surroundings set fresh = fresh + ${window.fresh} where workspace_id = ${ctx.workspaceId}`,
      ]);
    });
  }
}

/** Those that opened earlier and were still open, with a sender's key that one of these pages has. */
async function openPages({ sql, workspaceId }: WorkCtx, pages: readonly SlimPage[], at: Instant): Promise<SlimPage[]> {
  const keys = new Set(pages.flatMap(({ surrounded: { page } }) => page.facts.dedup ?? []));
  if (keys.size === 0) return [];
  const open = await slimPages(
    sql,
    workspaceId,
    sql`p.triggered_at >= ${new Date(at - OPEN_MS)} and p.triggered_at < ${new Date(at)}
      and (p.ended_at is null or p.ended_at > ${new Date(at)})`,
  );
  return open.filter(({ surrounded: { page } }) => page.facts.dedup !== undefined && keys.has(page.facts.dedup));
}

/** What is stored of these pages, by their keys. */
async function aroundBefore({ sql, workspaceId }: WorkCtx, pages: readonly SlimPage[]): Promise<Map<string, Around>> {
  const rows = await sql<{ id: string; around: string }[]>`
    select page_id as id, around::text as around from page_surroundings
    where workspace_id = ${workspaceId} and page_id = any(${pages.map(({ id }) => id)}::bigint[])`;
  const keys = new Map(pages.map(({ id, surrounded: { page } }) => [id, page.pageKey]));
  return new Map(rows.map(({ id, around }) => [keys.get(id) ?? "", fromStored<Around>(around)]));
}

/** Edges that led anywhere. */
function edgesIn(storms: ReadonlyMap<string, StormPlace>): Edge[] {
  const edges = new Map<string, Edge>();
  for (const { cause } of storms.values()) if (cause) edges.set(`${cause.edge.from}\u0000${cause.edge.to}`, cause.edge);
  return [...edges].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, edge]) => edge);
}

/** Writes what differs of these pages, and marks the alerts of those. */
async function storeAround(sql: Sql, workspaceId: number, { it, pages }: AroundPages): Promise<void> {
  const alerts = new Map(pages.map(({ id, surrounded }) => [id, surrounded.signature]));
  const rows: { id: string; around: string }[] = [];
  const empty: string[] = [];
  for (const { id, surrounded } of pages) {
    const around = it.get(surrounded.page.pageKey);
    if (around) rows.push({ id, around: toStored(around) });
    else empty.push(id);
  }
  await tellDerived(sql);
  const changed = await sql<{ id: string }[]>`
    with gone as (
      delete from page_surroundings where workspace_id = ${workspaceId} and page_id = any(${empty}::bigint[])
      returning page_id
    ), written as (
      insert into page_surroundings as s (workspace_id, page_id, around)
      select ${workspaceId}, n.page_id, n.around::jsonb
      from unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ around }) => around)}::text[]) as n(page_id, around)
      on conflict on constraint page_surroundings_pk do update set around = excluded.around
        where s.around is distinct from excluded.around
      returning s.page_id
    )
    select page_id as id from gone union all select page_id from written`;
  const touched = new Set(changed.flatMap(({ id }) => alerts.get(id) ?? []));
  if (touched.size === 0) return;
  await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select ${workspaceId}, id from unnest(${[...touched].sort()}::bigint[]) as id on conflict do nothing`;
}

async function markAll(sql: Sql, workspaceId: number): Promise<void> {
  await sql`
    insert into dirty_signatures (workspace_id, signature_id)
    select s.workspace_id, s.id from signatures s
    where s.workspace_id = ${workspaceId}
      and exists (select 1 from pages p where p.workspace_id = s.workspace_id and p.signature_id = s.id)
    on conflict do nothing`;
}

/** What is stored of the whole workspace; nothing before it was learnt. */
export async function learntIn(sql: Sql, workspaceId: number): Promise<Learnt> {
  const row = await learntRow(sql, workspaceId);
  if (!row) return {};
  return without(await storedLearnt(sql, workspaceId, row), "edges");
}

type SlimRow = { id: string; signature_id: string; packed: string };

type SlimPage = { id: string; surrounded: SurroundedPage };

const openedWithin = (sql: Sql, { from, to }: Span) =>
  sql`p.triggered_at between ${new Date(from)} and ${new Date(to)}`;

/** No more of each page than `surroundingsOf` looks at. */
async function slimPages(sql: Sql, workspaceId: number, which: PendingQuery<Row[]>): Promise<SlimPage[]> {
  const pages: SlimPage[] = [];
  const intern = interner();
  // Each row is read as it comes: the server goes on meanwhile.
  await nearPages(sql, (own) =>
    own<SlimRow[]>`
      select p.id, p.signature_id, f.packed
      from pages p join page_folds f on f.workspace_id = p.workspace_id and f.page_id = p.id
      where p.workspace_id = ${workspaceId} and ${which}`.forEach((row) => {
      pages.push(slimPage(row, intern));
    }),
  );
  return pages;
}

/** The same word in many rows is kept once. */
function interner(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    known.set(text, text);
    return text;
  };
}

const NONE: readonly never[] = [];

function slimPage(row: SlimRow, intern: (text: string) => string): SlimPage {
  const whole = storedPage(row.packed);
  const { team, service, dedup, environment, number } = whole.facts;
  const provider = intern(whole.provider);
  // One by one: objects that grow in the same order share their shape, which a million of them feel.
  const facts: { -readonly [K in keyof Page["facts"]]: Page["facts"][K] } = {};
  if (team !== undefined) facts.team = intern(team);
  if (service !== undefined) facts.service = intern(service);
  if (dedup !== undefined) facts.dedup = intern(dedup);
  if (environment !== undefined) facts.environment = intern(environment);
  if (number !== undefined) facts.number = number;
  const taker = whole.acknowledgedByPerson;
  const telling = whole.actions.filter(
    ({ kind, by, note }) => kind === "reassigned" || (by === "person" && note !== null),
  );
  const page: Page = {
    provider,
    pageKey: `${provider}\u0000${whole.pageKey}`,
    facts,
    triggeredAt: whole.triggeredAt,
    raisedBy: "unknown",
    openings: NONE,
    endedAt: whole.endedAt,
    endedBy: whole.endedBy,
    endedByPerson: null,
    acknowledgedAt: whole.acknowledgedAt,
    acknowledgedBy: null,
    acknowledgedByPerson: taker === null ? null : intern(taker),
    knowsAcknowledgements: whole.knowsAcknowledgements,
    mergedInto: whole.mergedInto === null ? null : `${provider}\u0000${whole.mergedInto}`,
    actions: telling.length === 0 ? NONE : telling,
    notifications: firstRung(whole.notifications, whole.triggeredAt, intern),
    lastEventAt: whole.triggeredAt,
  };
  return { id: row.id, surrounded: { page, signature: intern(row.signature_id) } };
}

/** Whom a page rang first tells whose it is; the rest of its messages tell nothing here. */
function firstRung(
  notifications: readonly Notification[],
  triggeredAt: Instant,
  intern: (text: string) => string,
): readonly Notification[] {
  const [first] = notifications;
  if (!first) return NONE;
  const until = Math.max(triggeredAt, first.at) + MINUTE_MS;
  return notifications.filter(({ at }) => at <= until).map((it) => ({ ...it, person: intern(it.person) }));
}
