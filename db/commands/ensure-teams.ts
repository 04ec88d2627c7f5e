import type { Sql } from "@/db/ctx";
import { idOf } from "@/db/ids";

/** Ids of teams by the name asked for; a new name makes a team. Names that differ in case only are one team. */
export async function ensureTeams(
  sql: Sql,
  workspaceId: number,
  names: readonly string[],
): Promise<{ ids: ReadonlyMap<string, string>; made: string[] }> {
  const wanted = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
  if (wanted.length === 0) return { ids: new Map(), made: [] };
  const made = await sql<{ name: string }[]>`
    insert into teams (workspace_id, id, name)
    select ${workspaceId}, w.id, w.name
    from unnest(${wanted.map((name) => idOf("team", name.toLowerCase()))}::bigint[], ${wanted}::text[]) as w(id, name)
    where not exists (select 1 from teams t where t.workspace_id = ${workspaceId} and lower(t.name) = lower(w.name))
    on conflict do nothing returning name`;
  const rows = await sql<{ id: string; name: string }[]>`
    select id, lower(name) as name from teams
    where workspace_id = ${workspaceId} and lower(name) = any(${wanted.map((name) => name.toLowerCase())}::text[])`;
  const known = new Map(rows.map(({ id, name }) => [name, id]));
  const ids = new Map(
    names.flatMap((name) => {
      const id = known.get(name.toLowerCase());
      return id === undefined ? [] : [[name, id] as const];
    }),
  );
  return { ids, made: made.map(({ name }) => name) };
}
