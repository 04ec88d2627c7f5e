import type { PendingQuery, Row } from "postgres";
import type { Ctx } from "@/db/ctx";
import { LEAST_REST_MINUTES } from "@/lib/load/recovery-gaps";
import { VERDICTS } from "@/lib/model/verdict";
import type { MemberFacts, Membership, PersonFacts } from "@/lib/report/load-facts";
import { localDatesOf } from "@/lib/time/range";
import { asked } from "./in-scope";
import { besideWeeks, carriedDay, carriedOn, carriedRows, isWeeks, membersOver, weeksAmong } from "./load-carried";
import type { LoadDates } from "./load-dates";
import {
  isNarrowed,
  judged,
  type LoadScope,
  loadInterruptions,
  loadInterruptionsInScope,
  rolledUp,
  rolledUpBy,
} from "./load-scope";
import { remembered } from "./remembered";

type Reader = Pick<Ctx, "sql" | "workspaceId">;
type Fragment = ReturnType<Ctx["sql"]>;

/** What each person carried in the range; who carried nothing has no row. */
export function personTallies(ctx: Reader, scope: LoadScope): Promise<PersonFacts[]> {
  const dates = rolledUp(scope);
  const verdictDates = scope.teamId === null && scope.verdict !== null ? rolledUpBy(scope) : null;
  if (verdictDates) return verdictTallies(ctx, scope, verdictDates);
  if (!dates) return factTallies<PersonFacts>(ctx, scope, ctx.sql`null::bigint`, ctx.sql``);
  if (scope.teamId !== null) return memberTallies(ctx, scope);
  const { fromDate, toDate } = dates;
  const asked = { key: ["person tallies", fromDate, toDate], watched: carriedRows(ctx, dates) };
  return remembered(
    ctx,
    asked,
    (reader) => reader.sql<PersonFacts[]>`
      select d.person_id as "personId", ${carriedSums(reader)} from ${carriedOn(reader, dates)} d group by d.person_id`,
  );
}

/** The same of one verdict: of whole weeks as they were counted, of the days around them from the facts. */
function verdictTallies(ctx: Reader, scope: LoadScope, dates: LoadDates): Promise<PersonFacts[]> {
  const { fromDate, toDate } = dates;
  const weeks = weeksAmong(dates);
  const read = ({ sql, workspaceId }: Reader) => sql<PersonFacts[]>`
    select person_id as "personId", sum(sleep)::int as sleep, sum(off)::int as off, sum(business)::int as business,
      ${sql.unsafe(VERDICTS.map((it) => `${it === scope.verdict ? "sum(sleep + off + business)::int" : "0"} as ${it}`).join(", "))},
      sum(estimated)::int as estimated, sum(hours)::int as hours, sum(nights)::int as nights,
      sum(short_rests)::int as "shortRests", sum(pages_first)::int as "pagesFirst",
      sum(pages_escalated)::int as "pagesEscalated", sum(pages_unknown_line)::int as "pagesUnknownLine"
    from (
      select person_id, sleep, off, business, estimated, disrupted_hours as hours, disrupted_nights as nights, short_rests,
        pages_first, pages_escalated, pages_unknown_line
      from verdict_weeks where workspace_id = ${workspaceId} and verdict = ${scope.verdict}
        and week >= ${weeks?.fromDate ?? toDate} and week < ${weeks?.toDate ?? toDate}
      ${isWeeks(dates) ? sql`` : verdictBeside({ sql, workspaceId }, scope, dates)}
    ) carried group by person_id having sum(sleep + off + business + nights) > 0`;
  if (!isWeeks(dates)) return read(ctx);
  const holding = ctx.sql`t.verdict = ${scope.verdict} and t.week >= ${fromDate} and t.week < ${toDate}`;
  const asked = {
    key: ["person tallies", fromDate, toDate, scope.verdict],
    watched: [{ table: "verdict_weeks", holding }],
  };
  return remembered(ctx, asked, read);
}

