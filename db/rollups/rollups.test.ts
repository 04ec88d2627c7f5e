import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { erasePerson } from "@/db/commands/erase-person";
import { giveVerdict } from "@/db/commands/give-verdict";
import { mergePeople } from "@/db/commands/merge-people";
import { runUndo } from "@/db/commands/undo-import";
import type { Ctx, Sql } from "@/db/ctx";
import { createTestDb, type TestDb } from "@/db/test-db";
import { emptyWorkspace, importText } from "@/db/test-import";
import type { Line } from "@/lib/model/page";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { handOvers } from "@/lib/report/hand-overs";
import { localDateOf } from "@/lib/time/boundaries";
import { recountIncidents } from "./recount-incidents";
import { recountTouched } from "./recount-touched";
import { touchOrganisation, touchPeople } from "./touch";

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(Date.parse("2026-11-20T12:00:00Z"));
});
afterAll(() => db.drop());

/** In the autumn change of the clock, so that days have 25 hours. */
const FROM = Date.parse("2026-10-20T00:00:00Z");
const PEOPLE = ["A", "B", "C", "D", "E", "F", "G", "H"] as const;
const TITLES = ["Disk almost full on db", "Queue is stuck", "This is a test alert", "Certificate expires"];
const ZONES = ["Asia/Kathmandu", "America/New_York", "Pacific/Auckland", "Europe/London"];
const TEAMS = ["11", "12", "13"];
const SERVICES = ["db", "queue", undefined];
const MOVE = "2026-10-28";

type Rung = { person: string; seconds: number; channel: string; level?: number };
type Told = {
  key: number;
  minute: number;
  title: string;
  to: string[];
  escalatedTo: string | null;
  rung: Rung[];
  /** How many keys below its own the page has that it was merged into: nothing goes in a circle. */
  into?: number | null;
};

const person = fc.constantFrom(...PEOPLE);
const told: fc.Arbitrary<Told> = fc.record({
  key: fc.nat(60),
  minute: fc.nat(20 * 24 * 60),
  title: fc.constantFrom(...TITLES),
  to: fc.uniqueArray(person, { minLength: 1, maxLength: 2 }),
  escalatedTo: fc.option(person),
  rung: fc.array(
    fc.record(
      {
        person,
        seconds: fc.constantFrom(0, 5, 40, 61, 100, 400, 90_000),
        channel: fc.constantFrom("push", "phone", "email"),
        level: fc.constantFrom(1, 2),
      },
      { requiredKeys: ["person", "seconds", "channel"] },
    ),
    { maxLength: 5 },
  ),
  into: fc.option(fc.integer({ min: 1, max: 8 })),
});

function fileOf(pages: readonly Told[]): string {
  const lines = pages.flatMap(({ key, minute, title, to, escalatedTo, rung, into }) => {
    const at = (seconds: number) => new Date(FROM + minute * 60_000 + seconds * 1000).toISOString();
    const event = (kind: string, seconds: number, more: object) =>
      JSON.stringify({ provider: "pagerduty", page: `P${key}`, kind, at: at(seconds), by: "automation", ...more });
    return [
      event("triggered", 0, {
        title,
        service: SERVICES[key % 3],
        team: key % 4 === 0 ? undefined : `Team ${key % 3}`,
        to,
      }),
      ...rung.map(({ seconds, ...more }) => event("notified", seconds, more)),
      ...(escalatedTo === null ? [] : [event("escalated", 300, { to: [escalatedTo] })]),
      ...(key % 3 === 0 ? [] : [event("acknowledged", 20 + key, { person: to[0], by: "person" })]),
      into ? event("merged", 600, { mergedInto: `P${key - into}`, by: "person" }) : event("resolved", 600, {}),
    ];
  });
  return lines.join("\n");
}

type Step =
  | { kind: "import"; pages: Told[] }
  | { kind: "undo" }
  | { kind: "verdict"; pick: number; verdict: "actionable" | "noise" | "unclear" }
  | { kind: "zone"; who: string; zone: string; fromDate: string | null }
  | { kind: "hours"; team: string | null; who: string }
  | { kind: "team"; who: string; before: string; after: string }
  | { kind: "lead"; leaders: Record<string, string | null>; since: string }
  | { kind: "owner"; service: string; before: string | null; after: string }
  | { kind: "erase"; who: string }
  | { kind: "merge"; into: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("import" as const), pages: fc.array(told, { minLength: 1, maxLength: 8 }) }),
  fc.record({ kind: fc.constant("undo" as const) }),
  fc.record({
    kind: fc.constant("verdict" as const),
    pick: fc.nat(40),
    verdict: fc.constantFrom("actionable" as const, "noise" as const, "unclear" as const),
  }),
  fc.record({
    kind: fc.constant("zone" as const),
    who: person,
    zone: fc.constantFrom(...ZONES),
    fromDate: fc.constantFrom(null, MOVE),
  }),
  fc.record({ kind: fc.constant("hours" as const), team: fc.constantFrom(null, ...TEAMS), who: person }),
  fc.record({
    kind: fc.constant("team" as const),
    who: fc.constantFrom(...PEOPLE.slice(0, 6)),
    before: fc.constantFrom(...TEAMS),
    after: fc.constantFrom(...TEAMS),
  }),
  fc.record({
    kind: fc.constant("lead" as const),
    // Nobody leads somebody who stands before them: no circles.
    leaders: fc.record(
      Object.fromEntries(PEOPLE.map((name, i) => [name, fc.constantFrom(null, ...PEOPLE.slice(0, i))])),
    ),
    since: fc.constantFrom("-infinity", MOVE),
  }),
  fc.record({
    kind: fc.constant("owner" as const),
    service: fc.constantFrom("db", "queue"),
    before: fc.constantFrom(null, ...TEAMS),
    after: fc.constantFrom(...TEAMS),
  }),
  fc.record({ kind: fc.constant("erase" as const), who: fc.constantFrom("E", "F") }),
  fc.record({ kind: fc.constant("merge" as const), into: fc.constantFrom("A", "G") }),
);

