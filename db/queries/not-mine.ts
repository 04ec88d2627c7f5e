import type { Ctx } from "@/db/ctx";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { NotMine } from "@/lib/contract/leaders";
import { AppError } from "@/lib/errors";
import { groupBy } from "@/lib/model/group-by";
import type { Line } from "@/lib/model/page";
import { handOvers } from "@/lib/report/hand-overs";
import { startOfDate } from "@/lib/time/boundaries";
import { localDatesOf } from "@/lib/time/range";
import { localDate } from "./local-date";
import { ledSpans } from "./named/led-spans";
import { sightOf } from "./named/sight-of";
import { idFrom } from "./pages";
import { rangeOf, scopeOf } from "./period";
import { ownerOf, rangUnder, teamsRung } from "./under-leader";

/** Owners with their services, and chains; the counts are of all. */
const SHOWN = 10;

/** Which pages of the people under a leader were somebody else's, and which went from team to team. Facts about alerts. */
export async function notMine(ctx: Ctx, filter: LeadersFilter): Promise<NotMine> {
  const scope = scopeOf(ctx, filter);
  const leaderId = idFrom(filter.leader ?? "", "leader");
  const dates = localDatesOf(scope.range, scope.zone);
  if (!dates) throw new AppError("invalid", "Leaders are counted in whole days.");
  const days = { from: startOfDate(dates.fromDate, ctx.zone), to: startOfDate(dates.toDate, ctx.zone) };
  await assertEnough(ctx, leaderId, dates);
  const rows = await pagesUnder(ctx, leaderId, days);
  const elsewhere = rows.filter(({ owner, teams }) => owner !== null && teams.length > 0 && !teams.includes(owner));
  const handed = await handedOn(
    ctx,
    rows.filter(({ teams }) => teams.length > 1),
  );
  return {
    range: rangeOf(scope),
    leaderId,
    pages: rows.length,
    notKnown: rows.filter(({ owner, teams }) => owner === null || teams.length === 0).length,
    elsewhere: elsewhere.length,
    owners: ownersOf(elsewhere).slice(0, SHOWN),
    handed,
  };
}

/** Fewer people than this are never told apart. */
const LEAST = 5;

/** The single pages of a few people tell when each of them was woken. */
async function assertEnough(ctx: Ctx, leaderId: string, dates: { fromDate: string; toDate: string }): Promise<void> {
  const [led, { named }] = await Promise.all([ledSpans(ctx, dates), sightOf(ctx)]);
  const unnamed = new Set(
    led.flatMap((span) => (span.leaderId === leaderId && !named.has(span.personId) ? [span.personId] : [])),
  );
  if (unnamed.size > 0 && unnamed.size < LEAST)
    throw new AppError("forbidden", "the pages of fewer than 5 people are not listed to those who may not name them.");
}

type PageUnder = {
  id: string;
  title: string | null;
  service: string | null;
  triggered_at: Date;
  is_noise: boolean;
  owner: string | null;
  teams: string[];
};

/** Pages that opened on the days, the latest first. */
function pagesUnder(ctx: Ctx, leaderId: string, { from, to }: { from: number; to: number }): Promise<PageUnder[]> {
  const { sql, workspaceId } = ctx;
  return sql<PageUnder[]>`
    select p.id, p.title, p.service, p.triggered_at, p.verdict is not distinct from 'noise' as is_noise,
      ${ownerOf(ctx)} as owner, ${teamsRung(ctx)} as teams
    from pages p
    where p.workspace_id = ${workspaceId} and p.triggered_at >= ${new Date(from)} and p.triggered_at < ${new Date(to)}
      and p.reason is distinct from 'test' and ${rangUnder(ctx, leaderId)}
    order by p.triggered_at desc, p.id`;
}

function ownersOf(rows: readonly PageUnder[]): NotMine["owners"] {
  return [...groupBy(rows, ({ owner, service }) => JSON.stringify([owner, service])).values()]
    .flatMap(([last, ...others]) =>
      last
        ? [
            {
              owner: last.owner ?? "",
              service: last.service,
              pages: 1 + others.length,
              noise: [last, ...others].filter((row) => row.is_noise).length,
              last: pageOf(last),
            },
          ]
        : [],
    )
    .sort((a, b) => b.pages - a.pages || (a.owner < b.owner ? -1 : 1));
}

const pageOf = ({ id, title, service, triggered_at }: PageUnder) => ({
  id,
  title,
  service,
  triggeredAt: triggered_at.toISOString(),
});

async function handedOn(ctx: Ctx, rows: readonly PageUnder[]): Promise<NotMine["handed"]> {
  const rings = groupBy(
    await ringsOf(
      ctx,
      rows.map(({ id }) => id),
    ),
    ({ page_id }) => page_id,
  );
  const chains = rows.flatMap((row) => {
    const handed = handOvers((rings.get(row.id) ?? []).map((ring) => ({ ...ring, at: ring.at.getTime() })));
    return handed ? [{ ...pageOf(row), steps: [...handed.steps], minutes: handed.minutes }] : [];
  });
  const lengths = [...groupBy(chains, ({ steps }) => steps.length)].sort(([a], [b]) => a - b);
  return {
    pages: chains.length,
    byTeams: lengths.map(([teams, { length }]) => ({ teams, pages: length })),
    chains: chains.sort((a, b) => b.steps.length - a.steps.length).slice(0, SHOWN),
  };
}

type RingRow = { page_id: string; at: Date; line: Line | null; teams: string[] };

/** The first loud message of each page to each person. */
async function ringsOf(ctx: Ctx, pageIds: readonly string[]): Promise<RingRow[]> {
  if (pageIds.length === 0) return [];
  const { sql, workspaceId } = ctx;
  const day = localDate(ctx, "p.triggered_at");
  return sql<RingRow[]>`
    select n.page_id, n.at, n.line, array(
      select t.name from memberships m join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
      where m.workspace_id = ${workspaceId} and m.person_id = n.person_id
        and m.from_date <= ${day}
        and m.to_date > ${day}
      order by t.name) as teams
    from (
      select distinct on (page_id, person_id) page_id, person_id, at, line from notifications
      where workspace_id = ${workspaceId} and page_id = any(${pageIds as string[]}::bigint[])
        and channel not in ('email', 'chat')
      order by page_id, person_id, at, line nulls last
    ) n
    join pages p on p.workspace_id = ${workspaceId} and p.id = n.page_id
    order by n.page_id, n.at, n.person_id`;
}
