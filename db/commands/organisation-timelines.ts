import type { Sql } from "@/db/ctx";
import { EVER, type OrganisationOrigin, STILL } from "@/lib/model/organisation";
import type { Stretch } from "@/lib/people/timeline";

type Timelines<Value> = Map<string, readonly Stretch<Value>[]>;
type Row<Value> = { id: string; from: string; to: string; value: Value; origin: OrganisationOrigin };

/** Where somebody lives, and whose public holidays they have; country null = as `people` has it. */
export type Place = { timeZone: string; country: string | null; region: string | null };

/** A word by hand is stronger than one of a file, and that than a provider's. */
const STRENGTH: readonly OrganisationOrigin[] = ["provider", "sample", "file", "hand"];

export const samePlace = (one: Place, other: Place) =>
  one.timeZone === other.timeZone && one.country === other.country && one.region === other.region;

export const sameTeams = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((id, index) => id === other[index]);

/** Whom each person reports to. */
export async function leaderTimelines(sql: Sql, workspaceId: number, ids: readonly string[]) {
  const rows = await sql<Row<string>[]>`
    select person_id as id, from_date::text as from, to_date::text as to, leader_id as value, origin from reporting_lines
    where workspace_id = ${workspaceId} and person_id = any(${ids as string[]}::bigint[]) order by person_id, from_date`;
  return timelinesOf(rows);
}

export async function storeLeaders(sql: Sql, workspaceId: number, timelines: Timelines<string>): Promise<void> {
  const { ids, rows } = rowsOf(timelines);
  await sql`delete from reporting_lines where workspace_id = ${workspaceId} and person_id = any(${ids}::bigint[])`;
  await sql`
    insert into reporting_lines (workspace_id, person_id, from_date, to_date, leader_id, origin)
    select ${workspaceId}, * from unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.fromDate)}::text[]::date[],
      ${rows.map((r) => r.toDate)}::text[]::date[], ${rows.map((r) => r.value)}::bigint[], ${rows.map((r) => r.origin)}::text[])`;
}

/** Which team owns each service. */
export async function ownerTimelines(sql: Sql, workspaceId: number, services: readonly string[]) {
  const rows = await sql<Row<string>[]>`
    select service as id, from_date::text as from, to_date::text as to, team_id as value, origin from service_owners
    where workspace_id = ${workspaceId} and service = any(${services as string[]}::text[]) order by service, from_date`;
  return timelinesOf(rows);
}

export async function storeOwners(sql: Sql, workspaceId: number, timelines: Timelines<string>): Promise<void> {
  const { ids, rows } = rowsOf(timelines);
  await sql`delete from service_owners where workspace_id = ${workspaceId} and service = any(${ids}::text[])`;
  await sql`
    insert into service_owners (workspace_id, service, from_date, to_date, team_id, origin)
    select ${workspaceId}, * from unnest(${rows.map((r) => r.id)}::text[], ${rows.map((r) => r.fromDate)}::text[]::date[],
      ${rows.map((r) => r.toDate)}::text[]::date[], ${rows.map((r) => r.value)}::bigint[], ${rows.map((r) => r.origin)}::text[])`;
}

/** Where each person lived; before the first stretch it is what `people` says. */
export async function placeTimelines(sql: Sql, workspaceId: number, ids: readonly string[]) {
  type PlaceRow = Omit<Row<Place>, "value"> & { time_zone: string; country: string | null; region: string | null };
  const rows = await sql<PlaceRow[]>`
    select person_id as id, from_date::text as from, time_zone, country, region, origin,
      coalesce(lead(from_date) over (partition by person_id order by from_date), 'infinity')::text as to
    from person_zones
    where workspace_id = ${workspaceId} and person_id = any(${ids as string[]}::bigint[]) order by person_id, from_date`;
  return timelinesOf(
    rows.map(({ time_zone: timeZone, country, region, ...row }) => ({ ...row, value: { timeZone, country, region } })),
  );
}

