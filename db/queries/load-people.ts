import type { Ctx } from "@/db/ctx";
import type { Membership, OnCallFacts } from "@/lib/report/load-facts";
import type { InstantRange } from "@/lib/time/range";

type Reader = Pick<Ctx, "sql" | "workspaceId">;

export type TeamName = { id: string; name: string };
export type PersonName = { id: string; name: string; zone: string | null };

export function teamNames({ sql, workspaceId }: Reader): Promise<TeamName[]> {
  return sql<TeamName[]>`select id, name from teams where workspace_id = ${workspaceId} order by name, id`;
}

/** Who was in which team on a date of the span, half-open. */
export function membersIn(
  { sql, workspaceId }: Reader,
  { fromDate, toDate }: { fromDate: string; toDate: string },
): Promise<Membership[]> {
  return sql<Membership[]>`
    select team_id as "teamId", person_id as "personId", from_date::text as "fromDate", to_date::text as "toDate"
    from memberships where workspace_id = ${workspaceId} and from_date < ${toDate} and to_date > ${fromDate}`;
}

export function namesOf({ sql, workspaceId }: Reader, ids: readonly string[]): Promise<PersonName[]> {
  return sql<PersonName[]>`
    select id, coalesce(name, '(no name)') as name, time_zone as zone from people
    where workspace_id = ${workspaceId} and id = any(${ids as string[]}::bigint[]) and erased_at is null
    order by lower(name), id`;
}

/** Hours on call within the range and up to now, of everybody who has any; overlaps once. */
export function onCallHoursOf(
  { sql, workspaceId, now }: Reader & Pick<Ctx, "now">,
  { from, to }: InstantRange,
): Promise<OnCallFacts[]> {
  const [start, end] = [new Date(from), new Date(Math.max(from, Math.min(to, now)))];
  const hours = (ranges: string) =>
    sql`coalesce((select sum(extract(epoch from upper(r) - lower(r))) from unnest(${sql.unsafe(ranges)}) r), 0)::float8 / 3600`;
  return sql<OnCallFacts[]>`
    select person_id as "personId", ${hours("first")} as first, ${hours("further")} as further, ${hours("whole")} as any
    from (
      select person_id, range_agg(span) filter (where level = 1) as first, range_agg(span) filter (where level > 1) as further,
        range_agg(span) as whole
      from (
        select person_id, level, tstzrange(greatest(from_at, ${start}), least(to_at, ${end})) as span from on_call_shifts
        where workspace_id = ${workspaceId} and from_at < ${end} and to_at > ${start}) shifts
      group by person_id) people`;
}

/** When somebody covered each team's rota at the first level, by the name that the shifts give the team. */
export function coveredSpans(
  { sql, workspaceId }: Reader,
  { from, to }: InstantRange,
): Promise<{ team: string; fromMs: number[]; toMs: number[] }[]> {
  const [start, end] = [new Date(from), new Date(to)];
  return sql<{ team: string; fromMs: number[]; toMs: number[] }[]>`
    select team, array(select extract(epoch from lower(r))::float8 * 1000 from unnest(covered) r) as "fromMs",
      array(select extract(epoch from upper(r))::float8 * 1000 from unnest(covered) r) as "toMs"
    from (
      select team, range_agg(tstzrange(from_at, to_at)) as covered from on_call_shifts
      where workspace_id = ${workspaceId} and team is not null and level = 1 and from_at < ${end} and to_at > ${start}
      group by team) rotas`;
}
