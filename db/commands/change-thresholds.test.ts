import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { noiseSettings } from "@/db/queries/noise-settings";
import { createTestDb, type TestDb } from "@/db/test-db";
import { emptyWorkspace, importText } from "@/db/test-import";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { changeThresholds, previewThresholds } from "./change-thresholds";

const NOW = Date.parse("2026-06-01T00:00:00Z");
const HOUR_MS = 3_600_000;

/** Ten pages of a team that ring somebody and clear by themselves after three minutes. */
function healed(team: string): string[] {
  return Array.from({ length: 10 }, (_, index) => {
    const at = NOW - (20 + index * 41) * HOUR_MS;
    const event = { provider: "pagerduty", page: `${team} ${index}`, by: "automation", service: team, team };
    return [
      { ...event, kind: "triggered", at: new Date(at).toISOString(), title: "Queue slow", urgency: "low" },
      { ...event, kind: "notified", at: new Date(at).toISOString(), person: "PAMELIA" },
      { ...event, kind: "resolved", at: new Date(at + 180_000).toISOString() },
    ]
      .map((one) => JSON.stringify(one))
      .join("\n");
  });
}

let db: TestDb | null = null;
let ctx: Ctx;

async function fresh(): Promise<TestDb> {
  db ??= await createTestDb();
  await emptyWorkspace(db);
  await db.sql`update workspaces set settings = ${db.sql.json(DEFAULT_SETTINGS as never)}`;
  ctx = await db.ctxAt(NOW);
  await importText(ctx, [...healed("core"), ...healed("edge")].join("\n"), { name: "history.jsonl" });
  return db;
}

beforeEach(fresh, 60_000);
afterAll(() => db?.drop());

async function selfHealed(): Promise<Record<string, number>> {
  const rows = await ctx.sql<{ team: string; n: number }[]>`
    select team, count(*) filter (where reason = 'self-healed')::int as n from pages group by team order by team`;
  return Object.fromEntries(rows.map(({ team, n }) => [team, n]));
}

const within = (team: string | null, value: number | null) => ({
  changes: [{ team, reason: "self-healed", name: "withinMinutes", value }],
});

describe("changeThresholds", () => {
  it("judges again what it concerns, notes who and when, and can be taken back", async () => {
    expect(await selfHealed()).toEqual({ core: 10, edge: 10 });
    expect(await changeThresholds(ctx, within("core", 2))).toEqual({ alerts: 1 });
    expect(await selfHealed()).toEqual({ core: 0, edge: 10 });
    const [waiting] = await ctx.sql`select count(*)::int as n from dirty_signatures`;
    expect(waiting?.n).toBe(0);
    ctx = { ...ctx, ...(await fromDb()) };
    const { history, detectors, teams } = await noiseSettings(ctx);
    const change = { team: "core", reason: "self-healed", name: "withinMinutes", from: null, to: 2 };
    expect(history).toMatchObject([{ at: "2026-06-01T00:00:00.000Z", by: "Admin", changes: [change] }]);
    expect(teams).toEqual(["core", "edge"]);
    const threshold = detectors
      .find(({ reason }) => reason === "self-healed")
      ?.thresholds.find(({ name }) => name === "withinMinutes");
    expect(threshold).toMatchObject({ standard: 5, workspace: null, teams: { core: 2 } });
    await changeThresholds(ctx, within("core", null));
    expect(await selfHealed()).toEqual({ core: 10, edge: 10 });
    expect((await fromDb()).settings.teamThresholds).toEqual({});
  });

  it("leaves a team alone that has a value of its own", async () => {
    await changeThresholds(ctx, within("core", 6));
    expect(await changeThresholds(ctx, within(null, 2))).toEqual({ alerts: 1 });
    expect(await selfHealed()).toEqual({ core: 10, edge: 0 });
  });

  it("changes nothing where the value is the same", async () => {
    await changeThresholds(ctx, within(null, 2));
    expect(await changeThresholds(ctx, within(null, 2))).toEqual({ alerts: 0 });
    expect((await noiseSettings(ctx)).history).toHaveLength(1);
  });

  it("refuses with the place, and an admin alone may", async () => {
    await expect(changeThresholds(ctx, within("core", 0))).rejects.toThrow(
      "self-healed, withinMinutes of team core must lie from 1 to 1440.",
    );
    const member: Ctx = { ...ctx, viewer: { ...ctx.viewer, role: "member" } };
    await expect(changeThresholds(member, within(null, 2))).rejects.toThrow("Only an admin");
    await expect(previewThresholds(member, within(null, 2))).rejects.toThrow("Only an admin");
  });
});

describe("previewThresholds", () => {
  it("tells what saving then does, and keeps nothing", async () => {
    const before = await ctx.sql`select id, verdict, reason, probability from pages order by id`;
    const preview = await previewThresholds(ctx, within(null, 2));
    expect(await ctx.sql`select id, verdict, reason, probability from pages order by id`).toEqual(before);
    expect((await noiseSettings(ctx)).history).toEqual([]);
    expect(preview).toMatchObject({ alerts: 2, pages: 20 });
    await changeThresholds(ctx, within(null, 2));
    const after = await ctx.sql`select id, verdict, reason from pages order by id`;
    const moved = after.filter((row, index) => row.verdict !== before[index]?.verdict).length;
    const renamed = after.filter(
      (row, index) => row.verdict === before[index]?.verdict && row.reason !== before[index]?.reason,
    ).length;
    expect([preview.changed?.pages, preview.changed?.reasons]).toEqual([moved, renamed]);
    expect(moved + renamed).toBeGreaterThan(0);
  });
});

async function fromDb(): Promise<Pick<Ctx, "settings">> {
  const { settings } = (await db?.ctxAt(NOW)) ?? ctx;
  return { settings };
}
