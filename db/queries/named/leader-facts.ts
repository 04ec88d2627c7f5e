import type { Ctx } from "@/db/ctx";
import {
  besideWeeks,
  carriedDay,
  carriedOn,
  carriedRows,
  inWeeks,
  isWeeks,
  weeksAmong,
} from "@/db/queries/load-carried";
import { shiftsWithin } from "@/db/queries/load-people";
import { remembered, type Watched } from "@/db/queries/remembered";
import type { DateSpan } from "@/lib/model/organisation";
import type { CarriedPart, LeaderFacts, LeaderPages, OnCallPart } from "@/lib/report/leader-facts";
import { partsOf } from "@/lib/report/leader-tree";
import { addDays, HOUR_MS, localDateOf, startOfDate } from "@/lib/time/boundaries";
import { ledSpans } from "./led-spans";

type Reader = Pick<Ctx, "sql" | "workspaceId" | "zone" | "now">;

/** Two halves of it are compared. */
const TREND_DAYS = 56;

/** Reads all that the Leaders screen is made of, for whole days; names and judgement come later. */
export async function leaderFacts(ctx: Reader, dates: DateSpan): Promise<LeaderFacts> {
  const led = await ledSpans(ctx, dates);
  const moved = [...partsOf(led, dates)].flatMap(([personId, parts]) =>
    parts.map((part, index) => ({ personId, part: index, ...part })),
  );
  const trendDates = await trendDatesOf(ctx, dates);
  const [people, carried, onCall, pages, lastRang, memberships] = await Promise.all([
    peopleOf(ctx),
    carriedParts(ctx, dates, moved),
    onCallParts(ctx, dates, moved),
    leaderPages(ctx, dates, trendDates),
    lastRings(ctx, dates),
    membershipsOn(ctx, addDays(dates.toDate, -1)),
  ]);
  return { dates, led, people, carried, onCall, pages, lastRang, memberships, trendDates };
}

type MovedPart = DateSpan & { personId: string; part: number };

type Rules = Pick<Reader, "sql" | "workspaceId">;

function peopleOf(ctx: Reader): Promise<LeaderFacts["people"]> {
  return remembered(
    ctx,
    { key: ["people of leaders"], watched: [{ table: "people" }] },
    ({ sql, workspaceId }) => sql<{ id: string; name: string | null; leads: boolean }[]>`
      select id, name, leads and erased_at is null as leads from people where workspace_id = ${workspaceId} order by id`,
  );
}

async function carriedParts(
  ctx: Reader,
  dates: DateSpan,
  moved: readonly MovedPart[],
): Promise<readonly CarriedPart[]> {
  const asked = { key: ["carried", dates.fromDate, dates.toDate], watched: carriedRows(ctx, dates) };
  const whole = await remembered(ctx, asked, (reader) => carriedWhole(reader, dates));
  if (moved.length === 0) return whole;
  const cut = new Set(moved.map(({ personId }) => personId));
  return [...whole.filter(({ personId }) => !cut.has(personId)), ...(await carriedInParts(ctx, moved))];
}

function carriedWhole(ctx: Rules, dates: DateSpan): Promise<CarriedPart[]> {
  return ctx.sql<CarriedPart[]>`
    select d.person_id as "personId", 0 as part, ${carriedSums(ctx)} from ${carriedOn(ctx, dates)} d
    group by d.person_id order by 1`;
}

function carriedInParts({ sql, workspaceId }: Rules, moved: readonly MovedPart[]): Promise<CarriedPart[]> {
  return sql<CarriedPart[]>`
    select d.person_id as "personId", d.part, ${carriedSums({ sql })}
    from (
      select m.part, d.person_id, ${carriedDay({ sql })}
      from unnest(${moved.map(({ personId }) => personId)}::bigint[], ${moved.map(({ part }) => part)}::int[],
        ${moved.map((part) => part.fromDate)}::date[], ${moved.map((part) => part.toDate)}::date[])
        as m(person_id, part, from_date, to_date)
      join person_days d on d.workspace_id = ${workspaceId} and d.person_id = m.person_id
        and d.local_date >= m.from_date and d.local_date < m.to_date
    ) d
    group by 1, 2 order by 1, 2`;
}

