import type { Ctx } from "@/db/ctx";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { NotMine } from "@/lib/contract/leaders";
import { AppError } from "@/lib/errors";
import { groupBy } from "@/lib/model/group-by";
import type { Line } from "@/lib/model/page";
import { handOvers } from "@/lib/report/hand-overs";
import { addDays, startOfDate } from "@/lib/time/boundaries";
import { localDatesOf } from "@/lib/time/range";
import { ledSpans } from "./named/led-spans";
import { sightOf } from "./named/sight-of";
import { idFrom } from "./pages";
import { rangeOf, scopeOf } from "./period";

/** Owners with their services, and chains; the counts are of all. */
const SHOWN = 10;

/** Which pages of the people under a leader were somebody else's, and which went from team to team. Facts about alerts. */
export async function notMine(ctx: Ctx, filter: LeadersFilter): Promise<NotMine> {
  const scope = scopeOf(ctx, filter);
  const leaderId = idFrom(filter.leader ?? "", "leader");
  const dates = localDatesOf(scope.range, scope.zone);
  if (!dates) throw new AppError("invalid", "Leaders are counted in whole days.");
  const led = await peopleUnder(ctx, leaderId, dates);
  const groups = await pagesUnder(ctx, { leaderId, led }, dates);
  const elsewhere = groups.filter((group) => group.elsewhere);
  const chained = groups.flatMap((group) => group.chained ?? []);
  const [owners, handed] = await Promise.all([ownersOf(ctx, elsewhere), handedOn(ctx, dates, chained)]);
  return {
    range: rangeOf(scope),
    leaderId,
    pages: pagesIn(groups),
    notKnown: pagesIn(groups.filter(({ known }) => !known)),
    elsewhere: pagesIn(elsewhere),
    owners,
    handed,
  };
}

/** Fewer people than this are never told apart. */
const LEAST = 5;

/** The single pages of a few people tell when each of them was woken. */
async function peopleUnder(ctx: Ctx, leaderId: string, dates: Dates): Promise<string[]> {
  const [spans, { named }] = await Promise.all([ledSpans(ctx, dates), sightOf(ctx)]);
  const led = new Set(spans.flatMap((span) => (span.leaderId === leaderId ? [span.personId] : [])));
  const unnamed = [...led].filter((id) => !named.has(id)).length;
  if (unnamed > 0 && unnamed < LEAST)
    throw new AppError("forbidden", "the pages of fewer than 5 people are not listed to those who may not name them.");
  return [...led];
}

/** Pages of one owner and service; the last one opened last. */
type Group = {
  owner: string | null;
  service: string | null;
  known: boolean;
  elsewhere: boolean;
  pages: number;
  noise: number;
  last: string;
  /** Those that rang people of several teams. */
  chained: string[] | null;
};

/** Of so many people most pages of the days are none: they are left out before anything else is asked of them. */
const FEW = 400;

const pagesIn = (groups: readonly Group[]) => groups.reduce((sum, { pages }) => sum + pages, 0);

/** The workspace's dates of a span, and the instants at which they begin, in order. */
function daysOf({ zone }: Pick<Ctx, "zone">, { fromDate, toDate }: Dates): { dates: string[]; starts: string[] } {
  const dates: string[] = [];
  for (let date = fromDate; date < toDate; date = addDays(date, 1)) dates.push(date);
  return { dates, starts: dates.map((date) => new Date(startOfDate(date, zone)).toISOString()) };
}

type Dates = { fromDate: string; toDate: string };

/** The date of the workspace on which a page `p` of the days opened. */
function dayIn({ sql }: Pick<Ctx, "sql">, { dates, starts }: ReturnType<typeof daysOf>) {
  return sql`(${dates}::text[]::date[])[width_bucket(p.triggered_at, ${starts}::timestamptz[])]`;
}

/** Pages that opened on the dates and rang somebody under the leader, by their owner; the latest first. */
function pagesUnder(
  ctx: Ctx,
  { leaderId, led }: { leaderId: string; led: readonly string[] },
  dates: Dates,
): Promise<Group[]> {
  const { sql, workspaceId, zone } = ctx;
  const ofFew = sql`and exists (
    select from interruption_pages ip
    where ip.workspace_id = ${workspaceId} and ip.page_id = p.id and ip.person_id = any(${led as string[]}::bigint[]))`;
  const [from, to] = [startOfDate(dates.fromDate, zone), startOfDate(dates.toDate, zone)];
  return sql<Group[]>`
    with opened as materialized (
      select p.id, p.service, p.team, p.triggered_at, p.verdict is not distinct from 'noise' as is_noise,
        ${dayIn(ctx, daysOf(ctx, dates))} as day
      from pages p
      where p.workspace_id = ${workspaceId} and p.triggered_at >= ${new Date(from)} and p.triggered_at < ${new Date(to)}
        and p.reason is distinct from 'test' ${led.length > FEW ? sql`` : ofFew}
    ), rung as materialized (
      select o.id, o.day, ip.person_id from opened o
      join interruption_pages ip on ip.workspace_id = ${workspaceId} and ip.page_id = o.id
    ), under as (
      select distinct r.id from rung r
      join org_closure c on c.workspace_id = ${workspaceId} and c.leader_id = ${leaderId} and c.person_id = r.person_id
        and c.from_date <= r.day and c.to_date > r.day
    ), their_teams as (
      select r.id, array_agg(distinct t.name) as teams from rung r
      join memberships m on m.workspace_id = ${workspaceId} and m.person_id = r.person_id
        and m.from_date <= r.day and m.to_date > r.day
      join teams t on t.workspace_id = ${workspaceId} and t.id = m.team_id
      group by r.id
    ), owned as (
      select o.id, o.service, o.triggered_at, o.is_noise, coalesce(owner.name, o.team) as owner, coalesce(t.teams, '{}') as teams
      from opened o join under u on u.id = o.id
      left join their_teams t on t.id = o.id
      left join service_owners s on s.workspace_id = ${workspaceId} and s.service = o.service
        and s.from_date <= o.day and s.to_date > o.day
      left join teams owner on owner.workspace_id = ${workspaceId} and owner.id = s.team_id
    ), told as (
      select *, owner is not null and teams <> '{}' as known, coalesce(teams <> '{}' and owner <> all(teams), false) as elsewhere
      from owned
    )
    select owner, service, known, elsewhere, count(*)::int as pages, (count(*) filter (where is_noise))::int as noise,
      (array_agg(id order by triggered_at desc, id))[1] as last,
      array_agg(id) filter (where cardinality(teams) > 1) as chained
    from told group by owner, service, known, elsewhere
    order by max(triggered_at) desc, last`;
}

