import type { Ctx } from "@/db/ctx";
import { storedPage } from "@/db/staging/stored-page";
import type { PagesFilter } from "@/lib/contract/filter";
import type { PageRow, Pages } from "@/lib/contract/page";
import type { BulkCount } from "@/lib/contract/verdict";
import { AppError } from "@/lib/errors";
import { LEAST_REST_MINUTES } from "@/lib/load/recovery-gaps";
import type { Ending } from "@/lib/model/page";
import type { Urgency } from "@/lib/model/page-event";
import type { Origin, Reason, Verdict } from "@/lib/model/verdict";
import type { Sight } from "@/lib/privacy/sight";
import { localDatesOf } from "@/lib/time/range";
import { asked, interruptedInRange, pagesInScope } from "./in-scope";
import { type NamesInSight, namesInSight } from "./named/names-in-sight";
import { sightOf } from "./named/sight-of";
import { viewNamed } from "./named/view-named";
import { rangeOf, rangeWords, type Scope, scopeOf } from "./period";
import { ownerOf, rangUnder, teamsRung, wasInTeam, wasUnder } from "./under-leader";

export type PageRecord = {
  id: string;
  provider: string;
  page_key: string;
  number: string | null;
  title: string | null;
  service: string | null;
  team: string | null;
  urgency: Urgency | null;
  priority: string | null;
  signature_id: string;
  triggered_at: Date;
  ended_at: Date | null;
  ended_by: Ending;
  seconds_to_acknowledge: number | null;
  knows_acknowledgements: boolean;
  verdict: Verdict | null;
  probability: number | null;
  reason: Reason | null;
  origin: Origin | null;
  said_of: "page" | "signature" | null;
  sleep: number;
  off: number;
  business: number;
  person_ids: string[] | null;
};

/** The orders that a reader may ask for. The page's id makes each of them total. */
const ORDERS: Record<PagesFilter["sort"], string> = {
  opened: "p.triggered_at",
  service: "p.service",
  title: "p.title",
  verdict: "p.verdict",
  acknowledge: "p.seconds_to_acknowledge",
  duration: "p.ended_at - p.triggered_at",
  interruptions:
    "(select count(*) from interruption_pages ip where ip.workspace_id = p.workspace_id and ip.page_id = p.id)",
};

/** The explorer: the pages of a range that match every filter, a portion of them. */
export async function pages(ctx: Ctx, filter: PagesFilter, slice: Slice): Promise<Pages> {
  const { seen, names, what } = await portionOf(ctx, filter, slice);
  return viewNamed(ctx, what, names.seen, () => Promise.resolve(seen));
}

type Slice = { offset: number; limit: number };
type Portion = { seen: Pages; names: NamesInSight; what: { screen: string; from: string; to: string } };

/** Whoever gives it away notes whom it names. */
async function portionOf(ctx: Ctx, filter: PagesFilter, { offset, limit }: Slice): Promise<Portion> {
  const { sql } = ctx;
  const names = await namesInSight(ctx);
  await assertMayAsk(ctx, names.sight, filter);
  const scope = scopeOf(ctx, filter);
  const where = matching(ctx, scope, filter);
  const order = sql.unsafe(`${ORDERS[filter.sort]} ${filter.dir === "asc" ? "asc" : "desc"} nulls last, p.id`);
  const [rows, [total]] = await Promise.all([
    pageRecords(
      ctx,
      sql`select p.id from pages p where ${where} order by ${order} limit ${limit} offset ${offset}`,
      order,
    ),
    sql<{ n: number }[]>`select count(*)::int as n from pages p where ${where}`,
  ]);
  const n = total?.n ?? 0;
  const next = offset + rows.length;
  return {
    names,
    what: { screen: "pages", ...rangeWords(scope) },
    seen: {
      range: rangeOf(scope),
      total: n,
      rows: rows.map((row) => pageRowOf(row, names)),
      nextOffset: next < n && rows.length > 0 ? next : null,
    },
  };
}

