import type { Ctx } from "@/db/ctx";
import { interruptedInRange } from "@/db/queries/in-scope";
import { myViewers } from "@/db/queries/my-viewers";
import { idFrom, pageRecords, pageRowOf } from "@/db/queries/pages";
import { previousScope, rangeOf, rangeWords, type Scope, scopeOf } from "@/db/queries/period";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { Carried, Objection, PersonDetail } from "@/lib/contract/person";
import { AppError } from "@/lib/errors";
import { onCallHours } from "@/lib/load/on-call-hours";
import { daysOf, type PersonInterruption, tallyPerson, wakingAlerts } from "@/lib/load/tally-person";
import { shareOf } from "@/lib/statistics/share-of";
import { localDateOf, startOfDate } from "@/lib/time/boundaries";
import { type InstantRange, localDatesOf } from "@/lib/time/range";
import { maySettleFor } from "./may-settle-for";
import { myEfforts } from "./my-efforts";
import { type NamesInSight, namesInSight } from "./names-in-sight";
import { viewNamed } from "./view-named";

/** Alerts and pages that are listed; the rest opens in the explorer. */
const LISTED = 25;

type Fragment = ReturnType<Ctx["sql"]>;

type Loaded = PersonInterruption & { localHour: number; localWeekday: number };

/** One person's load, and a row of the audit log. Whoever may not see it by name is told that there is no such person. */
export async function personDetail(ctx: Ctx, text: string, filter: NoiseFilter): Promise<PersonDetail> {
  const id = idFrom(text, "person");
  const names = await namesInSight(ctx);
  if (!names.sight.named.has(id))
    throw new AppError("not-found", "There is no such person, or you may not see their load.");
  const what = { screen: "person", ...rangeWords(scopeOf(ctx, filter)) };
  const seen = () => [id, ...names.seen];
  return viewNamed(ctx, what, seen, () => readPerson(ctx, id, names, filter));
}

async function readPerson(ctx: Ctx, id: string, names: NamesInSight, filter: NoiseFilter): Promise<PersonDetail> {
  const scope = scopeOf(ctx, filter);
  const before = previousScope(scope, filter);
  const person = await personOf(ctx, id, localDateOf(scope.range.to - 1, scope.zone));
  const zone = person.zone ?? ctx.zone;
  const isSelf = id === names.sight.selfId;
  const maySettle = await maySettleFor(ctx, id);
  const [loaded, pages, onCall, previous, channels, rows, own, objections] = await Promise.all([
    interruptionsOf(ctx, id, scope),
    pagesByLine(ctx, id, pagedIn(scope, zone)),
    hoursOnCall(ctx, id, pagedIn(scope, zone)),
    before && carriedBefore(ctx, id, before, zone),
    channelsOf(ctx, id, pagedIn(scope, zone)),
    lastPages(ctx, id, pagedIn(scope, zone), names),
    isSelf ? ownOf(ctx, id, pagedIn(scope, zone), names) : null,
    isSelf || maySettle ? objectionsOf(ctx, id) : null,
  ]);
  const dates = localDatesOf(scope.range, scope.zone);
  return {
    range: rangeOf(scope),
    previousRange: before && rangeOf(before),
    person: { ...person, isSelf },
    zone,
    totals: carriedOf(loaded, pages, onCall),
    previous,
    days: dates ? daysOf(loaded, dates) : [],
    heat: heatOf(loaded),
    alerts: await withTitles(ctx, wakingAlerts(loaded).slice(0, LISTED)),
    channels,
    rows,
    own,
    objections,
    maySettle,
  };
}

/** Whole days are days of the person, as for interruptions. */
function pagedIn({ range, zone: shown }: Scope, zone: string): InstantRange {
  const dates = localDatesOf(range, shown);
  return dates ? { from: startOfDate(dates.fromDate, zone), to: startOfDate(dates.toDate, zone) } : range;
}

