import type { Sql, WorkCtx } from "@/db/ctx";
import { storedPage } from "@/db/staging/stored-page";
import type { Instant } from "@/lib/model/instant";
import type { Action, Opening } from "@/lib/model/page";
import type { Matcher, Scope, ScopeField } from "@/lib/model/scope";
import type { Origin, Reason, Verdict } from "@/lib/model/verdict";
import { compileScope } from "@/lib/silence/scope";
import { DAY_MS } from "@/lib/time/boundaries";
import type { History, HistoryNotification } from "@/lib/what-if/history";
import { openingsOf } from "@/lib/what-if/openings-of";

export type WhatIfHistory = History & {
  /** Left out. */
  tests: number;
  titles: ReadonlyMap<string, string | null>;
};

type Span = { from: Instant; to: Instant };

/** How far from a notification another one of the same person can matter: through the night around it. */
const AROUND_MS = DAY_MS;
/** The longest weekend that a window keeps quiet. */
const LONGEST_DELAY_MS = 8 * DAY_MS;

/**
 * The pages of a scope that opened in a span, and what else rang their people about then. Openings bear ids of pages and
 * alerts as keys. `farDelays`: a treatment may move notifications by days, not by an hour.
 */
export async function whatIfHistory(
  ctx: WorkCtx,
  scope: Scope,
  asked: Span,
  { farDelays = true }: { farDelays?: boolean } = {},
): Promise<WhatIfHistory> {
  const { from, to } = await recordedIn(ctx, asked);
  const rows = await pagesOf(ctx, scope, { from, to });
  const pages = rows.filter(({ reason }) => reason !== "test");
  const ids = pages.map(({ id }) => id);
  const [folds, rang] = await Promise.all([foldsOf(ctx, ids), notificationsOf(ctx, ids)]);
  const top = new Set(ctx.settings.topPriorities.map((word) => word.trim().toLowerCase()));
  const openings = openingsOf(
    pages.map((page) => {
      const { openings, actions, mergedInto } = folds.get(page.id) ?? NO_FOLD;
      return {
        openings,
        actions,
        mergedInto,
        providerKey: page.pageKey,
        pageKey: page.id,
        signature: page.signature,
        verdict: page.verdict ?? "unclear",
        judgedByPerson: page.origin === "person",
        reason: page.reason,
        probability: page.probability,
        topPriority: page.priority !== null && top.has(page.priority.trim().toLowerCase()),
        notifications: rang.get(page.id) ?? [],
      };
    }),
  );
  const others = await othersOf(
    ctx,
    [...rang.values()].flat(),
    new Set(ids),
    farDelays ? LONGEST_DELAY_MS : DAY_MS / 24,
  );
  return {
    from,
    to,
    openings,
    others,
    tests: rows.length - pages.length,
    titles: new Map(pages.map(({ id, title }) => [id, title])),
  };
}

/** As much of a span as anything is known of. */
async function recordedIn({ sql, workspaceId }: WorkCtx, { from, to }: Span): Promise<Span> {
  const [row] = await sql<{ first: Date | null; last: Date | null }[]>`
    select min(triggered_at) as first, max(triggered_at) as last from pages
    where workspace_id = ${workspaceId} and triggered_at >= ${new Date(from)} and triggered_at < ${new Date(to)}`;
  const first = row?.first?.getTime() ?? to;
  return { from: Math.max(from, first), to: Math.min(to, (row?.last?.getTime() ?? to) + 1) };
}

type PageRow = {
  id: string;
  pageKey: string;
  reason: Reason | null;
  verdict: Verdict | null;
  probability: number | null;
  origin: Origin | null;
} & Record<Exclude<ScopeField, "signature">, string | null> & { signature: string };

/** What is compared for equality the database looks up; expressions are of RE2, which it does not have. */
async function pagesOf({ sql, workspaceId }: WorkCtx, scope: Scope, { from, to }: Span): Promise<PageRow[]> {
  const holds = compileScope(scope);
  const rows = await sql<PageRow[]>`
    select p.id, p.page_key as "pageKey", p.reason, p.verdict, p.probability, p.origin, p.priority, p.title, p.service,
      p.team, p.urgency, p.signature_id as signature, s.environment, s.severity
    from pages p join signatures s on s.workspace_id = p.workspace_id and s.id = p.signature_id
    where p.workspace_id = ${workspaceId} and p.triggered_at >= ${new Date(from)} and p.triggered_at < ${new Date(to)}
      ${equalities(sql, scope)}
    order by p.triggered_at, p.id`;
  return rows.filter(holds);
}

