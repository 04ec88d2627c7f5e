import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openClient } from "@/db/client";
import type { Sql } from "@/db/ctx";
import { createTestDb, type TestDb } from "@/db/test-db";
import { type Delivery, keepDeliveries, keepDelivery, RECEIVE_LIMIT_MS, withinLimit } from "./receive";

let db: TestDb;
beforeAll(async () => {
  db = await createTestDb();
});
afterAll(() => db.drop());
beforeEach(() => db.sql`truncate inbox, inbox_repeats`);

const BODY = Buffer.from([0, 255, 10, 123]);
const at = (text: string) => Date.parse(text);
const delivery = (change: Partial<Delivery> = {}): Delivery => ({
  workspaceId: 1,
  sourceId: "5",
  deliveryKey: "event-1",
  receivedAt: at("2026-03-01T23:30:00Z"),
  zone: "Europe/Berlin",
  via: "webhook",
  contentType: "application/json",
  headers: { "user-agent": "sender/1" },
  body: BODY,
  ...change,
});
const counts = async () => {
  const [row] = await db.sql<{ inbox: number; repeats: number }[]>`
    select (select count(*)::int from inbox) as inbox, (select count(*)::int from inbox_repeats) as repeats`;
  return [row?.inbox, row?.repeats];
};

describe("a delivery", () => {
  it("is kept byte for byte, on the local day of its receipt, and waits", async () => {
    expect(await keepDelivery(db.sql, delivery())).toBe("stored");
    const [row] = await db.sql`select source_id, delivery_key, received_at, day::text, via, content_type, headers, body,
      bytes, settled_at, received from inbox`;
    expect(row).toEqual({
      source_id: "5",
      delivery_key: "event-1",
      received_at: new Date("2026-03-01T23:30:00Z"),
      day: "2026-03-02",
      via: "webhook",
      content_type: "application/json",
      headers: { "user-agent": "sender/1" },
      body: BODY,
      bytes: 4,
      settled_at: null,
      received: 0,
    });
  });

  it("that comes again is a repetition, each time, and its first body stays", async () => {
    await keepDelivery(db.sql, delivery());
    for (const minute of ["23:31", "23:32"]) {
      const again = delivery({ receivedAt: at(`2026-03-01T${minute}:00Z`), body: Buffer.from("other") });
      expect(await keepDelivery(db.sql, again)).toBe("duplicate");
    }
    expect(await counts()).toEqual([1, 2]);
    const [row] = await db.sql`select body from inbox`;
    expect(row?.body).toEqual(BODY);
  });

  it("of another source, or with another key, is another one", async () => {
    for (const other of [delivery(), delivery({ sourceId: "6" }), delivery({ deliveryKey: "event-2" })])
      expect(await keepDelivery(db.sql, other)).toBe("stored");
    expect(await counts()).toEqual([3, 0]);
  });

  it("repeats the one of the span of time before, and is another one after that", async () => {
    const inSpan = (span: number) => delivery({ deliveryKey: `hash@${span}`, earlierKey: `hash@${span - 1}` });
    expect(await keepDelivery(db.sql, inSpan(10))).toBe("stored");
    expect(await keepDelivery(db.sql, inSpan(10))).toBe("duplicate");
    expect(await keepDelivery(db.sql, inSpan(11))).toBe("duplicate");
    expect(await keepDelivery(db.sql, inSpan(12))).toBe("stored");
    const repeats = await db.sql`select distinct delivery_key from inbox_repeats`;
    expect(repeats).toEqual([{ delivery_key: "hash@10" }]);
    expect(await counts()).toEqual([2, 2]);
  });

  it("kept twice under one receipt counts once", async () => {
    const one = delivery({ receiptId: "77" });
    expect(await keepDelivery(db.sql, one)).toBe("stored");
    expect(await keepDelivery(db.sql, one)).toBe("duplicate");
    expect(await counts()).toEqual([1, 0]);
    const repetition = delivery({ receiptId: "78" });
    await keepDelivery(db.sql, repetition);
    await keepDelivery(db.sql, repetition);
    expect(await counts()).toEqual([1, 1]);
  });

  it.each([
    ["longer than an index entry", "k".repeat(100_000)],
    ["with NUL", "a\u0000b"],
    ["with half a pair", "a\ud800"],
    ["empty", ""],
  ])("has a key %s, and is still found again", async (_name, deliveryKey) => {
    expect(await keepDelivery(db.sql, delivery({ deliveryKey, headers: { "x-id": deliveryKey.slice(0, 9) } }))).toBe(
      "stored",
    );
    expect(await keepDelivery(db.sql, delivery({ deliveryKey }))).toBe("duplicate");
  });

  it("by many at once is stored once: 40 deliveries, each by two and each twice", async () => {
    const keys = Array.from({ length: 40 }, (_, n) => `event-${n}`);
    const results = await Promise.all(
      [...keys, ...keys, ...keys, ...keys].map((deliveryKey) => keepDelivery(db.sql, delivery({ deliveryKey }))),
    );
    expect(results.filter((result) => result === "stored")).toHaveLength(40);
    expect(await counts()).toEqual([40, 120]);
  });
});

