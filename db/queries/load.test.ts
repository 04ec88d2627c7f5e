import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { recountTouched } from "@/db/rollups/recount-touched";
import { createTestDb, type TestDb } from "@/db/test-db";
import { addUpWeeks } from "@/db/test-weeks";
import { type Load, LoadFilter } from "@/lib/contract/load";
import { onCallHours } from "@/lib/load/on-call-hours";
import { drawsOf } from "@/lib/statistics/draws";
import { load } from "./load";
import { onCallHoursOf } from "./load-people";

/**
 * A company of 31 people in five teams: Core 9, Edge 8, Data 7, Ops 5, Tiny 2; the first of Core leads all others, the
 * first of each team leads its people. Thirteen weeks that end on Sunday 15 November 2026, in Berlin. The second of Edge
 * came from Data on 9 November.
 */
const NOW = Date.parse("2026-11-18T09:00:00Z");
const TEAMS = [
  ["Core", 9],
  ["Edge", 8],
  ["Data", 7],
  ["Ops", 5],
  ["Tiny", 2],
] as const;
const LAST_WEEK = { from: "2026-11-09", to: "2026-11-15" };
const FOUR_WEEKS = { from: "2026-10-19", to: "2026-11-15" };
const DAYS = 91;
const FIRST = Date.parse("2026-08-17T00:00:00Z");
const DAY_MS = 86_400_000;

const personId = (team: number, member: number) => String(100 * (team + 1) + member);
const LEADER = personId(0, 0);
const MOVED = personId(1, 1);
const everybody = TEAMS.flatMap(([, size], team) =>
  Array.from({ length: size }, (_, member) => personId(team, member)),
);

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(NOW);
  await organisation(ctx);
  await history(ctx);
  await rollUp(ctx);
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.sql`truncate audit`;
});

const as = (id: string | null, mode: "team" | "leaders" | "aggregate" = "team"): Ctx => ({
  ...ctx,
  viewer: { ...ctx.viewer, personId: id },
  settings: { ...ctx.settings, privacy: mode },
});
const seen = (who: Ctx, filter: Record<string, string> = LAST_WEEK): Promise<Load> =>
  load(who, LoadFilter.parse(filter));

/** Dates without an end are no dates to the driver. */
async function insertOpen({ sql }: Ctx, table: string, rows: readonly Row[]): Promise<void> {
  await sql`
    insert into ${sql(table)} select * from jsonb_populate_recordset(null::${sql(table)}, ${sql.json(rows as never)})`;
}

async function organisation(ctx: Ctx): Promise<void> {
  const { sql, workspaceId } = ctx;
  const people = everybody.map((id) => ({
    workspace_id: workspaceId,
    id,
    name: `Person ${id}`,
    time_zone: "Europe/Berlin",
  }));
  await sql`insert into people ${sql(people)}`;
  const teams = TEAMS.map(([name], index) => ({ workspace_id: workspaceId, id: String(index + 1), name }));
  await sql`insert into teams ${sql(teams)}`;
  const always = { from_date: "-infinity", to_date: "infinity", origin: "sample", workspace_id: workspaceId };
  const members = TEAMS.flatMap(([, size], team) =>
    Array.from({ length: size }, (_, member) => ({
      ...always,
      person_id: personId(team, member),
      team_id: String(team + 1),
    })),
  );
  const stayed = members.filter(({ person_id }) => person_id !== MOVED);
  const moves = [
    { ...always, person_id: MOVED, team_id: "3", to_date: "2026-11-09" },
    { ...always, person_id: MOVED, team_id: "2", from_date: "2026-11-09" },
  ];
  await insertOpen(ctx, "memberships", [...stayed, ...moves]);
  const under = (leader: string, ids: readonly string[], depth: number) =>
    ids.map((id) => ({
      workspace_id: workspaceId,
      leader_id: leader,
      person_id: id,
      depth,
      from_date: "-infinity",
      to_date: "infinity",
    }));
  const closure = [
    ...under(
      LEADER,
      everybody.filter((id) => id !== LEADER),
      2,
    ),
    ...TEAMS.slice(1).flatMap(([, size], team) =>
      under(
        personId(team + 1, 0),
        Array.from({ length: size - 1 }, (_, member) => personId(team + 1, member + 1)),
        1,
      ),
    ),
  ];
  await insertOpen(ctx, "org_closure", closure);
}