async function ids(): Promise<Map<string, string>> {
  const rows = await ctx.sql<{ key: string; id: string }[]>`select key, person_id as id from identities`;
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** Ids of the imports that stand. */
let imported: string[] = [];

async function run(it: Step): Promise<void> {
  const { sql } = ctx;
  const known = await ids();
  const idOf = (name: string) => known.get(name) ?? "";
  switch (it.kind) {
    case "import":
      imported.push(await importText(ctx, fileOf(it.pages), { name: "own.ndjson" }));
      return;
    case "undo": {
      // The first one tells of everybody: they stay.
      if (imported.length < 2) return;
      const last = imported.pop() ?? "";
      await sql`update imports set state = 'undoing' where id = ${last}`;
      await runUndo(ctx, last);
      return;
    }
    case "verdict": {
      const rows = await sql<{ id: string }[]>`select id from pages order by page_key`;
      const page = rows[it.pick % Math.max(rows.length, 1)];
      if (page)
        await giveVerdict(ctx, { kind: "page", id: page.id }, { verdict: it.verdict, reason: null, note: null });
      break;
    }
    case "zone":
      if (idOf(it.who) === "") return;
      if (it.fromDate === null) await sql`update people set time_zone = ${it.zone} where id = ${idOf(it.who)}`;
      else
        await sql`
          insert into person_zones (workspace_id, person_id, from_date, time_zone)
          values (${ctx.workspaceId}, ${idOf(it.who)}, ${it.fromDate}, ${it.zone})
          on conflict (workspace_id, person_id, from_date) do update set time_zone = excluded.time_zone`;
      await touchPeople(sql, ctx.workspaceId, [idOf(it.who)]);
      break;
    case "hours": {
      const hours = sql.json({ ...DEFAULT_SETTINGS.hours, sleepFrom: 20 * 60, workingDays: [0, 1] });
      if (it.team === null) await sql`update people set hours = ${hours} where id = ${idOf(it.who) || "0"}`;
      else await sql`update teams set hours = ${hours} where id = ${it.team}`;
      const members = await sql<
        { id: string }[]
      >`select person_id as id from memberships where team_id = ${it.team ?? "0"}`;
      await touchPeople(sql, ctx.workspaceId, [...members.map(({ id }) => id), ...known.values()]);
      break;
    }
    case "team":
      if (idOf(it.who) === "") return;
      await join(idOf(it.who), it.before, it.after);
      break;
    case "lead":
      await lead(it.leaders, it.since, idOf);
      break;
    case "owner":
      await own(it.service, it.before, it.after);
      break;
    case "erase":
      if (idOf(it.who) !== "") await erasePerson(ctx, idOf(it.who));
      return;
    case "merge":
      if (idOf(it.into) === "" || idOf("H") === "" || idOf(it.into) === idOf("H")) return;
      await sql`delete from person_zones where person_id = ${idOf("H")}`;
      await mergePeople(ctx, { into: idOf(it.into), other: idOf("H") });
      return;
    default:
      it satisfies never;
  }
  await recountTouched(ctx);
}

async function join(id: string, before: string, after: string): Promise<void> {
  const { sql, workspaceId } = ctx;
  await sql`delete from memberships where person_id = ${id}`;
  await sql`
    insert into memberships (workspace_id, person_id, team_id, from_date, to_date, origin)
    values (${workspaceId}, ${id}, ${before}, '-infinity', ${MOVE}, 'hand'), (${workspaceId}, ${id}, ${after}, ${MOVE}, 'infinity', 'hand')`;
  await touchOrganisation(sql, workspaceId, { personIds: [id], teamIds: [before, after] });
}

async function own(service: string, before: string | null, after: string): Promise<void> {
  const { sql, workspaceId } = ctx;
  await sql`delete from service_owners where service = ${service}`;
  await sql`
    insert into service_owners (workspace_id, service, from_date, to_date, team_id, origin)
    select ${workspaceId}, ${service}, from_date::date, to_date::date, team::bigint, 'hand'
    from (values ('-infinity', ${MOVE}, ${before}), (${MOVE}, 'infinity', ${after})) as o(from_date, to_date, team)
    where team is not null`;
  await touchOrganisation(sql, workspaceId, { personIds: [], teamIds: [after] });
}

/** From a date on the tree is this one; the tree before it stays. */
async function lead(
  leaders: Record<string, string | null>,
  since: string,
  idOf: (name: string) => string,
): Promise<void> {
  const { sql, workspaceId } = ctx;
  await sql`delete from org_closure where from_date >= ${since}::text::date`;
  await sql`update org_closure set to_date = ${since}::text::date where to_date > ${since}::text::date`;
  for (const name of PEOPLE) {
    const seen = new Set<string>();
    for (let up = leaders[name]; up; up = leaders[up]) {
      if (idOf(up) === "" || idOf(up) === idOf(name) || idOf(name) === "" || seen.has(idOf(up))) continue;
      seen.add(idOf(up));
      await sql`
        insert into org_closure (workspace_id, leader_id, person_id, from_date, to_date, depth)
        values (${workspaceId}, ${idOf(up)}, ${idOf(name)}, ${since}::text::date, 'infinity', ${seen.size}) on conflict do nothing`;
    }
  }
  await touchOrganisation(sql, workspaceId, { personIds: [idOf("A")], teamIds: [] });
}

type Cells = Record<string, number>;
const cellsOf = (rows: readonly { cell: string; n: number }[]): Cells =>
  Object.fromEntries(rows.map(({ cell, n }) => [cell, n]));

/** Every count of a rollup that is not zero, by its cell. */
async function stored(): Promise<Cells> {
  const rows = await ctx.sql<{ cell: string; n: number }[]>`
    select 'day ' || person_id || ' ' || local_date || ' ' || key as cell, value::int as n
    from person_days d, jsonb_each_text(to_jsonb(d) - 'workspace_id' - 'person_id' - 'local_date') where value::int > 0
    union all
    select 'leader ' || leader_id || ' ' || date || ' ' || key, value::int
    from leader_days d, jsonb_each_text(to_jsonb(d) - 'workspace_id' - 'leader_id' - 'date') where value::int > 0
    union all
    select 'heat ' || team_id || ' ' || week || ' ' || weekday || ' ' || hour || ' ' || key, value::int
    from heat_weeks d, jsonb_each_text(to_jsonb(d) - 'workspace_id' - 'team_id' - 'week' - 'weekday' - 'hour')
    where value::int > 0
    union all
    select 'week ' || person_id || ' ' || week || ' ' || key, value::int
    from person_weeks d, jsonb_each_text(to_jsonb(d) - 'workspace_id' - 'person_id' - 'week') where value::int > 0
    union all
    select 'led ' || leader_id || ' ' || week || ' ' || key, value::int
    from leader_weeks d, jsonb_each_text(to_jsonb(d) - 'workspace_id' - 'leader_id' - 'week') where value::int > 0
    union all select 'clock ' || local_date || ' ' || hour || ' ' || key, value::int
    from heat_days d, jsonb_each_text(to_jsonb(d) - 'workspace_id' - 'local_date' - 'hour') where value::int > 0
    union all
    select 'said ' || verdict || ' ' || person_id || ' ' || week || ' ' || key, value::int
    from verdict_weeks d, jsonb_each_text(to_jsonb(d) - 'workspace_id' - 'verdict' - 'person_id' - 'week') where value::int > 0
    union all
    select 'alert ' || signature_id || ' ' || week || ' ' || key, value::int
    from signature_weeks d, jsonb_each_text(to_jsonb(d) - 'workspace_id' - 'signature_id' - 'week') where value::int > 0
    union all
    select 'team ' || team || ' ' || week || ' ' || key, value::int
    from team_weeks d, jsonb_each_text(to_jsonb(d) - 'workspace_id' - 'team' - 'week' - 'acknowledged_after' - 'incidents')
    where value::int > 0
    union all
    select 'team ' || team || ' ' || week || ' incidents on ' || week + no::int - 1, n
    from team_weeks, unnest(incidents) with ordinality as each(n, no) where n > 0
    union all
    select 'team ' || team || ' ' || week || ' after ' || encode(substr(acknowledged_after, 1 + 8 * n, 8), 'hex'), count(*)::int
    from team_weeks, generate_series(0, length(acknowledged_after) / 8 - 1) as n group by team, week, 1`;
  return cellsOf(rows);
}

/** The same from the facts alone, by the words of docs/metrics.md. */
async function counted(): Promise<Cells> {
  const text = `
    with recursive told as (
      select i.*, coalesce(i.verdict, 'unclear') as said from interruptions i where i.verdict is distinct from 'test'
    ), loud as (
      select person_id, page_id, min(at) as at from notifications where channel not in ('email', 'chat') group by 1, 2
    ), rung as (
      select l.person_id, l.page_id, l.at as rang_at, coalesce(p.verdict, 'unclear') as said, p.triggered_at,
        (select i.local_date from interruptions i where i.person_id = l.person_id and i.at <= l.at order by i.at desc limit 1) as date,
        (select (array_agg(n.line order by n.channel) filter (where n.line is not null))[1] from notifications n
          where n.person_id = l.person_id and n.page_id = l.page_id and n.at = l.at and n.channel not in ('email', 'chat')) as line
      from loud l join pages p on p.id = l.page_id where p.reason is distinct from 'test'
    ), steps as (
      select id, id as at, 0 as step from pages
      union all select s.id, p.merged_into, step + 1 from steps s join pages p on p.id = s.at where p.merged_into is not null
    ), ends as (
      select distinct on (s.id) s.id, s.at as ended_in, s.step > 0 as merged, p.team,
        case p.reason when 'flapping' then p.signature_id::text || ' flaps' when 'duplicate' then null
          when 'storm-symptom' then null when 'test' then null else s.at::text end as incident
      from steps s left join pages p on p.id = s.at order by s.id, s.step desc
    ), incidents as (
      select i.person_id, i.local_date, count(distinct e.incident) as n from interruptions i
      join pages p on p.id = i.page_id join ends e on e.id = p.id
      where p.reason is distinct from 'test' and not (e.merged and exists (
        select from interruptions o where o.person_id = i.person_id and o.page_id = e.ended_in))
      group by i.person_id, i.local_date
    ), opened as (
      select p.*, coalesce(p.verdict, 'unclear') as said, (p.triggered_at at time zone 'Europe/Berlin')::date as date
      from pages p where p.team is not null and p.reason is distinct from 'test'
    )
    select 'day ' || person_id || ' ' || local_date || ' ' || hour_class || '_' || said as cell, count(*)::int as n
      from told group by person_id, local_date, hour_class, said
    union all select 'day ' || person_id || ' ' || local_date || ' estimated', count(*)::int
      from told where estimated group by person_id, local_date
    union all select 'day ' || person_id || ' ' || local_date || ' disrupted_hours', count(distinct hour_started_at)::int
      from told group by person_id, local_date
    union all select distinct 'day ' || person_id || ' ' || night || ' disrupted_nights', 1 from told where night is not null
    union all select distinct 'day ' || person_id || ' ' || night || ' short_rests', 1 from told where rest_minutes < 660
    union all select 'day ' || person_id || ' ' || date || ' pages_' || coalesce(line, 'unknown_line'), count(*)::int
      from rung group by person_id, date, line
    union all select 'day ' || person_id || ' ' || date || ' pages_' || said, count(*)::int from rung group by person_id, date, said
    union all select 'leader ' || leader_id || ' ' || date || ' ' || said, count(distinct page_id)::int from (
        select c.leader_id, c.from_date, c.to_date, r.said, r.page_id, (r.triggered_at at time zone 'Europe/Berlin')::date as date
        from rung r join org_closure c on c.person_id = r.person_id) led
      where from_date <= date and date < to_date group by leader_id, date, said
    union all select 'led ' || leader_id || ' ' || monday(date) || ' ' || said, count(distinct page_id)::int from (
        select c.leader_id, c.from_date, c.to_date, r.said, r.page_id, (r.triggered_at at time zone 'Europe/Berlin')::date as date
        from rung r join org_closure c on c.person_id = r.person_id) led
      where from_date <= date and date < to_date group by leader_id, monday(date), said
    union all select 'heat ' || m.team_id || ' ' || date_trunc('week', t.local_date::timestamp)::date || ' '
        || extract(isodow from t.local_date) - 1 || ' ' || t.local_hour || ' ' || t.said, count(*)::int
      from told t join memberships m on m.person_id = t.person_id and m.from_date <= t.local_date and t.local_date < m.to_date
      group by m.team_id, t.local_date, t.local_hour, t.said
    union all select 'day ' || person_id || ' ' || local_date || ' incidents', sum(n)::int
      from incidents where n > 0 group by person_id, local_date
    union all select 'week ' || person_id || ' ' || monday(local_date) || ' incidents', sum(n)::int
      from incidents where n > 0 group by person_id, monday(local_date)
    union all select 'week ' || person_id || ' ' || monday(local_date) || ' ' || key, count(*)::int
      from told cross join lateral unnest(array[hour_class, said, case when estimated then 'estimated' end]) as key
      where key is not null group by person_id, monday(local_date), key
    union all select 'week ' || person_id || ' ' || monday(local_date) || ' disrupted_hours',
        count(distinct (local_date, hour_started_at))::int
      from told group by person_id, monday(local_date)
    union all select 'week ' || person_id || ' ' || monday(night) || ' disrupted_nights', count(distinct night)::int
      from told where night is not null group by person_id, monday(night)
    union all select 'week ' || person_id || ' ' || monday(night) || ' short_rests', count(distinct night)::int
      from told where rest_minutes < 660 group by person_id, monday(night)
    union all select 'week ' || person_id || ' ' || monday(date) || ' pages_' || coalesce(line, 'unknown_line'), count(*)::int
      from rung group by person_id, monday(date), line
    union all select 'clock ' || local_date || ' ' || local_hour || ' ' || said, count(*)::int from told group by local_date, local_hour, said
    union all select 'alert ' || signature_id || ' ' || monday(local_date) || ' sleep_' || said, count(*)::int
      from told where hour_class = 'sleep' group by signature_id, monday(local_date), said
    union all select 'alert ' || signature_id || ' ' || monday(local_date) || ' off_noise', count(*)::int
      from told where hour_class = 'off' and said = 'noise' group by signature_id, monday(local_date)
    union all select 'said ' || said || ' ' || person_id || ' ' || monday(local_date) || ' ' || key, count(*)::int
      from told cross join lateral unnest(array[hour_class, case when estimated then 'estimated' end]) as key
      where key is not null group by said, person_id, monday(local_date), key
    union all select 'said ' || said || ' ' || person_id || ' ' || monday(local_date) || ' disrupted_hours',
        count(distinct (local_date, hour_started_at))::int
      from told group by said, person_id, monday(local_date)
    union all select 'said ' || said || ' ' || person_id || ' ' || monday(night) || ' disrupted_nights', count(distinct night)::int
      from told where night is not null group by said, person_id, monday(night)
    union all select 'said ' || said || ' ' || person_id || ' ' || monday(night) || ' short_rests', count(distinct night)::int
      from told where rest_minutes < 660 group by said, person_id, monday(night)
    union all select 'said ' || r.said || ' ' || r.person_id || ' ' || monday(date) || ' pages_' || coalesce(r.line, 'unknown_line'),
        count(*)::int
      from rung r
      where r.said = (select coalesce(i.verdict, 'unclear') from interruptions i
        where i.person_id = r.person_id and i.at <= r.rang_at order by i.at desc limit 1)
      group by r.said, r.person_id, monday(date), r.line
    union all select 'alert ' || signature_id || ' ' || monday(local_date) || ' ' || key, count(*)::int
      from told cross join lateral unnest(array[hour_class, said]) as key group by signature_id, monday(local_date), key
    union all select 'team ' || team || ' ' || monday(date) || ' ' || key, count(*)::int
      from opened cross join lateral unnest(array[said, case when seconds_to_acknowledge is not null
        then 'after ' || encode(float8send(seconds_to_acknowledge), 'hex')
        when knows_acknowledgements then 'never' else 'not_known' end]) as key
      group by team, monday(date), key
    union all select 'team ' || team || ' ' || monday(date) || ' incidents on ' || date, sum(n)::int
      from (
        select o.team, o.date, count(distinct e.incident) as n from opened o join ends e on e.id = o.id
        where not (e.merged and e.team is not distinct from o.team) group by o.team, o.date
      ) each where n > 0 group by team, date`;
  const inWeeks = text.replaceAll(/monday\((\w+)\)/g, "date_trunc('week', $1::timestamp)::date");
  return cellsOf(await ctx.sql.unsafe<{ cell: string; n: number }[]>(inWeeks));
}

type NotMine = {
  notKnown: number;
  owners: Record<string, [pages: number, noise: number, last: string]>;
  handed: Record<number, number>;
  longest: [page: string, teams: number][];
};

/** Every row of `not_mine_days`, by leader and date. */
async function notMineStored(): Promise<Record<string, NotMine>> {
  const rows = await ctx.sql<{ cell: string; told: NotMine }[]>`
    select leader_id || ' ' || date as cell, jsonb_build_object('notKnown', not_known,
      'owners', (select coalesce(jsonb_object_agg(owner || '/' || coalesce(service, ''), jsonb_build_array(pages, noise, last::text)), '{}')
        from unnest(owners, services, owner_pages, owner_noise, owner_last) as o(owner, service, pages, noise, last)),
      'handed', (select coalesce(jsonb_object_agg(teams, pages), '{}') from unnest(handed_teams, handed_pages) as h(teams, pages)),
      'longest', (select coalesce(jsonb_agg(jsonb_build_array(id::text, teams) order by no), '[]')
        from unnest(longest, longest_teams) with ordinality as l(id, teams, no))) as told
    from not_mine_days`;
  return Object.fromEntries(rows.map(({ cell, told }) => [cell, told]));
}

type Held = { id: string; value: string; from: string; to: string };

/** The same page by page from the facts, by the words of docs/metrics.md and the rule of lib/report. */
async function notMineCounted(): Promise<Record<string, NotMine>> {
  const held = (text: string) => ctx.sql.unsafe<Held[]>(text);
  const [lines, members, owners] = await Promise.all([
    held("select person_id as id, leader_id as value, from_date::text as from, to_date::text as to from org_closure"),
    held(`select person_id as id, name as value, from_date::text as from, to_date::text as to
      from memberships m join teams t on t.id = m.team_id`),
    held(`select service as id, name as value, from_date::text as from, to_date::text as to
      from service_owners s join teams t on t.id = s.team_id`),
  ]);
  const on = (all: readonly Held[], id: string | null, date: string) =>
    all.flatMap((it) => (it.id === id && inside(date, it) ? [it.value] : []));
  const pages = await ctx.sql<PageFacts[]>`
    select id, service, team, verdict, triggered_at as "openedAt" from pages where reason is distinct from 'test'
    order by triggered_at desc, id`;
  const messages = await ctx.sql<{ page: string; person: string; at: Date; line: Line | null }[]>`
    select page_id as page, person_id as person, at, line from notifications where channel not in ('email', 'chat')
    order by at, line`;
  const cells: Record<string, NotMine> = {};
  for (const page of pages) {
    const date = localDateOf(page.openedAt.getTime(), "Europe/Berlin");
    const first = new Map<string, { at: number; line: Line | null; teams: string[] }>();
    for (const { person, at, line } of messages.filter((message) => message.page === page.id))
      if (!first.has(person)) first.set(person, { at: at.getTime(), line, teams: on(members, person, date).sort() });
    // Of one instant the first line comes first, then the teams.
    const rings = [...first.values()].sort((a, b) => (ringKey(a) < ringKey(b) ? -1 : 1));
    const teams = new Set(rings.flatMap((ring) => ring.teams));
    const owner = on(owners, page.service, date)[0] ?? page.team;
    const ways = handOvers(rings)?.steps.length ?? 0;
    for (const leader of new Set([...first.keys()].flatMap((person) => on(lines, person, date)))) {
      const cell: NotMine = cells[`${leader} ${date}`] ?? { notKnown: 0, owners: {}, handed: {}, longest: [] };
      cells[`${leader} ${date}`] = cell;
      if (owner === null || teams.size === 0) cell.notKnown += 1;
      else if (!teams.has(owner)) {
        const [n, noise, last] = cell.owners[`${owner}/${page.service ?? ""}`] ?? [0, 0, page.id];
        cell.owners[`${owner}/${page.service ?? ""}`] = [n + 1, noise + Number(page.verdict === "noise"), last];
      }
      if (ways > 0) cell.handed[ways] = (cell.handed[ways] ?? 0) + 1;
      if (ways > 0) cell.longest.push([page.id, ways]);
    }
  }
  for (const cell of Object.values(cells)) cell.longest = cell.longest.sort(([, a], [, b]) => b - a).slice(0, 10);
  return Object.fromEntries(
    Object.entries(cells).filter(
      ([, it]) => it.notKnown > 0 || it.longest.length > 0 || Object.keys(it.owners).length > 0,
    ),
  );
}

type PageFacts = { id: string; service: string | null; team: string | null; verdict: string | null; openedAt: Date };

const inside = (date: string, { from, to }: Held) =>
  (from === "-infinity" || from <= date) && (to === "infinity" || date < to);
const ringKey = ({ at, line, teams }: { at: number; line: Line | null; teams: readonly string[] }) =>
  [at, Number(line === "escalated"), ...teams].join(" ");

async function sums(): Promise<unknown> {
  const [row] = await ctx.sql`
    select (select count(*)::int from interruptions where verdict is distinct from 'test') as interruptions, (
      select coalesce(sum(sleep_actionable + sleep_noise + sleep_unclear + off_actionable + off_noise + off_unclear
        + business_actionable + business_noise + business_unclear), 0)::int from person_days) as classes`;
  return row;
}

async function emptyTeams(): Promise<void> {
  imported = [];
  await emptyWorkspace(ctx);
  // As pages name them.
  for (const team of TEAMS)
    await ctx.sql`insert into teams (workspace_id, id, name) values (${ctx.workspaceId}, ${team}, ${`Team ${Number(team) - 11}`})`;
}

const begin: Told[] = PEOPLE.flatMap((name, i) =>
  [0, 1, 2].map((n) => ({
    key: 100 + 10 * i + n,
    minute: 1440 * (4 + 3 * n) + 97 * i,
    title: TITLES[(i + n) % TITLES.length] ?? "",
    to: [name],
    escalatedTo: n === 1 ? (PEOPLE[i + 1] ?? null) : null,
    rung: n === 2 ? [{ person: name, seconds: 0, channel: "push" }] : [],
  })),
);

/** A leads B and C; B leads D and E, C leads F. */
const TREE = { A: null, B: "A", C: "A", D: "B", E: "B", F: "C", G: null, H: null };

describe("rollups", () => {
  it("equal a count from the facts after anything that changes them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 8 }), async (steps) => {
        await emptyTeams();
        await run({ kind: "import", pages: begin });
        const known = await ids();
        for (const [i, who] of PEOPLE.entries())
          await join(known.get(who) ?? "", TEAMS[i % 3] ?? "", TEAMS[i % 2] ?? "");
        await run({ kind: "lead", leaders: TREE, since: "-infinity" });
        for (const each of steps) {
          await run(each);
          expect(await stored()).toEqual(await counted());
          expect(await notMineStored()).toEqual(await notMineCounted());
          expect(await sums()).toMatchObject({ classes: ((await sums()) as { interruptions: number }).interruptions });
        }
      }),
      { numRuns: 6, seed: 5, endOnFailure: true },
    );
  }, 120_000);
});