/** Days that no whole week holds. A night counts on the date on which it begins, as in the weeks. */
function verdictBeside(ctx: Reader, scope: LoadScope, dates: LoadDates): Fragment {
  const { sql, workspaceId } = ctx;
  const on = (column: string) => besideWeeks(ctx, dates, column);
  const found = sql`interruptions i
    where i.workspace_id = ${workspaceId} and i.local_date >= ${dates.fromDate} and i.local_date <= ${dates.toDate}
      ${scope.verdict === null ? sql`` : judged(ctx, "i.verdict", scope.verdict)} and`;
  return sql`
    union all
    select i.person_id, count(*) filter (where i.hour_class = 'sleep'), count(*) filter (where i.hour_class = 'off'),
      count(*) filter (where i.hour_class = 'business'), count(*) filter (where i.estimated),
      count(distinct (i.local_date, i.hour_started_at)), 0, 0, 0, 0, 0
    from ${found} ${on("i.local_date")} group by i.person_id
    union all
    select i.person_id, 0, 0, 0, 0, 0, count(distinct i.night),
      count(distinct i.night) filter (where i.rest_minutes < ${LEAST_REST_MINUTES}), 0, 0, 0
    from ${found} ${on("i.night")} group by i.person_id
    union all
    select i.person_id, 0, 0, 0, 0, 0, 0, 0, count(*) filter (where ip.line = 'first'),
      count(*) filter (where ip.line = 'escalated'), count(*) filter (where ip.line is null)
    from (select i.person_id, i.at, i.page_count from ${found} ${on("i.local_date")}) i
    join interruption_pages ip on ip.workspace_id = ${workspaceId} and ip.person_id = i.person_id and ip.at = i.at and ip.rang_first
    left join pages p on i.page_count > 1 and p.workspace_id = ${workspaceId} and p.id = ip.page_id
    where i.page_count = 1 or p.reason is distinct from 'test' and coalesce(p.verdict, 'unclear') = ${scope.verdict}
    group by i.person_id`;
}

/** The same by team, for the days on which a person was in it: whoever was in it on all of them carried there what they carried. */
export async function membersTallies(
  ctx: Reader,
  scope: LoadScope,
  members: readonly Membership[],
  tallies: ReadonlyMap<string, PersonFacts>,
): Promise<MemberFacts[]> {
  const dates = localDatesOf(scope.range, scope.zone);
  if (!dates || scope.teamId !== null) return memberTallies(ctx, scope);
  const settled = new Map<string, MemberFacts>();
  const among = new Map<string, Membership>();
  for (const member of members) {
    const pair = `${member.teamId} ${member.personId}`;
    const tally = tallies.get(member.personId);
    if (member.fromDate > dates.fromDate || member.toDate < dates.toDate) among.set(pair, member);
    else if (tally) settled.set(pair, { ...tally, teamId: member.teamId });
  }
  const moved = [...among].filter(([pair]) => !settled.has(pair));
  if (moved.length === 0) return [...settled.values()];
  if (!isNarrowed(scope)) return [...settled.values(), ...(await movedTallies(ctx, dates))];
  const people = moved.map(([, { personId }]) => personId);
  const found = await factTallies<MemberFacts>(ctx, scope, ctx.sql`m.team_id`, teamOnDay(ctx, scope, people));
  const pairs = new Set(moved.map(([pair]) => pair));
  return [...settled.values(), ...found.filter(({ teamId, personId }) => pairs.has(`${teamId} ${personId}`))];
}

/** Of people who were in a team on some of the dates alone. */
function movedTallies(ctx: Reader, dates: LoadDates): Promise<MemberFacts[]> {
  return ctx.sql<MemberFacts[]>`with ${membersOver(ctx, dates, null)} ${ofMoved(ctx)}`;
}

function ofMoved(ctx: Reader): Fragment {
  return ctx.sql`
    select d.person_id as "personId", d.team_id as "teamId", ${carriedSums(ctx)}
    from (
      select d.person_id, m.team_id, ${carriedDay(ctx)} from moved m
      join person_days d on d.workspace_id = ${ctx.workspaceId} and d.person_id = m.person_id
        and d.local_date >= m.from_date and d.local_date < m.to_date
    ) d
    group by d.person_id, d.team_id`;
}

