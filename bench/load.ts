import { parseArgs } from "node:util";
import { FIRST_WORKSPACE } from "@/db/commands/set-up-workspace";
import type { Ctx, Sql } from "@/db/ctx";
import { load } from "@/db/queries/load";
import { leaders } from "@/db/queries/named/leaders";
import { recountTouched } from "@/db/rollups/recount-touched";
import { touchOrganisation, touchPeople } from "@/db/rollups/touch";
import { workCtx } from "@/db/work-ctx";
import { LeadersFilter } from "@/lib/contract/filter";
import { LoadFilter } from "@/lib/contract/load";
import { withDatabase } from "./with-database";

/*
 * Server time of the load and leaders screens, and of a changed zone and a moved team. Pages and their notifications are
 * written as folds, without events, which no screen of load reads; interruptions and rollups are counted by the real code.
 */
const { values } = parseArgs({
  options: {
    pages: { type: "string", default: "100000" },
    people: { type: "string", default: "300" },
    runs: { type: "string", default: "30" },
  },
});
const size = {
  pages: Number(values.pages),
  people: Number(values.people),
  teams: Math.ceil(Number(values.people) / 10),
};
const RUNS = Number(values.runs);
const WORKSPACE = FIRST_WORKSPACE;
const DAYS = 371;
const END = "2026-11-16";
/** Six levels. */
const FAN_OUT = Math.max(2, Math.round(size.people ** (1 / 5)));

type Row = { what: string; value: string; bar: string };
const rows: Row[] = [];

await withDatabase(async ({ client, dataDir }) => {
  const { sql } = client;
  await took("writing pages and notifications", () => writeFacts(sql));
  await sql`analyze`;
  const work = await workCtx(client, WORKSPACE);
  await took("folding everybody and counting all rollups", () => recountTouched(work));
  await sql`vacuum analyze`;
  // The leader of all sees everybody by name: the most that an answer holds.
  const viewer = { userId: "0", name: "bench", role: "admin" as const, personId: "1" };
  const ctx: Ctx = { ...work, viewer, now: Date.parse(`${END}T12:00:00Z`), dataDir };
  const ranges = [
    { label: "28 days", from: "2026-10-19", bar: 150 },
    { label: "a year", from: "2025-11-17", bar: 300 },
  ];
  for (const { label, from, bar } of ranges) {
    const days = { from, to: "2026-11-15" };
    await timed(`load, ${label}`, bar, () => load(ctx, LoadFilter.parse(days)));
    await timed(`leaders, ${label}`, bar, () => leaders(ctx, LeadersFilter.parse(days)));
  }
  await took("a changed zone", async () => {
    await sql`update people set time_zone = 'Asia/Tokyo' where id = ${size.people}`;
    await touchPeople(sql, WORKSPACE, [String(size.people)]);
    await recountTouched(work);
  });
  await took("a moved team", () => moveTeam(ctx));
  const [counts] = await sql`
    select (select count(*) from pages) as pages, (select count(*) from interruptions) as interruptions,
      (select count(*) from person_days) as person_days, (select count(*) from leader_days) as leader_days,
      (select count(*) from heat_weeks) as heat_weeks`;
  rows.push({ what: "rows", value: JSON.stringify(counts), bar: "" });
});
console.table(rows);

async function took(what: string, work: () => Promise<void>): Promise<void> {
  const from = performance.now();
  await work();
  rows.push({ what, value: `${((performance.now() - from) / 1000).toFixed(2)} s`, bar: "" });
  console.error(rows.at(-1));
}

async function timed(what: string, barMs: number, read: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const from = performance.now();
    await read();
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const at = (q: number) => times[Math.ceil(q * RUNS) - 1]?.toFixed(0);
  rows.push({ what: `${what}: p50 / p95`, value: `${at(0.5)} / ${at(0.95)} ms`, bar: `p95 <= ${barMs} ms` });
  console.error(rows.at(-1));
}

/** A team of ten goes to another leader a month ago. */
async function moveTeam({ sql, ...ctx }: Ctx): Promise<void> {
  const people = Array.from({ length: 10 }, (_, i) => String(size.people - i));
  const since = "2026-10-19";
  await sql`
    update org_closure set to_date = ${since} where person_id = any(${people}::bigint[]) and depth = 1`;
  await sql`
    insert into org_closure (workspace_id, leader_id, person_id, from_date, to_date, depth)
    select ${WORKSPACE}, 7, id, ${since}, 'infinity', 1 from unnest(${people}::bigint[]) as id on conflict do nothing`;
  await touchOrganisation(sql, WORKSPACE, { personIds: people, teamIds: [] });
  await recountTouched({ sql, ...ctx });
}