/** All pages that match, a portion after the other, noted once as a file that leaves: before its first row is given. */
export async function exportedPages(
  ctx: Ctx,
  filter: PagesFilter,
  portion: number,
): Promise<{ first: Pages; rest: AsyncGenerator<Pages> }> {
  const { sql, workspaceId } = ctx;
  const first = await portionOf(ctx, filter, { offset: 0, limit: portion });
  const { ids } = await pagesMatching(ctx, filter);
  const rang = await sql<{ id: string }[]>`
    select distinct person_id as id from interruption_pages where workspace_id = ${workspaceId} and page_id in (${ids})`;
  const noted = new Set(rang.filter(({ id }) => first.names.sight.named.has(id)).map(({ id }) => id));
  const { what } = first;
  const seen = await viewNamed(
    ctx,
    { ...what, filters: notedFilters(filter), rows: first.seen.total },
    noted,
    () => Promise.resolve(first.seen),
    "export",
  );
  return { first: seen, rest: rest() };

  async function* rest() {
    for (let next = seen.nextOffset; next !== null; ) {
      const more = await portionOf(ctx, filter, { offset: next, limit: portion });
      // A page may have arrived since, and have rung somebody else.
      const others = [...more.names.seen].filter((id) => !noted.has(id));
      for (const id of others) noted.add(id);
      yield await viewNamed(ctx, what, others, () => Promise.resolve(more.seen));
      next = more.seen.nextOffset;
    }
  }
}

/** As they are in the address: "verdict noise". */
export function filtersOf(filter: PagesFilter): string[] {
  return Object.entries(filter).flatMap(([name, value]) =>
    value === undefined || NO_FILTERS.has(name) ? [] : [`${name} ${value}`],
  );
}

/** Which time, and in which order. */
const NO_FILTERS: ReadonlySet<string> = new Set(["from", "to", "tz", "compare", "sort", "dir"]);

/** The words of a search may be a name, which the log never has. */
const notedFilters = (filter: PagesFilter) => filtersOf(filter.q === undefined ? filter : { ...filter, q: "given" });

/** Fewer people than this are never told apart. */
const LEAST = 5;

/** Which pages a person had is told only of whom the viewer may see by name; at what hours also of five at least. */
async function assertMayAsk(ctx: Ctx, { mode, named }: Sight, filter: PagesFilter): Promise<void> {
  const { person, under, rang } = filter;
  if (person !== undefined && !named.has(person))
    throw new AppError("not-found", "There is no such person, or you may not see their pages.");
  if (!asksForHours(filter)) return;
  // One's own are no secret to oneself.
  if (mode === "aggregate" && person === undefined)
    throw new AppError("not-found", "Hours of single pages are not shown in a workspace without names.");
  // Which pages rang a group is a fact about alerts; at what hours, one about its people.
  if (under !== undefined && areFew(await peopleUnder(ctx, idFrom(under, "leader")), named))
    throw new AppError(
      "not-found",
      "Fewer than five people are left under this leader: the hours of their pages are not shown.",
    );
  if (rang !== undefined && areFew(await peopleOfTeam(ctx, rang), named))
    throw new AppError(
      "not-found",
      "Fewer than five people are left in this team: the hours of their pages are not shown.",
    );
}

const asksForHours = ({ hours, weekday, hour, rest }: PagesFilter) =>
  [hours, weekday, hour, rest].some((asked) => asked !== undefined);

/** Without those whom the viewer sees by name. */
function areFew(people: readonly { id: string }[], named: ReadonlySet<string>): boolean {
  const others = people.filter(({ id }) => !named.has(id)).length;
  return others > 0 && others < LEAST;
}

function peopleUnder({ sql, workspaceId }: Ctx, leaderId: string) {
  return sql<{ id: string }[]>`
    select distinct person_id as id from org_closure where workspace_id = ${workspaceId} and leader_id = ${leaderId}`;
}

function peopleOfTeam({ sql, workspaceId }: Ctx, team: string) {
  return sql<{ id: string }[]>`
    select distinct m.person_id as id from memberships m
    join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
    where m.workspace_id = ${workspaceId} and t.name = ${team}`;
}

type Fragment = ReturnType<Ctx["sql"]>;

function matching(ctx: Ctx, scope: Scope, filter: PagesFilter): Fragment {
  return ctx.sql`${inRange(ctx, scope, filter)} ${narrowed(ctx, filter)} ${byOrganisation(ctx, filter)}`;
}