function memberTallies(ctx: Reader, scope: LoadScope): Promise<MemberFacts[]> {
  const { sql } = ctx;
  const dates = rolledUp(scope);
  if (!dates) return factTallies<MemberFacts>(ctx, scope, sql`m.team_id`, teamOnDay(ctx, scope, null));
  return sql<MemberFacts[]>`
    with ${membersOver(ctx, dates, scope.teamId)}
    select d.person_id as "personId", m.team_id as "teamId", ${carriedSums(ctx)}
    from settled m join ${carriedOn(ctx, dates)} d on d.person_id = m.person_id
    group by d.person_id, m.team_id
    union all
    ${ofMoved(ctx)}`;
}

/** The teams of the person of an interruption `i` on its date; of these people alone, where they are given. */
function teamOnDay({ sql, workspaceId }: Reader, { teamId }: LoadScope, people: readonly string[] | null): Fragment {
  return sql`join memberships m on m.workspace_id = ${workspaceId} and m.person_id = i.person_id
    and m.from_date <= i.local_date and m.to_date > i.local_date
    ${teamId === null ? sql`` : sql`and m.team_id = ${teamId}`}
    ${people === null ? sql`` : sql`and i.person_id = any(${people as string[]}::bigint[])`}`;
}

function carriedSums({ sql }: Reader): Fragment {
  return sql`
    sum(d.sleep)::int as sleep, sum(d.off)::int as off, sum(d.business)::int as business,
    sum(d.actionable)::int as actionable, sum(d.noise)::int as noise, sum(d.unclear)::int as unclear,
    sum(d.estimated)::int as estimated, sum(d.disrupted_hours)::int as hours, sum(d.disrupted_nights)::int as nights,
    sum(d.short_rests)::int as "shortRests",
    sum(d.pages_first)::int as "pagesFirst", sum(d.pages_escalated)::int as "pagesEscalated",
    sum(d.pages_unknown_line)::int as "pagesUnknownLine", sum(d.incidents)::int as incidents`;
}

/** From the interruptions themselves: where a filter or a range with hours asks for what no rollup holds. */
function factTallies<T extends PersonFacts>(
  ctx: Reader,
  scope: LoadScope,
  team: Fragment,
  joined: Fragment,
): Promise<T[]> {
  const { sql, workspaceId } = ctx;
  // Of the only page of an interruption is true what is true of that.
  const needsPages = scope.service !== null || scope.urgency !== null;
  const ofPages = sql`
    join pages p on p.id = ip.page_id and ${asked(ctx, scope)} and p.reason is distinct from 'test'
      ${scope.verdict === null ? sql`` : judged(ctx, "p.verdict", scope.verdict)}`;
  const rungBy = (pages: PendingQuery<Row[]>, which: PendingQuery<Row[]>) => sql`
    select m.person_id, m.team_id, ip.line from mine m
    join interruption_pages ip on ip.workspace_id = ${workspaceId} and ip.person_id = m.person_id and ip.at = m.at
      and ip.rang_first
    ${pages} ${which}`;
  return sql<T[]>`
    with mine as (
      select ${team} as team_id, i.person_id, i.at, i.hour_class, i.hour_started_at, i.night, i.rest_minutes, i.estimated,
        i.page_count, coalesce(i.verdict, 'unclear') as verdict
      from ${loadInterruptions(ctx, scope)} ${joined} where ${loadInterruptionsInScope(ctx, scope)}
    ), rung as (
      ${needsPages ? sql`` : sql`${rungBy(sql``, sql`where m.page_count = 1`)} union all`}
      ${rungBy(ofPages, needsPages ? sql`` : sql`where m.page_count > 1`)}
    ), paged as (
      select person_id, team_id, count(*) filter (where line = 'first')::int as first,
        count(*) filter (where line = 'escalated')::int as escalated, count(*) filter (where line is null)::int as unknown
      from rung group by 1, 2
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
