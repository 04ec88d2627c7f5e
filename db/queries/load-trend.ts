import type { Ctx } from "@/db/ctx";
import { besideWeeks, carriedOn, carriedRows, inWeeks, isWeeks, membersOver, weeksAmong } from "./load-carried";
import { loadDatesOf } from "./load-dates";
import {
  inTeam,
  isNarrowed,
  type LoadScope,
  loadInterruptions,
  loadInterruptionsInScope,
  rolledUpBy,
  verdictColumn,
} from "./load-scope";
import { remembered } from "./remembered";

type Reader = Pick<Ctx, "sql" | "workspaceId">;

/** Everybody, these alone, or all but these: of the two lists the shorter. */
export type Counted = { only: readonly string[] } | { without: readonly string[] } | null;

export type WeekFacts = { week: string; sleep: number; off: number; business: number };

/** Interruptions by week of the person's own date; `week` is its Monday. Both dates are one. */
export function weekTallies(
  ctx: Reader,
  scope: LoadScope,
  { fromDate, toDate }: { fromDate: string; toDate: string },
  counted: Counted,
): Promise<WeekFacts[]> {
  const { sql, workspaceId } = ctx;
  if (!isNarrowed(scope) && scope.teamId === null && counted === null)
    return everybodysWeeks(ctx, { fromDate, toDate });
  if (rolledUpBy(scope) && scope.teamId === null)
    return sql<WeekFacts[]>`
      select week::text as week, sum(sleep)::int as sleep, sum(off)::int as off, sum(business)::int as business
      from ${scope.verdict === null ? sql`person_weeks w` : sql`verdict_weeks w`}
      where workspace_id = ${workspaceId} and week >= ${fromDate} and week < ${toDate}
        ${scope.verdict === null ? sql`` : sql`and verdict = ${scope.verdict}`} ${among(ctx, counted, "person_id")}
      group by w.week order by 1`;
  if (!isNarrowed(scope))
    return sql<WeekFacts[]>`
      select (d.local_date - (extract(isodow from d.local_date)::int - 1))::text as week,
        sum(d.sleep_actionable + d.sleep_noise + d.sleep_unclear)::int as sleep,
        sum(d.off_actionable + d.off_noise + d.off_unclear)::int as off,
        sum(d.business_actionable + d.business_noise + d.business_unclear)::int as business
      from person_days d
      where d.workspace_id = ${workspaceId} and d.local_date >= ${fromDate} and d.local_date < ${toDate}
        ${inTeam(ctx, scope, "d.person_id", "d.local_date")} ${among(ctx, counted, "d.person_id")}
      group by 1 order by 1`;
  return sql<WeekFacts[]>`
    select (i.local_date - (extract(isodow from i.local_date)::int - 1))::text as week,
      count(*) filter (where i.hour_class = 'sleep')::int as sleep, count(*) filter (where i.hour_class = 'off')::int as off,
      count(*) filter (where i.hour_class = 'business')::int as business
    from ${loadInterruptions(ctx, scope)}
    where ${loadInterruptionsInScope(ctx, scope, { fromDate, toDate })} ${among(ctx, counted, "i.person_id")}
    group by 1 order by 1`;
}

function everybodysWeeks(ctx: Reader, weeks: Weeks): Promise<WeekFacts[]> {
  const { fromDate, toDate } = weeks;
  const watched = [{ table: "person_weeks", holding: inWeeks(ctx, weeks) }];
  return remembered(
    ctx,
    { key: ["weeks", fromDate, toDate], watched },
    ({ sql, workspaceId }) => sql<WeekFacts[]>`
      select week::text as week, sum(sleep)::int as sleep, sum(off)::int as off, sum(business)::int as business
      from person_weeks where workspace_id = ${workspaceId} and week >= ${fromDate} and week < ${toDate}
      group by person_weeks.week order by 1`,
  );
}

export type TeamDays = { teamId: string; now: number; before: number };

/** Interruptions of each team's people from `middle` to `toDate`, and from `fromDate` to `middle`. */
export function teamChange(ctx: Reader, span: Halves): Promise<TeamDays[]> {
  const { fromDate, middle, toDate } = span;
  const carried = [
    ...carriedRows(ctx, { fromDate, toDate: middle }),
    ...carriedRows(ctx, { fromDate: middle, toDate }),
  ];
  // Days count for themselves where somebody came or went within a half.
  const moving = { table: "person_days", holding: ofMovedPeople(ctx, span) };
  return remembered(
    ctx,
    { key: ["change", fromDate, middle, toDate], watched: [{ table: "memberships" }, ...carried, moving] },
    (reader) => readChange(reader, span),
  );
}

