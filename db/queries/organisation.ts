import type { Ctx } from "@/db/ctx";
import type { OrganisationPerson, OrganisationView } from "@/lib/contract/organisation";
import { EVER } from "@/lib/model/organisation";
import { localDateOf } from "@/lib/time/boundaries";
import { teamProposals } from "./team-proposals";

/** The organisation as it is today: names, leaders, teams, places; no load. */
export async function organisation(ctx: Ctx): Promise<OrganisationView> {
  const { sql, workspaceId, zone, viewer, now } = ctx;
  const today = localDateOf(now, zone);
  const canChange = viewer.role === "admin";
  const [people, teams, services, proposals] = await Promise.all([
    peopleToday(ctx, today),
    sql<{ name: string }[]>`
      select name from teams where workspace_id = ${workspaceId}
      union select distinct team from pages where workspace_id = ${workspaceId} and team is not null order by 1`,
    servicesToday(ctx, today),
    canChange ? teamProposals(ctx) : [],
  ]);
  return {
    people,
    teams: teams.map(({ name }) => name),
    teamProposals: proposals,
    services,
    zone,
    today,
    canChange,
  };
}

function peopleToday({ sql, workspaceId }: Ctx, today: string): Promise<OrganisationPerson[]> {
  return sql<OrganisationPerson[]>`
    with leaders as (
      select person_id, leader_id from reporting_lines
      where workspace_id = ${workspaceId} and from_date <= ${today} and to_date > ${today}
    ), in_teams as (
      select m.person_id, array_agg(t.name order by t.name) as names from memberships m
      join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
      where m.workspace_id = ${workspaceId} and m.from_date <= ${today} and m.to_date > ${today} group by 1
    ), places as (
      select distinct on (person_id) person_id, time_zone, country, region from person_zones
      where workspace_id = ${workspaceId} and from_date <= ${today} order by person_id, from_date desc
    )
    select p.id, coalesce(p.name, p.email, '(no name)') as name, p.email, l.leader_id as "leaderId",
      coalesce(t.names, '{}') as teams, coalesce(z.time_zone, p.time_zone) as "timeZone",
      coalesce(z.country, p.country) as country,
      case when z.country is null then p.region else z.region end as region, p.hours, p.leads
    from people p left join leaders l on l.person_id = p.id left join in_teams t on t.person_id = p.id
    left join places z on z.person_id = p.id
    where p.workspace_id = ${workspaceId} and p.erased_at is null order by 2, p.id`;
}

/** Every service that paged anybody or that somebody owns. */
async function servicesToday({ sql, workspaceId }: Ctx, today: string): Promise<OrganisationView["services"]> {
  type Row = OrganisationView["services"][number] & { from: string | null };
  const rows = await sql<Row[]>`
    with owners as (
      select o.service, t.name as team, o.from_date::text as from, o.origin from service_owners o
      join teams t on t.workspace_id = o.workspace_id and t.id = o.team_id
      where o.workspace_id = ${workspaceId} and o.from_date <= ${today} and o.to_date > ${today}
    ), paged as (
      select s.service, max(p.team) as team from signatures s
      left join lateral (
        select team from pages p where p.workspace_id = s.workspace_id and p.signature_id = s.id and p.team is not null
        limit 1) p on true
      where s.workspace_id = ${workspaceId} and s.service is not null group by 1
    )
    select coalesce(o.service, p.service) as service, o.team, o.from, o.origin, p.team as "pagesSay"
    from owners o full join paged p on p.service = o.service order by 1`;
  return rows.map(({ from, ...row }) => ({ ...row, since: from === EVER ? null : from }));
}