type Row = Record<string, unknown>;

/** Pages on every day, each ringing one or two people of its team; the same in every run. */
async function history({ sql, workspaceId }: Ctx): Promise<void> {
  const draw = drawsOf(7);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(draw() * of.length)] as T;
  const [pages, interruptions, held]: [Row[], Row[], Row[]] = [[], [], []];
  const signatures = Array.from({ length: 12 }, (_, index) => ({
    workspace_id: workspaceId,
    id: String(index + 1),
    signature: `v1:${index}`,
    provider: "pagerduty",
    service: `service-${index % 4}`,
    kind: "title",
    key: `Alert ${index}`,
  }));
  const taken = new Set<string>();
  for (let day = 0; day < DAYS; day += 1)
    for (let count = 0; count < 9; count += 1) {
      const at = FIRST + day * DAY_MS + Math.floor(draw() * 1440) * 60_000;
      const id = String(1000 + pages.length);
      const team = pick([0, 0, 1, 1, 2, 3, 4]);
      const signature = pick(signatures);
      const verdict = pick(["noise", "noise", "actionable", "unclear", null]);
      const reason = verdict === "noise" ? pick(["self-healed", "flapping", "duplicate", "test"]) : null;
      const acknowledge = draw() < 0.7 ? Math.floor(draw() * 900) : null;
      pages.push({
        workspace_id: workspaceId,
        id,
        provider: "pagerduty",
        page_key: id,
        signature_id: signature.id,
        title: signature.key,
        service: signature.service,
        team: TEAMS[team]?.[0],
        urgency: pick(["high", "low"]),
        triggered_at: new Date(at),
        ended_by: "source",
        raised_by: "automation",
        knows_acknowledgements: true,
        seconds_to_acknowledge: acknowledge,
        last_event_at: new Date(at),
        verdict,
        reason,
      });
      const size = TEAMS[team]?.[1] ?? 1;
      // The first of a team is escalated to; most of the load lies on the next two.
      const rung = new Set([
        personId(team, draw() < 0.6 ? Math.min(1, size - 1) : Math.floor(draw() * size)),
        ...(draw() < 0.2 ? [personId(team, 0)] : []),
      ]);
      for (const person of rung) {
        if (taken.has(`${person} ${at}`)) continue;
        taken.add(`${person} ${at}`);
        // Berlin was two hours ahead of UTC until 25 October 01:00, then one.
        const local = new Date(at + (at < Date.parse("2026-10-25T01:00:00Z") ? 2 : 1) * 3_600_000);
        const [date, hour] = [local.toISOString().slice(0, 10), local.getUTCHours()];
        const asleep = hour >= 22 || hour < 8;
        const free = local.getUTCDay() % 6 === 0;
        const night = hour < 8 ? new Date(local.getTime() - DAY_MS).toISOString().slice(0, 10) : date;
        interruptions.push({
          workspace_id: workspaceId,
          person_id: person,
          at: new Date(at),
          page_id: id,
          signature_id: signature.id,
          page_count: 1,
          hour_class: asleep ? "sleep" : free || hour >= 18 ? "off" : "business",
          local_date: date,
          local_hour: hour,
          hour_started_at: new Date(Math.floor(at / 3_600_000) * 3_600_000),
          night: asleep ? night : null,
          estimated: draw() < 0.1,
          verdict: reason === "test" ? "test" : verdict,
        });
        held.push({
          workspace_id: workspaceId,
          person_id: person,
          at: new Date(at),
          page_id: id,
          line: pick(["first", "first", "escalated", null]),
          rang_first: true,
        });
      }
    }
  const shifts = Array.from({ length: DAYS }, (_, day) => day).flatMap((day) =>
    [1, 2].map((level) => ({
      workspace_id: workspaceId,
      id: String(10 * day + level),
      person_id: personId(0, (day + level) % 5),
      team: "Core",
      level,
      from_at: new Date(FIRST + day * DAY_MS),
      // Two hours into the next one's: overlaps count once.
      to_at: new Date(FIRST + (day + 1) * DAY_MS + 7_200_000),
      kind: "file",
      origin_id: "0",
    })),
  );
  await sql`insert into signatures ${sql(signatures)}`;
  await sql`insert into pages ${sql(pages)}`;
  await sql`insert into interruptions ${sql(interruptions)}`;
  await sql`insert into interruption_pages ${sql(held)}`;
  await sql`insert into on_call_shifts ${sql(shifts)}`;
}