type Halves = { fromDate: string; middle: string; toDate: string };

/** Days `t` of people who were in a team on some of the dates alone. */
function ofMovedPeople({ sql, workspaceId }: Reader, { fromDate, toDate }: Halves) {
  return sql`t.local_date >= ${fromDate} and t.local_date < ${toDate} and t.person_id = any(array(
    select m.person_id from memberships m
    where m.workspace_id = ${workspaceId} and m.from_date < ${toDate} and m.to_date > ${fromDate}
      and (m.from_date > ${fromDate} or m.to_date < ${toDate})))`;
}

function readChange(ctx: Reader, { fromDate, middle, toDate }: Halves): Promise<TeamDays[]> {
  const { sql, workspaceId } = ctx;
  return sql<TeamDays[]>`
    with ${membersOver(ctx, { fromDate, toDate }, null)}
    select "teamId", coalesce(sum(n) filter (where late), 0)::int as now, coalesce(sum(n) filter (where not late), 0)::int as before
    from (
      select m.team_id as "teamId", d.late, d.n from settled m
      join (
        select person_id, true as late, sleep + off + business as n from ${carriedOn(ctx, { fromDate: middle, toDate })} d
        union all
        select person_id, false, sleep + off + business from ${carriedOn(ctx, { fromDate, toDate: middle })} d
      ) d on d.person_id = m.person_id
      union all
      select m.team_id, d.local_date >= ${middle}, d.sleep_actionable + d.sleep_noise + d.sleep_unclear + d.off_actionable
        + d.off_noise + d.off_unclear + d.business_actionable + d.business_noise + d.business_unclear
      from moved m
      join person_days d on d.workspace_id = ${workspaceId} and d.person_id = m.person_id
        and d.local_date >= m.from_date and d.local_date < m.to_date
    ) carried
    group by 1`;
}

export type HeatFacts = { weekday: number; hour: number; interruptions: number };

/** Interruptions by weekday and clock hour, both local to the person. */
export function heatTallies(
  ctx: Reader,
  scope: LoadScope,
  weeks: Weeks | null,
  counted: Counted,
): Promise<HeatFacts[]> {
  const { sql, workspaceId } = ctx;
  const dates = rolledUpBy(scope);
  const said = verdictColumn(ctx, scope);
  if (scope.teamId !== null && weeks && counted === null && dates)
    return sql<HeatFacts[]>`
      select weekday, hour, sum(${said})::int as interruptions from heat_weeks
      where workspace_id = ${workspaceId} and team_id = ${scope.teamId} and week >= ${weeks.fromDate} and week < ${weeks.toDate}
      group by 1, 2 having sum(${said}) <> 0 order by 1, 2`;
  if (dates && counted === null && scope.teamId === null) return everybodysHeat(ctx, scope, dates);
  const uncounted = sql`
    select i.local_date, i.local_hour, -1 from interruptions i
    where ${loadInterruptionsInScope(ctx, scope)} ${leftOut(ctx, counted)}`;
  if (dates && scope.teamId === null && !(counted && "only" in counted))
    return sql<HeatFacts[]>`
      select (extract(isodow from local_date) - 1)::int as weekday, hour, sum(n)::int as interruptions
      from (
        select local_date, hour, ${said} as n from heat_days
        where workspace_id = ${workspaceId} and local_date >= ${dates.fromDate} and local_date < ${dates.toDate}
        union all ${uncounted}
      ) hours
      group by 1, 2 having sum(n) <> 0 order by 1, 2`;
  return sql<HeatFacts[]>`
    select (extract(isodow from i.local_date) - 1)::int as weekday, i.local_hour as hour, count(*)::int as interruptions
    from ${loadInterruptions(ctx, scope)}
    where ${loadInterruptionsInScope(ctx, scope)} ${among(ctx, counted, "i.person_id")}
    group by 1, 2 order by 1, 2`;
}

function everybodysHeat(ctx: Reader, scope: LoadScope, { fromDate, toDate }: Weeks): Promise<HeatFacts[]> {
  const holding = ctx.sql`t.local_date >= ${fromDate} and t.local_date < ${toDate}`;
  return remembered(
    ctx,
    { key: ["heat", fromDate, toDate, scope.verdict], watched: [{ table: "heat_days", holding }] },
    ({ sql, workspaceId }) => sql<HeatFacts[]>`
      select (extract(isodow from local_date) - 1)::int as weekday, hour, sum(${verdictColumn({ sql }, scope)})::int as interruptions
      from heat_days where workspace_id = ${workspaceId} and local_date >= ${fromDate} and local_date < ${toDate}
      group by 1, 2 having sum(${verdictColumn({ sql }, scope)}) <> 0 order by 1, 2`,
  );
}