describe("several deliveries at once", () => {
  const kept = (...changes: Partial<Delivery>[]) => keepDeliveries(db.sql, changes.map(delivery));

  it("are told apart: new, repeated among themselves, and known before", async () => {
    await keepDelivery(db.sql, delivery({ deliveryKey: "known" }));
    const results = await kept(
      { deliveryKey: "b" },
      { deliveryKey: "known" },
      { deliveryKey: "a" },
      { deliveryKey: "b" },
    );
    expect(results).toEqual(["stored", "duplicate", "stored", "duplicate"]);
    expect(await counts()).toEqual([3, 2]);
  });

  it("keep their own bodies, headers and days", async () => {
    const bodies = ["", "a", '\\"{},NULL', "\u0000\uffff"].map((text) => Buffer.from(text));
    const days = ["01", "02", "03", "04"];
    await kept(
      ...bodies.map((body, n) => ({
        body,
        deliveryKey: `key "${n}", {\\}`,
        contentType: n === 0 ? null : `type/${n}`,
        headers: { "x-id": `"${n}\\` },
        receivedAt: at(`2026-03-${days[n]}T12:00:00Z`),
      })),
    );
    const rows = await db.sql`
      select delivery_key as key, body, content_type as type, headers->>'x-id' as header, day::text, bytes
      from inbox order by 1`;
    expect([...rows]).toEqual(
      bodies.map((body, n) => ({
        key: `key "${n}", {\\}`,
        body,
        type: n === 0 ? null : `type/${n}`,
        header: `"${n}\\`,
        day: `2026-03-${days[n]}`,
        bytes: body.length,
      })),
    );
  });

  it("of several workspaces and sources do not repeat each other", async () => {
    expect(await kept({}, { sourceId: "6" }, { workspaceId: 2 })).toEqual(["stored", "stored", "stored"]);
  });

  it("in 20 batches with shared keys, in any order, never block each other for good", async () => {
    const keys = Array.from({ length: 30 }, (_, n) => `event-${n}`);
    const batches = Array.from({ length: 20 }, (_, n) => keys.map((_, k) => keys[(k * 7 + n * 11) % 30] ?? ""));
    const results = await Promise.all(batches.map((batch) => kept(...batch.map((deliveryKey) => ({ deliveryKey })))));
    expect(results.flat().filter((result) => result === "stored")).toHaveLength(30);
    expect(await counts()).toEqual([30, 20 * 30 - 30]);
  });
});

describe("when the database fails", () => {
  /** The k-th statement fails after it was asked for. */
  function failing(k: number): { sql: Sql; calls: () => number } {
    let calls = 0;
    const sql = new Proxy(db.sql, {
      apply(target, self, args: unknown[]) {
        calls += 1;
        if (calls === k) return Object.assign(Promise.reject(new Error("injected")), { cancel() {} });
        return Reflect.apply(target, self, args);
      },
    });
    return { sql, calls: () => calls };
  }

  it("it is stored or it fails, whichever call breaks", async () => {
    let broke = 0;
    for (let k = 1; ; k += 1) {
      const { sql, calls } = failing(k);
      const before = await counts();
      try {
        await keepDelivery(sql, delivery({ deliveryKey: `k-${k}` }));
        if (calls() < k) break;
      } catch {
        broke += 1;
        expect(await counts(), `call ${k}`).toEqual(before);
      }
    }
    expect(broke).toBeGreaterThan(0);
  });

  it("gives up after 1.5 s behind a lock, here and in the server, and the delivery can be kept afterwards", async () => {
    const client = openClient(db.url, { max: 1, statementLimitMs: RECEIVE_LIMIT_MS });
    const started = performance.now();
    await db.sql.begin(async (tx) => {
      await tx`lock table inbox`;
      await expect(withinLimit(keepDelivery(client.sql, delivery()))).rejects.toThrow(/1500 ms|statement timeout/);
      await sleep(500);
    });
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(await keepDelivery(client.sql, delivery({ deliveryKey: "later" }))).toBe("stored");
    await client.close();
    const [row] = await db.sql`select count(*)::int as n from inbox where delivery_key = 'event-1'`;
    expect(row?.n, "the one given up did not get in behind our back").toBe(0);
  });
});
