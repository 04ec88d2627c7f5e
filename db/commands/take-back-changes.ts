import type { Sql } from "@/db/ctx";
import { refoldChanges, type TellingName } from "./fold-changes";

/**
 * Takes back what only these imports told of changes: each is again what the others say of it, or goes. Who said the
 * same in their words tells it first now: how many records of which origin rose from duplicate to stored. In the
 * caller's transaction, under the lock of the workspace.
 */
export async function takeBackChanges(
  sql: Sql,
  workspaceId: number,
  importIds: string[],
): Promise<{ origin_id: string; records: number }[]> {
  const names = await sql<TellingName[]>`
    select distinct source_id as "sourceId", telling_key as "tellingKey" from change_tellings
    where workspace_id = ${workspaceId} and origin_id = any(${importIds}::bigint[]) and is_first`;
  await sql`
    create temp table heirs on commit drop as
    select distinct on (r.source_id, r.telling_key, r.content_key) r.source_id, r.telling_key, r.content_key, r.origin_id,
      r.record_no
    from change_tellings t
    join change_tellings r on r.workspace_id = t.workspace_id and r.source_id = t.source_id
      and r.telling_key = t.telling_key and r.content_key = t.content_key
    left join imports m on m.workspace_id = r.workspace_id and m.id = r.origin_id
    left join inbox d on d.workspace_id = r.workspace_id and d.id = r.origin_id
    where t.workspace_id = ${workspaceId} and t.origin_id = any(${importIds}::bigint[]) and t.is_first
      and r.origin_id <> all(${importIds}::bigint[])
    order by r.source_id, r.telling_key, r.content_key, coalesce(m.created_at, d.received_at), r.origin_id`;
  const risen = await sql<{ origin_id: string; records: number }[]>`
    select origin_id, count(*)::int as records from (
      select distinct h.origin_id, h.record_no from heirs h where not exists (
        select from change_tellings t where t.workspace_id = ${workspaceId} and t.origin_id = h.origin_id
          and t.record_no = h.record_no and t.is_first)
    ) fresh group by origin_id`;
  await sql`
    update change_tellings t set is_first = true from heirs h
    where t.workspace_id = ${workspaceId} and t.source_id = h.source_id and t.telling_key = h.telling_key
      and t.content_key = h.content_key and t.origin_id = h.origin_id`;
  await sql`
    delete from change_tellings where workspace_id = ${workspaceId} and origin_id = any(${importIds}::bigint[])`;
  await sql`drop table heirs`;
  await refoldChanges(sql, workspaceId, names);
  return risen;
}
