import type { Sql, WorkCtx } from "@/db/ctx";
import { localDate } from "@/db/queries/local-date";
import { recountLeaderWeeks } from "./leader-weeks";
import { localDays } from "./local-days";
import { recountNotMine } from "./not-mine-days";

/**
 * Finds what differs between the organisation and the one that was counted with, and counts those cells again: of leaders
 * here and now, of teams and of the owners of pages by marking their weeks and days. Under the workspace's lock; false where nobody touched it.
 */
export async function recountOrganisation(sql: Sql, ctx: WorkCtx): Promise<boolean> {
  const { workspaceId } = ctx;
  const taken = await sql`
    delete from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'organisation' returning 1`;
  if (taken.length === 0) return false;
  await findMovedMembers(sql, workspaceId);
  await markTeams(sql, workspaceId);
  await markOwners(sql, ctx);
  await findMovedLines(sql, workspaceId);
  if (await isWide(sql, workspaceId)) await markAllDays(sql, ctx);
  else await recountLeaders(sql, ctx);
  await sql`drop table moved_lines, moved_members`;
  await keepCounted(sql, workspaceId);
  return true;
}

/** Dates on which one of two sets of spans holds and the other does not. */
const DIFFERENCE = `(coalesce(n.held, '{}') - coalesce(b.held, '{}')) + (coalesce(b.held, '{}') - coalesce(n.held, '{}'))`;
const HELD = "range_agg(daterange(from_date, to_date)) filter (where from_date < to_date) as held";

async function findMovedMembers(sql: Sql, workspaceId: number): Promise<void> {
  await sql`create temp table moved_members (person_id bigint, team_id bigint, dates datemultirange) on commit drop`;
  await sql.unsafe(
    `insert into moved_members
      with n as (
        select person_id, team_id, ${HELD} from memberships where workspace_id = $1 group by 1, 2
      ), b as (
        select person_id, team_id, ${HELD} from counted_memberships where workspace_id = $1 group by 1, 2
      )
      select person_id, team_id, ${DIFFERENCE} from n full join b using (person_id, team_id)
      where n.held is distinct from b.held`,
    [workspaceId],
  );
}

async function markTeams(sql: Sql, workspaceId: number): Promise<void> {
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    select distinct ${workspaceId}::int, 'heat_weeks', date_trunc('week', i.local_date::timestamp)::date, m.team_id
    from moved_members m
    join interruptions i on i.workspace_id = ${workspaceId} and i.person_id = m.person_id and i.local_date <@ m.dates
    on conflict do nothing`;
}

/** Days on which pages opened that rang people who were then in another team, or of services that were another team's. */
async function markOwners(sql: Sql, ctx: WorkCtx): Promise<void> {
  const { workspaceId } = ctx;
  const day = localDate({ ...ctx, sql }, "p.triggered_at");
  await sql`
    with n as (
      select service, team_id, ${sql.unsafe(HELD)} from service_owners where workspace_id = ${workspaceId} group by 1, 2
    ), b as (
      select service, team_id, ${sql.unsafe(HELD)} from counted_service_owners where workspace_id = ${workspaceId} group by 1, 2
    ), moved as (
      select service, ${sql.unsafe(DIFFERENCE)} as dates from n full join b using (service, team_id)
      where n.held is distinct from b.held
    ), touched as (
      select ${day} as day, m.dates from moved_members m
      join interruption_pages ip on ip.workspace_id = ${workspaceId} and ip.person_id = m.person_id
      join pages p on p.workspace_id = ip.workspace_id and p.id = ip.page_id
      union all
      select ${day}, m.dates from moved m join pages p on p.workspace_id = ${workspaceId} and p.service = m.service
    )
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    select distinct ${workspaceId}::int, 'leader_days', day, 0 from touched
    where day <@ dates and exists (select from org_closure c where c.workspace_id = ${workspaceId})
    on conflict do nothing`;
}

async function findMovedLines(sql: Sql, workspaceId: number): Promise<void> {
  await sql`create temp table moved_lines (leader_id bigint, person_id bigint, dates datemultirange) on commit drop`;
  await sql.unsafe(
    `insert into moved_lines
      with n as (
        select leader_id, person_id, ${HELD} from org_closure where workspace_id = $1 group by 1, 2
      ), b as (
        select leader_id, person_id, ${HELD} from counted_closure where workspace_id = $1 group by 1, 2
      )
      select leader_id, person_id, ${DIFFERENCE} from n full join b using (leader_id, person_id)
      where n.held is distinct from b.held`,
    [workspaceId],
  );
}

/** To read the people of every leader who gained or lost somebody would take longer than to read everybody once. */
async function isWide(sql: Sql, workspaceId: number): Promise<boolean> {
  const [row] = await sql<{ wide: boolean }[]>`
    select (
        select count(*) from org_closure
        where workspace_id = ${workspaceId} and leader_id in (select leader_id from moved_lines)
      ) > greatest((
        select count(distinct person_id) from org_closure where workspace_id = ${workspaceId}
      ), 100) as wide`;
  return row?.wide ?? false;
}

async function markAllDays(sql: Sql, { workspaceId, zone }: WorkCtx): Promise<void> {
  const rows = await sql<{ date: string }[]>`
    select distinct (triggered_at at time zone 'UTC')::date::text as date from pages where workspace_id = ${workspaceId}`;
  const { dates } = localDays(
    rows.map(({ date }) => date),
    zone,
  );
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    select ${workspaceId}::int, 'leader_days', date, 0 from unnest(${dates}::text[]::date[]) as date
    union select ${workspaceId}::int, 'leader_days', date, 0 from leader_days where workspace_id = ${workspaceId}
    on conflict do nothing`;
}

