import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startBackfill } from "@/db/commands/start-backfill";
import { resumeBackfill, stopBackfill } from "@/db/commands/stop-backfill";
import type { Ctx } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { startFakePagerduty } from "@/db/outbound/fake-pagerduty";
import type { FakeServer } from "@/db/outbound/fake-server";
import { backfillView } from "@/db/queries/backfills";
import { newKey, openKeyRing } from "@/db/secrets/key-ring";
import { createTestDb, type TestDb } from "@/db/test-db";
import type { BackfillView } from "@/lib/contract/backfill";
import { endJob, keepBackfilling } from "./keep-backfilling";

const UNTIL = Date.UTC(2026, 5, 1);
const TOKEN = "token-0123456789";
const keys = newKey();

let db: TestDb;
let ctx: Ctx;
let server: FakeServer;
const stopping: AbortController[] = [];
const reports: string[] = [];

beforeAll(async () => {
  db = await createTestDb();
  ctx = await db.ctxAt(UNTIL);
  const incident = {
    id: "P1",
    type: "incident",
    incident_number: 1,
    title: "Disk",
    created_at: "2026-05-31T10:00:00Z",
    status: "triggered",
    service: { id: "S", type: "service_reference", summary: "db" },
    log_entries: [],
  };
  const users = [{ id: "U1", type: "user", name: "Ana Brandt", email: "ana@acme.test" }];
  server = await startFakePagerduty({ incidents: [incident], users, token: TOKEN, now: () => Date.now() });
});
afterAll(async () => {
  await server.close();
  await db.drop();
});
afterEach(async () => {
  await ctx.sql.unsafe("truncate sources, source_secrets, backfills, inbox, inbox_repeats, jobs");
  reports.length = 0;
});

async function start(): Promise<string> {
  const sourceId = randomId();
  await ctx.sql`
    insert into sources (workspace_id, id, slug, name, provider)
    values (1, ${sourceId}, ${`slug-${sourceId}`}, 'PagerDuty', 'pagerduty')`;
  const since = new Date(UNTIL - 86_400_000).toISOString();
  const body = { since, until: null, baseUrl: server.url, token: TOKEN };
  return startBackfill(ctx, sourceId, body, { ring: () => openKeyRing(keys), allow: [server.pair] });
}

function work(ring = keys): { stop(): Promise<void> } {
  const controller = new AbortController();
  stopping.push(controller);
  const report = (line: string) => void reports.push(line);
  const working = keepBackfilling({ client: db, keys: ring, allow: [server.pair], signal: controller.signal, report });
  return {
    stop: async () => {
      controller.abort();
      await working;
    },
  };
}

async function until(id: string, states: readonly BackfillView["state"][]): Promise<BackfillView> {
  for (let i = 0; i < 400; i++) {
    const view = await backfillView(ctx, id);
    if (states.includes(view.state)) return view;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`it stays ${(await backfillView(ctx, id)).state}: ${reports.join("; ")}`);
}

const jobs = () => ctx.sql<{ attempts: number }[]>`select attempts from jobs`;

describe("the worker", () => {
  it("runs backfills of several sources to their end, and leaves no job behind", async () => {
    const ids = await Promise.all([start(), start(), start(), start()]);
    const worker = work();
    for (const id of ids)
      expect(await until(id, ["done", "failed"])).toMatchObject({ state: "done", share: 1, records: 12 });
    await worker.stop();
    expect([...(await jobs())]).toEqual([]);
    expect(reports).toEqual([]);
  }, 30_000);

  it("gives a backfill back where it is told to end, and the next one goes on", async () => {
    const id = await start();
    const first = work();
    for (let i = 0; i < 200 && (await backfillView(ctx, id)).requests < 3; i++)
      await new Promise((done) => setTimeout(done, 10));
    await first.stop();
    const before = await backfillView(ctx, id);
    expect(before.state).not.toBe("done");
    expect([...(await jobs())]).toEqual([{ attempts: 0 }]);
    const second = work();
    expect((await until(id, ["done", "failed"])).state).toBe("done");
    await second.stop();
  }, 30_000);

  it("keeps the job of what was stopped and let go on again while it ended", async () => {
    const id = await start();
    const [job] = await ctx.sql<{ id: string }[]>`select id from jobs`;
    const ending = { id: job?.id ?? "", workspaceId: 1, payload: { backfillId: id } };
    await stopBackfill(ctx, id);
    await resumeBackfill(ctx, id);
    await endJob(ctx.sql, ending);
    expect(await jobs()).toHaveLength(1);
    await stopBackfill(ctx, id);
    await endJob(ctx.sql, ending);
    expect(await jobs()).toHaveLength(0);
    await resumeBackfill(ctx, id);
    expect(await jobs()).toHaveLength(1);
  });

  it("says plainly that the key of the token is missing", async () => {
    const id = await start();
    const worker = work(newKey());
    const view = await until(id, ["failed"]);
    await worker.stop();
    expect(view.message).toContain("which is not in SQUELCH_KEYS");
    expect(JSON.stringify(view)).not.toContain(TOKEN);
  }, 30_000);
});