/** Which rows were written since, by the transaction that wrote each. */
async function versions(): Promise<Map<string, string>> {
  const rows = await ctx.sql<{ cell: string; version: string }[]>`
    select 'day ' || person_id || ' ' || local_date as cell, xmin::text as version from person_days
    union all select 'leader ' || leader_id || ' ' || date, xmin::text from leader_days
    union all select 'own ' || leader_id || ' ' || date, xmin::text from not_mine_days
    union all select 'heat ' || team_id || ' ' || week || ' ' || weekday || ' ' || hour, xmin::text from heat_weeks
    union all select 'week ' || person_id || ' ' || week, xmin::text from person_weeks
    union all select 'led ' || leader_id || ' ' || week, xmin::text from leader_weeks
    union all select 'clock ' || local_date || ' ' || hour, xmin::text from heat_days
    union all select 'said ' || person_id || ' ' || week || ' ' || verdict, xmin::text from verdict_weeks
    union all select 'alert ' || signature_id || ' ' || week, xmin::text from signature_weeks
    union all select 'team ' || team || ' ' || week, xmin::text from team_weeks`;
  return new Map(rows.map(({ cell, version }) => [cell, version]));
}

async function writtenBy(change: () => Promise<void>): Promise<string[]> {
  const before = await versions();
  await change();
  const after = await versions();
  const cells = [...new Set([...before.keys(), ...after.keys()])];
  return cells.filter((cell) => before.get(cell) !== after.get(cell));
}