/** As the derivations keep them; here by a plain count, so that a figure can be held against the facts. */
async function rollUp(ctx: Ctx): Promise<void> {
  const { sql, workspaceId } = ctx;
  const counts = (["sleep", "off", "business"] as const).flatMap((hours) =>
    (["actionable", "noise", "unclear"] as const).map((verdict) => [hours, verdict] as const),
  );
  const columns = counts.map(([hours, verdict]) => `${hours}_${verdict}`).join(", ");
  const sums = counts
    .map(
      ([hours, verdict]) =>
        `count(*) filter (where i.hour_class = '${hours}' and coalesce(i.verdict, 'unclear') = '${verdict}')`,
    )
    .join(", ");
  await sql`
    insert into person_days (workspace_id, local_date, person_id, ${sql.unsafe(columns)}, estimated, disrupted_hours,
      pages_first, pages_escalated, pages_unknown_line)
    select ${workspaceId}::int, i.local_date, i.person_id, ${sql.unsafe(sums)}, count(*) filter (where i.estimated),
      count(distinct i.hour_started_at), count(*) filter (where n.line = 'first'),
      count(*) filter (where n.line = 'escalated'), count(*) filter (where n.line is null)
    from interruptions i join interruption_pages n on n.person_id = i.person_id and n.at = i.at
    where i.verdict is distinct from 'test' group by 2, 3`;
  await sql`
    insert into person_days as d (workspace_id, local_date, person_id, disrupted_nights)
    select distinct ${workspaceId}::int, night, person_id, 1 from interruptions
    where night is not null and verdict is distinct from 'test'
    on conflict (workspace_id, local_date, person_id) do update set disrupted_nights = 1`;
  await sql`
    insert into heat_weeks (workspace_id, week, team_id, weekday, hour, actionable, noise, unclear)
    select ${workspaceId}::int, date_trunc('week', i.local_date)::date, m.team_id, extract(isodow from i.local_date) - 1, i.local_hour,
      count(*) filter (where i.verdict = 'actionable'), count(*) filter (where i.verdict = 'noise'),
      count(*) filter (where coalesce(i.verdict, 'unclear') = 'unclear')
    from interruptions i
    join memberships m on m.person_id = i.person_id and m.from_date <= i.local_date and m.to_date > i.local_date
    where i.verdict is distinct from 'test' group by 2, 3, 4, 5`;
  await sql`
    update person_days d set incidents = (
      select count(*) filter (where p.reason is null or p.reason not in ('duplicate', 'storm-symptom', 'test', 'flapping'))
        + count(distinct i.signature_id) filter (where p.reason = 'flapping')
      from interruptions i join pages p on p.id = i.page_id where i.person_id = d.person_id and i.local_date = d.local_date)`;
  await addUpWeeks(ctx);
  // These are counted by the derivations themselves.
  await sql`
    insert into dirty_rollups
    select distinct workspace_id, 'heat_days', local_date, 0 from interruptions
    union select distinct workspace_id, 'signature_weeks', date_trunc('week', local_date)::date, 0 from interruptions
    union select distinct workspace_id, 'verdict_weeks', date_trunc('week', coalesce(night, local_date))::date, 0 from interruptions
    union select distinct workspace_id, 'verdict_weeks', date_trunc('week', local_date)::date, 0 from interruptions
    union select distinct workspace_id, 'team_weeks', date_trunc('week', triggered_at + interval '2 hours')::date, 0 from pages`;
  await recountTouched(ctx);
}