/** The ids of all pages that match a filter, in no order. */
export async function pagesMatching(ctx: Ctx, filter: PagesFilter): Promise<{ ids: Fragment }> {
  if (filter.person !== undefined || asksForHours(filter)) await assertMayAsk(ctx, await sightOf(ctx), filter);
  // Within an object: a query that is awaited runs.
  const ids: Fragment = ctx.sql`select p.id from pages p where ${matching(ctx, scopeOf(ctx, filter), filter)}`;
  return { ids };
}

/** How many pages match, and how many of them people have judged one by one. */
export async function countMatching(ctx: Ctx, filter: PagesFilter): Promise<BulkCount> {
  const { ids } = await pagesMatching(ctx, filter);
  const [row] = await ctx.sql<BulkCount[]>`
    select count(*)::int as pages, count(v.id)::int as judged from (${ids}) c
    left join person_verdicts v on v.workspace_id = ${ctx.workspaceId} and v.subject = 'page' and v.subject_id = c.id
      and v.ended_at is null`;
  return row ?? { pages: 0, judged: 0 };
}

/** Whole rows of the chosen pages, in the given order. */
export async function pageRecords({ sql, workspaceId }: Ctx, chosen: Fragment, order: unknown): Promise<PageRecord[]> {
  const rows = await sql<(Omit<PageRecord, "number"> & { packed: string })[]>`
    select p.id, p.provider, p.page_key, f.packed, p.title, p.service, p.team, p.urgency,
      p.priority, p.signature_id, p.triggered_at, p.ended_at, p.ended_by, p.seconds_to_acknowledge,
      p.knows_acknowledgements, p.verdict, p.probability, p.reason, p.origin,
      (select v.subject from person_verdicts v where v.workspace_id = p.workspace_id and v.id = p.word_id) as said_of,
      coalesce(woken.sleep, 0)::int as sleep, coalesce(woken.off, 0)::int as off,
      coalesce(woken.business, 0)::int as business, woken.person_ids
    from pages p
    join page_folds f on f.workspace_id = p.workspace_id and f.page_id = p.id
    left join lateral (
      select count(*) filter (where i.hour_class = 'sleep') as sleep, count(*) filter (where i.hour_class = 'off') as off,
        count(*) filter (where i.hour_class = 'business') as business,
        array_agg(distinct ip.person_id::text) as person_ids
      from interruption_pages ip
      join interruptions i on i.workspace_id = ip.workspace_id and i.person_id = ip.person_id and i.at = ip.at
      where ip.workspace_id = p.workspace_id and ip.page_id = p.id
    ) woken on true
    where p.workspace_id = ${workspaceId} and p.id in (${chosen})
    order by ${order as Fragment}`;
  return rows.map(({ packed, ...row }) => ({ ...row, number: storedPage(packed).facts.number ?? null }));
}

/** With the names that the viewer may see. */
export function pageRowOf(row: PageRecord, { sight, nameOf }: NamesInSight): PageRow {
  const ids = row.person_ids ?? [];
  const people = ids.flatMap((id) => nameOf(id) ?? []).sort((a, b) => a.localeCompare(b, "en"));
  const hours = sight.mode === "aggregate" ? null : row;
  return {
    id: row.id,
    provider: row.provider,
    pageKey: row.page_key,
    number: row.number,
    title: row.title,
    service: row.service,
    team: row.team,
    urgency: row.urgency,
    priority: row.priority,
    signatureId: row.signature_id,
    triggeredAt: row.triggered_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    endedBy: row.ended_by,
    secondsToAcknowledge: row.seconds_to_acknowledge,
    acknowledged: row.seconds_to_acknowledge !== null ? true : row.knows_acknowledgements ? false : null,
    verdict: row.verdict,
    probability: row.probability,
    reason: row.reason,
    origin: row.origin,
    saidOf: row.said_of,
    interruptions: {
      sleep: hours?.sleep ?? null,
      off: hours?.off ?? null,
      business: hours?.business ?? null,
      total: row.sleep + row.off + row.business,
    },
    people,
    unnamed: ids.length - people.length,
  };
}

/**
 * Pages of the range: those that opened in it; where interruptions are asked for, those that interrupted somebody in it,
 * each on the date of the person, so that a figure of interruptions leads to the pages it counts.
 */