describe("what is counted again", () => {
  async function company(): Promise<Map<string, string>> {
    await emptyTeams();
    await run({ kind: "import", pages: begin });
    for (const who of PEOPLE.slice(0, 6))
      await run({ kind: "team", who, before: "11", after: who < "D" ? "11" : "12" });
    await run({ kind: "lead", leaders: TREE, since: "-infinity" });
    await run({ kind: "owner", service: "queue", before: null, after: "13" });
    return ids();
  }

  it("after a change of zone are the days of that person and the weeks of their teams", async () => {
    const known = await company();
    const written = await writtenBy(() => run({ kind: "zone", who: "D", zone: "Asia/Kathmandu", fromDate: null }));
    const mine = new RegExp(
      `^(day ${known.get("D")}|week ${known.get("D")}|said ${known.get("D")}|heat 1[12]|clock|alert) `,
    );
    expect(written.filter((cell) => !mine.test(cell))).toEqual([]);
    expect(written.some((cell) => cell.startsWith("day"))).toBe(true);
  });

  it("after the same zone again is nothing", async () => {
    await company();
    await run({ kind: "zone", who: "D", zone: "Asia/Kathmandu", fromDate: null });
    expect(await writtenBy(() => run({ kind: "zone", who: "D", zone: "Asia/Kathmandu", fromDate: null }))).toEqual([]);
  });

  it("after a move under another leader are those two, not the one above both, and from its date on", async () => {
    const known = await company();
    const written = await writtenBy(() => run({ kind: "lead", leaders: { ...TREE, E: "C" }, since: MOVE }));
    const leaders = new Set(written.map((cell) => cell.split(" ").slice(0, 2).join(" ")));
    const both = [known.get("B"), known.get("C")];
    expect(leaders).toEqual(new Set(both.flatMap((id) => [`leader ${id}`, `led ${id}`, `own ${id}`])));
    // Of weeks the one with the move in it is the first.
    expect(
      written.filter((cell) => (cell.split(" ")[2] ?? "") < (cell.startsWith("led") ? "2026-10-26" : MOVE)),
    ).toEqual([]);
  });

  it("after a change of team are the weeks of both teams in which the person was interrupted, and whose pages those were", async () => {
    const known = await company();
    const written = await writtenBy(() => run({ kind: "team", who: "E", before: "11", after: "13" }));
    expect(new Set(written.map((cell) => cell.split(" ").slice(0, 2).join(" ")))).toEqual(
      new Set(["heat 12", "heat 13", `own ${known.get("A")}`, `own ${known.get("B")}`]),
    );
  });

  it("after another owner of a service is whose pages those were, from its date on", async () => {
    await company();
    const written = await writtenBy(() => run({ kind: "owner", service: "queue", before: null, after: "11" }));
    expect(written).not.toEqual([]);
    expect(written.filter((cell) => !cell.startsWith("own ") || (cell.split(" ")[2] ?? "") < MOVE)).toEqual([]);
  });
});