type Plain = {
  id: string;
  sleep: number;
  off: number;
  business: number;
  noise: number;
  judged: number;
  unclear: number;
  estimated: number;
  hours: number;
  nights: number;
};

/** The figures of people as one would ask for them by hand. */
function plainly(where: string): Promise<Plain[]> {
  return db.sql.unsafe(`
    select person_id as id, count(*) filter (where hour_class = 'sleep')::int as sleep,
      count(*) filter (where hour_class = 'off')::int as off, count(*) filter (where hour_class = 'business')::int as business,
      count(*) filter (where verdict = 'noise')::int as noise,
      count(*) filter (where verdict in ('noise', 'actionable'))::int as judged,
      count(*) filter (where verdict is null or verdict = 'unclear')::int as unclear,
      count(*) filter (where estimated)::int as estimated, count(distinct hour_started_at)::int as hours,
      count(distinct night)::int as nights
    from interruptions i where verdict is distinct from 'test' and ${where} group by person_id order by person_id`);
}

const IN_LAST_WEEK = "local_date between '2026-11-09' and '2026-11-15'";

/** Nights are named by the evening; of the first night of a range half lies before it. */
const figures = ({ interruptions, noiseShare, unclear, estimated, disruptedHours }: Load["people"][number]) => ({
  sleep: interruptions.sleep,
  off: interruptions.off,
  business: interruptions.business,
  noise: noiseShare.of,
  judged: noiseShare.n,
  unclear,
  estimated,
  hours: disruptedHours,
});

