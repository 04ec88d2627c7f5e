import type { Sql } from "@/db/ctx";
import type { PersonRow } from "@/lib/people/read-organisation";
import type { Stretch } from "@/lib/people/timeline";
import { ensureTeams } from "./ensure-teams";
import { sameTeams, storeTeams, teamTimelines } from "./organisation-timelines";
import { type Context, take } from "./organisation-words";

/** Stores who is in which teams. Returns whose are others, those teams, and the names of new ones. */
export async function hearTeams(context: Context, rows: readonly PersonRow[]) {
  const { sql, workspaceId, ids, people, who } = context;
  const { ids: teamIds, made } = await ensureTeams(
    sql,
    workspaceId,
    rows.flatMap(({ teams }) => teams ?? []),
  );
  const timelines = new Map(await teamTimelines(sql, workspaceId, ids));
  const known = new Set([...timelines.values()].flatMap((all) => all.flatMap(({ value }) => value)));
  const names = await teamNames(sql, workspaceId, [...known, ...teamIds.values()]);
  const write = (value: readonly string[]) =>
    value
      .map((id) => names.get(id) ?? "")
      .sort()
      .join(", ");
  const heard = { ...context, timelines, what: "teams" as const, same: sameTeams, write };
  const changed = new Map<string, readonly Stretch<readonly string[]>[]>();
  const touched = new Set<string>();
  for (const row of rows) {
    if (row.teams === undefined) continue;
    const id = people.get(row.email) ?? "";
    const value = [...new Set(row.teams.flatMap((name) => teamIds.get(name) ?? []))].sort();
    const before = timelines.get(id) ?? [];
    const word = { id, line: row.line, who: who(row), fromDate: row.fromDate, value: value.length > 0 ? value : null };
    if (!take(heard, word)) continue;
    const after = timelines.get(id) ?? [];
    changed.set(id, after);
    for (const { value: some } of [...before, ...after]) for (const team of some) touched.add(team);
  }
  await storeTeams(sql, workspaceId, changed);
  return { personIds: [...changed.keys()], teamIds: [...touched], made };
}

export async function teamNames(
  sql: Sql,
  workspaceId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    select id, name from teams where workspace_id = ${workspaceId} and id = any(${ids as string[]}::bigint[])`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
