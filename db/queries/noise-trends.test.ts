import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { createTestDb, type TestDb } from "@/db/test-db";
import { importText } from "@/db/test-import";
import { NoiseFilter } from "@/lib/contract/filter";
import { noiseTrends, signatureTrend } from "./noise-trends";

const DAY_MS = 86_400_000;
const NOW = Date.parse("2026-06-01T00:00:00Z");
const START = NOW - 100 * DAY_MS;

/** Openings of an alert: every so many days from one day to another. */
function every(title: string, service: string, days: number, from: number, to: number): string[] {
  const lines: string[] = [];
  for (let day = from; day < to; day += days) {
    const at = START + Math.round(day * DAY_MS) + 10 * 3_600_000;
    const event = { provider: "pagerduty", page: `${title} ${day}`, by: "automation", service, team: "Core" };
    lines.push(JSON.stringify({ ...event, kind: "triggered", at: new Date(at).toISOString(), title }));
    lines.push(JSON.stringify({ ...event, kind: "resolved", at: new Date(at + 120_000).toISOString() }));
  }
  return lines;
}

const HISTORY = [
  ...every("Steady lag", "lag", 2, 0, 100),
  ...every("Disk louder", "disk", 5, 0, 85),
  ...every("Disk louder", "disk", 0.25, 85, 100),
  ...every("Brand new", "edge", 1, 90, 100),
  ...every("Backup gone", "backup", 1, 0, 80),
];

let db: TestDb;
let ctx: Ctx;
const filter = NoiseFilter.parse({ from: "now-7d", to: "now" });

beforeAll(async () => {
  db = await createTestDb();
  ctx = await db.ctxAt(NOW);
  await importText(ctx, HISTORY.join("\n"), { name: "history.jsonl" });
  await db.sql`
    insert into changes (workspace_id, source_id, change_key, id, telling_key, kind, starts_at, service, title, is_rollback,
      origin_id, place)
    values ${db.sql(
      [
        ["near", "1", START + 85.2 * DAY_MS, "disk"],
        ["elsewhere", "2", START + 85.2 * DAY_MS, "lag"],
        ["long before", "3", START + 60 * DAY_MS, "disk"],
      ].map(([key, id, at, service]) => [
        1,
        1,
        key,
        id,
        key,
        "deploy",
        new Date(at as number),
        service,
        key,
        false,
        1,
        "1",
      ]) as never,
    )}`;
}, 60_000);

afterAll(() => db.drop());

describe("noiseTrends", () => {
  it("tells what changed, when, by how much, and the nearest change of the same service", async () => {
    const { trends, signatures } = await noiseTrends(ctx, filter);
    expect(signatures).toBe(4);
    expect(trends.map(({ title, kind, change }) => [title, kind, change?.title ?? null])).toEqual([
      ["Brand new", "new", null],
      ["Disk louder", "louder", "near"],
      ["Backup gone", "gone", null],
    ]);
    const louder = trends[1];
    expect(Date.parse(louder?.since.from ?? "")).toBeLessThanOrEqual(START + 85 * DAY_MS);
    expect(Date.parse(louder?.since.to ?? "")).toBeGreaterThanOrEqual(START + 85 * DAY_MS);
    expect(louder?.before?.count).toBe(17);
    expect(louder?.after?.perDay).toBeCloseTo(4, 0);
  });

  it("knows nothing of what comes after the range", async () => {
    const earlier = NoiseFilter.parse({ from: "now-30d", to: "now-20d" });
    expect((await noiseTrends(ctx, earlier)).trends).toEqual([]);
  });

  it("is the same on the screen of the alert, with all changes near", async () => {
    const { trends } = await noiseTrends(ctx, filter);
    const louder = trends.find(({ kind }) => kind === "louder");
    const one = await signatureTrend(ctx, louder?.id ?? "", filter);
    expect(one.trend).toEqual(louder);
    expect(one.near.map(({ title }) => title)).toEqual(["near"]);
  });
});