describe("the load of people", () => {
  it("is what a plain count of the interruptions says, for the leader of all", async () => {
    const { people, quiet, others } = await seen(as(LEADER));
    const rows = await plainly(IN_LAST_WEEK);
    expect(people.filter(({ interruptions }) => interruptions.total > 0)).toHaveLength(rows.length);
    for (const { nights: _nights, id, ...row } of rows)
      expect(figures(people.find((one) => one.id === id) as Load["people"][number]), id).toEqual(row);
    expect(others).toEqual({ people: 0, sum: null, hidden: null });
    expect(people.length + quiet).toBe(everybody.length);
    expect(people.map(({ name }) => name)).toEqual(people.map(({ name }) => name).toSorted());
  });

  it("counts the nights that began in the range", async () => {
    const { people, sum } = await seen(as(LEADER));
    const nights = await db.sql<{ id: string; n: number }[]>`
      select person_id as id, count(distinct night)::int as n from interruptions
      where night between '2026-11-09' and '2026-11-15' and verdict is distinct from 'test' group by 1`;
    for (const { id, n } of nights) expect(people.find((one) => one.id === id)?.disruptedNights, id).toBe(n);
    expect(sum?.disruptedNights).toBe(nights.reduce((all, { n }) => all + n, 0));
    expect(sum?.woken).toBe(nights.length);
  });

  it("adds up: classes to all, people to the sum, the sum to the weeks and the hours of the week", async () => {
    const { people, sum, weeks, heat } = await seen(as(LEADER));
    const total = people.reduce((all, { interruptions }) => all + interruptions.total, 0);
    for (const { interruptions: of } of people) expect(of.sleep + of.off + of.business).toBe(of.total);
    expect(sum?.interruptions.total).toBe(total);
    expect(weeks.filter(({ asked }) => asked).map(({ interruptions }) => interruptions)).toEqual([sum?.interruptions]);
    expect(heat.reduce((all, { interruptions }) => all + interruptions, 0)).toBe(total);
    expect(weeks).toHaveLength(12);
  });

  it("stands beside the week before", async () => {
    const [{ previous }, before] = await Promise.all([
      seen(as(LEADER)),
      seen(as(LEADER), { from: "2026-11-02", to: "2026-11-08" }),
    ]);
    expect(previous).toEqual(before.sum);
    expect((await seen(as(LEADER), { ...LAST_WEEK, compare: "none" })).previous).toBeNull();
    // Before the first day nothing is known, which is not nothing.
    expect((await seen(as(LEADER), { from: "2026-08-17", to: "2026-08-23" })).previous).toBeNull();
  });

  const UNCLEAR = "coalesce(verdict, 'unclear') = 'unclear'";
  it.each([
    ["a verdict", LAST_WEEK, { verdict: "noise" }, "verdict = 'noise'"],
    ["unclear ones, those not judged yet included", LAST_WEEK, { verdict: "unclear" }, UNCLEAR],
    [
      "one in a range around a week",
      { from: "2026-11-06", to: "2026-11-17" },
      { verdict: "noise" },
      "verdict = 'noise'",
    ],
    ["one in a range without a week", { from: "2026-11-10", to: "2026-11-14" }, { verdict: "unclear" }, UNCLEAR],
  ] as const)("narrows to %s, as the hours of the week and its weeks do", async (_name, range, filter, where) => {
    const { people, sum, heat, weeks } = await seen(as(LEADER), { ...range, ...filter });
    const rows = await plainly(`local_date between '${range.from}' and '${range.to}' and ${where}`);
    const nights = await plainly(`night between '${range.from}' and '${range.to}' and ${where}`);
    expect(rows.length).toBeGreaterThan(3);
    const began = new Map(nights.map((row) => [row.id, row.nights]));
    for (const { id, ...row } of rows) {
      const one = people.find((person) => person.id === id) as Load["people"][number];
      expect({ ...figures(one), nights: one.disruptedNights }, id).toEqual({ ...row, nights: began.get(id) ?? 0 });
      expect(one.pages.total).toBe(one.interruptions.total);
    }
    expect(sum?.interrupted).toBe(rows.length);
    expect(heat.reduce((all, { interruptions }) => all + interruptions, 0)).toBe(sum?.interruptions.total);
    const [week] = await db.sql<{ n: number }[]>`
      select count(*)::int as n from interruptions
      where local_date between '2026-11-02' and '2026-11-08' and verdict is distinct from 'test' and ${db.sql.unsafe(where)}`;
    expect(weeks.find(({ from }) => from.startsWith("2026-11-0"))?.interruptions.total).toBe(week?.n);
  });

  it.each([
    [
      "a service",
      { service: "service-1" },
      "exists (select from pages p where p.id = i.page_id and p.service = 'service-1')",
    ],
    ["an urgency", { urgency: "low" }, "exists (select from pages p where p.id = i.page_id and p.urgency = 'low')"],
  ])("narrows to %s", async (_name, filter, where) => {
    const { people, sum } = await seen(as(LEADER), { ...LAST_WEEK, ...filter });
    const rows = await plainly(`${IN_LAST_WEEK} and ${where}`);
    expect(rows.length).toBeGreaterThan(3);
    for (const { id, ...row } of rows) {
      const one = people.find((person) => person.id === id) as Load["people"][number];
      expect({ ...figures(one), nights: one.disruptedNights }, id).toEqual(row);
      // Here each interruption holds one page, and is the first of it.
      expect(one.pages.total).toBe(one.interruptions.total);
    }
    expect(sum?.interrupted).toBe(rows.length);
  });

  it("counts a person in a team on the days they were in it", async () => {
    const inTeam = async (team: string) => (await seen(as(LEADER), { ...FOUR_WEEKS, team })).people;
    const [edge, data] = await Promise.all([inTeam("Edge"), inTeam("Data")]);
    const [before] = await plainly(`local_date between '2026-10-19' and '2026-11-08' and person_id = ${MOVED}`);
    const [after] = await plainly(`${IN_LAST_WEEK} and person_id = ${MOVED}`);
    const totalOf = (rows: Load["people"]) => rows.find(({ id }) => id === MOVED)?.interruptions.total;
    const plain = (row: Plain | undefined) => (row ? row.sleep + row.off + row.business : undefined);
    expect([totalOf(data), totalOf(edge)]).toEqual([plain(before), plain(after)]);
    expect(plain(before)).toBeGreaterThan(0);
  });

  it("knows nobody in a team that is not there", async () => {
    const { people, sum, teams, weeks } = await seen(as(LEADER), { ...LAST_WEEK, team: "core" });
    expect([people, teams, sum?.people, sum?.interruptions.total]).toEqual([[], [], 0, 0]);
    expect(sum?.pagesPerPersonWeek).toBeNull();
    expect(weeks.every(({ interruptions }) => interruptions.total === 0)).toBe(true);
  });
});