describe("the incidents of pages that a provider merged", () => {
  const at = (key: number, minute: number, more: Partial<Told> = {}): Told => {
    const [title, person] = [`Alert ${key} of its own`, more.to?.[0] ?? "A"];
    return {
      key,
      minute,
      title,
      to: [person],
      escalatedTo: null,
      rung: [{ person, seconds: 0, channel: "push" }],
      ...more,
    };
  };
  const tell = async (...pages: Told[]) => {
    imported.push(await importText(ctx, fileOf(pages), { name: "own.ndjson" }));
    await recountTouched(ctx);
  };
  // Keys in steps of three are of one team, Team 0 unless they divide by four. Midnight in Berlin is minute 1320.
  const CASES: [what: string, pages: Told[], incidents: Record<string, number>][] = [
    ["none", [at(3, 600), at(6, 660)], { A: 2, "Team 0": 2 }],
    ["through a page between", [at(3, 600), at(6, 660, { into: 3 }), at(9, 720, { into: 3 })], { A: 1, "Team 0": 1 }],
    ["over midnight", [at(3, 1290), at(6, 1350, { into: 3 })], { A: 1, "Team 0": 1 }],
    ["into one that we have not", [at(6, 600, { into: 3 }), at(9, 660, { into: 6 })], { A: 1, "Team 0": 1 }],
    ["into one of somebody else", [at(3, 600, { to: ["B"] }), at(6, 660, { into: 3 })], { A: 1, B: 1, "Team 0": 1 }],
    ["into one of another team", [at(5, 600), at(6, 660, { into: 1 })], { A: 1, "Team 2": 1, "Team 0": 1 }],
    ["each into the other", [at(3, 600, { into: -3 }), at(6, 660, { into: 3 })], { A: 1, "Team 0": 1 }],
  ];

  it("are one, once, none of them being judged a duplicate", async () => {
    await emptyTeams();
    // Each case has keys and two days of its own.
    await tell(
      ...CASES.flatMap(([, pages], i) =>
        pages.map((page) => ({
          ...page,
          key: page.key + 12 * i,
          title: `Alert ${page.key + 12 * i} of its own`,
          minute: page.minute + i * 2 * 1440,
        })),
      ),
    );
    await ctx.sql`update pages set reason = null`;
    const ids = (await ctx.sql<{ id: string }[]>`select id from pages`).map(({ id }) => id);
    await ctx.sql.begin(async (tx) => recountIncidents(tx as unknown as Sql, ctx.workspaceId, ids));
    await recountTouched(ctx);
    const rows = await ctx.sql<{ name: string; days: number; n: number }[]>`
      select i.key as name, d.local_date - '2026-10-20' as days, d.incidents as n
      from person_days d join identities i on i.person_id = d.person_id
      union all select team, week + no::int - 1 - '2026-10-20', n from team_weeks, unnest(incidents) with ordinality as each(n, no)`;
    for (const [i, [what, , incidents]] of CASES.entries()) {
      const counts: Record<string, number> = {};
      for (const { name, days, n } of rows)
        if (n > 0 && Math.floor(days / 2) === i) counts[name] = (counts[name] ?? 0) + n;
      expect(counts, what).toEqual(incidents);
    }
  });

  it("are counted again when the merge is told later, the other page comes later or goes, and when it opens again", async () => {
    await emptyTeams();
    await tell(at(6, 660));
    await tell(at(9, 720, { to: ["B"] }));
    const incidents = async () => {
      const rows = await ctx.sql<{ n: number }[]>`
        select coalesce(sum(n), 0)::int as n from team_weeks, unnest(incidents) as n where team = 'Team 0'`;
      return rows[0]?.n;
    };
    const say = async (key: number, kind: string, minute: number, more: object) => {
      const at = new Date(FROM + minute * 60_000).toISOString();
      const event = { provider: "pagerduty", page: `P${key}`, kind, at, by: "person", ...more };
      imported.push(await importText(ctx, JSON.stringify(event), { name: "own.ndjson" }));
      await recountTouched(ctx);
    };
    expect(await incidents()).toBe(2);
    await say(9, "merged", 725, { mergedInto: "P6" });
    expect(await incidents()).toBe(1);
    expect(await stored()).toEqual(await counted());
    await say(9, "reopened", 900, {});
    expect(await incidents()).toBe(2);
    await say(9, "merged", 910, { mergedInto: "P3" });
    expect(await incidents()).toBe(2);
    await say(6, "merged", 665, { mergedInto: "P3" });
    expect(await incidents()).toBe(1);
    await tell(at(3, 600, { to: ["C"] }));
    expect(await incidents()).toBe(1);
    await run({ kind: "undo" });
    await run({ kind: "undo" });
    expect(await incidents()).toBe(2);
    expect(await stored()).toEqual(await counted());
  });
});

describe("pages that were stored before there were lines", () => {
  it("get theirs, and their people are counted by them", async () => {
    await emptyTeams();
    await run({ kind: "import", pages: begin });
    const [lines, cells] = [await linesTold(), await stored()];
    expect(lines.some((line) => line.endsWith("first")) && lines.some((line) => line.endsWith("escalated"))).toBe(true);
    await ctx.sql`update notifications set line = null`;
    await ctx.sql`update interruption_pages set line = null, rang_first = false`;
    await ctx.sql`truncate person_days`;
    // What the migration leaves.
    await ctx.sql`insert into dirty_people select distinct workspace_id, person_id from notifications`;
    await ctx.sql`insert into dirty_rollups values (${ctx.workspaceId}, 'lines', '-infinity', 0)`;
    await recountTouched(ctx);
    expect(await linesTold()).toEqual(lines);
    expect(await stored()).toEqual(cells);
    expect(await ctx.sql`select from dirty_rollups`).toHaveLength(0);
  });
});

async function linesTold(): Promise<string[]> {
  const rows = await ctx.sql<{ told: string }[]>`
    select person_id || ' ' || page_id || ' ' || at || ' ' || coalesce(line, '-') as told from notifications`;
  return rows.map(({ told }) => told).sort();
}
