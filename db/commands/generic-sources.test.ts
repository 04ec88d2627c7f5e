import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { drainBatch } from "@/db/jobs/drain-inbox";
import { runImport } from "@/db/jobs/handlers/run-import";
import { pages } from "@/db/queries/pages";
import { peopleAccounts } from "@/db/queries/people-accounts";
import { importView } from "@/db/queries/sources";
import { createTestDb, type TestDb } from "@/db/test-db";
import { deliver, ledgerFaults, makeSource } from "@/db/test-deliveries";
import { emptyWorkspace } from "@/db/test-import";
import { PagesFilter } from "@/lib/contract/filter";
import { StartImportBody } from "@/lib/contract/sources";
import type { Mapping } from "@/lib/model/mapping";
import { createImport } from "./create-import";
import { startImport } from "./start-import";

const NOW = Date.parse("2026-11-10T12:00:00Z");
const FILE = ["id,opened,who", "1,2026-11-03T10:00:00Z,Ana Ng", "2,2026-11-03T11:00:00Z,bo@example.org"].join("\n");
const fields = { page: "id", triggeredAt: "opened", notifiedPerson: "who" };
const mapping: Mapping = { shape: "csv", fields, zone: null, values: {} };
let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb();
  ctx = await db.ctxAt(NOW);
});
afterAll(() => db.drop());
beforeEach(() => emptyWorkspace(ctx));

async function importTo(sourceName: string): Promise<{ stored: number; duplicate: number }> {
  const body = Readable.from([Buffer.from(FILE)]);
  const id = await createImport(ctx, { fileName: "alerts.csv", body, expectedBytes: null, userId: null });
  await startImport(ctx, id, StartImportBody.parse({ sourceName, mapping }));
  await runImport(ctx, id, { dataDir: ctx.dataDir });
  const { ledger } = await importView(ctx, id);
  return { stored: ledger.stored, duplicate: ledger.duplicate };
}

const ALL = { offset: 0, limit: 10 };
const pageCount = async () => (await ctx.sql`select from pages`).length;
const accounts = async () =>
  (await ctx.sql`select name, email, person_id from identities order by name nulls last, key`).map((it) => it.name);

it("two tools' pages of one key are two pages, and the same file again to one of them is a repetition", async () => {
  expect(await importTo("pager of Oslo")).toEqual({ stored: 2, duplicate: 0 });
  expect(await importTo("pager of Oslo")).toEqual({ stored: 0, duplicate: 2 });
  expect(await pageCount()).toBe(2);
  expect(await importTo("pager of Rome")).toEqual({ stored: 2, duplicate: 0 });
  expect(await pageCount()).toBe(4);
  // A name is told apart and asked about, an address is the same person everywhere.
  expect(await accounts()).toEqual(["Ana Ng", "Ana Ng", null]);
  expect((await peopleAccounts(ctx)).proposals).toMatchObject([{ why: "same-name" }]);
  const found = await pages(ctx, PagesFilter.parse({ from: "2026-11-01", to: "2026-11-10", q: "1" }), ALL);
  expect(found.rows.map(({ number, title }) => [number, title])).toEqual([
    ["1", null],
    ["1", null],
  ]);
  expect(await ledgerFaults(ctx)).toEqual([]);
});

it("a webhook of the same source tells of the same pages as its file", async () => {
  await importTo("pager of Oslo");
  const [source] = await ctx.sql<{ id: string }[]>`select id from sources`;
  const other = await makeSource(ctx, "generic", "another tool");
  const asJson: Mapping = { ...mapping, shape: "json" };
  await ctx.sql`update sources set mapping = ${ctx.sql.json(asJson)}`;
  const ended = JSON.stringify({ id: "1", opened: "2026-11-03T10:00:00Z", who: "Ana Ng" });
  await deliver(ctx, source?.id ?? "", ended, NOW);
  await deliver(ctx, other, ended, NOW + 1);
  await drainBatch(ctx, () => {});
  expect(await ctx.sql`select stored, duplicate, rejected from inbox order by received_at`).toEqual([
    { stored: 0, duplicate: 1, rejected: 0 },
    { stored: 1, duplicate: 0, rejected: 0 },
  ]);
  expect(await pageCount()).toBe(3);
  expect(await ledgerFaults(ctx)).toEqual([]);
});