describe("hours on call", () => {
  it("count overlaps once, as the pure function does", async () => {
    const range = { from: Date.parse("2026-11-08T23:00:00Z"), to: Date.parse("2026-11-15T23:00:00Z") };
    const rows = await onCallHoursOf(ctx, range);
    const shifts = await db.sql<{ id: string; level: number; from: Date; to: Date }[]>`
      select person_id as id, level, from_at as from, to_at as to from on_call_shifts`;
    expect(rows).toHaveLength(5);
    for (const { personId: id, ...row } of rows) {
      const mine = shifts.filter((shift) => shift.id === id);
      const spans = mine.map(({ from, to, level }) => ({ fromAt: from.getTime(), toAt: to.getTime(), level }));
      expect(row, id).toEqual(onCallHours(spans, range));
    }
  });

  it("are never nought: not on call where the team's rota is known, else not known", async () => {
    const { people } = await seen(as(LEADER), FOUR_WEEKS);
    const states = (team: number) =>
      new Set(
        people
          .filter(({ id }) => id.startsWith(String(team)))
          .map(({ onCall, rate }) => [onCall.state, rate === null].join()),
      );
    expect(states(1)).toEqual(new Set(["hours,false", "not-on-call,true"]));
    expect(states(2)).toEqual(new Set(["not-known,true"]));
    const one = people.find(({ onCall }) => onCall.state === "hours") as Load["people"][number];
    const hours = one.onCall.state === "hours" ? one.onCall.any : 0;
    expect(one.rate?.value).toBeCloseTo((one.interruptions.total / hours) * 24, 9);
  });
});

