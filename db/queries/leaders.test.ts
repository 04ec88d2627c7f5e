import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { recountTouched } from "@/db/rollups/recount-touched";
import { openKeyRing, seal } from "@/db/secrets/key-ring";
import { pseudonyms } from "@/db/secrets/pseudonyms";
import { placeOf } from "@/db/secrets/workspace-key";
import { createTestDb, TEST_KEYS, type TestDb } from "@/db/test-db";
import { addUpWeeks } from "@/db/test-weeks";
import { LeadersFilter } from "@/lib/contract/filter";
import type { LeaderRow, Leaders } from "@/lib/contract/leaders";
import type { PrivacyMode } from "@/lib/model/settings";
import { leadersTable } from "@/lib/report/leaders-table";
import { leaderAlerts } from "./named/leader-alerts";
import { leaders } from "./named/leaders";

/**
 * Mara (1) leads Ana (2) and Bo (3). Ana leads 4 to 9, Bo 10 to 13; on Thursday 22 October 9 goes over to Bo. Zoe (20) says
 * that she leads, and nobody reports to her. The week is Monday 19 to Sunday 25 October 2026 in Berlin, where the clocks go
 * back on the Sunday. Figures of days are made up by a rule; each number is counted anew by a query of another shape.
 */
const WEEK = { from: "2026-10-19", to: "2026-10-25" };
const NOW = Date.parse("2026-11-04T12:00:00Z");
const [MARA, ANA, BO, ZOE] = ["1", "2", "3", "20"];

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(NOW);
  await fill(db);
});
afterAll(() => db.drop());

async function fill({ sql }: TestDb): Promise<void> {
  const ids = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 20];
  await sql`insert into people (workspace_id, id, name, leads) select 1, id, 'Person ' || id, id = 20
    from unnest(${ids}::bigint[]) as id`;
  await sql`insert into teams (workspace_id, id, name) values (1, 1, 'Core'), (1, 2, 'Edge')`;
  await sql`insert into memberships (workspace_id, person_id, team_id, from_date, to_date, origin)
    select 1, id, case when id < 10 then 1 else 2 end, '-infinity', 'infinity', 'hand'
    from unnest(${ids}::bigint[]) as id where id between 4 and 13`;
  await sql`insert into org_closure (workspace_id, leader_id, person_id, from_date, to_date, depth)
    select 1, 1, id, '-infinity'::date, 'infinity'::date, case when id < 4 then 1 else 2 end
      from unnest(${ids}::bigint[]) as id where id between 2 and 13
    union all select 1, 2, id, '-infinity', 'infinity', 1 from generate_series(4, 8) as id
    union all select 1, 3, id, '-infinity', 'infinity', 1 from generate_series(10, 13) as id
    union all values (1, 2, 9, '-infinity'::date, '2026-10-22'::date, 1), (1, 3, 9, '2026-10-22', 'infinity', 1)`;
  await sql`insert into person_days (workspace_id, local_date, person_id, pages_first, pages_escalated, pages_unknown_line,
      sleep_noise, sleep_unclear, off_actionable, off_noise, business_unclear, estimated, disrupted_hours, disrupted_nights)
    select 1, day, id, (id * 7 + n * 3) % 4, (id * 5 + n) % 3, 0, (id + n) % 3, (id * n) % 2, n % 2, id % 2, (id * n) % 4,
      (id * n) % 2, (id + n) % 3 + 1, least(1, (id + n) % 3)
    from unnest(${ids}::bigint[]) as id,
      (select d::date as day, extract(doy from d)::int as n from generate_series('2026-09-01'::date, '2026-10-31', '1 day') d) days
    where id not in (12, 20)`;
  // Overlapping shifts, of two levels, over both ends of the week and the change of the clocks.
  await sql`insert into on_call_shifts (workspace_id, id, person_id, schedule, team, level, from_at, to_at, kind, origin_id)
    select 1, id * 10 + k, id, 'rota', 'Core', case when k = 2 then 2 else 1 end,
      '2026-10-17T06:00Z'::timestamptz + (id * 5 + k * 20) * interval '1 hour',
      '2026-10-17T06:00Z'::timestamptz + (id * 5 + k * 20 + 30 + id) * interval '1 hour', 'file', 0
    from unnest(${ids}::bigint[]) as id, generate_series(1, 3) as k where id not in (3, 11, 20)`;
  await sql`insert into leader_days (workspace_id, date, leader_id, actionable, noise, unclear)
    select 1, d::date, leader, leader % 3 + 1, (extract(day from d)::int + leader * 2) % 5, (extract(day from d)::int) % 2
    from generate_series('2026-08-01'::date, '2026-11-03', '1 day') d, generate_series(1, 3) as leader`;
  await addUpWeeks({ sql });
}

