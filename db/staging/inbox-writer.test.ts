import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Delivery } from "@/db/commands/receive";
import type { Sql } from "@/db/ctx";
import { createTestDb, type TestDb } from "@/db/test-db";
import type { DoorDatabase } from "./door-database";
import { BacklogError, inboxWriter } from "./inbox-writer";

let db: TestDb;
beforeAll(async () => {
  db = await createTestDb();
});
afterAll(() => db.drop());
beforeEach(() => db.sql`truncate inbox, inbox_repeats`);

const delivery = (n: number | string, change: Partial<Delivery> = {}): Delivery => ({
  workspaceId: 1,
  sourceId: "5",
  deliveryKey: `event-${n}`,
  receivedAt: Date.parse("2026-03-01T12:00:00Z"),
  zone: "UTC",
  via: "webhook",
  contentType: null,
  headers: {},
  body: Buffer.from(String(n)),
  ...change,
});
const range = (length: number) => Array.from({ length }, (_, n) => n);
const keys = async () => (await db.sql`select delivery_key from inbox order by 1`).map((row) => row.delivery_key);

/** The real database, and how many pieces of work it was given. */
function counting(before: () => Promise<void> = async () => {}): { database: DoorDatabase; uses: () => number } {
  let uses = 0;
  const use = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    uses += 1;
    await before();
    return work(db.sql);
  };
  return { database: { use, close: async () => {} }, uses: () => uses };
}

it("writes what comes while others are on their way together, and tells each its own end", async () => {
  const { database, uses } = counting();
  const { keep } = inboxWriter(database);
  const ends = await Promise.all([...range(300), 7, 8].map((n) => keep(delivery(n))));
  expect(ends.filter((end) => end === "stored")).toHaveLength(300);
  expect(ends.slice(300)).toEqual(["duplicate", "duplicate"]);
  expect(await keys()).toHaveLength(300);
  expect(uses(), "two alone, then 64 at a time").toBeLessThanOrEqual(2 + Math.ceil(300 / 64));
});

it("writes one alone at once", async () => {
  const { database, uses } = counting();
  const { keep } = inboxWriter(database);
  for (const n of range(3)) expect(await keep(delivery(n))).toBe("stored");
  expect(uses()).toBe(3);
});

it("lets one that the database cannot hold fail alone", async () => {
  const { keep } = inboxWriter(counting().database);
  const via = "nonsense" as Delivery["via"];
  const ends = await Promise.allSettled(range(20).map((n) => keep(delivery(n, n === 11 ? { via } : {}))));
  expect(ends.map(({ status }) => status).indexOf("rejected")).toBe(11);
  expect(await keys()).toHaveLength(19);
});

it("fails all of a batch where the database is away, and takes the next ones", async () => {
  let isAway = true;
  const { database } = counting(async () => {
    if (isAway) throw new Error("connection refused");
  });
  const { keep } = inboxWriter(database);
  const ends = await Promise.allSettled(range(10).map((n) => keep(delivery(n))));
  expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(["rejected"]));
  isAway = false;
  expect(await keep(delivery(1))).toBe("stored");
  expect(await keys()).toEqual(["event-1"]);
});

it.each([0, 1, 2, 3])("looks for what a delivery may repeat after that was committed, %i before it", async (before) => {
  // The database takes its time, so that two batches are on their way at once.
  const slow = () => new Promise<void>((resolve) => void setTimeout(resolve, 20));
  const { keep } = inboxWriter(counting(slow).database);
  const others = range(before).map((n) => keep(delivery(n)));
  const spans = [10, 11, 12].map((n) => delivery(n, { deliveryKey: `hash@${n}`, earlierKey: `hash@${n - 1}` }));
  expect(await Promise.all(spans.map(keep))).toEqual(["stored", "duplicate", "stored"]);
  expect(new Set(await Promise.all(others))).toEqual(new Set(before > 0 ? ["stored"] : []));
});

it("turns away what would wait too long", async () => {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const { keep } = inboxWriter(counting(() => opened).database);
  const waiting = range(4_002).map((n) => keep(delivery(n)));
  await expect(keep(delivery("late"))).rejects.toBeInstanceOf(BacklogError);
  open();
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(["stored"]));
  expect(await keep(delivery("late"))).toBe("stored");
});