describe("teams", () => {
  it("have the pages of their services and the load of their people, as plain SQL counts them", async () => {
    const { teams } = await seen(as(LEADER));
    for (const { id, name, pages, load: of, people, timeToAcknowledge } of teams) {
      const [alerts] = await db.sql`
        select count(*)::int as total, count(*) filter (where verdict = 'noise')::int as noise,
          count(*) filter (where verdict in ('noise', 'actionable'))::int as judged,
          count(seconds_to_acknowledge)::int as acknowledged
        from pages where team = ${name} and reason is distinct from 'test'
          and triggered_at >= '2026-11-08T23:00:00Z' and triggered_at < '2026-11-15T23:00:00Z'`;
      expect([pages.total, pages.noiseShare.of, pages.noiseShare.n, timeToAcknowledge?.acknowledged], name).toEqual([
        alerts?.total,
        alerts?.noise,
        alerts?.judged,
        alerts?.acknowledged,
      ]);
      const [carried] = await db.sql`
        select count(*)::int as n from interruptions i join memberships m on m.person_id = i.person_id
          and m.from_date <= i.local_date and m.to_date > i.local_date
        where m.team_id = ${id} and i.verdict is distinct from 'test' and local_date between '2026-11-09' and '2026-11-15'`;
      expect([of?.interruptions.total, of?.people], name).toEqual([carried?.n, people]);
    }
    expect(teams.map(({ name, people }) => [name, people])).toEqual([
      ["Core", 9],
      ["Data", 7],
      ["Edge", 8],
      ["Ops", 5],
      ["Tiny", 2],
    ]);
  });

  it("show the last 28 days against the 28 before, and nothing where history is shorter", async () => {
    const { teams } = await seen(as(LEADER));
    const count = async (from: string, to: string) =>
      (await plainly(`local_date between '${from}' and '${to}' and person_id between 100 and 199`)).reduce(
        (all, { sleep, off, business }) => all + sleep + off + business,
        0,
      );
    expect(teams.find(({ name }) => name === "Core")?.trend).toMatchObject({
      now: await count("2026-10-19", "2026-11-15"),
      before: await count("2026-09-21", "2026-10-18"),
    });
    const early = await seen(as(LEADER), { from: "2026-09-07", to: "2026-09-13" });
    expect(early.teams.map(({ trend }) => trend)).toEqual([null, null, null, null, null]);
  });

  it("have incidents, not pages, in each shift of 21 days; without a rota it is estimated", async () => {
    const { teams } = await seen(as(LEADER));
    const [row] = await db.sql`
      select count(*) filter (where reason is null or reason not in ('duplicate', 'storm-symptom', 'test', 'flapping'))::int
        + count(distinct (signature_id, (triggered_at at time zone 'Europe/Berlin')::date)) filter (where reason = 'flapping')::int as n
      from pages where team = 'Core' and triggered_at >= '2026-10-25T23:00:00Z' and triggered_at < '2026-11-15T23:00:00Z'`;
    const [core, data] = [teams[0]?.shift, teams[1]?.shift];
    // Someone of the first line covers each hour up to the end.
    expect(core).toMatchObject({ incidents: row?.n, hours: 504, estimated: false });
    expect(core?.value).toBeCloseTo((row?.n ?? 0) / 42, 9);
    expect(data).toMatchObject({ hours: 504, estimated: true });
  });

  it("say in words how it is shared", async () => {
    const { teams } = await seen(as(LEADER), FOUR_WEEKS);
    expect(teams.map(({ name, fairness: of }) => [name, of?.word, of?.byHours])).toEqual([
      ["Core", "uneven", true],
      ["Data", "uneven", false],
      ["Edge", "uneven", false],
      ["Ops", "uneven", false],
      ["Tiny", "uneven", false],
    ]);
    const week = await seen(as(LEADER));
    expect(week.teams.find(({ name }) => name === "Tiny")?.fairness?.word).toBe("too-few-events");
  });
});

describe("what woke people", () => {
  it("is led by the alert with most interruptions in sleep hours", async () => {
    const { alerts } = await seen(as(LEADER), FOUR_WEEKS);
    const [row] = await db.sql`
      select signature_id as id, count(*) filter (where hour_class = 'sleep')::int as sleep, count(*)::int as total,
        count(*) filter (where verdict = 'noise')::int as noise
      from interruptions where verdict is distinct from 'test' and local_date between '2026-10-19' and '2026-11-15'
      group by 1 order by 2 desc, 3 desc, 1 limit 1`;
    expect(alerts).toHaveLength(5);
    expect(alerts[0]).toMatchObject({
      id: row?.id,
      title: `Alert ${Number(row?.id) - 1}`,
      interruptions: { sleep: row?.sleep, total: row?.total },
      noiseShare: { of: row?.noise },
    });
  });
});

