import type { Ctx } from "@/db/ctx";

/** People by id, or by exactly a name, an address or a key of theirs, whatever its case. */
export function findPerson(
  { sql, workspaceId }: Pick<Ctx, "sql" | "workspaceId">,
  said: string,
): Promise<{ id: string; accounts: string[] }[]> {
  const word = said.trim().toLowerCase();
  return sql<{ id: string; accounts: string[] }[]>`
    with named as (
      select id from people where workspace_id = ${workspaceId} and erased_at is null
        and ${word} in (id::text, lower(name), lower(email))
      union select person_id from identities where workspace_id = ${workspaceId}
        and ${word} in (id::text, lower(key), lower(name), lower(email))
    )
    select n.id, array_remove(array_agg(i.provider || ' ' || i.key order by i.provider, i.key), null) as accounts
    from named n left join identities i on i.workspace_id = ${workspaceId} and i.person_id = n.id
    group by n.id order by n.id`;
}
