import type { Ctx } from "@/db/ctx";
import { LONGEST } from "@/db/rollups/not-mine-days";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { NotMine } from "@/lib/contract/leaders";
import { AppError } from "@/lib/errors";
import type { DateSpan } from "@/lib/model/organisation";
import { handOvers, type Ring } from "@/lib/report/hand-overs";
import { localDatesOf } from "@/lib/time/range";
import { ledSpans } from "./named/led-spans";
import { sightOf } from "./named/sight-of";
import { idFrom } from "./pages";
import { rangeOf, scopeOf } from "./period";

/** Owners with their services, and chains; the counts are of all. */
const SHOWN = LONGEST;

/** Which pages of the people under a leader were somebody else's, and which went from team to team. Facts about alerts. */
export async function notMine(ctx: Ctx, filter: LeadersFilter): Promise<NotMine> {
  const scope = scopeOf(ctx, filter);
  const leaderId = idFrom(filter.leader ?? "", "leader");
  const dates = localDatesOf(scope.range, scope.zone);
  if (!dates) throw new AppError("invalid", "Leaders are counted in whole days.");
  await assertListed(ctx, leaderId, dates);
  const days = daysUnder(ctx, leaderId, dates);
  const [sums, owners, handed] = await Promise.all([sumsOf(days), ownersOf(days), handedOn(days)]);
  return { range: rangeOf(scope), leaderId, ...sums, owners, handed };
}

/** Fewer people than this are never told apart. */
const LEAST = 5;

/** The single pages of a few people tell when each of them was woken. */
async function assertListed(ctx: Ctx, leaderId: string, dates: DateSpan): Promise<void> {
  const [spans, { named }] = await Promise.all([ledSpans(ctx, dates), sightOf(ctx)]);
  const led = new Set(spans.flatMap((span) => (span.leaderId === leaderId ? [span.personId] : [])));
  const unnamed = [...led].filter((id) => !named.has(id)).length;
  if (unnamed > 0 && unnamed < LEAST)
    throw new AppError("forbidden", "the pages of fewer than 5 people are not listed to those who may not name them.");
}

/** With a condition on rows of `leader_days` and `not_mine_days`. */
function daysUnder(ctx: Ctx, leaderId: string, { fromDate, toDate }: DateSpan) {
  const { sql, workspaceId } = ctx;
  const chosen = sql`workspace_id = ${workspaceId} and leader_id = ${leaderId} and date >= ${fromDate} and date < ${toDate}`;
  return { ctx, chosen };
}
type Days = ReturnType<typeof daysUnder>;

async function sumsOf({ ctx: { sql }, chosen }: Days): Promise<Pick<NotMine, "pages" | "notKnown" | "elsewhere">> {
  const [row] = await sql<Pick<NotMine, "pages" | "notKnown" | "elsewhere">[]>`
    select (select coalesce(sum(actionable + noise + unclear), 0)::int from leader_days where ${chosen}) as pages,
      coalesce(sum(not_known), 0)::int as "notKnown", coalesce(sum((select sum(n) from unnest(owner_pages) as n)), 0)::int as elsewhere
    from not_mine_days where ${chosen}`;
  if (!row) throw new Error("a sum has a row");
  return row;
}

/** With most pages; the latest first among equals of one team. */
async function ownersOf({ ctx: { sql, workspaceId }, chosen }: Days): Promise<NotMine["owners"]> {
  const rows = await sql<(Omit<NotMine["owners"][number], "last"> & PageRow)[]>`
    with counted as (
      select owner, o.service, sum(o.pages)::int as pages, sum(o.noise)::int as noise, (array_agg(o.last order by m.date desc))[1] as last
      from not_mine_days m
      cross join lateral unnest(owners, services, owner_pages, owner_noise, owner_last) as o(owner, service, pages, noise, last)
      where ${chosen} group by 1, 2
    )
    select c.owner, c.service, c.pages, c.noise, p.id, p.title, p.service as "pageService", p.triggered_at as "triggeredAt"
    from counted c join pages p on p.workspace_id = ${workspaceId} and p.id = c.last
    order by c.pages desc, c.owner collate "C", p.triggered_at desc, p.id limit ${SHOWN}`;
  return rows.map(({ owner, service, pages, noise, ...last }) => ({
    owner,
    service,
    pages,
    noise,
    last: pageTold(last),
  }));
}

type PageTold = NotMine["owners"][number]["last"];
type PageRow = Pick<PageTold, "id" | "title"> & { pageService: string | null; triggeredAt: Date };

const pageTold = ({ id, title, pageService, triggeredAt }: PageRow): PageTold => ({
  id,
  title,
  service: pageService,
  triggeredAt: triggeredAt.toISOString(),
});

async function handedOn(days: Days): Promise<NotMine["handed"]> {
  const { ctx, chosen } = days;
  const [byTeams, chains] = await Promise.all([
    ctx.sql<{ teams: number; pages: number }[]>`
      select h.teams, sum(h.pages)::int as pages from not_mine_days
      cross join lateral unnest(handed_teams, handed_pages) as h(teams, pages) where ${chosen} group by 1 order by 1`,
    longestChains(days),
  ]);
  return { pages: byTeams.reduce((sum, { pages }) => sum + pages, 0), byTeams, chains };
}

/** Through most teams; the latest first among equals. */
async function longestChains({ ctx, chosen }: Days): Promise<NotMine["handed"]["chains"]> {
  const rows = await ctx.sql<(PageRow & { rings: Ring[] })[]>`
    with longest as (
      select m.date, l.id, l.teams, l.place from not_mine_days m
      cross join lateral unnest(longest, longest_teams) with ordinality as l(id, teams, place)
      where ${chosen} order by l.teams desc, m.date desc, l.place limit ${SHOWN}
    )
    select p.id, p.title, p.service as "pageService", p.triggered_at as "triggeredAt", (${ringsOfPage(ctx)}) as rings
    from longest l join pages p on p.workspace_id = ${ctx.workspaceId} and p.id = l.id
    order by l.teams desc, l.date desc, l.place`;
  return rows.flatMap(({ rings, ...page }) => {
    const handed = handOvers(rings);
    return handed ? [{ ...pageTold(page), steps: [...handed.steps], minutes: handed.minutes }] : [];
  });
}

/** The first loud message to each person of a page `p` of a day `l.date`, in the order of `not_mine_days`. */
function ringsOfPage({ sql, workspaceId }: Ctx) {
  return sql`
    select jsonb_agg(
      jsonb_build_object('at', (extract(epoch from f.at) * 1000)::bigint, 'line', f.line, 'teams', f.teams)
      order by f.at, f.line is not distinct from 'escalated', f.teams)
    from (
      select n.person_id, n.at, n.line, array(
        select distinct t.name from memberships m
        join teams t on t.workspace_id = ${workspaceId} and t.id = m.team_id
        where m.workspace_id = ${workspaceId} and m.person_id = n.person_id and m.from_date <= l.date and m.to_date > l.date
        order by t.name) as teams
      from (
        select distinct on (person_id) person_id, at, line from notifications
        where workspace_id = ${workspaceId} and page_id = p.id and channel not in ('email', 'chat')
        order by person_id, at, line nulls last
      ) n
    ) f`;
}
