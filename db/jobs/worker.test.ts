import { mkdir, readdir, rm, rmdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openClient } from "@/db/client";
import { replayDelivery } from "@/db/commands/replay-delivery";
import { undoImport } from "@/db/commands/undo-import";
import type { Ctx } from "@/db/ctx";
import { deliveries } from "@/db/queries/deliveries";
import { deliveryDetail } from "@/db/queries/delivery-detail";
import { ledger } from "@/db/queries/ledger";
import { sourceView } from "@/db/queries/source-list";
import { importView } from "@/db/queries/sources";
import { createTestDb, type TestDb } from "@/db/test-db";
import { deliver, ledgerFaults, makeSource } from "@/db/test-deliveries";
import { emptyWorkspace, importText, queueText } from "@/db/test-import";
import { drainBatch, drainInbox } from "./drain-inbox";
import { endLeases, WORKER } from "./end-leases";
import { dropBodies, dropFiles, dropLabels, dropOrphans, dropUploads } from "./keep-retention";
import { enqueue, retryJob, takeJob } from "./queue";
import { runWorker } from "./run";

const AT = Date.parse("2026-11-10T12:00:00Z");
let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(AT);
});
afterAll(() => db.drop());
beforeEach(() => emptyWorkspace(ctx));

const line = (page: string) =>
  JSON.stringify({
    provider: "pagerduty",
    page,
    kind: "triggered",
    at: "2026-11-03T10:00:00Z",
    by: "automation",
    to: ["PANA"],
    title: page,
  });
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => line(`Q${from + i}`)).join("\n");

