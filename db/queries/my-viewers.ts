import type { Ctx } from "@/db/ctx";
import type { MyViewers } from "@/lib/contract/viewers";

const LISTED = 50;

/** Who looked at the load or pages of the viewer's own person; nobody else's are ever told. */
export async function myViewers({ sql, workspaceId, viewer, zone }: Ctx): Promise<MyViewers> {
  if (viewer.personId === null) return { total: 0, views: [] };
  const views = sql`
    select a.at, a.user_id, coalesce(a.details ->> 'screen', a.what) as screen from audit a
    where a.workspace_id = ${workspaceId} and a.what in ('named-view', 'export')
      and a.person_ids @> array[${viewer.personId}::bigint] and a.user_id is distinct from ${viewer.userId}::bigint`;
  const [counted] = await sql<{ total: number }[]>`select count(*)::int as total from (${views}) v`;
  const rows = await sql<{ by: string | null; screen: string; date: string; last: Date; times: number }[]>`
    select u.name as by, v.screen, (v.at at time zone ${zone})::date::text as date, max(v.at) as last, count(*)::int as times
    from (${views}) v left join users u on u.workspace_id = ${workspaceId} and u.id = v.user_id
    group by u.id, u.name, v.screen, 3 order by last desc limit ${LISTED}`;
  return {
    total: counted?.total ?? 0,
    views: rows.map(({ by, last, ...row }) => ({ ...row, by: by ?? "(no name)", lastAt: last.toISOString() })),
  };
}
