import type { Ctx } from "@/db/ctx";
import type { Mapping } from "@/lib/model/mapping";

type SavedMapping = { id: string; name: string; mapping: Mapping };

/** How the last file with these columns was read: the mapping of a source all of whose columns are there. */
export async function savedMapping(
  { sql, workspaceId }: Pick<Ctx, "sql" | "workspaceId">,
  shape: Mapping["shape"],
  headers: readonly string[],
): Promise<SavedMapping | null> {
  const [saved] = await sql<SavedMapping[]>`
    select s.id, s.name, s.mapping from sources s
    where s.workspace_id = ${workspaceId} and s.deleted_at is null and s.mapping ->> 'shape' = ${shape}
      and s.mapping -> 'fields' <> '{}'::jsonb
      and not exists (select 1 from jsonb_each_text(s.mapping -> 'fields') f where f.value <> all (${[...headers]}))
    order by (select max(m.started_at) from imports m
        where m.workspace_id = s.workspace_id and m.source_id = s.id) desc nulls last,
      (select count(*) from jsonb_object_keys(s.mapping -> 'fields')) desc, s.id
    limit 1`;
  return saved ?? null;
}
