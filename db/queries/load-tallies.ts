import type { Ctx } from "@/db/ctx";
import { LEAST_REST_MINUTES } from "@/lib/load/recovery-gaps";
import type { MemberFacts, PersonFacts } from "@/lib/report/load-facts";
import { asked } from "./in-scope";
import { inTeam, type LoadScope, loadInterruptions, loadInterruptionsInScope, rolledUp } from "./load-scope";

type Reader = Pick<Ctx, "sql" | "workspaceId">;
type Fragment = ReturnType<Ctx["sql"]>;

/** What each person carried in the range; who carried nothing has no row. */
export function personTallies(ctx: Reader, scope: LoadScope): Promise<PersonFacts[]> {
  const dates = rolledUp(scope);
  if (!dates) return factTallies<PersonFacts>(ctx, scope, ctx.sql`null::bigint`, ctx.sql``);
  const { sql, workspaceId } = ctx;
  return sql<PersonFacts[]>`
    select d.person_id as "personId", ${rolledSums(ctx)} from person_days d
    where d.workspace_id = ${workspaceId} and d.local_date >= ${dates.fromDate} and d.local_date < ${dates.toDate}
      ${inTeam(ctx, scope, "d.person_id", "d.local_date")}
    group by d.person_id`;
}

/** The same by team, for the days on which a person was in it. */
export function memberTallies(ctx: Reader, scope: LoadScope): Promise<MemberFacts[]> {
  const { sql, workspaceId } = ctx;
  const dates = rolledUp(scope);
  const joined = (person: string, date: string): Fragment => sql`
    join memberships m on m.workspace_id = ${workspaceId} and m.person_id = ${sql.unsafe(person)}
      and m.from_date <= ${sql.unsafe(date)} and m.to_date > ${sql.unsafe(date)}
      ${scope.teamId === null ? sql`` : sql`and m.team_id = ${scope.teamId}`}`;
  if (!dates) return factTallies<MemberFacts>(ctx, scope, sql`m.team_id`, joined("i.person_id", "i.local_date"));
  return sql<MemberFacts[]>`
    select d.person_id as "personId", m.team_id as "teamId", ${rolledSums(ctx)} from person_days d
    ${joined("d.person_id", "d.local_date")}
    where d.workspace_id = ${workspaceId} and d.local_date >= ${dates.fromDate} and d.local_date < ${dates.toDate}
    group by d.person_id, m.team_id`;
}

function rolledSums({ sql }: Reader): Fragment {
  return sql`
    sum(d.sleep_actionable + d.sleep_noise + d.sleep_unclear)::int as sleep,
    sum(d.off_actionable + d.off_noise + d.off_unclear)::int as off,
    sum(d.business_actionable + d.business_noise + d.business_unclear)::int as business,
    sum(d.sleep_actionable + d.off_actionable + d.business_actionable)::int as actionable,
    sum(d.sleep_noise + d.off_noise + d.business_noise)::int as noise,
    sum(d.sleep_unclear + d.off_unclear + d.business_unclear)::int as unclear,
    sum(d.estimated)::int as estimated, sum(d.disrupted_hours)::int as hours, sum(d.disrupted_nights)::int as nights,
    sum(d.short_rests)::int as "shortRests",
    sum(d.pages_first)::int as "pagesFirst", sum(d.pages_escalated)::int as "pagesEscalated",
    sum(d.pages_unknown_line)::int as "pagesUnknownLine"`;
}

/** From the interruptions themselves: where a filter or a range with hours asks for what no rollup holds. */
function factTallies<T extends PersonFacts>(
  ctx: Reader,
  scope: LoadScope,
  team: Fragment,
  joined: Fragment,
): Promise<T[]> {
  const { sql, workspaceId } = ctx;
  return sql<T[]>`
    with mine as (
      select ${team} as team_id, i.person_id, i.at, i.hour_class, i.hour_started_at, i.night, i.rest_minutes, i.estimated,
        coalesce(i.verdict, 'unclear') as verdict
      from ${loadInterruptions(ctx, scope)} ${joined} where ${loadInterruptionsInScope(ctx, scope)}
    ), paged as (
      select m.person_id, m.team_id, count(*) filter (where ip.line = 'first')::int as first,
        count(*) filter (where ip.line = 'escalated')::int as escalated,
        count(*) filter (where ip.line is null)::int as unknown
      from mine m
      join interruption_pages ip on ip.workspace_id = ${workspaceId} and ip.person_id = m.person_id and ip.at = m.at
        and ip.rang_first
      join pages p on p.id = ip.page_id and ${asked(ctx, scope)} and p.reason is distinct from 'test'
        ${scope.verdict === null ? sql`` : sql`and coalesce(p.verdict, 'unclear') = ${scope.verdict}`}
      group by 1, 2
    )
    select m.person_id as "personId", m.team_id as "teamId",
      count(*) filter (where m.hour_class = 'sleep')::int as sleep, count(*) filter (where m.hour_class = 'off')::int as off,
      count(*) filter (where m.hour_class = 'business')::int as business,
      count(*) filter (where m.verdict = 'actionable')::int as actionable,
      count(*) filter (where m.verdict = 'noise')::int as noise, count(*) filter (where m.verdict = 'unclear')::int as unclear,
      count(*) filter (where m.estimated)::int as estimated, count(distinct m.hour_started_at)::int as hours,
      count(distinct m.night)::int as nights,
      count(distinct m.night) filter (where m.rest_minutes < ${LEAST_REST_MINUTES})::int as "shortRests",
      coalesce(max(paged.first), 0)::int as "pagesFirst",
      coalesce(max(paged.escalated), 0)::int as "pagesEscalated",
      coalesce(max(paged.unknown), 0)::int as "pagesUnknownLine"
    from mine m
    left join paged on paged.person_id = m.person_id and paged.team_id is not distinct from m.team_id
    group by m.person_id, m.team_id`;
}