async function until(reached: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 15_000;
  while (!(await reached())) {
    if (performance.now() > end) throw new Error("it did not come to that");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("the worker", () => {
  it("runs imports and reads the inbox side by side, judges both, and undoes", async () => {
    const stopping = new AbortController();
    const said: string[] = [];
    const ended = runWorker({
      url: db.url,
      dataDir: db.dataDir,
      signal: stopping.signal,
      report: (it) => said.push(it),
    });
    try {
      const imports = [await queueText(ctx, lines(0, 300)), await queueText(ctx, lines(200, 500))];
      for (const importId of imports)
        await enqueue(ctx.sql, { workspaceId: 1, kind: "import", payload: { importId } }, `import ${importId}`);
      const source = await makeSource(ctx, "neutral");
      for (let i = 450; i < 560; i += 1) await deliver(ctx, source, line(`Q${i}`), AT + i);
      const count = async (where: string) =>
        (await ctx.sql.unsafe(`select count(*)::int as n from ${where}`))[0]?.n as number;
      await until(async () => (await count("imports where state = 'done'")) === 2);
      await until(async () => (await count("inbox where settled_at is null")) === 0);
      await until(async () => (await count("pages where verdict is not null")) === 560);
      await undoImport(ctx, imports[0] ?? "");
      await until(async () => (await importView(ctx, imports[0] ?? "")).state === "undone");
      await until(async () => (await count("jobs")) === 0);
      expect(await count("pages")).toBe(360);
      expect(await ledgerFaults(ctx)).toEqual([]);
      expect(said).toEqual([]);
    } finally {
      stopping.abort();
      await ended;
    }
  }, 40_000);
});

describe("the inbox", () => {
  it("of a workspace that fails for good holds up no other one", async () => {
    const stopping = new AbortController();
    const said: string[] = [];
    // No such workspace: whatever is done for it fails.
    for (const workspaceId of [0, 2]) await deliver({ ...ctx, workspaceId }, "1", line("Q1"), AT);
    const source = await makeSource(ctx, "neutral");
    const ended = drainInbox(ctx, stopping.signal, (it) => said.push(it));
    try {
      const settled = async () =>
        (await ctx.sql`select count(*)::int as n from inbox where settled_at is not null`)[0]?.n as number;
      for (let i = 1; i <= 3; i += 1) {
        await deliver(ctx, source, line(`Q${i}`), AT + i);
        await until(async () => (await settled()) === i);
      }
      expect(said.join("\n")).toMatch(
        /workspace 0 is missing[\s\S]*workspace 2 is missing|workspace 2[\s\S]*workspace 0/,
      );
    } finally {
      stopping.abort();
      await ended;
    }
  });
});

it("a page with times that lie centuries apart is stored as it was told", async () => {
  const source = await makeSource(ctx, "neutral");
  for (const [page, at] of [
    ["late", "2156-11-03T10:00:00Z"],
    ["early", "1900-11-03T10:00:00Z"],
  ] as const) {
    const acknowledged = { provider: "pagerduty", page, kind: "acknowledged", at, by: "person", person: "PANA" };
    await deliver(ctx, source, `${line(page)}\n${JSON.stringify(acknowledged)}`, AT);
  }
  expect(await drainBatch(ctx, () => {})).toBe(2);
  const years = async (page: string) =>
    (await ctx.sql`select seconds_to_acknowledge / 31556952 as years from pages where page_key = ${page}`)[0]?.years;
  expect(await years("late")).toBeCloseTo(130, 1);
  expect(await ctx.sql`select from inbox where rejected > 0`).toHaveLength(0);
});

describe("a job", () => {
  it("counts the attempts that failed, not the workers that were ended", async () => {
    await enqueue(ctx.sql, { workspaceId: 1, kind: "import", payload: { importId: "1" } }, "import 1");
    for (let ended = 0; ended < 6; ended += 1) {
      expect(await takeJob(ctx.sql)).toMatchObject({ attempts: 1 });
      expect(await takeJob(ctx.sql)).toBeNull();
      await ctx.sql`update jobs set leased_until = now() - interval '1 second'`;
    }
    for (const attempts of [1, 2, 3]) {
      const job = await takeJob(ctx.sql);
      expect(job).toMatchObject({ attempts });
      if (job) await retryJob(ctx.sql, job, "the disk is full");
      await ctx.sql`update jobs set run_at = now()`;
    }
  });
});

describe("after a crash", () => {
  it("goes on at once with what nobody can be holding any more", async () => {
    await enqueue(ctx.sql, { workspaceId: 1, kind: "import", payload: { importId: "1" } }, "import 1");
    const held = await takeJob(ctx.sql);
    expect(await takeJob(ctx.sql)).toBeNull();
    const worker = openClient(db.url, { max: 1, name: WORKER });
    await worker.sql`select`;
    await endLeases(db.url, 0);
    expect(await takeJob(ctx.sql), "a worker is there").toBeNull();
    const leaving = sleep(100).then(() => worker.close());
    await endLeases(db.url, 5_000);
    await leaving;
    expect(await takeJob(ctx.sql)).toEqual(held);
  });
});

describe("retention", () => {
  it("lets go of old bodies and files, never of what waits, nor of keys and pages", async () => {
    const source = await makeSource(ctx, "neutral");
    const day = 86_400_000;
    const old = await deliver(ctx, source, line("Q1"), Date.now() - 91 * day);
    await drainBatch(ctx, () => {});
    const waiting = await deliver(ctx, source, line("Q2"), Date.now() - 91 * day);
    const young = await deliver(ctx, source, line("Q3"), Date.now() - 89 * day);
    const file = await importText(ctx, line("Q4"));
    const unreadable = await queueText(ctx, "no export at all", { name: "letter.txt" });
    expect(await dropBodies(ctx.sql, 90)).toBe(1);
    const rows = await ctx.sql<{ id: string; kept: boolean }[]>`select id, body is not null as kept from inbox`;
    expect(Object.fromEntries(rows.map((row) => [row.id, row.kept]))).toEqual({
      [old]: false,
      [waiting]: true,
      [young]: true,
    });
    expect((await deliveryDetail(ctx, old)).body).toBeNull();
    expect(await deliver(ctx, source, line("Q1"), Date.now())).toBe(old);
    expect(await dropFiles(ctx.sql, db.dataDir, 30)).toBe(0);
    await ctx.sql`
      update imports set finished_at = finished_at - interval '31 days', created_at = created_at - interval '31 days'`;
    expect(await dropFiles(ctx.sql, db.dataDir, 30)).toBe(2);
    for (const id of [file, unreadable])
      await expect(stat(join(db.dataDir, "imports", id))).rejects.toMatchObject({ code: "ENOENT" });
    const [pages] = await ctx.sql`select count(*)::int as n from pages`;
    expect(pages?.n).toBe(2);
  });

  it("keeps the labels that an old body tells, and of labels the newest", async () => {
    const source = await makeSource(ctx, "alertmanager");
    const told = (instance: string) => ({
      status: "firing",
      labels: { alertname: "DiskFull", instance },
      startsAt: "2026-01-05T08:00:00Z",
      fingerprint: instance,
    });
    const at = Date.now() - 91 * 86_400_000;
    const group = (alerts: unknown[]) => JSON.stringify({ version: "4", groupKey: "{}", receiver: "r", alerts });
    await deliver(ctx, source, group([told("a"), told("b")]), at);
    await deliver(ctx, source, group([told("b")]), at + 1);
    await drainBatch(ctx, () => {});
    const labels = () =>
      ctx.sql<{ instance: string }[]>`select labels ->> 'instance' as instance from alert_labels order by 1`;
    expect(await labels()).toEqual([{ instance: "a" }, { instance: "b" }]);
    // As it is of deliveries from before labels were kept.
    await ctx.sql`delete from alert_labels`;
    expect(await dropBodies(ctx.sql, 90)).toBeGreaterThanOrEqual(2);
    expect(await labels()).toEqual([{ instance: "a" }, { instance: "b" }]);
    expect(await dropLabels(ctx.sql)).toBe(0);
    expect(await dropLabels(ctx.sql, 1)).toBe(1);
    expect(await labels()).toEqual([{ instance: "b" }]);
    await ctx.sql`update alert_labels set told_at = told_at - interval '90 days'`;
    expect(await dropLabels(ctx.sql)).toBe(1);
  });
});

describe("what a crash or a closed tab left behind", () => {
  const day = 86_400_000;
  const now = Date.now();
  const fileOf = (name: string) => join(db.dataDir, "imports", name);
  const names = async () => (await readdir(join(db.dataDir, "imports"))).sort();

  /** A file whose last byte came so many days ago. */
  async function fileFrom(name: string, days: number): Promise<void> {
    await mkdir(join(db.dataDir, "imports"), { recursive: true });
    await writeFile(fileOf(name), "id,title");
    const at = new Date(now - days * day);
    await utimes(fileOf(name), at, at);
  }

  async function uploadFrom(id: string, days: number): Promise<void> {
    await fileFrom(id, days);
    await ctx.sql`
      insert into imports (workspace_id, id, file_name, path, bytes, sha256, state, created_at)
      values (1, ${id}, 'a.csv', ${join("imports", id)}, 100, '', 'uploading', now() - interval '30 days')`;
  }

  beforeEach(async () => {
    for (const name of await readdir(join(db.dataDir, "imports")).catch(() => [])) await rm(fileOf(name));
  });

  it("goes after seven days without a byte, where it is an upload", async () => {
    await uploadFrom("71", 7.01);
    await uploadFrom("72", 6.99);
    await dropUploads(ctx.sql, db.dataDir, now);
    expect(await names()).toEqual(["72"]);
    const rows = await ctx.sql`select id::text from imports`;
    expect(rows).toMatchObject([{ id: "72" }]);
  });

  it("goes after a day, where it is a file of no import", async () => {
    await ctx.sql`update workspaces set created_at = now() - interval '100 days'`;
    await uploadFrom("81", 6);
    await fileFrom("82", 1.01);
    await fileFrom("83", 0.99);
    await fileFrom("84", 101);
    await mkdir(fileOf("folder"));
    expect(await dropOrphans(ctx.sql, db.dataDir, now)).toBe(1);
    expect(await names()).toEqual(["81", "83", "84", "folder"]);
    await rmdir(fileOf("folder"));
  });
});

describe("the ledger of sources", () => {
  it("has every number, and each opens what lies behind it", async () => {
    const source = await makeSource(ctx, "neutral", "Hook");
    const bad = `${line("Q1")}\n{"page":"Q9","kind":"resolved","at":"soon"}\n{"page":"Q9","kind":"resolved","at":"later"}`;
    const id = await deliver(ctx, source, bad, AT);
    await deliver(ctx, source, bad, AT + 1);
    await deliver(ctx, source, line("Q2"), AT + 2);
    await drainBatch(ctx, () => {});
    await deliver(ctx, source, line("Q3"), AT + 3);
    await importText(ctx, `${line("Q4")}\n{"page":"Q9","kind":"resolved","at":"never"}`, { name: "a.ndjson" });
    await ctx.sql`update imports set day = '2026-11-10'`;
    await ctx.sql`update ledger_days set day = '2026-11-10'`;
    await ctx.sql`update ledger_reasons set day = '2026-11-10'`;
    const view = await ledger(ctx, {});
    expect(view.total).toEqual({ received: 9, stored: 3, duplicate: 3, ignored: 0, rejected: 3 });
    expect(view.sources.map(({ name, received, waiting }) => [name, received, waiting])).toEqual([
      ["Hook", 7, 1],
      ["Squelch events files", 2, 0],
    ]);
    const hook = view.days.find(({ sourceId }) => sourceId === source);
    const reason = hook?.rejectedReasons[0]?.reason ?? "";
    expect(hook).toMatchObject({ waiting: 1, rejectedReasons: [{ reason, records: 2 }] });
    const behind = async (filter: Parameters<typeof deliveries>[1]) =>
      (await deliveries(ctx, filter)).rows.map(({ kind, id: of }) => [kind, of === id]);
    expect(await behind({ outcome: "rejected", source, reason })).toEqual([["delivery", true]]);
    expect(await behind({ outcome: "rejected" })).toEqual([
      ["record", false],
      ["delivery", true],
    ]);
    expect(await behind({ outcome: "duplicate" })).toEqual([["repeat", true]]);
    expect(await behind({ outcome: "waiting" })).toEqual([["delivery", false]]);
    expect(await behind({ outcome: "stored", day: "2026-11-10" })).toHaveLength(3);
    expect(await behind({ day: "2026-11-09" })).toEqual([]);
    const detail = await deliveryDetail(ctx, id);
    expect(detail.records.map(({ outcome, pages }) => [outcome, pages.length])).toEqual([
      ["accepted", 1],
      ["rejected", 0],
      ["rejected", 0],
    ]);
    expect(detail).toMatchObject({ repeats: 1, isJson: false, delivery: { stored: 1, rejected: 2, canReplay: true } });
  });

  it("tells the latest event of the latest fifty deliveries, without looking at events", async () => {
    const source = await makeSource(ctx, "neutral");
    const said = async () => (await sourceView(ctx, source)).lastEventAt;
    const at = (page: string, time: string) => line(page).replace("2026-11-03T10:00:00Z", time);
    expect(await said()).toBeNull();
    const group = await deliver(ctx, source, `${at("Q1", "2026-11-05T10:00:00Z")}\n${line("Q2")}`, AT);
    await deliver(ctx, source, "no record at all", AT + 1);
    await deliver(ctx, source, line("Q3"), AT + 2);
    expect(await said()).toBeNull();
    await drainBatch(ctx, () => {});
    await replayDelivery(ctx, group);
    await ctx.sql`truncate page_events`;
    expect(await said()).toBe("2026-11-05T10:00:00.000Z");
    for (let i = 0; i < 47; i += 1) await deliver(ctx, source, line(`Q${10 + i}`), AT + 10 + i);
    expect(await said()).toBe("2026-11-05T10:00:00.000Z");
    await deliver(ctx, source, line("Q90"), AT + 90);
    expect(await said()).toBe("2026-11-03T10:00:00.000Z");
  });

  it("is walked in portions, none lost and none twice", async () => {
    const source = await makeSource(ctx, "neutral");
    for (let i = 0; i < 120; i += 1) await deliver(ctx, source, line(`Q${i}`), AT + Math.floor(i / 7));
    const seen: string[] = [];
    for (let after: string | undefined; ; ) {
      const { rows, next } = await deliveries(ctx, { source, ...(after && { after }) });
      seen.push(...rows.map((row) => row.id));
      if (next === null) break;
      after = next;
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
    await expect(deliveries(ctx, { after: "x" })).rejects.toMatchObject({ code: "invalid" });
  });
});
