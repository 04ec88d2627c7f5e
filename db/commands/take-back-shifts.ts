import type { Sql } from "@/db/ctx";
import { type Rota, settleShifts } from "./settle-shifts";

/**
 * Takes back the shifts that only these imports told; the first other origin that told one inherits it. Returns how many
 * records of which origin thereby rose from duplicate to stored. In the caller's transaction, under the lock of the
 * workspace.
 */
export async function takeBackShifts(
  sql: Sql,
  workspaceId: number,
  importIds: string[],
): Promise<{ origin_id: string; records: number }[]> {
  const rotas = await sql<Rota[]>`
    select distinct kind, schedule, team, level from on_call_shifts s
    where workspace_id = ${workspaceId} and (origin_id = any(${importIds}::bigint[]) or exists (
      select from shift_repeats r where r.workspace_id = ${workspaceId} and r.shift_id = s.id
        and r.origin_id = any(${importIds}::bigint[])))`;
  await sql`
    create temp table shift_heirs on commit drop as
    select distinct on (r.shift_id) r.shift_id, r.origin_id, r.record_no from shift_repeats r
    join on_call_shifts s on s.workspace_id = r.workspace_id and s.id = r.shift_id
    left join imports m on m.workspace_id = r.workspace_id and m.id = r.origin_id
    left join inbox d on d.workspace_id = r.workspace_id and d.id = r.origin_id
    where r.workspace_id = ${workspaceId} and s.origin_id = any(${importIds}::bigint[])
      and r.origin_id <> all(${importIds}::bigint[])
    order by r.shift_id, coalesce(m.created_at, d.received_at), r.origin_id`;
  const risen = await sql<{ origin_id: string; records: number }[]>`
    select origin_id, count(*)::int as records from (
      select distinct h.origin_id, h.record_no from shift_heirs h where not exists (
        select from on_call_shifts s where s.workspace_id = ${workspaceId} and s.origin_id = h.origin_id
          and s.record_no = h.record_no)
    ) fresh group by origin_id`;
  await sql`
    update on_call_shifts s set origin_id = h.origin_id, record_no = h.record_no from shift_heirs h
    where s.workspace_id = ${workspaceId} and s.id = h.shift_id`;
  await sql`
    delete from shift_repeats r using shift_heirs h
    where r.workspace_id = ${workspaceId} and r.shift_id = h.shift_id and r.origin_id = h.origin_id`;
  await sql`delete from shift_repeats where workspace_id = ${workspaceId} and origin_id = any(${importIds}::bigint[])`;
  await sql`delete from on_call_shifts where workspace_id = ${workspaceId} and origin_id = any(${importIds}::bigint[])`;
  await sql`drop table shift_heirs`;
  await settleShifts(sql, workspaceId, rotas);
  return risen;
}