async function personOf(
  { sql, workspaceId }: Ctx,
  id: string,
  date: string,
): Promise<Omit<PersonDetail["person"], "isSelf">> {
  const [row] = await sql<Omit<PersonDetail["person"], "isSelf">[]>`
    select p.id, coalesce(p.name, '(no name)') as name, p.job_title as "jobTitle",
      coalesce(z.time_zone, p.time_zone) as zone,
      array(select t.name from memberships m
        join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
        where m.workspace_id = p.workspace_id and m.person_id = p.id and m.from_date <= ${date} and m.to_date > ${date}
        order by t.name) as teams,
      (select coalesce(l.name, 'a former member') from reporting_lines r join people l on l.workspace_id = r.workspace_id and l.id = r.leader_id
        where r.workspace_id = p.workspace_id and r.person_id = p.id and r.from_date <= ${date} and r.to_date > ${date}) as leader
    from people p
    left join lateral (
      select time_zone from person_zones z
      where z.workspace_id = p.workspace_id and z.person_id = p.id and z.from_date <= ${date}
      order by z.from_date desc limit 1) z on true
    where p.workspace_id = ${workspaceId} and p.id = ${id}`;
  if (!row) throw new AppError("not-found", "There is no such person, or you may not see their load.");
  return row;
}

async function interruptionsOf(ctx: Ctx, id: string, scope: Scope): Promise<Loaded[]> {
  const rows = await ctx.sql<(Omit<Loaded, "hourStartedAt"> & { hour: Date })[]>`
    select i.hour_class as "hourClass", i.local_date::text as "localDate", i.local_hour as "localHour",
      (extract(isodow from i.local_date) - 1)::int as "localWeekday", i.hour_started_at as hour, i.night::text as night,
      i.rest_minutes as "restMinutes",
      i.estimated, i.verdict, i.signature_id as "signatureId"
    from interruptions i
    where i.workspace_id = ${ctx.workspaceId} and i.person_id = ${id} and ${interruptedInRange(ctx, scope)}
      and i.verdict is distinct from 'test'
    order by i.at`;
  return rows.map(({ hour, ...row }) => ({ ...row, hourStartedAt: hour.getTime() }));
}

function carriedOf(loaded: readonly Loaded[], pages: Carried["pages"], onCallHours: Carried["onCallHours"]): Carried {
  const { actionable, noise, unclear, ...tally } = tallyPerson(loaded);
  return { ...tally, noiseShare: shareOf(noise, noise + actionable), unclear, pages, onCallHours };
}

async function carriedBefore(ctx: Ctx, id: string, scope: Scope, zone: string): Promise<Carried> {
  const [loaded, pages, onCall] = await Promise.all([
    interruptionsOf(ctx, id, scope),
    pagesByLine(ctx, id, pagedIn(scope, zone)),
    hoursOnCall(ctx, id, pagedIn(scope, zone)),
  ]);
  return carriedOf(loaded, pages, onCall);
}

/** Up to now. Somebody without any shift may still be on call: nobody told. Outside all shifts of one who has some it is 0. */
async function hoursOnCall(ctx: Ctx, id: string, { from, to }: InstantRange): Promise<Carried["onCallHours"]> {
  const { sql, workspaceId } = ctx;
  const rows = await sql<{ from: Date; to: Date; level: number }[]>`
    select from_at as "from", to_at as "to", level from held_shifts
    where workspace_id = ${workspaceId} and person_id = ${id}`;
  if (rows.length === 0) return null;
  const shifts = rows.map((row) => ({ fromAt: row.from.getTime(), toAt: row.to.getTime(), level: row.level }));
  const { first, further } = onCallHours(shifts, { from, to: Math.max(from, Math.min(to, ctx.now)) });
  return { first, further };
}

/** Pages that notified the person for the first time in the range, with the line of that first message. */
function notifiedPages({ sql, workspaceId }: Ctx, id: string, { from, to }: InstantRange): Fragment {
  return sql`
    select n.page_id, min(n.at) as at, (array_agg(n.line order by n.at))[1] as line from notifications n
    join pages p on p.workspace_id = n.workspace_id and p.id = n.page_id and p.reason is distinct from 'test'
    where n.workspace_id = ${workspaceId} and n.person_id = ${id} and n.at >= ${new Date(from)} and n.at < ${new Date(to)}
      and not exists (select from notifications o where o.workspace_id = n.workspace_id and o.person_id = n.person_id
        and o.page_id = n.page_id and o.at < ${new Date(from)})
    group by n.page_id`;
}

async function pagesByLine(ctx: Ctx, id: string, range: InstantRange): Promise<Carried["pages"]> {
  const [row] = await ctx.sql<Carried["pages"][]>`
    select count(*) filter (where line = 'first')::int as first, count(*) filter (where line = 'escalated')::int as escalated,
      count(*) filter (where line is null)::int as "lineNotKnown", count(*)::int as total
    from (${notifiedPages(ctx, id, range)}) notified`;
  return row ?? { first: 0, escalated: 0, lineNotKnown: 0, total: 0 };
}

