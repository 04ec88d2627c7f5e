import type { Sql } from "@/db/ctx";

/** A rota as files name it: what a file says of it is the whole of it for as long as the file reaches. */
export type Rota = { kind: string; schedule: string | null; team: string | null; level: number };

/**
 * Takes from each shift of these rotas what later files say otherwise. An import states a rota from the first beginning to
 * the last end that it tells of it: what only earlier imports told of that time no longer holds, be it another person's,
 * or nobody's any more. What reaches beyond is cut there. A list in which one person alone stands may be that person's own
 * and states their shifts only; the export of a schedule is never that. What is told stays as it was told, so that taking
 * the later file back restores it. Shifts without a schedule, and those that a delivery told, stand. In the caller's
 * transaction, under the lock of the workspace.
 */
export async function settleShifts(sql: Sql, workspaceId: number, rotas: readonly Rota[]): Promise<void> {
  const named = new Map(rotas.flatMap((it) => (it.schedule === null ? [] : [[keyOf(it), it] as const])));
  if (named.size === 0) return;
  const all = [...named.values()];
  await sql`
    with rotas as (
      select * from unnest(${all.map(({ kind }) => kind)}::text[], ${all.map(({ schedule }) => schedule)}::text[],
        ${all.map(({ team }) => team)}::text[], ${all.map(({ level }) => level)}::smallint[])
        with ordinality as r(kind, schedule, team, level, rota)
    ), told as materialized (
      select r.rota, r.kind, s.id, s.person_id, s.from_at, s.to_at, t.origin_id, m.created_at
      from rotas r
      join on_call_shifts s on s.workspace_id = ${workspaceId} and s.kind = r.kind and s.schedule = r.schedule
        and s.team is not distinct from r.team and s.level = r.level
      cross join lateral (
        select s.origin_id
        union select e.origin_id from shift_repeats e where e.workspace_id = ${workspaceId} and e.shift_id = s.id) t
      left join imports m on m.workspace_id = ${workspaceId} and m.id = t.origin_id
    ), periods as (
      select rota, origin_id, created_at, min(from_at) as from_at, max(to_at) as to_at,
        case when kind <> 'schedule' and min(person_id) = max(person_id) then min(person_id) end as only
      from told where created_at is not null group by rota, kind, origin_id, created_at
    ), last as (
      select rota, id, person_id, from_at, to_at, max((created_at, origin_id)) as told
      from told group by rota, id, person_id, from_at, to_at having bool_and(created_at is not null)
    ), replaced as (
      select l.id, (array_agg(p.origin_id order by p.created_at, p.origin_id))[1] as by,
        tstzmultirange(tstzrange(l.from_at, l.to_at)) - range_agg(tstzrange(p.from_at, p.to_at)) as held
      from last l
      join periods p on p.rota = l.rota and (p.created_at, p.origin_id) > l.told
        and p.from_at < l.to_at and p.to_at > l.from_at and (p.only is null or p.only = l.person_id)
      group by l.id, l.from_at, l.to_at
    )
    update on_call_shifts s set held = r.held, replaced_by = r.by
    from (select distinct on (t.id) t.id, replaced.held, replaced.by from told t left join replaced on replaced.id = t.id) r
    where s.workspace_id = ${workspaceId} and s.id = r.id and (s.held, s.replaced_by) is distinct from (r.held, r.by)`;
}

const keyOf = ({ kind, schedule, team, level }: Rota) => JSON.stringify([kind, schedule, team, level]);