export async function storePlaces(sql: Sql, workspaceId: number, timelines: Timelines<Place>): Promise<void> {
  const { ids, rows } = rowsOf(timelines);
  await sql`delete from person_zones where workspace_id = ${workspaceId} and person_id = any(${ids}::bigint[])`;
  await sql`
    insert into person_zones (workspace_id, person_id, from_date, time_zone, country, region, origin)
    select ${workspaceId}, * from unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.fromDate)}::text[]::date[],
      ${rows.map((r) => r.value.timeZone)}::text[], ${rows.map((r) => r.value.country)}::text[],
      ${rows.map((r) => r.value.region)}::text[], ${rows.map((r) => r.origin)}::text[])`;
}

/** The teams of each person, by id in order; a stretch is of the strongest origin among its memberships. */
export async function teamTimelines(sql: Sql, workspaceId: number, ids: readonly string[]) {
  const rows = await sql<Row<string>[]>`
    select person_id as id, from_date::text as from, to_date::text as to, team_id as value, origin from memberships
    where workspace_id = ${workspaceId} and person_id = any(${ids as string[]}::bigint[])
    order by person_id, team_id, from_date`;
  const byPerson = new Map<string, Row<string>[]>();
  for (const row of rows) byPerson.set(row.id, [...(byPerson.get(row.id) ?? []), row]);
  return new Map([...byPerson].map(([id, mine]) => [id, overlaid(mine)] as const));
}

export async function storeTeams(
  sql: Sql,
  workspaceId: number,
  timelines: Timelines<readonly string[]>,
): Promise<void> {
  const ids = [...timelines.keys()];
  const rows = [...timelines].flatMap(([id, stretches]) => membershipsOf(stretches).map((row) => ({ id, ...row })));
  await sql`delete from memberships where workspace_id = ${workspaceId} and person_id = any(${ids}::bigint[])`;
  await sql`
    insert into memberships (workspace_id, person_id, team_id, from_date, to_date, origin)
    select ${workspaceId}, * from unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.value)}::bigint[],
      ${rows.map((r) => r.fromDate)}::text[]::date[], ${rows.map((r) => r.toDate)}::text[]::date[], ${rows.map((r) => r.origin)}::text[])`;
}

function timelinesOf<Value>(rows: readonly Row<Value>[]): Timelines<Value> {
  const timelines = new Map<string, Stretch<Value>[]>();
  for (const { id, from, to, value, origin } of rows) {
    const stretch = { fromDate: from, toDate: to, value, origin };
    const known = timelines.get(id);
    if (known) known.push(stretch);
    else timelines.set(id, [stretch]);
  }
  return timelines;
}

function rowsOf<Value>(timelines: Timelines<Value>) {
  const rows = [...timelines].flatMap(([id, stretches]) => stretches.map((stretch) => ({ id, ...stretch })));
  return { ids: [...timelines.keys()], rows };
}

/** Cut wherever a membership begins or ends. */
function overlaid(rows: readonly Row<string>[]): Stretch<readonly string[]>[] {
  const cuts = [...new Set([EVER, ...rows.flatMap(({ from, to }) => [from, to]), STILL])].sort();
  return cuts.flatMap((fromDate, index) => {
    const toDate = cuts[index + 1];
    if (toDate === undefined) return [];
    const here = rows.filter(({ from, to }) => from <= fromDate && toDate <= to);
    if (here.length === 0) return [];
    const origin = STRENGTH[Math.max(...here.map((row) => STRENGTH.indexOf(row.origin)))] ?? "hand";
    return [{ fromDate, toDate, value: here.map((row) => row.value).sort(), origin }];
  });
}

/** One row for each unbroken span of a team. */
function membershipsOf(stretches: readonly Stretch<readonly string[]>[]): Stretch<string>[] {
  const all: Stretch<string>[] = [];
  const last = new Map<string, Stretch<string>>();
  for (const { value: teams, ...span } of stretches)
    for (const value of teams) {
      const before = last.get(value);
      if (before && before.toDate === span.fromDate && before.origin === span.origin) before.toDate = span.toDate;
      else {
        const row = { ...span, value };
        last.set(value, row);
        all.push(row);
      }
    }
  return all;
}
