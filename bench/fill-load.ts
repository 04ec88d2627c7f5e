import { FIRST_WORKSPACE } from "@/db/commands/set-up-workspace";
import type { Sql } from "@/db/ctx";

export type LoadSize = { pages: number; people: number };

/** The last day that is written, and how many before it: a year of 52 weeks and a week to compare with. */
export const END = "2026-11-16";
const DAYS = 371;

/** Every so many people one is in a second team, too. */
const IN_TWO_TEAMS = 10;
const SIGNATURES_OF_TEAM = 20;

/**
 * A company in which every page and its notifications are drawn without order among alerts and hours, and the same each
 * time. They are written as folds: interruptions and rollups are left to the real code.
 */
export async function fillLoad(sql: Sql, { pages, people }: LoadSize): Promise<void> {
  const teams = Math.ceil(people / 10);
  // Six levels.
  const fanOut = Math.max(2, Math.round(people ** (1 / 5)));
  await sql`set synchronous_commit = off`;
  await fillOrganisation(sql, { people, teams, fanOut });
  await sql`
    insert into signatures (workspace_id, id, signature, provider, service, kind, key)
    select ${FIRST_WORKSPACE}::int, i, 'v1:' || i, 'pagerduty', 'service ' || i / 5, 'title', 'alert ' || i
    from generate_series(1, ${teams * SIGNATURES_OF_TEAM}::int) as i`;
  await fillPages(sql, { pages, teams });
  await fillNotifications(sql, fanOut);
  await sql`insert into dirty_people select distinct workspace_id, person_id from notifications on conflict do nothing`;
  await sql`insert into dirty_rollups values (${FIRST_WORKSPACE}, 'organisation', '-infinity', 0)`;
}

type Shape = { people: number; teams: number; fanOut: number };

async function fillOrganisation(sql: Sql, { people, teams, fanOut }: Shape): Promise<void> {
  await sql`
    insert into people (workspace_id, id, name, time_zone)
    select ${FIRST_WORKSPACE}::int, i, 'Person ' || i, (array['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', null])[1 + i % 4]
    from generate_series(1, ${people}::int) as i`;
  await sql`
    insert into teams (workspace_id, id, name)
    select ${FIRST_WORKSPACE}::int, i, 'team ' || i from generate_series(1, ${teams}::int) as i`;
  await sql`
    insert into memberships (workspace_id, person_id, team_id, from_date, to_date, origin)
    select ${FIRST_WORKSPACE}::int, i, 1 + (i - 1) / 10, '-infinity'::date, 'infinity'::date, 'file' from generate_series(1, ${people}::int) as i
    union all
    select ${FIRST_WORKSPACE}::int, i, 1 + (i / 10 + 1) % ${teams}::int, '-infinity', 'infinity', 'file'
    from generate_series(5, ${people}::int, ${IN_TWO_TEAMS}::int) as i`;
  await sql`
    insert into reporting_lines (workspace_id, person_id, leader_id, from_date, to_date, origin)
    select ${FIRST_WORKSPACE}::int, i, (i - 2) / ${fanOut}::int + 1, '-infinity', 'infinity', 'file' from generate_series(2, ${people}::int) as i`;
  await sql`
    with recursive up as (
      select workspace_id, leader_id, person_id, 1 as depth from reporting_lines
      union all
      select u.workspace_id, l.leader_id, u.person_id, u.depth + 1 from up u
      join reporting_lines l on l.workspace_id = u.workspace_id and l.person_id = u.leader_id
    )
    insert into org_closure (workspace_id, leader_id, person_id, from_date, to_date, depth)
    select workspace_id, leader_id, person_id, '-infinity', 'infinity', depth from up`;
  await sql`
    insert into on_call_shifts (workspace_id, id, person_id, schedule, team, level, from_at, to_at, kind, origin_id)
    select ${FIRST_WORKSPACE}::int, t * 1000 + w, 1 + (t - 1) * 10 + w % 10, 'team ' || t, 'team ' || t, 1,
      ${END}::timestamptz - (w + 1) * interval '7 days', ${END}::timestamptz - w * interval '7 days', 'file', 0
    from generate_series(1, ${teams}::int) as t, generate_series(0, 52) as w`;
  // One service of twenty is another team's than its pages say.
  await sql`
    insert into service_owners (workspace_id, service, from_date, to_date, team_id, origin)
    select ${FIRST_WORKSPACE}::int, 'service ' || s, '-infinity', 'infinity', 1 + (s / 4 + 7) % ${teams}::int, 'file'
    from generate_series(3, ${(teams * SIGNATURES_OF_TEAM) / 5}::int, 20) as s`;
}

async function fillPages(sql: Sql, { pages, teams }: { pages: number; teams: number }): Promise<void> {
  const alerts = teams * SIGNATURES_OF_TEAM;
  await sql`
    insert into pages (workspace_id, id, provider, page_key, signature_id, title, service, team, urgency, triggered_at,
      ended_at, ended_by, raised_by, acknowledged_at, seconds_to_acknowledge, knows_acknowledgements, last_event_at,
      verdict, probability, reason, origin)
    select ${FIRST_WORKSPACE}::int, i, 'pagerduty', 'P' || i, 1 + x % ${alerts}::int, 'alert', 'service ' || (1 + x % ${alerts}::int) / 5,
      'team ' || 1 + (x % ${alerts}::int) / 20, 'high', at, at + interval '20 min', 'source', 'automation',
      case when y % 3 > 0 then at + interval '1 second' * (30 + y % 900) end, case when y % 3 > 0 then 30 + y % 900 end,
      true, at + interval '20 min',
      (array['noise', 'noise', 'noise', 'actionable', 'actionable', 'unclear'])[1 + y % 6], 0.7,
      case when y % 6 < 3 then (array['self-healed', 'duplicate', 'flapping'])[1 + y % 3] end, 'inferred'
    from (
      select i, abs(hashint8(i::bigint)) as x, abs(hashint8(i::bigint + 1000000007)) as y,
        date_trunc('second', ${END}::timestamptz
          - abs(hashint8extended(i::bigint, 7)) % ${DAYS * 86_400}::int * interval '1 second') as at
      from generate_series(1, ${pages}::int) as i) drawn`;
  await sql`
    insert into page_events (workspace_id, page_id, at, kind, event_key, "by", account_id, origin_id, record_no)
    select ${FIRST_WORKSPACE}::int, id, triggered_at + k * interval '37 seconds',
      (array['triggered', 'notified', 'notified', 'acknowledged', 'escalated', 'resolved', 'notified'])[k + 1],
      id || '/' || k, 'automation', null, 1, id
    from pages cross join lateral generate_series(0, 5 + (id % 2)::int) as k`;
}

/** The one on call is told at once, two of five times again soon after, and one of five times their leader, too. */
async function fillNotifications(sql: Sql, fanOut: number): Promise<void> {
  await sql`
    with rung as materialized (
      select workspace_id, id, triggered_at, substr(team, 6)::int as team,
        substr(team, 6)::int * 10 - 9 + extract(week from triggered_at)::int % 10 as on_call
      from pages
    )
    insert into notifications (workspace_id, person_id, at, page_id, channel, estimated, line)
    select workspace_id, on_call, triggered_at, id, 'push', false, 'first' from rung
    union all
    select workspace_id, on_call, triggered_at + interval '40 seconds', id, 'phone', false, 'first' from rung where id % 5 < 2
    union all
    select workspace_id, greatest(1, team * 10 / ${fanOut}::int), triggered_at + interval '5 minutes', id, 'phone', false,
      'escalated' from rung where id % 5 = 4`;
}