async function ownersOf(ctx: Ctx, groups: readonly Group[]): Promise<NotMine["owners"]> {
  const most = groups
    .toSorted((a, b) => b.pages - a.pages || ((a.owner ?? "") < (b.owner ?? "") ? -1 : 1))
    .slice(0, SHOWN);
  const last = await pagesOf(
    ctx,
    most.map((group) => group.last),
  );
  return most.flatMap(({ owner, service, pages, noise, last: id }) => {
    const page = last.get(id);
    return page ? [{ owner: owner ?? "", service, pages, noise, last: page }] : [];
  });
}

type PageTold = NotMine["owners"][number]["last"];

async function pagesOf({ sql, workspaceId }: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, PageTold>> {
  const rows = await sql<{ id: string; title: string | null; service: string | null; triggered_at: Date }[]>`
    select id, title, service, triggered_at from pages
    where workspace_id = ${workspaceId} and id = any(${ids as string[]}::bigint[])`;
  return new Map(
    rows.map(({ triggered_at, ...page }) => [page.id, { ...page, triggeredAt: triggered_at.toISOString() }]),
  );
}

async function handedOn(ctx: Ctx, dates: Dates, pageIds: readonly string[]): Promise<NotMine["handed"]> {
  const chains = (await ringsOf(ctx, dates, pageIds)).flatMap(({ id, rings }) => {
    const handed = handOvers(rings.map(([at, line, ...teams]) => ({ at, line, teams })));
    return handed ? [{ id, steps: [...handed.steps], minutes: handed.minutes }] : [];
  });
  const lengths = [...groupBy(chains, ({ steps }) => steps.length)].sort(([a], [b]) => a - b);
  const longest = chains.toSorted((a, b) => b.steps.length - a.steps.length).slice(0, SHOWN);
  const told = await pagesOf(
    ctx,
    longest.map(({ id }) => id),
  );
  return {
    pages: chains.length,
    byTeams: lengths.map(([teams, { length }]) => ({ teams, pages: length })),
    chains: longest.flatMap(({ id, ...handed }) => {
      const page = told.get(id);
      return page ? [{ ...page, ...handed }] : [];
    }),
  };
}

/** When, on which line, and the teams of whom it rang on the day. */
type RingTold = [at: number, line: Line | null, ...teams: string[]];

/** The first loud message to each person of each page that was escalated to anybody, in order; the latest page first. */
function ringsOf(ctx: Ctx, dates: Dates, pageIds: readonly string[]): Promise<{ id: string; rings: RingTold[] }[]> {
  const { sql, workspaceId } = ctx;
  if (pageIds.length === 0) return Promise.resolve([]);
  return sql<{ id: string; rings: RingTold[] }[]>`
    with asked as materialized (
      select p.id, p.triggered_at, ${dayIn(ctx, daysOf(ctx, dates))} as day
      from unnest(${`{${pageIds.join()}}`}::bigint[]) as a(id)
      join pages p on p.workspace_id = ${workspaceId} and p.id = a.id
    ), first as materialized (
      select distinct on (n.page_id, n.person_id) n.page_id, n.person_id, n.at, n.line, a.triggered_at, a.day
      from asked a
      join notifications n on n.workspace_id = ${workspaceId} and n.page_id = a.id and n.channel not in ('email', 'chat')
      order by n.page_id, n.person_id, n.at, n.line nulls last
    )
    select f.page_id as id, json_agg(
      array_to_json(array[to_json((extract(epoch from f.at) * 1000)::bigint), to_json(f.line)] || f.teams)
      order by f.at, f.person_id) as rings
    from (
      select f.*, array_remove(array_agg(to_jsonb(t.name)::text order by t.name), null)::json[] as teams
      from first f
      left join memberships m on m.workspace_id = ${workspaceId} and m.person_id = f.person_id
        and m.from_date <= f.day and m.to_date > f.day
      left join teams t on t.workspace_id = ${workspaceId} and t.id = m.team_id
      group by f.page_id, f.person_id, f.at, f.line, f.triggered_at, f.day
    ) f
    group by f.page_id, f.triggered_at
    having bool_or(f.line = 'escalated')
    order by f.triggered_at desc, f.page_id`;
}