describe("whom one may see", () => {
  it("is named, the others are one sum, and nothing is lost", async () => {
    const whole = await seen(as(LEADER));
    const { people, quiet, others, sum } = await seen(as(personId(1, 3)));
    expect(people.every(({ id }) => id.startsWith("2"))).toBe(true);
    expect(people.length + quiet).toBe(8);
    expect([others.people, others.hidden]).toEqual([23, null]);
    expect(sum).toEqual(whole.sum);
    const named = people.reduce((all, { interruptions }) => all + interruptions.total, 0);
    expect(named + (others.sum?.interruptions.total ?? 0)).toBe(sum?.interruptions.total);
  });

  it("does not say of how few people an alert is, unless all are named", async () => {
    const [all, none] = await Promise.all([seen(as(LEADER)), seen(as(null))]);
    const few = all.alerts.filter(({ people }) => (people ?? 0) < 5).map(({ id }) => id);
    expect(few.length).toBeGreaterThan(0);
    expect(none.alerts.map(({ id }) => id)).toEqual(all.alerts.map(({ id }) => id));
    expect(none.alerts.flatMap(({ id, people }) => (people === null ? [id] : []))).toEqual(few);
  });

  it("is noted, once for a view, without the viewer", async () => {
    const { people } = await seen(as(personId(1, 3)));
    const rows = await db.sql<{ what: string; person_ids: string[] }[]>`select what, person_ids::text[] from audit`;
    const ids = people.map(({ id }) => id).filter((id) => id !== personId(1, 3));
    expect([...rows]).toEqual([{ what: "named-view", person_ids: ids.toSorted() }]);
  });

  it("is oneself alone in aggregate mode, and nobody for who is not among the people", async () => {
    const alone = await seen(as(personId(1, 0), "aggregate"));
    expect(alone.people.map(({ id }) => id)).toEqual([personId(1, 0)]);
    const { people, sum, others } = await seen(as(null));
    expect([people, others.people, sum?.people]).toEqual([[], everybody.length, everybody.length]);
    expect([...(await db.sql`select 1 from audit`)]).toEqual([]);
  });

  it("leaves people out of weeks that are not whole or not over", async () => {
    for (const range of [
      { from: "2026-11-09", to: "2026-11-14" },
      { from: "2026-11-16", to: "2026-11-22" },
    ]) {
      const { sum, others, people, wholeWeeks, weeks, heat, alerts, teams } = await seen(as(null), range);
      expect([sum, others.hidden, others.sum, people, weeks, heat, alerts]).toEqual([
        null,
        "weeks",
        null,
        [],
        [],
        [],
        [],
      ]);
      expect(teams.map(({ load: of, timeToAcknowledge }) => [of, timeToAcknowledge])).toEqual(
        teams.map(() => [null, null]),
      );
      expect(wholeWeeks).toEqual({ from: "2026-11-09", to: "2026-11-15" });
    }
  });

  it("still names people in any range, and counts them alone", async () => {
    const { people, sum, others } = await seen(as(personId(1, 3)), { from: "2026-11-10", to: "2026-11-12" });
    expect(others.hidden).toBe("weeks");
    expect(sum?.people).toBe(8);
    expect(sum?.interruptions.total).toBe(people.reduce((all, { interruptions }) => all + interruptions.total, 0));
  });

  it("hides small teams and what would give them away, also where they are asked for alone", async () => {
    const { teams } = await seen(as(null));
    const hidden = new Map(teams.map(({ name, hidden: why }) => [name, why]));
    expect(hidden.get("Tiny")).toBe("small");
    // Everybody less the four others would leave the two of Tiny.
    expect([...hidden.values()].filter((why) => why === "remainder").length).toBeGreaterThan(0);
    for (const { name, load: of, hidden: why, fairness, trend, timeToAcknowledge, pages } of teams) {
      const alone = await seen(as(null), { ...LAST_WEEK, team: name });
      expect([alone.sum === null, alone.others.hidden], name).toEqual([why !== null, why]);
      if (why === null) continue;
      expect([of, fairness, trend, timeToAcknowledge], name).toEqual([null, null, null, null]);
      expect(pages.total, "facts about alerts stay").toBeGreaterThan(0);
      expect([alone.weeks, alone.heat, alone.alerts], name).toEqual([[], [], []]);
    }
  });

  it("hides what a filter would narrow to a few people", async () => {
    const [one] = await db.sql<{ id: string }[]>`
      select id from pages where triggered_at >= '2026-11-10' and triggered_at < '2026-11-14' and reason is distinct from 'test'
        and team = 'Core' limit 1`;
    await db.sql`update pages set service = 'rare' where id = ${one?.id ?? ""}`;
    const { sum, others, heat } = await seen(as(null), { ...LAST_WEEK, service: "rare" });
    expect([sum, others.sum, others.hidden, heat]).toEqual([null, null, "few", []]);
    expect((await seen(as(LEADER), { ...LAST_WEEK, service: "rare" })).sum?.interruptions.total).toBeGreaterThan(0);
  });
});
