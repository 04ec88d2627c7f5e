import type { Ctx } from "@/db/ctx";
import type { Held, PersonHistory } from "@/lib/contract/organisation";
import { EVER, type OrganisationOrigin, STILL } from "@/lib/model/organisation";

type Row = { from: string; to: string; value: string; origin: OrganisationOrigin };

/** What was said of a person: leaders, teams, places and those they led, the latest first. */
export async function personHistory({ sql, workspaceId }: Ctx, personId: string): Promise<PersonHistory> {
  const [leaders, teams, places, reports] = await Promise.all([
    sql<Row[]>`
      select l.from_date::text as from, l.to_date::text as to, coalesce(p.name, p.email, '(no name)') as value, l.origin
      from reporting_lines l join people p on p.workspace_id = l.workspace_id and p.id = l.leader_id
      where l.workspace_id = ${workspaceId} and l.person_id = ${personId} order by l.from_date desc`,
    sql<Row[]>`
      select m.from_date::text as from, m.to_date::text as to, t.name as value, m.origin
      from memberships m join teams t on t.workspace_id = m.workspace_id and t.id = m.team_id
      where m.workspace_id = ${workspaceId} and m.person_id = ${personId} order by m.from_date desc, t.name`,
    sql<Row[]>`
      select from_date::text as from, coalesce(lead(from_date) over (order by from_date), 'infinity')::text as to,
        concat_ws(', ', replace(time_zone, '_', ' '), nullif(concat_ws('-', country, region), '')) as value, origin
      from person_zones where workspace_id = ${workspaceId} and person_id = ${personId} order by from_date desc`,
    sql<Row[]>`
      select l.from_date::text as from, l.to_date::text as to, coalesce(p.name, p.email, '(no name)') as value, l.origin
      from reporting_lines l join people p on p.workspace_id = l.workspace_id and p.id = l.person_id
      where l.workspace_id = ${workspaceId} and l.leader_id = ${personId} order by 3, l.from_date desc`,
  ]);
  return { leaders: leaders.map(held), teams: teams.map(held), places: places.map(held), reports: reports.map(held) };
}

function held({ from, to, ...rest }: Row): Held {
  return { ...rest, from: from === EVER ? null : from, to: to === STILL ? null : to };
}
