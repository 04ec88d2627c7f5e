import { createHash, createHmac } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openClient } from "@/db/client";
import type { Delivery } from "@/db/commands/receive";
import { newKey, openKeyRing, seal } from "@/db/secrets/key-ring";
import type { Arrival } from "@/db/staging/arrival";
import { openSpool, type Spool, spool, spoolFiles } from "@/db/staging/spool";
import { createTestDb, type TestDb } from "@/db/test-db";
import { gateTo } from "@/db/test-gate";
import { drainSpool } from "./drain-spool";

const ring = openKeyRing(newKey());
const NOW = Date.parse("2026-03-01T12:00:00Z");
let db: TestDb;
let dir: string;
let to: Spool;
beforeAll(async () => {
  db = await createTestDb();
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.sql`truncate inbox, inbox_repeats, refusals, sources, source_secrets`;
  dir = await mkdtemp(join(tmpdir(), "squelch-drain-"));
  to = openSpool(dir, ring);
  return () => rm(dir, { recursive: true, force: true });
});

const drain = (sql = db.sql) => drainSpool({ sql, spool: to, now: () => NOW, report: () => {} });
const delivery = (n: number, change: Partial<Delivery> = {}): Delivery => ({
  workspaceId: 1,
  sourceId: "5",
  deliveryKey: `event-${n}`,
  receivedAt: NOW - 60_000 + n,
  zone: "UTC",
  via: "webhook",
  contentType: null,
  headers: {},
  body: Buffer.from(`body ${n}`),
  receiptId: String(1_000 + n),
  ...change,
});
const keep = (n: number, change: Partial<Delivery> = {}) =>
  spool(to, { kind: "delivery", delivery: delivery(n, change) });
const stored = async () =>
  (await db.sql`select delivery_key, via from inbox order by received_at`).map((row) => row.delivery_key);
const repeats = async () => (await db.sql`select from inbox_repeats`).length;

describe("draining", () => {
  it("stores what waits, oldest first, says that it came from the spool, and empties the folder", async () => {
    for (const n of [3, 1, 2]) await keep(n);
    expect(await drain()).toEqual({ stored: 3, refused: 0, torn: 0, waiting: 0 });
    expect(await stored()).toEqual(["event-1", "event-2", "event-3"]);
    expect(await db.sql`select distinct via from inbox`).toEqual([{ via: "spool" }]);
    expect(await spoolFiles(to)).toEqual([]);
  });

  it("leaves one that is seconds old to whoever wrote it, and takes one from the future", async () => {
    await keep(1, { receivedAt: NOW - 2_999 });
    await keep(2, { receivedAt: NOW - 3_000 });
    await keep(3, { receivedAt: NOW + 3_600_000 });
    expect(await drain()).toMatchObject({ stored: 2 });
    expect(await stored()).toEqual(["event-2", "event-3"]);
  });

  it("stops where the database does, and stores each exactly once when it is back", async () => {
    const gate = await gateTo(db.url);
    const client = openClient(gate.url, { max: 1, statementLimitMs: 1_500 });
    try {
      for (let n = 0; n < 10; n += 1) await keep(n);
      let files = 0;
      // It goes away while the fifth is on its way.
      const cutting = new Proxy(client.sql, {
        get(target, name) {
          const member = Reflect.get(target, name) as unknown;
          if (name !== "begin") return member;
          return async (...args: [never]) => {
            files += 1;
            if (files === 5) await gate.shut();
            return target.begin(...args);
          };
        },
      });
      await expect(drain(cutting)).rejects.toThrow();
      expect(await stored()).toHaveLength(4);
      expect(await spoolFiles(to)).toHaveLength(6);
      await gate.open();
      expect(await drain()).toMatchObject({ stored: 6 });
      expect(await stored()).toHaveLength(10);
      expect(await repeats()).toBe(0);
    } finally {
      await client.close();
      await gate.end();
    }
  });

  it("of a delivery that was stored though nobody heard of it counts nothing twice", async () => {
    await keep(1);
    const [file] = await spoolFiles(to);
    const bytes = await readFile(join(to.dir, file?.name ?? ""));
    await drain();
    await writeFile(join(to.dir, file?.name ?? ""), bytes);
    await drain();
    expect([await stored(), await repeats()]).toEqual([["event-1"], 0]);
  });

  it("by two at once stores each exactly once, and counts no repetition", async () => {
    for (let n = 0; n < 50; n += 1) await keep(n);
    await Promise.all([drain(), drain(), drain()]);
    expect([(await stored()).length, await repeats()]).toEqual([50, 0]);
    expect(await spoolFiles(to)).toEqual([]);
  });

  it("sets a torn file aside and goes on; keeps one whose key is missing", async () => {
    const torn = await keep(1);
    await writeFile(join(to.dir, torn.name), "torn");
    await spool({ ...to, ring: openKeyRing(newKey()) }, { kind: "delivery", delivery: delivery(2) });
    await keep(3);
    expect(await drain()).toEqual({ stored: 1, refused: 0, torn: 1, waiting: 1 });
    expect(await readdir(join(to.dir, "torn"))).toEqual([torn.name]);
    expect(await readFile(join(to.dir, "torn", torn.name), "utf8")).toBe("torn");
    expect(await spoolFiles(to)).toHaveLength(1);
  });

  it("is not held up by one on which our own code fails, and says which", async () => {
    await keep(1, { zone: "Nowhere/Atall" });
    await keep(2);
    const said: string[] = [];
    const drained = await drainSpool({ sql: db.sql, spool: to, now: () => NOW, report: (line) => said.push(line) });
    expect(drained).toMatchObject({ stored: 1, torn: 1 });
    expect(said.join("\n")).toMatch(/cannot be stored: .*nowhere/i);
    expect(await readdir(join(to.dir, "torn"))).toHaveLength(1);
  });

  it("takes the time that a busy database needs", async () => {
    await keep(1);
    let isLocked = () => {};
    const locked = new Promise<void>((resolve) => {
      isLocked = resolve;
    });
    const busy = db.sql.begin(async (tx) => {
      await tx`lock table inbox in exclusive mode`;
      isLocked();
      await tx`select pg_sleep(1.8)`;
    });
    await locked;
    expect(await drain()).toMatchObject({ stored: 1 });
    await busy;
  });

  it("is not held up by one that the database cannot hold", async () => {
    await keep(1, { workspaceId: 2 ** 40 });
    await keep(2);
    expect(await drain()).toMatchObject({ stored: 1, torn: 1 });
    expect(await stored()).toEqual(["event-2"]);
  });
});

