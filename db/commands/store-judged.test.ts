import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Ctx, Sql } from "@/db/ctx";
import { knownBeyond, readAlerts } from "@/db/queries/alert-histories";
import { createTestDb, type TestDb } from "@/db/test-db";
import { emptyWorkspace, importText } from "@/db/test-import";
import { withRules } from "@/db/work-ctx";
import { judgeSignature } from "@/lib/noise/judge";
import { CLASSIFIER_VERSION } from "@/lib/noise/version";
import { JudgedRows } from "./store-judged";

const START = Date.parse("2026-03-02T10:00:00Z");
const DAY_MS = 86_400_000;

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb();
});
beforeEach(async () => {
  await emptyWorkspace(db);
  ctx = await db.ctxAt(START + 60 * DAY_MS);
  const pages = [0, 1, 2, 3, 4].flatMap((day) =>
    ["triggered", "resolved"].map((kind, minutes) =>
      JSON.stringify({
        provider: "opsgenie",
        page: `D${day}`,
        kind,
        at: new Date(START + day * DAY_MS + minutes * 120_000).toISOString(),
        by: "automation",
        title: "Disk almost full",
        service: "db",
        team: "core",
      }),
    ),
  );
  await importText(ctx, pages.join("\n"), { name: "disk.jsonl" });
});
afterAll(() => db.drop());

const inForce = () =>
  ctx.sql<{ key: string; verdict: string | null; reason: string | null; probability: number | null }[]>`
    select page_key as key, verdict, reason, probability from pages order by page_key`;

/** Judges all pages as if never before; `meanwhile` happens between reading them and writing what they are. */
async function judgeAnew(meanwhile: (sql: Sql) => Promise<unknown>): Promise<void> {
  await ctx.sql`update pages set verdict = null, reason = null, probability = null, origin = null`;
  await ctx.sql`delete from verdicts`;
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const ruled = await withRules(sql, ctx);
    const alertIds = (await sql<{ id: string }[]>`select distinct signature_id as id from pages`).map(({ id }) => id);
    const beyond = await knownBeyond(sql, ctx.workspaceId, new Set());
    const { alerts, labels } = await readAlerts(sql, ruled, alertIds, beyond);
    const rows = new JudgedRows(ctx.workspaceId, labels, {
      id: 1,
      classifierVersion: CLASSIFIER_VERSION,
      settingsHash: "",
    });
    for (const alert of alerts) rows.add(alert, judgeSignature(alert.history, ruled.settings, alert.prior));
    await meanwhile(sql);
    await rows.store(sql, ruled);
  });
}

it("every page gets its verdict where its row was read, and where the row has moved since", async () => {
  const judged = await inForce();
  expect(judged.map(({ verdict }) => verdict)).toEqual(Array(5).fill("unclear"));
  await judgeAnew(async () => {});
  expect(await inForce()).toEqual(judged);
  await judgeAnew((sql) => sql`update pages set title = title where page_key in ('D1', 'D3')`);
  expect(await inForce()).toEqual(judged);
});
