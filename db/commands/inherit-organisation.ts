import type { Sql } from "@/db/ctx";
import { touchOrganisation, touchPeople } from "@/db/rollups/touch";
import { AppError } from "@/lib/errors";
import type { Stretch } from "@/lib/people/timeline";
import { circleSentence, closeOrganisation } from "./close-organisation";
import {
  leaderTimelines,
  placeTimelines,
  storeLeaders,
  storePlaces,
  storeTeams,
  teamTimelines,
} from "./organisation-timelines";

/** `from` is about to become part of `to`. */
export type Heir = { from: string; to: string };

/** By hand a circle is refused; by an address it must not stop an import, so nobody is told to lead the person any more. */
export type OnCircle = "refuse" | "drop";

/**
 * Hands on what was said of a person who becomes part of another one: leader, teams and zones where the other has none of
 * their own, those they lead, shifts, efforts and objections. In the caller's transaction, before the person is forgotten.
 */
export async function inheritOrganisation(
  sql: Sql,
  workspaceId: number,
  { from, to }: Heir,
  onCircle: OnCircle,
): Promise<void> {
  const reports = await handOnReports(sql, workspaceId, { from, to });
  const leaders = await leaderTimelines(sql, workspaceId, [from, to]);
  const withoutSelf = (leaders.get(from) ?? []).filter(({ value }) => value !== to && value !== from);
  const own = (leaders.get(to) ?? []).filter(({ value }) => value !== to && value !== from);
  await storeLeaders(
    sql,
    workspaceId,
    new Map([
      [from, []],
      [to, filled(own, withoutSelf)],
    ]),
  );
  const teams = await teamTimelines(sql, workspaceId, [from, to]);
  const places = await placeTimelines(sql, workspaceId, [from, to]);
  await storeTeams(
    sql,
    workspaceId,
    new Map([
      [from, []],
      [to, united(teams.get(to) ?? [], teams.get(from) ?? [])],
    ]),
  );
  const where = places.get(to) ?? places.get(from) ?? [];
  await storePlaces(
    sql,
    workspaceId,
    new Map([
      [from, []],
      [to, where],
    ]),
  );
  await sql`
    update people p set country = coalesce(p.country, o.country), hours = coalesce(p.hours, o.hours),
      region = case when p.country is null then o.region else p.region end, leads = p.leads or o.leads
    from people o where p.workspace_id = ${workspaceId} and p.id = ${to} and o.workspace_id = p.workspace_id and o.id = ${from}`;
  await handOnFacts(sql, workspaceId, { from, to });
  const told = leaders.size > 0 || teams.size > 0 || reports.length > 0;
  const changed = [from, to, ...reports];
  if (!told) return;
  let closed = await closeOrganisation(sql, workspaceId, changed);
  if ("circle" in closed && onCircle === "refuse")
    throw new AppError("conflict", await circleSentence(sql, workspaceId, closed));
  if ("circle" in closed) {
    await storeLeaders(sql, workspaceId, new Map([[to, []]]));
    closed = await closeOrganisation(sql, workspaceId, changed);
  }
  if ("circle" in closed) throw new Error("people who report to nobody stand in a circle");
  const teamIds = [...teams.values()].flatMap((all) => all.flatMap(({ value }) => value));
  await touchOrganisation(sql, workspaceId, { personIds: [...closed.personIds, ...changed], teamIds });
  await touchPeople(sql, workspaceId, [to]);
}

/** Whoever reported to the one reports to the other; who already did has one line of it. */
async function handOnReports(sql: Sql, workspaceId: number, { from, to }: Heir): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    update reporting_lines set leader_id = ${to}
    where workspace_id = ${workspaceId} and leader_id = ${from} and person_id <> ${to} returning person_id as id`;
  return rows.map((row) => row.id);
}

async function handOnFacts(sql: Sql, workspaceId: number, { from, to }: Heir): Promise<void> {
  await sql`
    update on_call_shifts set person_id = ${to} where workspace_id = ${workspaceId} and person_id = ${from}`;
  await sql`
    update response_efforts e set person_id = ${to} where e.workspace_id = ${workspaceId} and e.person_id = ${from}
      and not exists (select 1 from response_efforts o
        where o.workspace_id = e.workspace_id and o.page_id = e.page_id and o.person_id = ${to})`;
  await sql`delete from response_efforts where workspace_id = ${workspaceId} and person_id = ${from}`;
  await sql`update objections set person_id = ${to} where workspace_id = ${workspaceId} and person_id = ${from}`;
  await sql`update users set person_id = ${to} where workspace_id = ${workspaceId} and person_id = ${from}`;
}

/** What was said of people of whom nothing is told any more goes with them. Before they are deleted. */
export async function forgetOrganisation(sql: Sql, workspaceId: number, personIds: readonly string[]): Promise<void> {
  const ids = personIds as string[];
  const rows = await sql<{ id: string }[]>`
    delete from reporting_lines where workspace_id = ${workspaceId}
      and (person_id = any(${ids}::bigint[]) or leader_id = any(${ids}::bigint[])) returning person_id as id`;
  const teams = await sql<{ id: string }[]>`
    delete from memberships where workspace_id = ${workspaceId} and person_id = any(${ids}::bigint[])
    returning team_id as id`;
  for (const table of ["person_zones", "on_call_shifts", "response_efforts", "objections"])
    await sql`delete from ${sql(table)} where workspace_id = ${workspaceId} and person_id = any(${ids}::bigint[])`;
  if (rows.length === 0 && teams.length === 0) return;
  const closed = await closeOrganisation(sql, workspaceId, [...new Set(rows.map((row) => row.id))]);
  if ("circle" in closed) throw new Error("a line less made a circle");
  await touchOrganisation(sql, workspaceId, {
    personIds: closed.personIds,
    teamIds: [...new Set(teams.map((row) => row.id))],
  });
}

/** The one, and the other where the one says nothing. */
function filled<Value>(one: readonly Stretch<Value>[], other: readonly Stretch<Value>[]): Stretch<Value>[] {
  const parts = one.reduce<readonly Stretch<Value>[]>(
    (left, { fromDate, toDate }) =>
      left.flatMap((stretch) =>
        [
          { ...stretch, toDate: stretch.toDate < fromDate ? stretch.toDate : fromDate },
          { ...stretch, fromDate: stretch.fromDate > toDate ? stretch.fromDate : toDate },
        ].filter((part) => part.fromDate < part.toDate),
      ),
    other,
  );
  return [...one, ...parts].sort((a, b) => (a.fromDate < b.fromDate ? -1 : 1));
}

/** In every team that either was in. */
function united(
  one: readonly Stretch<readonly string[]>[],
  other: readonly Stretch<readonly string[]>[],
): Stretch<readonly string[]>[] {
  const cuts = [...new Set([...one, ...other].flatMap(({ fromDate, toDate }) => [fromDate, toDate]))].sort();
  return cuts.flatMap((fromDate, index) => {
    const toDate = cuts[index + 1];
    const here = [...one, ...other].filter(
      (it) => toDate !== undefined && it.fromDate <= fromDate && toDate <= it.toDate,
    );
    if (toDate === undefined || here.length === 0) return [];
    const value = [...new Set(here.flatMap((it) => it.value))].sort();
    const origin = here.some((it) => it.origin === "hand") ? "hand" : (here[0]?.origin ?? "hand");
    return [{ fromDate, toDate, value, origin }];
  });
}
