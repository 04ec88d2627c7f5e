import type { Sql, WorkCtx } from "@/db/ctx";
import { localDate } from "@/db/queries/local-date";

/**
 * Finds what differs between the organisation and the one that was counted with, and marks those cells: weeks of teams, and
 * days on which pages opened that rang people with other teams or leaders, or of services with other owners. Under the
 * workspace's lock; false where nobody touched it.
 */
export async function recountOrganisation(sql: Sql, ctx: WorkCtx): Promise<boolean> {
  const { workspaceId } = ctx;
  const taken = await sql`
    delete from dirty_rollups where workspace_id = ${workspaceId} and rollup = 'organisation' returning 1`;
  if (taken.length === 0) return false;
  await markTeams(sql, workspaceId);
  await markLeaders(sql, ctx);
  for (const kept of KEPT) await keepCounted(sql, workspaceId, kept);
  return true;
}

/** What is so now, and what it was when it was counted with, by the columns that tell a span apart. */
type Kept = { now: string; counted: string; one: string; other: string };

const CLOSURE: Kept = { now: "org_closure", counted: "counted_closure", one: "person_id", other: "leader_id" };
const MEMBERS: Kept = { now: "memberships", counted: "counted_memberships", one: "person_id", other: "team_id" };
const OWNERS: Kept = { now: "service_owners", counted: "counted_service_owners", one: "service", other: "team_id" };
const KEPT = [CLOSURE, MEMBERS, OWNERS];

/** `one`, `other` and the dates on which one of now and then holds and the other does not. */
function moved(sql: Sql, workspaceId: number, { now, counted, one, other }: Kept) {
  const held = sql`range_agg(daterange(from_date, to_date)) filter (where from_date < to_date) as held`;
  const spans = (table: string) =>
    sql`(select ${sql(one)}, ${sql(other)}, ${held} from ${sql(table)} where workspace_id = ${workspaceId} group by 1, 2)`;
  return sql`(
    select ${sql(one)}, ${sql(other)},
      (coalesce(n.held, '{}') - coalesce(b.held, '{}')) + (coalesce(b.held, '{}') - coalesce(n.held, '{}')) as dates
    from ${spans(now)} n full join ${spans(counted)} b using (${sql(one)}, ${sql(other)})
    where n.held is distinct from b.held)`;
}

async function markTeams(sql: Sql, workspaceId: number): Promise<void> {
  await sql`
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    select distinct ${workspaceId}::int, 'heat_weeks', date_trunc('week', i.local_date::timestamp)::date, m.team_id
    from ${moved(sql, workspaceId, MEMBERS)} m
    join interruptions i on i.workspace_id = ${workspaceId} and i.person_id = m.person_id and i.local_date <@ m.dates
    on conflict do nothing`;
}

async function markLeaders(sql: Sql, ctx: WorkCtx): Promise<void> {
  const { workspaceId } = ctx;
  const day = localDate({ ...ctx, sql }, "p.triggered_at");
  await sql`
    with people as materialized (
      select person_id, range_agg(dates) as dates from (
        select person_id, dates from ${moved(sql, workspaceId, CLOSURE)} lines
        union all select person_id, dates from ${moved(sql, workspaceId, MEMBERS)} members
      ) each group by 1
    ), touched as (
      select ${day} as day, m.dates from people m
      join interruption_pages ip on ip.workspace_id = ${workspaceId} and ip.person_id = m.person_id
      join pages p on p.workspace_id = ip.workspace_id and p.id = ip.page_id
      union all
      select ${day}, m.dates from ${moved(sql, workspaceId, OWNERS)} m
      join pages p on p.workspace_id = ${workspaceId} and p.service = m.service
    )
    insert into dirty_rollups (workspace_id, rollup, date, subject_id)
    select distinct ${workspaceId}::int, 'leader_days', day, 0 from touched
    where day <@ dates and (exists (select from org_closure c where c.workspace_id = ${workspaceId})
      or exists (select from leader_days l where l.workspace_id = ${workspaceId}))
    on conflict do nothing`;
}

async function keepCounted(sql: Sql, workspaceId: number, { now, counted, one, other }: Kept): Promise<void> {
  await sql.unsafe(
    `with gone as (
        delete from ${counted} b where workspace_id = $1 and not exists (
          select from ${now} n where n.workspace_id = $1 and n.${one} = b.${one} and n.${other} = b.${other}
            and n.from_date = b.from_date)
      )
      insert into ${counted} as b (workspace_id, ${one}, ${other}, from_date, to_date)
      select workspace_id, ${one}, ${other}, from_date, to_date from ${now} where workspace_id = $1
      on conflict (workspace_id, ${one}, ${other}, from_date) do update set to_date = excluded.to_date
        where b.to_date <> excluded.to_date`,
    [workspaceId],
  );
}