function carriedSums({ sql }: Pick<Rules, "sql">) {
  return sql`sum(d.pages_first)::int as first, sum(d.pages_escalated)::int as escalated,
    sum(d.pages_unknown_line)::int as "lineNotKnown", sum(d.sleep)::int as sleep, sum(d.off)::int as off,
    sum(d.business)::int as business, sum(d.estimated)::int as estimated, sum(d.disrupted_nights)::int as nights,
    sum(d.disrupted_hours)::int as hours`;
}

/** What lies ahead has not been carried yet. Days are those of the workspace. */
function onCallParts(ctx: Reader, dates: DateSpan, moved: readonly MovedPart[]): Promise<readonly OnCallPart[]> {
  const [from, to] = [startOfDate(dates.fromDate, ctx.zone), startOfDate(dates.toDate, ctx.zone)];
  // Up to a moment that passes nobody asks twice; who moved is cut where they did.
  if (ctx.now < to || moved.length > 0) return readOnCall(ctx, dates, moved);
  const asked = { key: ["on call of leaders", from, to], watched: [shiftsWithin(ctx, { from, to })] };
  return remembered(ctx, asked, (reader) => readOnCall({ ...ctx, ...reader }, dates, []));
}

async function readOnCall(
  { sql, workspaceId, zone, now }: Reader,
  { fromDate, toDate }: DateSpan,
  moved: readonly MovedPart[],
): Promise<OnCallPart[]> {
  const instant = (date: string) => new Date(Math.min(now, startOfDate(date, zone)));
  const [from, to] = [instant(fromDate), instant(toDate)];
  const starts = moved.map((part) => instant(part.fromDate).toISOString());
  const ends = moved.map((part) => instant(part.toDate).toISOString());
  const seconds = await sql<OnCallPart[]>`
    with moved as (
      select * from unnest(${moved.map(({ personId }) => personId)}::bigint[], ${moved.map(({ part }) => part)}::int[],
        ${starts}::timestamptz[], ${ends}::timestamptz[]) as m(person_id, part, from_at, to_at)
    ), spans as (
      select s.person_id, coalesce(m.part, 0) as part, s.level,
        tstzrange(greatest(s.from_at, coalesce(m.from_at, ${from})), least(s.to_at, coalesce(m.to_at, ${to}))) as span
      from held_shifts s
      left join moved m on m.person_id = s.person_id and s.from_at < m.to_at and s.to_at > m.from_at
      where s.workspace_id = ${workspaceId} and s.from_at < ${to} and s.to_at > ${from}
    ), covered as (
      select person_id, part, range_agg(span) filter (where level = 1) as first,
        range_agg(span) filter (where level > 1) as further, range_agg(span) as any
      from spans group by 1, 2
    )
    select person_id as "personId", part, ${lengthOf(sql, "first")}::float8 as first,
      ${lengthOf(sql, "further")}::float8 as further, ${lengthOf(sql, "any")}::float8 as any
    from covered order by 1, 2`;
  const hours = (value: number) => (value * 1000) / HOUR_MS;
  return seconds.map((row) => ({
    ...row,
    first: hours(row.first),
    further: hours(row.further),
    any: hours(row.any),
  }));
}

function lengthOf(sql: Reader["sql"], spans: "first" | "further" | "any") {
  return sql`coalesce((
    select sum(extract(epoch from upper(one) - lower(one))) from unnest(covered.${sql(spans)}) as one), 0)`;
}

function leaderPages(ctx: Reader, dates: DateSpan, trend: DateSpan | null): Promise<LeaderPages[]> {
  const halves = trend ? [trend] : [];
  const asked = {
    key: ["leaders' pages", ...[dates, ...halves].flatMap(({ fromDate, toDate }) => [fromDate, toDate])],
    watched: [dates, ...halves].flatMap((span) => pageRows(ctx, span)),
  };
  return remembered(ctx, asked, (reader) => readPages(reader, dates, trend));
}

/** The rows that `pagesOn` reads of a span, or of two halves of it. */
function pageRows({ sql }: Reader, { fromDate, toDate }: DateSpan): Watched[] {
  return [
    { table: "leader_weeks", holding: inWeeks({ sql }, { fromDate, toDate }) },
    { table: "leader_days", holding: sql`t.date >= ${fromDate} and t.date < ${toDate}` },
  ];
}

