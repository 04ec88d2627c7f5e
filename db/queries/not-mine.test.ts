import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { recountTouched } from "@/db/rollups/recount-touched";
import { touchOrganisation } from "@/db/rollups/touch";
import { createTestDb, type TestDb } from "@/db/test-db";
import { importText } from "@/db/test-import";
import { LeadersFilter, PagesFilter } from "@/lib/contract/filter";
import { localDateOf } from "@/lib/time/boundaries";
import { localDate } from "./local-date";
import { leaderAlerts } from "./named/leader-alerts";
import { leaders } from "./named/leaders";
import { notMine } from "./not-mine";
import { pages } from "./pages";

/** Dan leads Ana and Chandra of team Core, Eva leads Ben of team Edge. The week is 19 to 25 October 2026 in Berlin. */
const WEEK = { from: "2026-10-19", to: "2026-10-25" };
const NAMES = { PANA: "Ana", PBEN: "Ben", PCHA: "Chandra", PDAN: "Dan", PEVA: "Eva" };

let db: TestDb;
let ctx: Ctx;
const idOf: Record<string, string> = {};

type Rung = readonly [person: string, minute: number, level?: number];

function page(key: string, service: string, team: string | null, day: number, rung: readonly Rung[]): string {
  const start = Date.parse(`2026-10-${day}T09:00:00Z`);
  const event = (kind: string, minute: number, more: object) =>
    JSON.stringify({
      provider: "pagerduty",
      page: key,
      kind,
      at: new Date(start + minute * 60_000).toISOString(),
      by: "automation",
      ...more,
    });
  const [first, ...others] = rung;
  return [
    event("triggered", 0, { title: `${service} is slow`, service, ...(team && { team }), to: [first?.[0]] }),
    ...others.map(([to, minute]) => event("escalated", minute, { to: [to] })),
    ...rung.map(([person, minute, level]) =>
      event("notified", minute, { person, channel: "phone", ...(level && { level }) }),
    ),
    event("resolved", 90, {}),
  ].join("\n");
}

const EVENTS = [
  page("P1", "ledger", "Core", 19, [["PANA", 0]]),
  page("P2", "queue", "Edge", 20, [["PANA", 0]]),
  // Named as Edge's, but Core owns it.
  page("P3", "db", "Edge", 21, [["PCHA", 0]]),
  page("P4", "batch", null, 22, [["PANA", 0]]),
  page("P5", "ledger", "Core", 23, [
    ["PANA", 0],
    ["PBEN", 10, 2],
  ]),
  page("P6", "queue", "Edge", 24, [["PBEN", 0]]),
  page("P7", "queue", "Edge", 26, [["PANA", 0]]),
].join("\n");

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(Date.parse("2026-11-02T12:00:00Z"));
  const users = Object.entries(NAMES).map(([id, name]) => ({
    id,
    type: "user",
    name,
    email: `${name}@example.com`,
    time_zone: "Europe/Berlin",
  }));
  await importText(ctx, JSON.stringify({ users }));
  await importText(ctx, EVENTS, { name: "events.jsonl" });
  for (const { id, name } of await db.sql<{ id: string; name: string }[]>`select id, name from people`) idOf[name] = id;
  await db.sql`delete from memberships`;
  for (const [id, name] of [
    ["91", "Core"],
    ["92", "Edge"],
  ] as const)
    await db.sql`insert into teams (workspace_id, id, name) values (1, ${id}, ${name}) on conflict do nothing`;
  const team = (name: string) => db.sql`(select id from teams where name = ${name})`;
  for (const [who, name] of [
    ["Ana", "Core"],
    ["Chandra", "Core"],
    ["Ben", "Edge"],
  ] as const)
    await db.sql`insert into memberships (workspace_id, person_id, team_id, from_date, to_date, origin)
      values (1, ${idOf[who] ?? ""}, ${team(name)}, '-infinity', 'infinity', 'hand')`;
  await db.sql`insert into service_owners (workspace_id, service, from_date, to_date, team_id, origin)
    values (1, 'db', '-infinity', 'infinity', ${team("Core")}, 'hand')`;
  for (const [leader, who] of [
    ["Dan", "Ana"],
    ["Dan", "Chandra"],
    ["Eva", "Ben"],
  ] as const)
    await db.sql`insert into org_closure (workspace_id, leader_id, person_id, from_date, to_date, depth)
      values (1, ${idOf[leader] ?? ""}, ${idOf[who] ?? ""}, '-infinity', 'infinity', 1)`;
  await touchOrganisation(db.sql, 1, { personIds: Object.values(idOf), teamIds: ["91", "92"] });
  await recountTouched(ctx);
});
afterAll(() => db.drop());

const asDan = () => ({ ...ctx, viewer: { ...ctx.viewer, personId: idOf.Dan ?? "" } });
const of = (leader: string) => LeadersFilter.parse({ ...WEEK, leader: idOf[leader] });
const count = async (more: object) =>
  (await pages(asDan(), PagesFilter.parse({ ...WEEK, ...more }), { offset: 0, limit: 50 })).rows
    .map((row) => row.pageKey)
    .sort();

