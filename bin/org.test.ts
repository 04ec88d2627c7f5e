import { afterAll, beforeAll, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { createTestDb, type TestDb } from "@/db/test-db";
import { runSquelch } from "./run-squelch";

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("UTC");
  ctx = await db.ctxAt(Date.parse("2026-11-22T12:00:00Z"));
});
afterAll(() => db.drop());

const FILE =
  "email,name,manager_email,team\nana@n.example,Ana,,Payments\nben@n.example,Ben,ana@n.example,Payments\nno,,,\n";
const run = (...args: string[]) =>
  runSquelch(["org", "import", "-", ...args], FILE, { DATABASE_URL: db.url, SQUELCH_DATA: db.dataDir });

it("says what a file would change, then brings it in, then has nothing to do", { timeout: 120_000 }, async () => {
  const dry = await run("--dry-run", "--from", "2026-11-01");
  expect(dry.err).toContain("line 4: no is no e-mail address");
  expect(dry.out).toContain("line 3: Ben, leader: none -> Ana, from 2026-11-01");
  expect(dry.out).toContain("2 rows read; would change: person 2, leader 1, teams 2.");
  expect(await ctx.sql`select from people`).toHaveLength(0);
  await run("--from", "2026-11-01");
  expect(await ctx.sql`select from_date::text as from from reporting_lines`).toEqual([{ from: "2026-11-01" }]);
  expect((await run("--from", "2026-11-01")).out).toContain("changed: nothing");
});