async function asked(
  who: string | null,
  filter: Record<string, string> = {},
  privacy: PrivacyMode = "team",
): Promise<Leaders> {
  const viewer = { ...ctx.viewer, personId: who };
  return leaders(
    { ...ctx, viewer, settings: { ...ctx.settings, privacy } },
    LeadersFilter.parse({ ...WEEK, ...filter }),
  );
}

function rowOf({ rows }: Leaders, id: string): LeaderRow {
  const row = rows.find((one) => one.id === id);
  if (!row) throw new Error(`no row of ${id}`);
  return row;
}

/** Everybody under a leader with what they carried on the days on which they were, and their hours on call by the minute. */
async function byHand(leader: string) {
  return db.sql<
    {
      id: string;
      first: number;
      escalated: number;
      sleep: number;
      off: number;
      business: number;
      nights: number;
      hours: number;
    }[]
  >`
    select c.person_id as id,
      coalesce(sum(d.pages_first), 0)::int as first, coalesce(sum(d.pages_escalated), 0)::int as escalated,
      coalesce(sum(d.sleep_actionable + d.sleep_noise + d.sleep_unclear), 0)::int as sleep,
      coalesce(sum(d.off_actionable + d.off_noise + d.off_unclear), 0)::int as off,
      coalesce(sum(d.business_actionable + d.business_noise + d.business_unclear), 0)::int as business,
      coalesce(sum(d.disrupted_nights), 0)::int as nights, max(m.hours)::float8 as hours
    from org_closure c
    cross join lateral (
      select count(*) / 60.0 as hours from generate_series('2026-10-19 00:00'::timestamp at time zone 'Europe/Berlin',
        '2026-10-25 23:59'::timestamp at time zone 'Europe/Berlin', '1 minute') as minute
      where exists (select 1 from on_call_shifts s where s.person_id = c.person_id and s.from_at <= minute and s.to_at > minute)
        and exists (select 1 from org_closure t where t.leader_id = ${leader} and t.person_id = c.person_id
          and t.from_date <= (minute at time zone 'Europe/Berlin')::date
          and t.to_date > (minute at time zone 'Europe/Berlin')::date)) m
    left join person_days d on d.person_id = c.person_id and d.local_date between '2026-10-19' and '2026-10-25'
      and d.local_date >= c.from_date and d.local_date < c.to_date
    where c.leader_id = ${leader} and c.from_date <= '2026-10-25' and c.to_date > '2026-10-19'
    group by 1 order by 1`;
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
const middle = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
};