describe("what nobody could check", () => {
  const SECRET = "signing secret";
  const BODY = Buffer.from('{"event":{"id":"E1"}}');
  const arrival = (signature: string, change: Partial<Arrival> = {}): Arrival => ({
    slug: "abc",
    token: null,
    url: "https://x.example/api/ingest/abc",
    headers: { "content-type": "application/json", "x-pagerduty-signature": signature, "user-agent": "PagerDuty" },
    body: BODY,
    receivedAt: NOW - 60_000,
    receiptId: "77",
    ...change,
  });
  const good = `v1=${createHmac("sha256", SECRET).update(BODY).digest("hex")}`;
  async function source(change: { proof?: string; header?: string; deleted?: boolean; secret?: string } = {}) {
    const { proof = "signature", header = null, deleted = false, secret = SECRET } = change;
    await db.sql`insert into sources (workspace_id, id, slug, name, provider, proof, header_name, deleted_at)
      values (1, 5, 'abc', 'PagerDuty', 'pagerduty', ${proof}, ${header}, ${deleted ? new Date(NOW) : null})`;
    const kind = proof === "signature" ? "signing" : proof;
    const sealed = seal(ring, secret, { table: "source_secrets", column: "sealed", id: "8" });
    await db.sql`insert into source_secrets (workspace_id, id, source_id, kind, sealed, hint)
      values (1, 8, 5, ${kind}, ${sealed}, 'cret')`;
  }
  const refusals = async () => {
    const rows = await db.sql`select source_id, reason, status, requests, first_at, detail from refusals`;
    return rows.map(({ reason, status, requests, first_at }) => [
      reason,
      status,
      requests,
      (first_at as Date).getTime(),
    ]);
  };

  it("is stored under its signed key when it proves itself, without its proof", async () => {
    await source();
    await spool(to, { kind: "unverified", arrival: arrival(good) });
    expect(await drain()).toMatchObject({ stored: 1 });
    const [row] = await db.sql`select delivery_key, received_at, via, headers, body from inbox`;
    expect(row).toEqual({
      delivery_key: "E1",
      received_at: new Date(NOW - 60_000),
      via: "spool",
      headers: { "content-type": "application/json", "user-agent": "PagerDuty" },
      body: BODY,
    });
  });

  it("is a refusal at the time of its receipt when it does not", async () => {
    await source();
    await spool(to, { kind: "unverified", arrival: arrival("v1=00") });
    await spool(to, { kind: "unverified", arrival: arrival("") });
    expect(await drain()).toEqual({ stored: 0, refused: 2, torn: 0, waiting: 0 });
    expect((await refusals()).toSorted((a, b) => String(a[0]).localeCompare(String(b[0])))).toEqual([
      ["proof-missing", 401, 1, NOW - 60_000],
      ["proof-wrong", 401, 1, NOW - 60_000],
    ]);
    expect([await stored(), await spoolFiles(to)]).toEqual([[], []]);
  });

  it("of a deleted source is refused, and of no source is nobody's", async () => {
    await source({ deleted: true });
    await spool(to, { kind: "unverified", arrival: arrival(good) });
    await spool(to, { kind: "unverified", arrival: arrival(good, { slug: "other" }) });
    expect(await drain()).toMatchObject({ refused: 2 });
    expect((await refusals()).map(([reason]) => reason)).toEqual(["source-deleted"]);
  });

  it("waits while the secret's key is missing", async () => {
    await source();
    const other = openKeyRing(newKey());
    const sealed = seal(other, SECRET, { table: "source_secrets", column: "sealed", id: "8" });
    await db.sql`update source_secrets set sealed = ${sealed}`;
    await spool(to, { kind: "unverified", arrival: arrival(good) });
    expect(await drain()).toMatchObject({ waiting: 1, refused: 0 });
    expect(await spoolFiles(to)).toHaveLength(1);
  });

  it("waits while its own secret is damaged; other sources go on", async () => {
    await source();
    await db.sql`update source_secrets set sealed = overlay(sealed placing 'AAAA' from length(sealed) - 3)`;
    const hash = createHash("sha256").update("tok").digest("hex");
    await db.sql`insert into sources (workspace_id, id, slug, name, provider, proof, header_name)
      values (1, 6, 'other', 'Other', 'pagerduty', 'header', 'x-secret')`;
    const sealed = seal(ring, hash, { table: "source_secrets", column: "sealed", id: "9" });
    await db.sql`insert into source_secrets (workspace_id, id, source_id, kind, sealed, hint)
      values (1, 9, 6, 'header', ${sealed}, 'cret')`;
    await spool(to, { kind: "unverified", arrival: arrival(good) });
    await spool(to, { kind: "unverified", arrival: arrival("", { slug: "other", headers: { "x-secret": "tok" } }) });
    expect(await drain()).toEqual({ stored: 1, refused: 0, torn: 0, waiting: 1 });
  });

  it("waits for a secret that is pasted after the address was set up, for 48 hours", async () => {
    await source();
    await db.sql`truncate source_secrets`;
    await spool(to, { kind: "unverified", arrival: arrival(good) });
    await spool(to, { kind: "unverified", arrival: arrival("") });
    await spool(to, {
      kind: "unverified",
      arrival: arrival(good, { receivedAt: NOW - 48 * 3_600_000, body: Buffer.from("2") }),
    });
    expect(await drain()).toEqual({ stored: 0, refused: 2, torn: 0, waiting: 1 });
    const sealed = seal(ring, SECRET, { table: "source_secrets", column: "sealed", id: "8" });
    await db.sql`insert into source_secrets (workspace_id, id, source_id, kind, sealed, hint)
      values (1, 8, 5, 'signing', ${sealed}, 'cret')`;
    expect(await drain()).toEqual({ stored: 1, refused: 0, torn: 0, waiting: 0 });
    expect(await stored()).toEqual(["E1"]);
  });

  it("is looked at again after 15 s, not at every turn", async () => {
    await source();
    await db.sql`truncate source_secrets`;
    await spool(to, { kind: "unverified", arrival: arrival(good) });
    const later = new Map<string, number>();
    const turn = (now: number) => drainSpool({ sql: db.sql, spool: to, now: () => now, report: () => {}, later });
    expect(await turn(NOW)).toMatchObject({ waiting: 1 });
    const sealed = seal(ring, SECRET, { table: "source_secrets", column: "sealed", id: "8" });
    await db.sql`insert into source_secrets (workspace_id, id, source_id, kind, sealed, hint)
      values (1, 8, 5, 'signing', ${sealed}, 'cret')`;
    later.set("settled by another worker", NOW + 99_999);
    expect(await turn(NOW + 14_999)).toMatchObject({ waiting: 1 });
    expect(await turn(NOW + 15_000)).toMatchObject({ stored: 1, waiting: 0 });
    expect(later.size).toBe(0);
  });

  it("is proved by a secret header or the path's token as well", async () => {
    const hash = createHash("sha256").update("tok").digest("hex");
    await source({ proof: "header", header: "x-secret", secret: hash });
    await spool(to, {
      kind: "unverified",
      arrival: arrival("", { headers: { "x-secret": "tok" }, body: Buffer.from("1") }),
    });
    await spool(to, {
      kind: "unverified",
      arrival: arrival("", { headers: { "x-secret": "no" }, body: Buffer.from("2") }),
    });
    expect(await drain()).toMatchObject({ stored: 1, refused: 1 });
  });
});
