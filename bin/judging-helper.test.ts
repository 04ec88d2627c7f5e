import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { observePortion } from "@/db/commands/judge-portion";
import type { Helper } from "@/db/commands/judging-crew";
import { dirtySignatures, learntIn } from "@/db/commands/learn-surroundings";
import type { Ctx } from "@/db/ctx";
import { bulkClosedNear, knownBeyond } from "@/db/queries/alert-histories";
import { createTestDb, type TestDb } from "@/db/test-db";
import { dumpOf, emptyWorkspace, importText } from "@/db/test-import";
import { judgingHelpers } from "./judging-helper";

const START = Date.parse("2026-03-02T10:00:00Z");
const DAY_MS = 86_400_000;
const THREAD_MS = 30_000;

let db: TestDb;
let ctx: Ctx;
let helper: Helper;

/** Three alerts of two teams, whose pages mostly clear by themselves, and some that follow each other. */
function history(): string {
  const lines: object[] = [];
  for (let day = 0; day < 40; day += 1)
    for (const [no, alert] of ["Disk almost full", "Queue is long", "Certificate expires"].entries()) {
      if (no === 2 && day % 5 > 0) continue;
      const at = START + day * DAY_MS + no * 120_000;
      const base = { provider: "pagerduty", page: `P${day}-${no}`, by: "automation" };
      const told = { title: alert, service: no === 2 ? "web" : "db", team: no === 2 ? "edge" : "core" };
      lines.push({ ...base, kind: "triggered", at: new Date(at).toISOString(), ...told });
      lines.push({ ...base, kind: "notified", at: new Date(at).toISOString(), person: "PAMELIA" });
      if (no === 2)
        lines.push({
          ...base,
          kind: "acknowledged",
          by: "person",
          person: "PAMELIA",
          at: new Date(at + 60_000).toISOString(),
        });
      const minutes = no === 2 ? 45 : 4;
      lines.push({ ...base, kind: "resolved", at: new Date(at + minutes * 60_000).toISOString() });
    }
  return lines.map((line) => JSON.stringify(line)).join("\n");
}

beforeAll(async () => {
  db = await createTestDb();
});
beforeEach(async () => {
  await emptyWorkspace(db);
  ctx = await db.ctxAt(START + 60 * DAY_MS);
  await importText(ctx, history(), { name: "history.jsonl" });
  helper = started();
  helper.tell({ kind: "beyond", beyond: await beyond() });
});
afterEach(() => helper.end());
afterAll(() => db.drop());

function started(): Helper {
  const one = judgingHelpers(db.url, 1)(ctx.workspaceId, 1);
  if (!one) throw new Error("nobody is free");
  return one;
}

const beyond = async () => knownBeyond(db.sql, ctx.workspaceId, await bulkClosedNear(db.sql, ctx.workspaceId, null));

async function markAll(): Promise<string[]> {
  await db.sql`insert into dirty_signatures select distinct workspace_id, signature_id from pages`;
  return dirtySignatures(db.sql, ctx.workspaceId);
}

it(
  "observes and judges in its thread as this one does",
  async () => {
    const before = await dumpOf(db);
    expect(before.verdicts?.length).toBe(88);
    await db.sql`delete from verdicts`;
    await db.sql`delete from findings`;
    await db.sql`update pages set verdict = null, probability = null, reason = null, origin = null`;
    const alerts = await markAll();
    expect(alerts.length).toBe(3);
    const observed = await helper.work({ kind: "observe", alerts, latest: null });
    expect(observed).toEqual(await observePortion(ctx, { alerts, latest: null }, await beyond()));
    expect(observed.map(({ pages }) => pages.reduce((sum, count) => sum + count, 0)).toSorted((a, b) => b - a)).toEqual(
      [40, 40, 8],
    );
    await helper.work({ kind: "judge", alerts });
    expect(await dirtySignatures(db.sql, ctx.workspaceId)).toEqual([]);
    expect(await dumpOf(db)).toEqual(before);
  },
  THREAD_MS,
);

it(
  "writes what lies around the pages of a span",
  async () => {
    const around = () => db.sql`select page_id, around from page_surroundings order by page_id`;
    const before = [...(await around())];
    expect(before.length).toBeGreaterThan(10);
    await db.sql`delete from page_surroundings`;
    helper.tell({ kind: "learnt", learnt: await learntIn(db.sql, ctx.workspaceId) });
    await helper.work({ kind: "surround", span: { from: START, to: START + 60 * DAY_MS } });
    expect([...(await around())]).toEqual(before);
  },
  THREAD_MS,
);

it(
  "tells what went wrong, loses nothing by it, and goes on",
  async () => {
    const alerts = await markAll();
    await expect(helper.work({ kind: "judge", alerts: [...alerts, "no id"] })).rejects.toThrow(/bigint.*no id/);
    expect(await dirtySignatures(db.sql, ctx.workspaceId)).toEqual(alerts);
    await helper.work({ kind: "judge", alerts });
    expect(await dirtySignatures(db.sql, ctx.workspaceId)).toEqual([]);
  },
  THREAD_MS,
);

it(
  "is one at a time, worth it from so many pages, and fails whoever asks it after its end",
  async () => {
    const start = judgingHelpers(db.url, 100);
    expect(start(ctx.workspaceId, 99)).toBeNull();
    const first = start(ctx.workspaceId, 100);
    expect(first).not.toBeNull();
    expect(start(ctx.workspaceId, 100)).toBeNull();
    await first?.end();
    await expect(first?.work({ kind: "judge", alerts: [] })).rejects.toThrow(/ended with 0/);
    const second = start(ctx.workspaceId, 100);
    expect(second).not.toBeNull();
    await second?.end();
  },
  THREAD_MS,
);
