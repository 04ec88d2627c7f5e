import type { Ctx } from "@/db/ctx";
import type { Membership, OnCallFacts } from "@/lib/report/load-facts";
import type { InstantRange } from "@/lib/time/range";
import { remembered, type Watched } from "./remembered";

type Reader = Pick<Ctx, "sql" | "workspaceId">;

export type TeamName = { id: string; name: string };
export type PersonName = { id: string; name: string; zone: string | null };

export function teamNames({ sql, workspaceId }: Reader): Promise<TeamName[]> {
  return sql<TeamName[]>`select id, name from teams where workspace_id = ${workspaceId} order by name, id`;
}

/** Who was in which team on a date of the span, half-open. */
export async function membersIn(
  ctx: Reader,
  { fromDate, toDate }: { fromDate: string; toDate: string },
): Promise<Membership[]> {
  const all = await remembered(
    ctx,
    { key: ["memberships"], watched: [{ table: "memberships" }] },
    ({ sql, workspaceId }) => sql<Membership[]>`
      select team_id as "teamId", person_id as "personId", from_date::text as "fromDate", to_date::text as "toDate"
      from memberships where workspace_id = ${workspaceId}`,
  );
  // Infinite dates stand before and behind all others as text, too.
  return all.filter((one) => one.fromDate < toDate && one.toDate > fromDate);
}

/** Of these people whoever has not been erased, in the order of names. */
export async function namesOf(ctx: Reader, ids: readonly string[]): Promise<PersonName[]> {
  const all = await remembered(
    ctx,
    { key: ["names"], watched: [{ table: "people" }] },
    ({ sql, workspaceId }) => sql<PersonName[]>`
      select id, coalesce(name, '(no name)') as name, time_zone as zone from people
      where workspace_id = ${workspaceId} and erased_at is null
      order by lower(name), id`,
  );
  const wanted = new Set(ids);
  return all.filter(({ id }) => wanted.has(id));
}

/** Hours on call within the range and up to now, of everybody who has any; overlaps once. */
export function onCallHoursOf(ctx: Reader & Pick<Ctx, "now">, { from, to }: InstantRange): Promise<OnCallFacts[]> {
  // Up to a moment that passes nobody asks twice.
  if (ctx.now < to) return hoursWithin(ctx, { from, to: Math.max(from, ctx.now) });
  const asked = { key: ["on-call hours", from, to], watched: [shiftsWithin(ctx, { from, to })] };
  return remembered(ctx, asked, (reader) => hoursWithin(reader, { from, to }));
}

function hoursWithin({ sql, workspaceId }: Reader, { from, to }: InstantRange): Promise<OnCallFacts[]> {
  const [start, end] = [new Date(from), new Date(to)];
  const hours = (ranges: string) =>
    sql`coalesce((select sum(extract(epoch from upper(r) - lower(r))) from unnest(${sql.unsafe(ranges)}) r), 0)::float8 / 3600`;
  return sql<OnCallFacts[]>`
    select person_id as "personId", ${hours("first")} as first, ${hours("further")} as further, ${hours("whole")} as any
    from (
      select person_id, range_agg(span) filter (where level = 1) as first, range_agg(span) filter (where level > 1) as further,
        range_agg(span) as whole
      from (
        select person_id, level, tstzrange(greatest(from_at, ${start}), least(to_at, ${end})) as span from held_shifts
        where workspace_id = ${workspaceId} and from_at < ${end} and to_at > ${start}) shifts
      group by person_id) people`;
}

/** When somebody covered each team's rota at the first level, by the name that the shifts give the team. */
export function coveredSpans(ctx: Reader, range: InstantRange): Promise<TeamSpans[]> {
  const asked = { key: ["covered", range.from, range.to], watched: [shiftsWithin(ctx, range)] };
  return remembered(ctx, asked, (reader) => readSpans(reader, range));
}

/** The shifts of which some lies within. */
export function shiftsWithin({ sql }: Pick<Reader, "sql">, { from, to }: InstantRange): Watched {
  return { table: "on_call_shifts", holding: sql`t.from_at < ${new Date(to)} and t.to_at > ${new Date(from)}` };
}

type TeamSpans = { team: string; fromMs: number[]; toMs: number[] };

function readSpans({ sql, workspaceId }: Reader, { from, to }: InstantRange): Promise<TeamSpans[]> {
  const [start, end] = [new Date(from), new Date(to)];
  return sql<TeamSpans[]>`
    select team, array(select extract(epoch from lower(r))::float8 * 1000 from unnest(covered) r) as "fromMs",
      array(select extract(epoch from upper(r))::float8 * 1000 from unnest(covered) r) as "toMs"
    from (
      select team, range_agg(tstzrange(from_at, to_at)) as covered from held_shifts
      where workspace_id = ${workspaceId} and team is not null and level = 1 and from_at < ${end} and to_at > ${start}
      group by team) rotas`;
}