/** Of leaders who gained or lost somebody every day is counted; only days that differ are written. */
async function recountLeaders(sql: Sql, { workspaceId, zone }: WorkCtx): Promise<void> {
  const rows = await sql<{ date: string }[]>`
    select distinct (p.triggered_at at time zone 'UTC')::date::text as date
    from (
      select distinct person_id from org_closure
      where workspace_id = ${workspaceId} and leader_id in (select leader_id from moved_lines)
    ) led
    join interruption_pages ip on ip.workspace_id = ${workspaceId} and ip.person_id = led.person_id
    join pages p on p.workspace_id = ip.workspace_id and p.id = ip.page_id`;
  const days = localDays(
    rows.map(({ date }) => date),
    zone,
  );
  await sql`
    with days as materialized (
      select ${days.dates}::text[]::date[] as dates, ${days.starts}::timestamptz[] as starts
    ), rung as materialized (
      select distinct leader_id, date, id, verdict from (
        select c.leader_id, c.from_date, c.to_date, p.id, coalesce(p.verdict, 'unclear') as verdict,
          d.dates[width_bucket(p.triggered_at, d.starts)] as date
        from days d cross join org_closure c
        join interruption_pages ip on ip.workspace_id = c.workspace_id and ip.person_id = c.person_id
        join pages p on p.workspace_id = ip.workspace_id and p.id = ip.page_id
        where c.workspace_id = ${workspaceId} and c.leader_id in (select leader_id from moved_lines)
          and p.reason is distinct from 'test'
      ) led where from_date <= date and date < to_date
    ), counted as materialized (
      select leader_id, date, count(*) filter (where verdict = 'actionable') as actionable,
        count(*) filter (where verdict = 'noise') as noise, count(*) filter (where verdict = 'unclear') as unclear
      from rung group by leader_id, date
    ), gone as (
      delete from leader_days l where l.workspace_id = ${workspaceId} and l.leader_id in (select leader_id from moved_lines)
        and (l.leader_id, l.date) not in (select leader_id, date from counted)
    )
    insert into leader_days as l (workspace_id, date, leader_id, actionable, noise, unclear)
    select ${workspaceId}, date, leader_id, actionable, noise, unclear from counted
    on conflict (workspace_id, date, leader_id) do update
      set actionable = excluded.actionable, noise = excluded.noise, unclear = excluded.unclear
      where (l.actionable, l.noise, l.unclear) is distinct from (excluded.actionable, excluded.noise, excluded.unclear)`;
  await recountNotMine(sql, workspaceId, {
    opened: sql`
      select p.date, p.id, p.service, p.team, p.triggered_at, p.verdict is not distinct from 'noise' as is_noise
      from (
        select distinct on (p.id) p.*, d.dates[width_bucket(p.triggered_at, d.starts)] as date
        from (select ${days.dates}::text[]::date[] as dates, ${days.starts}::timestamptz[] as starts) d
        cross join org_closure c
        join interruption_pages ip on ip.workspace_id = c.workspace_id and ip.person_id = c.person_id
        join pages p on p.workspace_id = ip.workspace_id and p.id = ip.page_id
        where c.workspace_id = ${workspaceId} and c.leader_id in (select leader_id from moved_lines)
          and p.reason is distinct from 'test' order by p.id
      ) p`,
    leaders: sql`c.leader_id in (select leader_id from moved_lines)`,
    cells: sql`m.leader_id in (select leader_id from moved_lines)`,
  });
  await recountLeaderWeeks(sql, workspaceId, {
    ofDays: sql`d.leader_id in (select leader_id from moved_lines)`,
    ofWeeks: sql`w.leader_id in (select leader_id from moved_lines)`,
  });
}

async function keepCounted(sql: Sql, workspaceId: number): Promise<void> {
  for (const [kept, now, one, other] of [
    ["counted_closure", "org_closure", "leader_id", "person_id"],
    ["counted_memberships", "memberships", "person_id", "team_id"],
    ["counted_service_owners", "service_owners", "service", "team_id"],
  ])
    await sql.unsafe(
      `with gone as (
          delete from ${kept} b where workspace_id = $1 and not exists (
            select from ${now} n where n.workspace_id = $1 and n.${one} = b.${one} and n.${other} = b.${other}
              and n.from_date = b.from_date)
        )
        insert into ${kept} as b (workspace_id, ${one}, ${other}, from_date, to_date)
        select workspace_id, ${one}, ${other}, from_date, to_date from ${now} where workspace_id = $1
        on conflict (workspace_id, ${one}, ${other}, from_date) do update set to_date = excluded.to_date
          where b.to_date <> excluded.to_date`,
      [workspaceId],
    );
}
