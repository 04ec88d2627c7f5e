import type { Sql } from "@/db/ctx";

type Fragment = ReturnType<Sql>;

/** Pages of a day that went through most teams, by which those of any range are found. */
export const LONGEST = 10;

const COUNTS =
  "not_known owners services owner_pages owner_noise owner_last handed_teams handed_pages longest longest_teams".split(
    " ",
  );
const NAMES = COUNTS.join(", ");
const CHANGES = COUNTS.map((name) => `${name} = excluded.${name}`).join(", ");
const DIFFER = `(${COUNTS.map((name) => `m.${name}`).join(", ")}) is distinct from (${COUNTS.map((name) => `excluded.${name}`).join(", ")})`;

/**
 * Counts `not_mine_days` again from the temporary tables of the transaction that counted the `leader_days` of these dates.
 * A page's owner is the team of its service on the day, else the one that it names; it is somebody else's where it rang
 * nobody of that team.
 */
export async function recountNotMine(sql: Sql, workspaceId: number, dates: readonly string[]): Promise<void> {
  await sql`
    with ${told(sql, workspaceId)}, ${handed(sql, workspaceId)}, owners as (
      select date, leader_id, array_agg(owner order by owner, service) as owners, array_agg(service order by owner, service) as services,
        array_agg(pages order by owner, service) as owner_pages, array_agg(noise order by owner, service) as owner_noise,
        array_agg(last order by owner, service) as owner_last
      from (
        select u.date, u.leader_id, t.owner, t.service, count(*)::int as pages, (count(*) filter (where t.verdict = 'noise'))::int as noise,
          (array_agg(t.id order by t.triggered_at desc, t.id))[1] as last
        from told t join led_pages u on u.id = t.id
        where t.elsewhere group by 1, 2, 3, 4
      ) each group by 1, 2
    ), unknown as (
      select u.date, u.leader_id, count(*)::int as not_known
      from told t join led_pages u on u.id = t.id where not t.known group by 1, 2
    ), ways as materialized (
      select u.date, u.leader_id, u.id, h.teams,
        row_number() over (partition by u.date, u.leader_id order by h.teams desc, h.triggered_at desc, u.id) as place
      from handed h join led_pages u on u.id = h.id
    ), lengths as (
      select date, leader_id, array_agg(teams order by teams) as handed_teams, array_agg(pages order by teams) as handed_pages
      from (select date, leader_id, teams, count(*)::int as pages from ways group by 1, 2, 3) each group by 1, 2
    ), longest as (
      select date, leader_id, array_agg(id order by place) as longest, array_agg(teams order by place) as longest_teams
      from ways where place <= ${LONGEST} group by 1, 2
    ), counted as materialized (
      select date, leader_id, coalesce(not_known, 0) as not_known,
        ${sql.unsafe(
          COUNTS.slice(1)
            .map((name) => `coalesce(${name}, '{}') as ${name}`)
            .join(", "),
        )}
      from owners full join unknown using (date, leader_id) full join lengths using (date, leader_id)
        full join longest using (date, leader_id)
    ), gone as (
      delete from not_mine_days m where m.workspace_id = ${workspaceId} and m.date = any(${dates as string[]}::text[]::date[])
        and not exists (select from counted c where c.date = m.date and c.leader_id = m.leader_id)
    )
    insert into not_mine_days as m (workspace_id, date, leader_id, ${sql.unsafe(NAMES)})
    select ${workspaceId}, date, leader_id, ${sql.unsafe(NAMES)} from counted
    on conflict (workspace_id, date, leader_id) do update set ${sql.unsafe(CHANGES)} where ${sql.unsafe(DIFFER)}`;
}

/** Of each page whether owner and teams are `known`, and whether it was `elsewhere`. */
function told(sql: Sql, workspaceId: number): Fragment {
  return sql`their_teams as (
      select r.id, array_agg(distinct t.name) as teams from rung_people r
      join memberships m on m.workspace_id = ${workspaceId} and m.person_id = r.person_id
        and m.from_date <= r.date and r.date < m.to_date
      join teams t on t.workspace_id = ${workspaceId} and t.id = m.team_id
      group by r.id
    ), told as materialized (
      select id, date, service, triggered_at, verdict, owner, cardinality(teams) as teams,
        owner is not null and teams <> '{}' as known, coalesce(teams <> '{}' and owner <> all(teams), false) as elsewhere
      from (
        select o.*, coalesce(owner.name, o.team) as owner, coalesce(t.teams, '{}') as teams
        from opened_pages o
        left join their_teams t on t.id = o.id
        left join service_owners s on s.workspace_id = ${workspaceId} and s.service = o.service
          and s.from_date <= o.date and o.date < s.to_date
        left join teams owner on owner.workspace_id = ${workspaceId} and owner.id = s.team_id
      ) each
    )`;
}

/**
 * Pages that went from team to team, and through how many: as `handOvers` of lib/report tells it. People rung in one instant
 * are in an order that hangs on no id: the first line before others, then by their teams.
 */
function handed(sql: Sql, workspaceId: number): Fragment {
  return sql`first as materialized (
      select distinct on (n.page_id, n.person_id) n.page_id, n.person_id, n.at, n.line, t.date, t.triggered_at
      from told t
      join notifications n on n.workspace_id = ${workspaceId} and n.page_id = t.id and n.channel not in ('email', 'chat')
      where t.teams > 1
      order by n.page_id, n.person_id, n.at, n.line nulls last
    ), theirs as (
      select f.page_id, f.triggered_at, f.line, array_agg(distinct t.name) as teams,
        row_number() over (partition by f.page_id order by f.at, f.line is not distinct from 'escalated', array_agg(distinct t.name)) as ring
      from first f
      join memberships m on m.workspace_id = ${workspaceId} and m.person_id = f.person_id
        and m.from_date <= f.date and f.date < m.to_date
      join teams t on t.workspace_id = ${workspaceId} and t.id = m.team_id
      group by f.page_id, f.person_id, f.triggered_at, f.at, f.line
    ), rings as (
      select page_id, triggered_at, ring, line, bool_and(ring = first_ring) as is_new
      from (
        select r.*, min(ring) over (partition by page_id, team) as first_ring from theirs r cross join unnest(r.teams) as team
      ) each
      group by page_id, triggered_at, ring, line
    ), handed as materialized (
      select page_id as id, triggered_at, 1 + (count(*) filter (where is_new and ring > 1 and line = 'escalated'))::int as teams
      from rings group by page_id, triggered_at
      having bool_or(is_new and ring > 1 and line = 'escalated')
    )`;
}