function channelsOf(
  { sql, workspaceId }: Ctx,
  id: string,
  { from, to }: InstantRange,
): Promise<PersonDetail["channels"]> {
  return sql<PersonDetail["channels"]>`
    select channel, count(*)::int as notifications, count(*) filter (where estimated)::int as estimated from notifications
    where workspace_id = ${workspaceId} and person_id = ${id} and at >= ${new Date(from)} and at < ${new Date(to)}
    group by channel order by notifications desc, channel`;
}

async function lastPages(
  ctx: Ctx,
  id: string,
  range: InstantRange,
  names: NamesInSight,
): Promise<PersonDetail["rows"]> {
  const { sql } = ctx;
  const chosen: Fragment = sql`
    select page_id from (${notifiedPages(ctx, id, range)}) notified order by at desc, page_id limit ${LISTED}`;
  return (await pageRecords(ctx, chosen, sql`p.triggered_at desc, p.id`)).map((row) => pageRowOf(row, names));
}

function heatOf(loaded: readonly Loaded[]): PersonDetail["heat"] {
  const cells = new Map<number, number>();
  for (const { localWeekday, localHour } of loaded) {
    const cell = localWeekday * 24 + localHour;
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  }
  return [...cells]
    .sort(([a], [b]) => a - b)
    .map(([cell, interruptions]) => ({ weekday: Math.floor(cell / 24), hour: cell % 24, interruptions }));
}

async function withTitles(ctx: Ctx, alerts: ReturnType<typeof wakingAlerts>): Promise<PersonDetail["alerts"]> {
  if (alerts.length === 0) return [];
  const ids = alerts.map(({ signatureId }) => signatureId);
  const rows = await ctx.sql<{ id: string; title: string }[]>`
    select id, concat_ws(' · ', key, part) as title from signatures
    where workspace_id = ${ctx.workspaceId} and id = any(${ids}::bigint[])`;
  const titles = new Map(rows.map((row) => [row.id, row.title]));
  return alerts.map((alert) => ({ ...alert, title: titles.get(alert.signatureId) ?? "(no title)" }));
}

async function ownOf(ctx: Ctx, id: string, range: InstantRange, names: NamesInSight): Promise<PersonDetail["own"]> {
  const [toJudge, efforts, viewers] = await Promise.all([
    pagesToJudge(ctx, id, range, names),
    myEfforts(ctx, id, range),
    myViewers(ctx),
  ]);
  return { toJudge, efforts, viewers };
}

/** Nobody has spoken on them, and the machine cannot tell. */
async function pagesToJudge(ctx: Ctx, id: string, range: InstantRange, names: NamesInSight) {
  const { sql, workspaceId } = ctx;
  const waiting: Fragment = sql`
    select p.id, p.triggered_at from (${notifiedPages(ctx, id, range)}) notified
    join pages p on p.workspace_id = ${workspaceId} and p.id = notified.page_id
    where p.origin is distinct from 'person' and (p.verdict is null or p.verdict = 'unclear')`;
  const [[counted], records] = await Promise.all([
    sql<{ pages: number }[]>`select count(*)::int as pages from (${waiting}) waiting`,
    pageRecords(
      ctx,
      sql`select id from (${waiting}) waiting order by triggered_at desc, id limit ${LISTED}` as Fragment,
      sql`p.triggered_at desc, p.id`,
    ),
  ]);
  return { pages: counted?.pages ?? 0, rows: records.map((row) => pageRowOf(row, names)) };
}

async function objectionsOf({ sql, workspaceId }: Ctx, id: string): Promise<Objection[]> {
  const rows = await sql<(Omit<Objection, "saidAt" | "settledAt"> & { said: Date; settled: Date | null })[]>`
    select id, page_id as "pageId", note, said_at as said, settled_at as settled, answer from objections
    where workspace_id = ${workspaceId} and person_id = ${id} order by said_at desc, id limit 100`;
  return rows.map(({ said, settled, ...row }) => ({
    ...row,
    saidAt: said.toISOString(),
    settledAt: settled?.toISOString() ?? null,
  }));
}
