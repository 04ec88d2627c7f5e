import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { erasePerson } from "@/db/commands/erase-person";
import { giveVerdict } from "@/db/commands/give-verdict";
import { mergePeople } from "@/db/commands/merge-people";
import { setLeader } from "@/db/commands/set-leader";
import { setPlace } from "@/db/commands/set-place";
import { setTeams } from "@/db/commands/set-teams";
import type { Ctx, Sql } from "@/db/ctx";
import { recountTouched } from "@/db/rollups/recount-touched";
import { createTestDb, type TestDb } from "@/db/test-db";
import { importText } from "@/db/test-import";
import { LeadersFilter } from "@/lib/contract/filter";
import { LoadFilter } from "@/lib/contract/load";
import { load } from "./load";
import { leaders } from "./named/leaders";
import { remembered } from "./remembered";

const NOW = Date.parse("2026-11-18T09:00:00Z");
const FIRST = Date.parse("2026-08-24T22:30:00Z");
const DAY_MS = 86_400_000;
const ACCOUNTS = ["PANA", "PBEN", "PCHA", "PDIA", "PEVA", "PFYN", "PGIL"];
const WEEKS = { from: "2026-10-19", to: "2026-11-15" };
const DAYS = { from: "2026-10-21", to: "2026-11-17" };

let db: TestDb;
let ctx: Ctx;
let people: string[];
let before: unknown;
const person = (index: number): string => people[index] ?? "";

const told = (key: string, at: number, account: string) =>
  [
    { kind: "triggered", at, title: `Queue ${at % 3} is deep`, service: "queue", team: "Core" },
    { kind: "notified", at: at + 1_000, person: account, channel: "phone" },
    { kind: "resolved", at: at + 600_000 },
  ]
    .map((event) =>
      JSON.stringify({
        provider: "pagerduty",
        page: key,
        by: "automation",
        ...event,
        at: new Date(event.at).toISOString(),
      }),
    )
    .join("\n");

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(NOW);
  const pages = Array.from({ length: 84 }, (_, day) =>
    told(`Q${day}`, FIRST + day * DAY_MS + (day % 5) * 3_600_000, ACCOUNTS[day % ACCOUNTS.length] ?? ""),
  );
  await importText(ctx, pages.join("\n"), { name: "events.jsonl" });
  const rows = await db.sql<{ id: string }[]>`select id from people order by id`;
  people = rows.map(({ id }) => id);
  for (const [index, id] of people.entries()) {
    await setTeams(ctx, id, { teams: [index < 4 ? "Core" : "Edge"], fromDate: null });
    if (index > 0) await setLeader(ctx, id, { leaderId: person(0), fromDate: null });
  }
  await recountTouched(ctx);
  before = await answers(ctx);
});
afterAll(() => db.drop());

/** A pool of its own has nothing to remember. */
const forgetful = (sql: Sql): Sql => new Proxy(sql, {});

/** What several people are told, of whole weeks and of other days. */
function answers(of: Ctx): Promise<unknown[]> {
  const as = (personId: string | null): Ctx => ({ ...of, viewer: { ...of.viewer, personId } });
  return Promise.all([
    load(as(person(0)), LoadFilter.parse(WEEKS)),
    load(as(person(5)), LoadFilter.parse(DAYS)),
    leaders(as(person(0)), LeadersFilter.parse(DAYS)),
    leaders(as(null), LeadersFilter.parse(WEEKS)),
  ]);
}

describe("what is remembered", () => {
  const changes: [string, () => Promise<unknown>][] = [
    ["pages came in", () => importText(ctx, told("N1", NOW - 5 * DAY_MS, "PBEN"), { name: "more.jsonl" })],
    [
      "a verdict was given",
      async () => {
        const [page] = await db.sql<{ id: string }[]>`select id from pages where page_key = 'N1'`;
        await giveVerdict(
          ctx,
          { kind: "page", id: page?.id ?? "" },
          { verdict: "actionable", reason: null, note: null },
        );
      },
    ],
    [
      "somebody moved to another zone",
      () => setPlace(ctx, person(1), { timeZone: "Asia/Kolkata", country: null, region: null, fromDate: null }),
    ],
    [
      "somebody moved to another team amid the range",
      () => setTeams(ctx, person(2), { teams: ["Edge"], fromDate: "2026-11-02" }),
    ],
    [
      "somebody came under another leader amid the range",
      () => setLeader(ctx, person(5), { leaderId: person(4), fromDate: "2026-11-04" }),
    ],
    ["a team was given another name", () => db.sql`update teams set name = 'Rim' where name = 'Edge'`],
    ["a person was given another name", () => db.sql`update people set name = 'Ana' where id = ${person(0)}`],
    [
      "a shift was told",
      () => db.sql`
      insert into on_call_shifts (workspace_id, id, person_id, schedule, team, level, from_at, to_at, kind, origin_id)
      values (1, 1, ${person(1)}, 'Core', 'Core', 1, '2026-10-01', '2026-11-10', 'file', 0)`,
    ],
    ["a shift grew shorter", () => db.sql`update on_call_shifts set to_at = '2026-11-01'`],
    ["two people were one", () => mergePeople(ctx, { into: person(5), other: person(6) })],
    ["somebody was erased", () => erasePerson(ctx, person(3))],
  ];

  it.each(changes)("is what is read anew when %s", async (_, change) => {
    await change();
    await recountTouched(ctx);
    const after = await answers(ctx);
    expect(after).toEqual(await answers({ ...ctx, sql: forgetful(ctx.sql) }));
    expect(after).not.toEqual(before);
    before = after;
  });

  it("is not read again while nothing changes, and is of its workspace and its question alone", async () => {
    let reads = 0;
    const read = (workspaceId: number, key: string) =>
      remembered({ sql: ctx.sql, workspaceId }, { key: [key], watched: [{ table: "people" }] }, async () => {
        reads += 1;
        return reads;
      });
    expect([
      await read(1, "a"),
      await read(1, "a"),
      await read(1, "b"),
      await read(2, "a"),
      await read(1, "a"),
    ]).toEqual([1, 1, 2, 3, 1]);
    // A row that goes and one that comes in the same place.
    await db.sql`insert into people (workspace_id, id, name) values (2, 7, 'Zoe')`;
    expect([await read(2, "a"), await read(1, "a")]).toEqual([4, 1]);
    await db.sql`delete from people where workspace_id = 2`;
    expect(await read(2, "a")).toBe(5);
    await db.sql.begin(async (tx) => {
      const sql = tx as unknown as Sql;
      const inside = () => remembered({ sql, workspaceId: 1 }, { key: ["a"], watched: [] }, async () => (reads += 1));
      expect([await inside(), await inside()]).toEqual([6, 7]);
    });
  });
});