function equalities(sql: Sql, scope: Scope) {
  return scope.reduce((all, matcher) => sql`${all} ${equality(sql, matcher)}`, sql``);
}

function equality(sql: Sql, { field, operator, value }: Matcher) {
  if (operator !== "=" || value === "") return sql``;
  switch (field) {
    case "signature":
      return isId(value) ? sql`and p.signature_id = ${value}` : sql`and false`;
    case "environment":
    case "severity":
      return sql`and s.${sql(field)} = ${value}`;
    default:
      return sql`and p.${sql(field)} = ${value}`;
  }
}

const isId = (value: string) => /^\d{1,19}$/.test(value) && BigInt(value) < 2n ** 63n;

type Fold = { openings: readonly Opening[]; actions: readonly Action[]; mergedInto: string | null };

/** A page is stored with its fold; one without would have been counted without an opening. */
const NO_FOLD: Fold = { openings: [], actions: [], mergedInto: null };

async function foldsOf({ sql, workspaceId }: WorkCtx, ids: readonly string[]): Promise<ReadonlyMap<string, Fold>> {
  const rows = await sql<{ id: string; packed: string }[]>`
    select page_id as id, packed from page_folds
    where workspace_id = ${workspaceId} and page_id = any(${ids as string[]}::bigint[])`;
  return new Map(
    rows.map(({ id, packed }) => {
      const { openings, actions, mergedInto } = storedPage(packed);
      return [id, { openings, actions, mergedInto }];
    }),
  );
}

type Rang = { page_id: string; person: string; at: string; estimated: boolean };

async function notificationsOf({ sql, workspaceId }: WorkCtx, ids: readonly string[]) {
  const rows = await sql<Rang[]>`
    select page_id, person_id as person, (extract(epoch from at) * 1000)::bigint as at,
      estimated or channel = 'unknown' as estimated
    from notifications
    where workspace_id = ${workspaceId} and page_id = any(${ids as string[]}::bigint[]) and channel not in ('email', 'chat')
    order by at, person_id`;
  const byPage = new Map<string, HistoryNotification[]>();
  for (const { page_id: id, person, at, estimated } of rows) {
    const own = byPage.get(id);
    const one = { person, at: Number(at), estimated };
    if (own) own.push(one);
    else byPage.set(id, [one]);
  }
  return byPage;
}

type Elsewhere = { person: string; at: Instant[]; pages: string[]; estimated: boolean[] };

/** What other pages than those of the scope rang around these notifications, tests left out. */
async function othersOf(
  { sql, workspaceId }: WorkCtx,
  rang: readonly HistoryNotification[],
  own: ReadonlySet<string>,
  delayMs: number,
): Promise<HistoryNotification[]> {
  const around = stretchesOf(rang, delayMs);
  if (around.length === 0) return [];
  const rows = await sql<Elsewhere[]>`
    select n.person_id as person, array_agg((extract(epoch from n.at) * 1000)::float8) as at,
      array_agg(n.page_id) as pages, array_agg(n.estimated or n.channel = 'unknown') as estimated
    from unnest(${around.map(({ person }) => person)}::bigint[], ${around.map(({ from }) => new Date(from).toISOString())}::timestamptz[],
      ${around.map(({ to }) => new Date(to).toISOString())}::timestamptz[]) as s(person_id, from_at, to_at)
    join notifications n on n.workspace_id = ${workspaceId} and n.person_id = s.person_id
      and n.at >= s.from_at and n.at < s.to_at and n.channel not in ('email', 'chat')
    where not exists (select from pages p
      where p.workspace_id = n.workspace_id and p.id = n.page_id and p.reason = 'test')
    group by 1`;
  return rows.flatMap(({ person, at, pages, estimated }) =>
    at.flatMap((instant, index) =>
      own.has(pages[index] ?? "") ? [] : [{ person, at: Math.round(instant), estimated: estimated[index] ?? false }],
    ),
  );
}

/** Stretches of time of each person around these notifications, those that touch made one. */
function stretchesOf(rang: readonly HistoryNotification[], delayMs: number): (Span & { person: string })[] {
  const inOrder = rang.toSorted((a, b) => (a.person < b.person ? -1 : a.person > b.person ? 1 : a.at - b.at));
  const stretches: (Span & { person: string })[] = [];
  for (const { person, at } of inOrder) {
    const last = stretches[stretches.length - 1];
    if (last?.person === person && at - AROUND_MS <= last.to) last.to = at + AROUND_MS + delayMs;
    else stretches.push({ person, from: at - AROUND_MS, to: at + AROUND_MS + delayMs });
  }
  return stretches;
}