async function writeFacts(sql: Sql): Promise<void> {
  const { people, teams, pages } = size;
  await sql`
    insert into people (workspace_id, id, name, time_zone)
    select ${WORKSPACE}, i, 'Person ' || i, (array['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', null])[1 + i % 4]
    from generate_series(1, ${people}::int) as i`;
  await sql`insert into teams (workspace_id, id, name) select ${WORKSPACE}, i, 'team ' || i from generate_series(1, ${teams}::int) as i`;
  await sql`
    insert into memberships (workspace_id, person_id, team_id, from_date, to_date, origin)
    select ${WORKSPACE}, i, 1 + (i - 1) / 10, '-infinity', 'infinity', 'file' from generate_series(1, ${people}::int) as i`;
  await sql`
    insert into reporting_lines (workspace_id, person_id, leader_id, from_date, to_date, origin)
    select ${WORKSPACE}, i, (i - 2) / ${FAN_OUT}::int + 1, '-infinity', 'infinity', 'file' from generate_series(2, ${people}::int) as i`;
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
    select ${WORKSPACE}, t * 1000 + w, 1 + (t - 1) * 10 + w % 10, 'team ' || t, 'team ' || t, 1,
      ${END}::timestamptz - (w + 1) * interval '7 days', ${END}::timestamptz - w * interval '7 days', 'file', 0
    from generate_series(1, ${teams}::int) as t, generate_series(0, 52) as w`;
  await sql`
    insert into signatures (workspace_id, id, signature, provider, service, kind, key)
    select ${WORKSPACE}, i, 'v1:' || i, 'pagerduty', 'service ' || i / 5, 'title', 'alert ' || i
    from generate_series(1, ${teams * 20}::int) as i`;
  // Without order among the alerts and hours, and the same each time.
  await sql`
    insert into pages (workspace_id, id, provider, page_key, signature_id, title, service, team, urgency, triggered_at,
      ended_at, ended_by, raised_by, acknowledged_at, seconds_to_acknowledge, knows_acknowledgements, last_event_at,
      verdict, probability, reason, origin)
    select ${WORKSPACE}, i, 'pagerduty', 'P' || i, 1 + x % ${teams * 20}::int, 'alert', 'service ' || (1 + x % ${teams * 20}::int) / 5,
      'team ' || 1 + (x % ${teams * 20}::int) / 20, 'high', at, at + interval '20 min', 'source', 'automation',
      case when x % 3 > 0 then at + interval '4 min' end, case when x % 3 > 0 then 240 end, true, at + interval '20 min',
      (array['noise', 'noise', 'noise', 'actionable', 'actionable', 'unclear'])[1 + x % 6], 0.7,
      case when x % 6 < 3 then (array['self-healed', 'duplicate', 'flapping'])[1 + x % 3] end, 'inferred'
    from (
      select i, abs(hashint8(i::bigint)) as x, date_trunc('second', ${END}::timestamptz
        - abs(hashint8extended(i::bigint, 7)) % ${DAYS * 86_400}::int * interval '1 second') as at
      from generate_series(1, ${pages}::int) as i) drawn`;
  await sql`
    insert into notifications (workspace_id, person_id, at, page_id, channel, estimated, line)
    select workspace_id, onCall, triggered_at, id, 'push', false, 'first' from (
      select p.*, 1 + substr(team, 6)::int * 10 - 10 + extract(week from triggered_at)::int % 10 as onCall from pages p) rung
    union all
    select workspace_id, onCall, triggered_at + interval '40 seconds', id, 'phone', false, 'first' from (
      select p.*, 1 + substr(team, 6)::int * 10 - 10 + extract(week from triggered_at)::int % 10 as onCall from pages p) rung
      where id % 5 < 2
    union all
    select workspace_id, greatest(1, substr(team, 6)::int * 10 / ${FAN_OUT}::int), triggered_at + interval '5 minutes', id,
      'phone', false, 'escalated' from pages where id % 5 = 4`;
  await sql`insert into dirty_people select distinct workspace_id, person_id from notifications on conflict do nothing`;
  await sql`insert into dirty_rollups values (${WORKSPACE}, 'organisation', '-infinity', 0)`;
}