function readPages(ctx: Rules, dates: DateSpan, trend: DateSpan | null): Promise<LeaderPages[]> {
  const middle = trend && addDays(trend.toDate, -TREND_DAYS / 2);
  const before = trend && middle ? pagesOn(ctx, { fromDate: trend.fromDate, toDate: middle }, "before") : ctx.sql``;
  const last = trend && middle ? pagesOn(ctx, { fromDate: middle, toDate: trend.toDate }, "last") : ctx.sql``;
  const sum = (what: "actionable" | "noise" | "unclear") =>
    ctx.sql`coalesce(sum(${ctx.sql(what)}) filter (where span = 'range'), 0)::int as ${ctx.sql(what)}`;
  const all = (span: "last" | "before") =>
    ctx.sql`coalesce(sum(actionable + noise + unclear) filter (where span = ${span}), 0)::int as ${ctx.sql(span)}`;
  return ctx.sql<LeaderPages[]>`
    select leader_id as "leaderId", ${sum("actionable")}, ${sum("noise")}, ${sum("unclear")}, ${all("last")}, ${all("before")}
    from (${pagesOn(ctx, dates, "range")} ${trend ? ctx.sql`union all ${last} union all ${before}` : ctx.sql``}) pages
    group by 1 order by 1`;
}

/** Pages of leaders on dates, in rows that add up: of whole weeks one, of the days around them one each. */
function pagesOn({ sql, workspaceId }: Rules, dates: DateSpan, span: "range" | "last" | "before") {
  const weeks = weeksAmong(dates);
  const days = sql`
    select ${span} as span, leader_id, actionable, noise, unclear from leader_days
    where workspace_id = ${workspaceId} and ${besideWeeks({ sql }, dates, "date")}`;
  if (weeks === null) return days;
  const whole = sql`
    select ${span} as span, leader_id, actionable, noise, unclear from leader_weeks
    where workspace_id = ${workspaceId} and week >= ${weeks.fromDate} and week < ${weeks.toDate}`;
  return isWeeks(dates) ? whole : sql`${whole} union all ${days}`;
}

/** 56 whole days that end with the range, or yesterday; null where the history is shorter. */
async function trendDatesOf({ sql, workspaceId, zone, now }: Reader, { toDate }: DateSpan): Promise<DateSpan | null> {
  const [row] = await sql<{ date: string | null }[]>`
    select min(date)::text as date from leader_days where workspace_id = ${workspaceId}`;
  const today = localDateOf(now, zone);
  const end = toDate < today ? toDate : today;
  const start = addDays(end, -TREND_DAYS);
  return row?.date && row.date <= start ? { fromDate: start, toDate: end } : null;
}

/** When the pager of each leader last rang, whatever the range. */
async function lastRings(
  { sql, workspaceId }: Reader,
  { fromDate, toDate }: DateSpan,
): Promise<LeaderFacts["lastRang"]> {
  const rows = await sql<{ personId: string; at: Date }[]>`
    with leaders as (
      select distinct leader_id as id from org_closure
      where workspace_id = ${workspaceId} and from_date < ${toDate} and to_date > ${fromDate}
      union select id from people where workspace_id = ${workspaceId} and leads
    )
    select l.id as "personId", last.at from leaders l
    cross join lateral (
      select i.at from interruptions i
      where i.workspace_id = ${workspaceId} and i.person_id = l.id and i.verdict is distinct from 'test'
      order by i.at desc limit 1) last
    order by 1`;
  return rows.map(({ personId, at }) => ({ personId, at: at.getTime() }));
}

function membershipsOn(ctx: Reader, date: string): Promise<LeaderFacts["memberships"]> {
  return remembered(
    ctx,
    { key: ["teams on", date], watched: [{ table: "memberships" }, { table: "teams" }] },
    ({ sql, workspaceId }) => sql<{ personId: string; team: string }[]>`
      select m.person_id as "personId", t.name as team from memberships m
      join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
      where m.workspace_id = ${workspaceId} and m.from_date <= ${date} and m.to_date > ${date}
      order by 1, 2`,
  );
}
