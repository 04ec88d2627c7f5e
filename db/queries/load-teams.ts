import type { Ctx } from "@/db/ctx";
import type { Instant } from "@/lib/model/instant";
import type { TeamPagesFacts } from "@/lib/report/load-facts";
import { type InstantRange, localDatesOf } from "@/lib/time/range";
import { pagesInScope } from "./in-scope";
import { inTeam, type LoadScope } from "./load-scope";
import type { Scope } from "./period";

type Reader = Pick<Ctx, "sql" | "workspaceId">;

/** Pages of each team's services that opened in the range, by verdict, and how fast they were acknowledged. */
export function teamPages(ctx: Reader, scope: Scope): Promise<TeamPagesFacts[]> {
  return ctx.sql<TeamPagesFacts[]>`
    select p.team, count(*) filter (where p.verdict = 'actionable')::int as actionable,
      count(*) filter (where p.verdict = 'noise')::int as noise,
      count(*) filter (where p.verdict is null or p.verdict = 'unclear')::int as unclear,
      percentile_cont(0.5) within group (order by p.seconds_to_acknowledge) as "medianSeconds",
      percentile_cont(0.95) within group (order by p.seconds_to_acknowledge) as "p95Seconds",
      count(p.seconds_to_acknowledge)::int as acknowledged,
      count(*) filter (where p.seconds_to_acknowledge is null and p.knows_acknowledgements)::int as never,
      count(*) filter (where p.seconds_to_acknowledge is null and not p.knows_acknowledgements)::int as "notKnown"
    from pages p where ${pagesInScope(ctx, scope)} and p.reason is distinct from 'test' and p.team is not null
    group by p.team`;
}

/** Consequences and repeats of another page: one problem is one incident, however many pages it makes. */
const NO_INCIDENT = ["duplicate", "storm-symptom", "test", "flapping"];

/** When the incidents of each team began: pages that no other page stands for; what flaps is one incident a day. */
export function teamIncidents(
  { sql, workspaceId }: Reader,
  { from, to }: InstantRange,
): Promise<{ team: string; atMs: number[] }[]> {
  return sql<{ team: string; atMs: number[] }[]>`
    select team, array_agg(extract(epoch from at)::float8 * 1000) as "atMs"
    from (
      select p.team, p.triggered_at as at from pages p
      where ${openedIn(sql, workspaceId, from, to)} and (p.reason is null or p.reason <> all(${NO_INCIDENT}))
      union all
      select p.team, min(p.triggered_at) from pages p
      where ${openedIn(sql, workspaceId, from, to)} and p.reason = 'flapping'
      group by p.team, p.signature_id, floor(extract(epoch from p.triggered_at) / 86400)
    ) incidents group by team`;
}

function openedIn(sql: Reader["sql"], workspaceId: number, from: Instant, to: Instant) {
  return sql`p.workspace_id = ${workspaceId} and p.team is not null and p.triggered_at >= ${new Date(from)}
    and p.triggered_at < ${new Date(to)}`;
}

export type MemberIncidents = { teamId: string; personId: string; incidents: number };

/** The incidents that interrupted each member of each team, for fairness: a storm is not ten events. */
export function memberIncidents(ctx: Reader, scope: LoadScope): Promise<MemberIncidents[]> {
  const { sql, workspaceId } = ctx;
  const dates = localDatesOf(scope.range, scope.zone);
  const inRange = dates
    ? sql`i.local_date >= ${dates.fromDate} and i.local_date < ${dates.toDate}`
    : sql`i.at >= ${new Date(scope.range.from)} and i.at < ${new Date(scope.range.to)}`;
  return sql<MemberIncidents[]>`
    select m.team_id as "teamId", i.person_id as "personId",
      (count(*) filter (where p.reason is null or p.reason <> all(${NO_INCIDENT}))
        + count(distinct (i.signature_id, i.local_date)) filter (where p.reason = 'flapping'))::int as incidents
    from interruptions i
    join pages p on p.workspace_id = i.workspace_id and p.id = i.page_id
    join memberships m on m.workspace_id = i.workspace_id and m.person_id = i.person_id
      and m.from_date <= i.local_date and m.to_date > i.local_date
    where i.workspace_id = ${workspaceId} and ${inRange} ${inTeam(ctx, scope, "i.person_id", "i.local_date")}
    group by 1, 2`;
}
