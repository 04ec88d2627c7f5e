import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openClient } from "@/db/client";
import type { Ctx, Sql } from "@/db/ctx";
import { auditChain } from "@/db/queries/audit-chain";
import { auditRows } from "@/db/queries/audit-rows";
import { myViewers } from "@/db/queries/my-viewers";
import { viewNamed } from "@/db/queries/named/view-named";
import { createTestDb, type TestDb } from "@/db/test-db";
import { appendAudit } from "./append-audit";

let db: TestDb;
let ctx: Ctx;
beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(Date.parse("2026-03-02T12:00:00Z"));
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.sql`truncate audit`;
});

const see = (who: Ctx, ids: readonly string[]) => viewNamed(who, "load", ids, () => Promise.resolve(ids.length));
const counted = async () => (await db.sql`select no from audit order by no`).map((row) => Number(row.no));

describe("the audit log", () => {
  it("has a row for a view of others, none for one of oneself", async () => {
    const self = { ...ctx, viewer: { ...ctx.viewer, personId: "7" } };
    expect(await see(self, ["7"])).toBe(1);
    expect(await see(self, [])).toBe(0);
    expect(await counted()).toEqual([]);
    await see(self, ["9", "7", "8", "9"]);
    expect([...(await db.sql`select no::int, user_id, what, person_ids::text[], details from audit`)]).toEqual([
      { no: 1, user_id: ctx.viewer.userId, what: "named-view", person_ids: ["8", "9"], details: { screen: "load" } },
    ]);
  });

  it("tells each row to the log of the process as one line of JSON, with ids alone", async () => {
    const lines: unknown[] = [];
    const note = (line: unknown) => void lines.push(line);
    subscribe("squelch.audit", note);
    await see(ctx, ["9", "8"]);
    const outOf = { ...ctx, viewer: { ...ctx.viewer, tokenId: "77" } };
    await ctx.sql.begin((tx) =>
      appendAudit(tx as unknown as Sql, outOf, { what: "privacy-changed", details: { to: "aggregate" } }),
    );
    unsubscribe("squelch.audit", note);
    const rows = await db.sql<{ at: Date; hash: string }[]>`select at, hash from audit order by no`;
    const [first, second] = rows.map(({ at, hash }) => ({ at: at.toISOString(), hash }));
    const of = { log: "audit", workspaceId: ctx.workspaceId, userId: ctx.viewer.userId };
    expect(lines.map((line) => JSON.parse(String(line)))).toEqual([
      { ...of, ...first, no: 1, what: "named-view", personIds: ["8", "9"], details: { screen: "load" } },
      { ...of, ...second, no: 2, what: "privacy-changed", personIds: [], details: { to: "aggregate", token: "77" } },
    ]);
    expect(lines.join()).not.toContain(ctx.viewer.name);
    expect(lines.join()).not.toContain("\n");
  });

  it("keeps its chain whole with several instances writing at once", async () => {
    const others = [openClient(db.url, { max: 4 }), openClient(db.url, { max: 4 })];
    try {
      const writers = [ctx, ...others.map(({ sql }) => ({ ...ctx, sql }))];
      await Promise.all(Array.from({ length: 60 }, (_, i) => see(writers[i % 3] ?? ctx, [String(i + 1)])));
    } finally {
      await Promise.all(others.map(({ close }) => close()));
    }
    expect(await counted()).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(await auditChain(ctx)).toMatchObject({ rows: 60, brokenAt: null });
    const [late] = await db.sql`
      select count(*)::int as n from audit a join audit b on b.no = a.no + 1 where b.at < a.at`;
    expect(late?.n).toBe(0);
  });

  it("loses nothing of what a transaction rolls back, and no number", async () => {
    await see(ctx, ["1"]);
    const failed = ctx.sql.begin(async (tx) => {
      await appendAudit(tx as unknown as Sql, ctx, { what: "privacy-changed", details: { to: "aggregate" } });
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    await see(ctx, ["2"]);
    expect(await counted()).toEqual([1, 2]);
  });

  it.each([
    ["a row is taken out", "delete from audit where no = 3", 4],
    ["a person is taken out of a row", "update audit set person_ids = '{}' where no = 3", 3],
    ["a time is changed", "update audit set at = at - interval '1 hour' where no = 3", 3],
    ["details are changed", `update audit set details = '{"screen": "other"}' where no = 3`, 3],
    ["a hash is made new for a changed row", "update audit set hash = repeat('a', 64) where no = 3", 3],
    ["the first row is taken out", "delete from audit where no = 1", 2],
  ])("shows where %s", async (_, statement, brokenAt) => {
    for (let i = 1; i <= 5; i++) await see(ctx, [String(i)]);
    expect((await auditChain(ctx)).brokenAt).toBeNull();
    await db.sql.unsafe(statement);
    expect((await auditChain(ctx)).brokenAt).toBe(brokenAt);
  });

  it("an empty one is whole", async () =>
    expect(await auditChain(ctx)).toEqual({ rows: 0, brokenAt: null, lastHash: null }));

  it("is read by admins and auditors, page by page, with the names of today", async () => {
    await db.sql`insert into people (workspace_id, id, name) values (1, 1, 'Ann') on conflict do nothing`;
    for (let i = 0; i < 101; i++) await see(ctx, ["1", "2"]);
    const first = await auditRows(ctx, {});
    expect([first.total, first.rows.length, first.rows[0]?.no, first.older]).toEqual([101, 100, 101, 2]);
    expect(first.rows[0]).toMatchObject({ by: "Admin", people: ["Ann", "a former member"], details: ["screen: load"] });
    const rest = await auditRows(ctx, { before: first.older ?? 0 });
    expect([rest.rows.map(({ no }) => no), rest.older]).toEqual([[1], null]);
    const auditor = { ...ctx, viewer: { ...ctx.viewer, role: "auditor" as const } };
    expect((await auditRows(auditor, {})).total).toBe(101);
    const member = { ...ctx, viewer: { ...ctx.viewer, role: "member" as const } };
    await expect(auditRows(member, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  it("tells people who looked at them, and nobody else's viewers", async () => {
    await see(ctx, ["1", "2"]);
    await see(ctx, ["1"]);
    await see(ctx, ["2"]);
    const one = { ...ctx, viewer: { ...ctx.viewer, userId: "99", personId: "1" } };
    const { total, views } = await myViewers(one);
    expect([total, views]).toEqual([2, [expect.objectContaining({ by: "Admin", screen: "load", times: 2 })]]);
    expect(await myViewers(ctx)).toEqual({ total: 0, views: [] });
    // Their own looks are no news to them.
    expect((await myViewers({ ...one, viewer: { ...one.viewer, userId: ctx.viewer.userId } })).total).toBe(0);
  });
});