describe("not mine", () => {
  it("is a page that rang nobody of the team that owns it, its owner on the day first", async () => {
    const found = await notMine(asDan(), of("Dan"));
    expect(found).toMatchObject({ pages: 5, notKnown: 1, elsewhere: 1 });
    expect(found.owners.map(({ owner, service, pages: n }) => [owner, service, n])).toEqual([["Edge", "queue", 1]]);
  });

  it("tells the way of a page from team to team, and opens it", async () => {
    const { handed } = await notMine(asDan(), of("Dan"));
    expect(handed).toMatchObject({ pages: 1, byTeams: [{ teams: 2, pages: 1 }] });
    expect(handed.chains[0]).toMatchObject({ steps: ["Core", "Edge"], minutes: 10, title: "ledger is slow" });
    const asEva = { ...ctx, viewer: { ...ctx.viewer, personId: idOf.Eva ?? "" } };
    expect((await notMine(asEva, of("Eva"))).handed.pages, "it rang Eva's people too").toBe(1);
  });

  it("lists no pages of fewer than five people to those who may not name them", async () => {
    await expect(notMine(asDan(), of("Eva"))).rejects.toMatchObject({ code: "forbidden" });
  });

  it("opens in the explorer as it was counted", async () => {
    expect(await count({ under: idOf.Dan })).toEqual(["P1", "P2", "P3", "P4", "P5"]);
    expect(await count({ under: idOf.Eva })).toEqual(["P5", "P6"]);
    expect(await count({ under: idOf.Dan, owner: "elsewhere" })).toEqual(["P2"]);
    expect(await count({ owner: "elsewhere" })).toEqual(["P2"]);
    expect(await count({ under: idOf.Dan, hours: "sleep" })).toEqual([]);
    // Of Eva's only report the hours are not told to whoever may not see them by name.
    await expect(count({ under: idOf.Eva, hours: "business" })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("pages of one person by line", () => {
  it("are those that count as their own, on the day each first came", async () => {
    expect(await count({ person: idOf.Ana, line: "first" })).toEqual(["P1", "P2", "P4", "P5"]);
    expect(await count({ person: idOf.Ana, line: "escalated" })).toEqual([]);
  });
});

describe("an organisation by the real path", () => {
  it("counts the pages that the explorer opens, each once", async () => {
    const { focus } = await leaders(asDan(), of("Dan"));
    expect(focus).toMatchObject({ people: 2, hidden: null, pages: { total: 5 } });
    expect(focus?.load?.interruptions).toMatchObject({ sleep: 0, total: 5 });
    expect(focus?.led, "no schedule is known").toMatchObject({ of: "paged", n: 2, others: 0 });
    const eva = (await leaders({ ...asDan() }, of("Eva"))).focus;
    expect(eva).toMatchObject({ hidden: "small", load: null, own: null, pages: { total: 2 } });
  });

  it("ranks alerts by pain, and by noise pages alone where people's figures are hidden", async () => {
    await db.sql`update interruptions set verdict = 'noise'`;
    const mine = await leaderAlerts(asDan(), of("Dan"));
    const byHand = await db.sql<{ service: string; pages: number; business: number }[]>`
      select s.service, count(distinct i.page_id)::int as pages, count(*)::int as business from interruptions i
      join signatures s on s.id = i.signature_id
      where i.person_id in (${idOf.Ana ?? ""}, ${idOf.Chandra ?? ""}) and i.local_date between '2026-10-19' and '2026-10-25'
      group by 1`;
    expect(mine.hidden).toBeNull();
    expect(new Map(mine.alerts.map((row) => [row.service, [row.noisePages, row.pain]]))).toEqual(
      new Map(byHand.map((row) => [row.service, [row.pages, row.business]])),
    );
    expect(mine.alerts[0]).toMatchObject({ service: "ledger", title: "ledger is slow", pain: 2 });
    const theirs = await leaderAlerts(asDan(), of("Eva"));
    expect(theirs.hidden).toBe("small");
    expect(theirs.alerts.every(({ pain, interruptions }) => pain === null && interruptions === null)).toBe(true);
  });
});

describe("a date in SQL", () => {
  it.each(["Europe/Berlin", "Pacific/Apia", "America/New_York"])("is the one of lib/time in %s", async (zone) => {
    // Around the changes of a year, the date that Samoa skipped, and what no page ever had.
    const some = Array.from({ length: 400 }, (_, i) => Date.parse("2026-01-01T00:30:00Z") + i * 22 * 3_600_000);
    const far = ["1899-12-31T23:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30T09:59:59Z", "2099-06-01T23:30:00Z"];
    const instants = [...some, ...far.map((text) => Date.parse(text))];
    const rows = await db.sql<{ date: string }[]>`
      select ${localDate({ sql: db.sql, zone }, "at")}::text as date
      from unnest(${instants.map((at) => new Date(at).toISOString())}::timestamptz[]) with ordinality as t(at, no) order by no`;
    expect(rows.map(({ date }) => date)).toEqual(instants.map((at) => localDateOf(at, zone)));
  });
});