describe("leaders, each number against SQL written by hand", () => {
  it.each([MARA, ANA, BO])("the people under %s: sums, the median and the worst of those on call", async (id) => {
    const row = rowOf(await asked(MARA), id);
    const people = await byHand(id);
    const onCall = people.filter(({ hours }) => hours > 0);
    expect(row).toMatchObject({ hidden: null, people: people.length, onCall: onCall.length });
    expect(row.load?.interruptions).toEqual({
      sleep: sum(people.map(({ sleep }) => sleep)),
      off: sum(people.map(({ off }) => off)),
      business: sum(people.map(({ business }) => business)),
      total: sum(people.map(({ sleep, off, business }) => sleep + off + business)),
    });
    expect(row.load).toMatchObject({
      woken: people.filter(({ nights }) => nights > 0).length,
      nights: {
        sum: sum(people.map(({ nights }) => nights)),
        mean: sum(onCall.map(({ nights }) => nights)) / onCall.length,
        median: middle(onCall.map(({ nights }) => nights)),
        max: Math.max(...onCall.map(({ nights }) => nights)),
      },
    });
    expect(row.led).toMatchObject({ of: "on-call", n: onCall.length, others: people.length - onCall.length });
    for (const figure of ["first", "escalated", "sleep", "off", "business", "nights"] as const) {
      expect(row.led?.median?.[figure], figure).toBe(middle(onCall.map((one) => one[figure])));
      expect(row.led?.worst?.[figure], figure).toBe(Math.max(...onCall.map((one) => one[figure])));
    }
  });

  it("a moved person is with each leader on their days alone, and hours on call are cut where they moved", async () => {
    const answer = await asked(MARA);
    expect([rowOf(answer, ANA).people, rowOf(answer, BO).people, rowOf(answer, MARA).people]).toEqual([6, 5, 12]);
    const [ana, bo] = [await byHand(ANA), await byHand(BO)];
    const hours = [ana, bo].map((people) => people.find(({ id }) => id === "9")?.hours ?? 0);
    expect(Math.min(...hours), "on call before and after the move").toBeGreaterThan(0);
    expect(rowOf(answer, ANA).load?.interruptions.total).toBe(
      sum(ana.map(({ sleep, off, business }) => sleep + off + business)),
    );
  });

  it("the leader's own: pages by line, hours on call, rates and their ratio to the median rate", async () => {
    const { own } = rowOf(await asked(MARA), ANA);
    const [mine] = await db.sql<
      { first: number; escalated: number; sleep: number; nights: number; h1: number; h2: number }[]
    >`
      select sum(pages_first)::int as first, sum(pages_escalated)::int as escalated, sum(sleep_noise + sleep_unclear)::int as sleep,
        sum(disrupted_nights)::int as nights,
        (select count(*) / 60.0 from generate_series('2026-10-18T22:00Z'::timestamptz, '2026-10-25T22:59Z', '1 minute') m
          where exists (select 1 from on_call_shifts where person_id = 2 and level = 1 and from_at <= m and to_at > m))::float8 as h1,
        (select count(*) / 60.0 from generate_series('2026-10-18T22:00Z'::timestamptz, '2026-10-25T22:59Z', '1 minute') m
          where exists (select 1 from on_call_shifts where person_id = 2 and level > 1 and from_at <= m and to_at > m))::float8 as h2
      from person_days where person_id = 2 and local_date between '2026-10-19' and '2026-10-25'`;
    expect(own?.carries).toBe("yes");
    expect(own?.pages).toMatchObject({ first: mine?.first, escalated: mine?.escalated });
    expect(own).toMatchObject({ nights: mine?.nights, interruptions: { sleep: mine?.sleep } });
    expect(own?.onCallHours?.first).toBeCloseTo(mine?.h1 ?? -1, 9);
    expect(own?.onCallHours?.further).toBeCloseTo(mine?.h2 ?? -1, 9);
    expect(own?.rates.first?.own.value).toBeCloseTo((24 * (mine?.first ?? 0)) / (mine?.h1 ?? 1), 9);
    expect(own?.rates.first?.ratio).toBeCloseTo(
      (own?.rates.first?.own.value ?? 0) / (own?.rates.first?.median ?? 1),
      9,
    );
  });

  it("pages under a leader, their noise share and the 28 days against the 28 before", async () => {
    const row = rowOf(await asked(MARA), BO);
    const [range] = await db.sql<{ actionable: number; noise: number; unclear: number }[]>`
      select sum(actionable)::int as actionable, sum(noise)::int as noise, sum(unclear)::int as unclear from leader_days
      where leader_id = 3 and date between '2026-10-19' and '2026-10-25'`;
    const [trend] = await db.sql<{ last: number; before: number }[]>`
      select (sum(actionable + noise + unclear) filter (where date >= '2026-09-28'))::int as last,
        (sum(actionable + noise + unclear) filter (where date < '2026-09-28'))::int as before
      from leader_days where leader_id = 3 and date between '2026-08-31' and '2026-10-25'`;
    expect(row.pages).toMatchObject({ ...range });
    expect(row.noiseShare).toMatchObject({ of: range?.noise, n: (range?.noise ?? 0) + (range?.actionable ?? 0) });
    expect(row.trend).toMatchObject({ ...trend, fromDate: "2026-08-31", toDate: "2026-10-26", change: "none" });
  });

  it("no page and no hour is no pager; without any schedule it is not known", async () => {
    expect(rowOf(await asked(ZOE), ZOE)).toMatchObject({
      people: 0,
      hidden: null,
      load: null,
      led: null,
      own: { carries: "not-known" },
    });
  });

  it("others see the organisation by its teams, its pages and noise, and no people of fewer than five", async () => {
    const answer = await asked(ZOE);
    expect(answer.carrying).toEqual({ leaders: 4, counted: 1, carry: 0, notKnown: 1 });
    const [mara, bo] = [rowOf(answer, MARA), rowOf(answer, BO)];
    expect(mara).toMatchObject({ name: null, label: "Core, Edge", own: null, hidden: null });
    expect(mara.load?.interruptions.total).toBeGreaterThan(0);
    expect(mara.led, "the largest is one person's number").toMatchObject({ worst: null, worstWho: {} });
    expect(bo).toMatchObject({ label: "Edge, Core", own: null, load: null, led: null });
    expect(["small", "remainder"]).toContain(bo.hidden);
    expect(bo.pages.total).toBeGreaterThan(0);
    expect(JSON.stringify(answer)).not.toMatch(/Person (?!20)/);
  });

  it("part of a week tells nothing of people who may not be named, and all of those who may", async () => {
    const days = { from: "2026-10-19", to: "2026-10-24" };
    expect(rowOf(await asked(ZOE, days), MARA)).toMatchObject({ hidden: "part-weeks", load: null, led: null });
    expect(rowOf(await asked(MARA, days), MARA).hidden).toBeNull();
    expect(await asked(MARA, { from: "2026-10-19T06:00", to: "2026-10-24" })).toMatchObject({
      partDays: true,
      rows: [],
    });
  });

  it("in aggregate a leader sees their own pager, the middle of the others and the band of the worst", async () => {
    const answer = await asked(MARA, {}, "aggregate");
    expect(answer.you).toMatchObject({ name: "Person 1", led: { worst: null, worstWho: {}, n: 10 } });
    expect(answer.you?.own).not.toBeNull();
    expect(answer.you?.led?.median).not.toBeNull();
    expect(["good", "watch", "act"]).toContain(answer.you?.led?.worstBand);
    expect(JSON.stringify(answer)).not.toMatch(/Person (?!1")/);
  });

  it("as a file has a pseudonym for who may not be named, the same each time, and says who made it", async () => {
    const nameOf = await pseudonyms(db.sql, ctx);
    const tree = await asked(ZOE);
    const made = { by: "Zoe", at: NOW };
    const { header, rows } = leadersTable(tree, { made, pseudonymOf: nameOf });
    const leader = header.indexOf("leader");
    expect(rows.map((row) => row[leader])).toEqual(tree.rows.map(({ id, name }) => name ?? nameOf(id)));
    expect(tree.rows.some(({ name }) => name === null)).toBe(true);
    expect(nameOf(ANA)).toMatch(/^person-[0-9a-f]{8}$/);
    expect(new Set([MARA, ANA, BO].map(nameOf)).size).toBe(3);
    expect((await pseudonyms(db.sql, ctx))(ANA)).toBe(nameOf(ANA));
    await db.sql`update workspace_keys set workspace_id = 2, sealed = ${seal(openKeyRing(TEST_KEYS), "another", placeOf(2))}`;
    expect((await pseudonyms(db.sql, { ...ctx, workspaceId: 2 }))(ANA)).not.toBe(nameOf(ANA));
    for (const row of rows) expect(row.slice(-2)).toEqual(["Zoe", "2026-11-04T12:00:00.000Z"]);
  });

  it("a file is noted as one that left, also where it names nobody", async () => {
    const [before] = await db.sql<{ no: number }[]>`select coalesce(max(no), 0)::int as no from audit`;
    await leaders({ ...ctx, viewer: { ...ctx.viewer, personId: null } }, LeadersFilter.parse(WEEK), "export");
    const noted = await db.sql`
      select what, person_ids::text[] as ids, details from audit where no > ${before?.no ?? 0}`;
    expect([...noted]).toEqual([{ what: "export", ids: [], details: { screen: "leaders", ...WEEK } }]);
  });

  it("a view that names others is noted once, with exactly those", async () => {
    const before = await db.sql<{ no: number }[]>`select coalesce(max(no), 0)::int as no from audit`;
    await asked(ZOE);
    const answer = await asked(MARA);
    const noted = await db.sql<{ ids: string[]; what: string }[]>`
      select person_ids::text[] as ids, what from audit where no > ${before[0]?.no ?? 0} order by no`;
    const worst = answer.rows.flatMap(({ led }) => Object.values(led?.worstWho ?? {}).map((who) => who?.id));
    const [one, another] = noted.map(({ ids }) => [...ids].sort());
    expect(another).toBeUndefined();
    expect(one).toEqual([...new Set([ANA, BO, ...worst])].sort());
    expect(worst.length).toBeGreaterThan(0);
  });
});

describe("the alerts under a leader", () => {
  it.each([
    [MARA, MARA],
    [MARA, ANA],
    [ANA, ANA],
    [ZOE, MARA],
    [ZOE, BO],
  ])(
    "as %s sees them of %s, are the same where those that did most to all are looked at first",
    async (who, leader) => {
      const { sql } = db;
      await sql`delete from interruptions`;
      await sql`delete from signatures`;
      await sql`insert into signatures (workspace_id, id, signature, provider, service, kind, key)
      select 1, i, 'v1:' || i, 'pagerduty', 'api', 'title', 'alert ' || i from generate_series(1, 20) as i`;
      // Of many pages each: what did much to all did little to some.
      await sql`insert into interruptions (workspace_id, person_id, at, page_id, signature_id, page_count, hour_class, local_date,
        local_hour, hour_started_at, estimated, verdict)
      select 1, 2 + n % 12, '2026-10-18T12:00Z'::timestamptz + n * interval '13 minutes', n / 2, 1 + (n * n + n / 7) % 20, 1,
        (array['sleep', 'off', 'business'])[1 + n % 3], '2026-10-18'::date + n / 110, 12, '2026-10-18T12:00Z', false,
        (array['noise', 'noise', 'actionable', 'unclear'])[1 + (n / 5) % 4]
      from generate_series(0, 899) as n`;
      await sql`insert into dirty_rollups
      select distinct 1, 'signature_weeks', date_trunc('week', local_date)::date, 0 from interruptions on conflict do nothing`;
      await recountTouched(ctx);
      const viewer = { ...ctx.viewer, personId: who };
      const filter = LeadersFilter.parse({ ...WEEK, leader });
      const found = await leaderAlerts({ ...ctx, viewer }, filter);
      expect(found.alerts).toHaveLength(5);
      expect(await leaderAlerts({ ...ctx, viewer }, filter, { few: 0, first: 1 })).toEqual(found);
    },
  );
});
