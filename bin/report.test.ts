import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { noteReport } from "@/db/commands/note-report";
import type { Ctx } from "@/db/ctx";
import { createTestDb, type TestDb } from "@/db/test-db";
import { importPages, steady } from "@/db/test-decisions";
import { WeeklyReport } from "@/lib/contract/weekly-report";
import { runSquelch } from "./run-squelch";

let db: TestDb;
let ctx: Ctx;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "squelch-report-"));
  db = await createTestDb("UTC");
  ctx = await db.ctxAt(Date.parse("2026-11-16T12:00:00Z"));
  await ctx.sql`update users set name = 'Ana Brandt'`;
  await importPages(ctx, steady("P", Date.parse("2026-11-09T02:00:00Z"), Date.parse("2026-11-16T00:00:00Z"), 1));
  await noteReport(ctx, "2026-W46", {}, { section: "worst", text: "Ana Brandt holds it." });
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) =>
  runSquelch(["report", ...args], "", { DATABASE_URL: db.url, SQUELCH_DATA: db.dataDir });

it("prints a week, or writes it, and names nobody unless told to", { timeout: 120_000 }, async () => {
  const bare = await run("--week", "2026-W46");
  expect(bare.code).toBe(0);
  expect(bare.out).toContain("# Weekly noise report: All teams, 9 – 15 Nov 2026");
  expect(bare.out).toMatch(/\| Pages \| 7 \|/);
  expect(bare.out).toContain("a person holds it.");
  expect(bare.out).not.toContain("Brandt");
  const out = join(folder, "report.json");
  expect((await run("--week", "2026-W46", "--names", "--format", "json", "--out", out)).code).toBe(0);
  const told = WeeklyReport.parse(JSON.parse(await readFile(out, "utf8")));
  expect(told.figures[0]?.now.value).toBe(7);
  expect(told.notes).toMatchObject([{ by: "Ana Brandt", text: "Ana Brandt holds it." }]);
  const taken = await ctx.sql`select details from audit where what = 'export'`;
  const asked = { screen: "report", week: "2026-W46", as: "published" };
  expect(taken.map(({ details }) => details)).toEqual([asked, asked]);
});
