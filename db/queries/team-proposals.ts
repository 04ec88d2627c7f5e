import type { Ctx } from "@/db/ctx";
import type { TeamProposal } from "@/lib/contract/organisation";

type Row = Omit<TeamProposal, "lastAt"> & { last: Date | null };

/**
 * Teams that pages, shifts and users name and the organisation does not have, with whoever was paged for them as first line,
 * stands in their rota or is in them by the provider. Those put aside are left out; names that differ in case only are one
 * team.
 */
export async function teamProposals({ sql, workspaceId, settings }: Pick<Ctx, "sql" | "workspaceId" | "settings">) {
  const dismissed = (settings.dismissedTeams ?? []).map((name) => name.toLowerCase());
  const rows = await sql<Row[]>`
    with members as materialized (
      select i.person_id, lower(team) as key, team from (
        select distinct on (account_id) account_id, value from account_facts
        where workspace_id = ${workspaceId} and attribute = 'teams'
        order by account_id, told_at desc, value collate "C" desc
      ) f
      join identities i on i.workspace_id = ${workspaceId} and i.id = f.account_id
      cross join jsonb_array_elements_text(f.value::jsonb) as team
    ), told as (
      select team, count(*)::int as pages, max(triggered_at) as last from pages
      where workspace_id = ${workspaceId} and team is not null group by 1
      union all
      select team, 0, max(from_at) from held_shifts where workspace_id = ${workspaceId} and team is not null group by 1
      union all
      select team, 0, null from members group by 1
    ), named as (
      select lower(team) as key, min(team) as name, sum(pages)::int as pages, max(last) as last from told
      where not exists (select 1 from teams t where t.workspace_id = ${workspaceId} and lower(t.name) = lower(told.team))
        and lower(team) <> all(${dismissed}::text[])
      group by 1
    ), of_team as (
      select lower(p.team) as key, ip.person_id from pages p
      join interruption_pages ip on ip.workspace_id = p.workspace_id and ip.page_id = p.id
      where p.workspace_id = ${workspaceId} and lower(p.team) in (select key from named)
        and ip.line is distinct from 'escalated'
      union
      select lower(s.team), s.person_id from held_shifts s
      where s.workspace_id = ${workspaceId} and lower(s.team) in (select key from named) and s.level <= 1
      union
      select key, person_id from members where key in (select key from named)
    )
    select n.name, n.pages, n.last, coalesce((
      select jsonb_agg(jsonb_build_object('id', w.id::text, 'name', coalesce(w.name, w.email, '(no name)')) order by w.name, w.id)
      from of_team o join people w on w.workspace_id = ${workspaceId} and w.id = o.person_id and w.erased_at is null
      where o.key = n.key), '[]') as people
    from named n order by n.pages desc, n.name`;
  return rows.map(({ last, ...row }): TeamProposal => ({ ...row, lastAt: last?.toISOString() ?? null }));
}