function inRange(ctx: Ctx, scope: Scope, filter: PagesFilter): Fragment {
  const { sql, workspaceId } = ctx;
  const { hours, person, line, under, rang, weekday, hour, rest } = filter;
  if (person === undefined && rang === undefined && !asksForHours(filter)) return sql`${pagesInScope(ctx, scope)}`;
  return sql`${asked(ctx, scope)} and exists (
    select 1 from interruption_pages ip
    join interruptions i on i.workspace_id = ip.workspace_id and i.person_id = ip.person_id and i.at = ip.at
    where ip.workspace_id = ${workspaceId} and ip.page_id = p.id
      and ${rest === undefined ? interruptedInRange(ctx, scope) : shortRestInRange(ctx, scope)}
      ${hours === undefined ? sql`` : sql`and i.hour_class = ${hours}`}
      ${person === undefined ? sql`` : sql`and i.person_id = ${idFrom(person, "person")}`}
      ${line === undefined ? sql`` : sql`and ip.rang_first and ip.line = ${line}`}
      ${weekday === undefined ? sql`` : sql`and extract(isodow from i.local_date) - 1 = ${Number(weekday)}`}
      ${hour === undefined ? sql`` : sql`and i.local_hour = ${Number(hour)}`}
      ${rang === undefined ? sql`` : sql`and ${wasInTeam(ctx, rang)}`}
      ${under === undefined ? sql`` : sql`and ${wasUnder(ctx, idFrom(under, "leader"))}`})`;
}

/** A night is one of the date on which it began. */
function shortRestInRange(ctx: Ctx, scope: Scope): Fragment {
  const { sql } = ctx;
  const dates = localDatesOf(scope.range, scope.zone);
  const short = sql`i.rest_minutes < ${LEAST_REST_MINUTES} and i.verdict is distinct from 'test'`;
  return dates
    ? sql`${short} and i.night >= ${dates.fromDate} and i.night < ${dates.toDate}`
    : sql`${short} and ${interruptedInRange(ctx, scope)}`;
}

/** Tests are in no figure, so they are shown only where they are asked for. */
function narrowed({ sql }: Ctx, filter: PagesFilter) {
  const parts = [
    filter.reason !== "test" && sql`and p.reason is distinct from 'test'`,
    // A link to one that was merged or split since finds its pages all the same.
    filter.signature !== undefined &&
      sql`and (p.signature_id = ${idFrom(filter.signature, "signature")}
        or ${idFrom(filter.signature, "signature")}::bigint = any(p.via))`,
    filter.verdict !== undefined && sql`and p.verdict = ${filter.verdict}`,
    filter.reason !== undefined && sql`and p.reason = ${filter.reason}`,
    filter.acknowledged === "yes" && sql`and p.seconds_to_acknowledge is not null`,
    filter.acknowledged === "never" && sql`and p.seconds_to_acknowledge is null and p.knows_acknowledgements`,
    filter.q !== undefined &&
      sql`and (p.title ilike ${like(filter.q)} or p.service ilike ${like(filter.q)} or p.page_key = ${filter.q}
        or (p.provider = 'generic' and regexp_replace(p.page_key, '^[0-9]+:', '') = ${filter.q}))`,
  ];
  return parts.reduce<Fragment>((all, part) => (part ? sql`${all} ${part}` : all), sql``);
}

/** Whom the page rang: anybody under a leader; nobody of the team that owns it. */
function byOrganisation(ctx: Ctx, { under, owner }: PagesFilter): Fragment {
  const { sql } = ctx;
  return sql`${under === undefined ? sql`` : sql`and ${rangUnder(ctx, idFrom(under, "leader"))}`}
    ${owner === undefined ? sql`` : sql`and cardinality(${teamsRung(ctx)}) > 0 and not ${ownerOf(ctx)} = any(${teamsRung(ctx)})`}`;
}

const like = (words: string) => `%${words.replaceAll(/[\\%_]/g, "\\$&")}%`;

/** Ids in URLs are decimal 64-bit numbers; anything else names nothing. */
export function idFrom(text: string, what: string): string {
  if (!/^\d{1,19}$/.test(text) || BigInt(text) > 2n ** 63n - 1n)
    throw new AppError("not-found", `There is no such ${what}.`);
  return text;
}