type Weeks = { fromDate: string; toDate: string };

export type AlertFacts = {
  id: string;
  title: string;
  service: string | null;
  sleep: number;
  off: number;
  business: number;
  actionable: number;
  noise: number;
  unclear: number;
  nights: number;
  people: number;
};

/** The alerts that woke most, then those that interrupted most. */
export function wakingAlerts(ctx: Reader, scope: LoadScope, counted: Counted, limit: number): Promise<AlertFacts[]> {
  const { sql, workspaceId } = ctx;
  // The night before the first morning is none of the range.
  const { fromDate } = loadDatesOf(scope);
  return sql<AlertFacts[]>`
    with top as materialized (
      select signature_id as id from (${alertHours(ctx, scope, counted)}) hours
      group by 1 having sum(total) > 0 order by sum(sleep) desc, sum(total) desc, 1 limit ${limit}
    )
    select w.*, s.service, case when s.kind = 'title' then s.key else last.title end || coalesce(' · ' || s.part, '') as title
    from (
      select i.signature_id as id, count(*) filter (where i.hour_class = 'sleep')::int as sleep,
        count(*) filter (where i.hour_class = 'off')::int as off,
        count(*) filter (where i.hour_class = 'business')::int as business,
        count(*) filter (where i.verdict = 'actionable')::int as actionable,
        count(*) filter (where i.verdict = 'noise')::int as noise,
        count(*) filter (where i.verdict is null or i.verdict = 'unclear')::int as unclear,
        count(distinct (i.person_id, i.night)) filter (where i.night >= ${fromDate})::int as nights,
        count(distinct i.person_id)::int as people
      from ${loadInterruptions(ctx, scope)}
      where ${loadInterruptionsInScope(ctx, scope)} ${among(ctx, counted, "i.person_id")}
        and i.signature_id = any(array(select id from top))
      group by 1
    ) w
    join signatures s on s.workspace_id = ${workspaceId} and s.id = w.id
    left join lateral (
      select p.title from pages p where p.workspace_id = ${workspaceId} and p.signature_id = w.id
      order by p.triggered_at desc, p.page_key limit 1) last on true
    order by w.sleep desc, w.sleep + w.off + w.business desc, w.id`;
}

/** How often each alert woke and interrupted, in rows that add up. */
function alertHours(ctx: Reader, scope: LoadScope, counted: Counted) {
  const { sql, workspaceId } = ctx;
  const facts = sql`
    select i.signature_id, count(*) filter (where i.hour_class = 'sleep') as sleep, count(*) as total
    from ${loadInterruptions(ctx, scope)} where ${loadInterruptionsInScope(ctx, scope)}`;
  const dates = scope.teamId === null ? rolledUpBy(scope) : null;
  const weeks = dates && weeksAmong(dates);
  if (!dates || !weeks || (counted && "only" in counted))
    return sql`${facts} ${among(ctx, counted, "i.person_id")} group by 1`;
  const beside = sql`union all ${facts} and ${besideWeeks(ctx, dates, "i.local_date")} group by 1`;
  const uncounted = sql`
    union all
    select i.signature_id, -count(*) filter (where i.hour_class = 'sleep'), -count(*)
    from interruptions i where ${loadInterruptionsInScope(ctx, scope)} ${leftOut(ctx, counted)} group by 1`;
  return sql`
    select signature_id, ${sql.unsafe(scope.verdict === null ? "sleep" : `sleep_${scope.verdict}`)} as sleep,
      ${verdictColumn(ctx, scope)} as total
    from signature_weeks
    where workspace_id = ${workspaceId} and week >= ${weeks.fromDate} and week < ${weeks.toDate}
    ${isWeeks(dates) ? sql`` : beside} ${counted === null ? sql`` : uncounted}`;
}

function among({ sql }: Reader, counted: Counted, person: string) {
  if (counted === null) return sql``;
  const [who, list] = [sql.unsafe(person), "only" in counted ? counted.only : counted.without];
  return "only" in counted
    ? sql`and ${who} = any(${list as string[]}::bigint[])`
    : sql`and ${who} <> all(${list as string[]}::bigint[])`;
}

/** Of interruptions `i` those of people who are not counted. */
function leftOut({ sql }: Reader, counted: Counted) {
  const list = counted && "without" in counted ? counted.without : [];
  return sql`and i.person_id = any(${list as string[]}::bigint[])`;
}
