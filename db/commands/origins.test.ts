import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { drainBatch } from "@/db/jobs/drain-inbox";
import { createTestDb, type TestDb } from "@/db/test-db";
import { deliver, ledgerFaults, makeSource } from "@/db/test-deliveries";
import { failingAt, faultsOf } from "@/db/test-faults";
import { dumpOf, emptyWorkspace, importText } from "@/db/test-import";
import { judgeDirty } from "./judge-dirty";
import { replayDelivery } from "./replay-delivery";
import { replaySource } from "./replay-source";
import { runUndo, undoImport } from "./undo-import";

const AT = Date.parse("2026-11-10T12:00:00Z");
let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(AT);
});
afterAll(() => db.drop());
beforeEach(() => emptyWorkspace(ctx));

const quiet = () => {};

const PEOPLE = ["PANA", "PBEN", "PCEM"];
const EMAILS = ["ana@example.com", "Ana@Example.com", "ben@example.com", undefined];

const eventArb = fc.record({
  provider: fc.constantFrom("pagerduty", "opsgenie"),
  page: fc.constantFrom("Q1", "Q2", "Q3"),
  kind: fc.constantFrom("triggered", "notified", "acknowledged", "resolved", "escalated", "annotated"),
  minute: fc.integer({ min: 0, max: 9 }),
  person: fc.option(fc.constantFrom(...PEOPLE), { nil: undefined }),
  to: fc.option(fc.uniqueArray(fc.constantFrom(...PEOPLE), { maxLength: 3 }), { nil: undefined }),
});

const userArb = fc.record({
  id: fc.constantFrom(...PEOPLE),
  name: fc.constantFrom("Ana", "Ana Brandt", "Ben"),
  email: fc.constantFrom(...EMAILS),
  zone: fc.constantFrom("Europe/Berlin", "America/New_York", undefined),
});

const records = fc.array(
  fc.oneof(
    eventArb.map((event) => ({ event })),
    userArb.map((user) => ({ user })),
  ),
  {
    minLength: 1,
    maxLength: 12,
  },
);
type Wire = { event: Parameters<typeof eventLine>[0] } | { user: Parameters<typeof userLine>[0] };

function eventLine(it: {
  provider: string;
  page: string;
  kind: string;
  minute: number;
  person?: string;
  to?: string[];
}) {
  const { provider, page, kind, minute, person, to } = it;
  const at = `2026-11-03T10:0${minute}:00.000Z`;
  return JSON.stringify({
    provider,
    page,
    kind,
    at,
    by: person ? "person" : "automation",
    person,
    to,
    title: `T ${page}`,
  });
}

function userLine({ id, name, email, zone }: { id: string; name: string; email?: string; zone?: string }) {
  return JSON.stringify({ id, type: "user", name, email, time_zone: zone });
}

type Origin = { via: "file" | "webhook"; records: Wire[]; minute: number };
const originArb: fc.Arbitrary<Origin> = fc.record({
  via: fc.constantFrom("file", "webhook"),
  records: records as fc.Arbitrary<Wire[]>,
  minute: fc.integer({ min: 0, max: 59 }),
});

type Sources = { events: string; users: string };
const sourcesOf = async (): Promise<Sources> => ({
  events: await makeSource(ctx, "neutral"),
  users: await makeSource(ctx, "pagerduty"),
});

/** An origin holds events and users, which are bodies or files of their own. Ids of the imports. */
async function bring({ via, records: some, minute }: Origin, sources: Sources): Promise<string[]> {
  const events = some.flatMap((it) => ("event" in it ? [eventLine(it.event)] : [])).join("\n");
  const users = some.flatMap((it) => ("user" in it ? [userLine(it.user)] : [])).join("\n");
  const ids: string[] = [];
  for (const [kind, text] of [
    ["events", events],
    ["users", users],
  ] as const) {
    if (text === "") continue;
    if (via === "file")
      ids.push(await importText(ctx, text, { name: `${kind}.ndjson`, chunk: { records: 2, events: 99 } }));
    else await deliver(ctx, sources[kind], text, AT + minute * 60_000);
  }
  if (via === "webhook") await drainBatch(ctx, quiet);
  return ids;
}

async function settle(): Promise<void> {
  while ((await drainBatch(ctx, quiet)) > 0);
  await judgeDirty(ctx);
}

describe("origins in any order and split", () => {
  it("give the same pages and people, and the ledger adds up", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(originArb, { minLength: 2, maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        async (origins, draws) => {
          await emptyWorkspace(ctx);
          let sources = await sourcesOf();
          for (const origin of origins) await bring(origin, sources);
          await settle();
          const dump = await dumpOf(ctx);
          expect(await ledgerFaults(ctx)).toEqual([]);
          await emptyWorkspace(ctx);
          sources = await sourcesOf();
          const shuffled = origins
            .flatMap((origin) => origin.records.map((record) => ({ ...origin, records: [record] })))
            .map((origin) => ({ origin, at: draws.next().value ?? 0 }))
            .sort((a, b) => a.at - b.at);
          for (const { origin } of shuffled) await bring(origin, sources);
          await settle();
          expect(await dumpOf(ctx)).toEqual(dump);
          expect(await ledgerFaults(ctx)).toEqual([]);
        },
      ),
      { numRuns: 6, seed: 3 },
    );
  }, 120_000);
});

describe("undoing an import", () => {
  const undo = async (ids: readonly string[]) => {
    for (const id of ids) {
      await undoImport(ctx, id);
      await runUndo(ctx, id);
    }
  };

  it("leaves what the others alone would have told", async () => {
    await fc.assert(
      fc.asyncProperty(
        originArb,
        fc.array(originArb, { minLength: 1, maxLength: 3 }),
        fc.nat(3),
        async (gone, others, place) => {
          await emptyWorkspace(ctx);
          let sources = await sourcesOf();
          for (const origin of others) await bring(origin, sources);
          await settle();
          const without = await dumpOf(ctx);
          await emptyWorkspace(ctx);
          sources = await sourcesOf();
          const ids: string[] = [];
          for (const [index, origin] of others.entries()) {
            if (index === place % others.length) ids.push(...(await bring({ ...gone, via: "file" }, sources)));
            await bring(origin, sources);
          }
          await settle();
          await undo(ids);
          expect(await dumpOf(ctx)).toEqual(without);
          expect(await ledgerFaults(ctx)).toEqual([]);
        },
      ),
      { numRuns: 8, seed: 5 },
    );
  }, 120_000);

  it("is whole or not at all, whichever database call fails", async () => {
    const gone: Origin = {
      via: "file",
      minute: 0,
      records: ["triggered", "acknowledged", "resolved"].map((kind, minute) => ({
        event: { provider: "pagerduty", page: minute === 2 ? "Q2" : "Q1", kind, minute, person: "PANA", to: undefined },
      })),
    };
    const other: Origin = { ...gone, via: "webhook", records: gone.records.slice(0, 1) };
    const start = async () => {
      await emptyWorkspace(ctx);
      const sources = await sourcesOf();
      const [id = ""] = await bring(gone, sources);
      await bring(other, sources);
      await settle();
      await undoImport(ctx, id);
      return id;
    };
    const id = await start();
    const faults = await faultsOf(ctx, (watched) => runUndo(watched, id));
    const undone = await dumpOf(ctx);
    expect(faults.length).toBeGreaterThan(30);
    let again = await start();
    const before = await dumpOf(ctx);
    for (const k of faults) {
      await expect(runUndo(failingAt(ctx, k, { calls: 0 }), again)).rejects.toThrow();
      expect(await ledgerFaults(ctx), `call ${k}`).toEqual([]);
      const [row] = await ctx.sql<{ state: string }[]>`select state from imports where id = ${again}`;
      if (row?.state === "undoing") expect(await dumpOf(ctx), `call ${k}`).toEqual(before);
      else {
        // Taken back already: only the judging failed, which the next try makes up for.
        await runUndo(ctx, again);
        expect(await dumpOf(ctx), `call ${k}`).toEqual(undone);
        again = await start();
      }
    }
    await runUndo(ctx, again);
    expect(await dumpOf(ctx)).toEqual(undone);
  }, 120_000);
});

describe("deliveries", () => {
  const good = (page: string) =>
    eventLine({ provider: "pagerduty", page, kind: "triggered", minute: 1, person: "PANA" });

  it("end as stored, duplicate, ignored or rejected, on the day they came, by reason", async () => {
    const source = await makeSource(ctx, "neutral");
    const late = Date.parse("2026-11-10T23:30:00Z"); // 00:30 on the 11th in Berlin
    await deliver(
      ctx,
      source,
      `${good("Q1")}\n{"page":"Q9","kind":"resolved","at":""}\n{"page":"Q8","kind":"resolved","at":"soon"}`,
      AT,
    );
    await deliver(ctx, source, good("Q1"), late);
    await deliver(ctx, source, good("Q1"), late + 1);
    await deliver(ctx, source, '{"other": 1}', late + 2);
    await settle();
    const days = await ctx.sql`
      select day::text as day, received, stored, duplicate, ignored, rejected from ledger_days order by 1`;
    expect(days.map((row) => Object.values(row))).toEqual([
      ["2026-11-10", 3, 1, 0, 0, 2],
      ["2026-11-11", 3, 0, 2, 0, 1],
    ]);
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("of a paused source are kept and ignored, and come in when they are read again", async () => {
    const source = await makeSource(ctx, "neutral");
    await ctx.sql`update sources set paused = true where id = ${source}`;
    const id = await deliver(ctx, source, `${good("Q1")}\n${good("Q2")}`, AT);
    await settle();
    const [row] = await ctx.sql`select received, ignored, why from inbox where id = ${id}`;
    expect(row).toEqual({ received: 1, ignored: 1, why: "source paused" });
    await expect(replayDelivery(ctx, id)).rejects.toMatchObject({ code: "conflict" });
    await ctx.sql`update sources set paused = false where id = ${source}`;
    for (let times = 0; times < 3; times += 1) {
      expect(await replayDelivery(ctx, id)).toEqual({ received: 2, stored: 2, duplicate: 0, ignored: 0, rejected: 0 });
      expect(await ledgerFaults(ctx)).toEqual([]);
    }
  });

  it("that were repeated and hold more when they are read again change the days of their repetitions too", async () => {
    const source = await makeSource(ctx, "neutral");
    await ctx.sql`update sources set paused = true where id = ${source}`;
    const body = `${good("Q1")}\n${good("Q2")}`;
    const nextDay = AT + 86_400_000;
    const id = await deliver(ctx, source, body, AT);
    for (const at of [AT + 1, nextDay, nextDay + 1]) await deliver(ctx, source, body, at);
    await settle();
    await ctx.sql`update sources set paused = false where id = ${source}`;
    await replayDelivery(ctx, id);
    const days = await ctx.sql`select received, stored, duplicate, ignored from ledger_days order by day`;
    expect(days.map((row) => Object.values(row))).toEqual([
      [4, 2, 2, 0],
      [4, 0, 4, 0],
    ]);
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("that are too many to be read again at once are all read in turn, though they are rejected as before", async () => {
    const source = await makeSource(ctx, "neutral");
    for (let i = 0; i < 3; i += 1) await deliver(ctx, source, `{"page":"Q${i}","kind":"resolved","at":"soon"}`, AT + i);
    await settle();
    await ctx.sql`update inbox set settled_at = '2026-11-10T12:00:00Z'`;
    const replay = () => replaySource(ctx, { sourceId: source, outcome: "rejected", reason: null }, 2);
    expect(await replay()).toEqual({ replayed: 2, failed: 0, left: 1 });
    await replay();
    expect(await ctx.sql`select from inbox where settled_at = '2026-11-10T12:00:00Z'`).toHaveLength(0);
  });

  it("hold nobody up who takes an import back while they are read again", async () => {
    const id = await deliver(ctx, await makeSource(ctx, "neutral"), good("Q1"), AT);
    await settle();
    let replaying: Promise<unknown> = Promise.resolve();
    await ctx.sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${ctx.workspaceId})`;
      replaying = replayDelivery(ctx, id);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await tx`select from inbox where id = ${id} for update nowait`;
    });
    await replaying;
  });

  it("are settled by several instances at once, each one once", async () => {
    const source = await makeSource(ctx, "neutral");
    for (let i = 0; i < 40; i += 1) await deliver(ctx, source, good(`Q${i}`), AT + i);
    const settled = await Promise.all([drainBatch(ctx, quiet), drainBatch(ctx, quiet), drainBatch(ctx, quiet)]);
    expect(settled.reduce((sum, n) => sum + n, 0)).toBe(40);
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("on which our code fails are rejected alone, and said, and the others go through", async () => {
    const source = await makeSource(ctx, "neutral");
    const ids: string[] = [];
    for (let i = 0; i < 9; i += 1) ids.push(await deliver(ctx, source, good(`Q${i}`), AT + i));
    await ctx.sql.unsafe(`create function poison() returns trigger language plpgsql as
      $$ begin if new.place = 'line 1' and new.page_id in (select id from poisoned) then raise numeric_value_out_of_range; end if; return new; end $$`);
    await ctx.sql`create table poisoned (id bigint)`;
    await ctx.sql`create trigger poison before insert on page_events for each row execute function poison()`;
    const lines: string[] = [];
    try {
      const { idOf } = await import("@/db/ids");
      await ctx.sql`insert into poisoned values (${idOf(1, "pagerduty", "Q4")})`;
      expect(await drainBatch(ctx, (line) => lines.push(line))).toBe(9);
    } finally {
      await ctx.sql`drop trigger poison on page_events`;
      await ctx.sql`drop function poison`;
      await ctx.sql`drop table poisoned`;
    }
    const rows = await ctx.sql<{ id: string; stored: number; why: string | null }[]>`
      select id, stored, why from inbox order by received_at`;
    expect(rows.map(({ stored }) => stored)).toEqual([1, 1, 1, 1, 0, 1, 1, 1, 1]);
    expect(rows[4]?.why).toMatch(/^could not be read: /);
    expect(lines.join()).toContain(ids[4]);
    expect(await ledgerFaults(ctx)).toEqual([]);
    await replayDelivery(ctx, ids[4] ?? "");
    expect((await dumpOf(ctx)).pages).toHaveLength(9);
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("are settled whole or not at all, whichever database call fails; and so is reading one again", async () => {
    const body = `${good("Q1")}\n{"page":"Q9","kind":"resolved","at":""}`;
    const start = async () => {
      await emptyWorkspace(ctx);
      return deliver(ctx, await makeSource(ctx, "neutral"), body, AT);
    };
    await start();
    const { ingestDeliveries } = await import("./ingest-deliveries");
    const faults = await faultsOf(ctx, (watched) => ingestDeliveries(watched));
    for (const k of faults) {
      const id = await start();
      await expect(ingestDeliveries(failingAt(ctx, k, { calls: 0 }))).rejects.toThrow();
      const [row] = await ctx.sql`select settled_at, received from inbox where id = ${id}`;
      expect(row, `call ${k}`).toEqual({ settled_at: null, received: 0 });
      expect((await dumpOf(ctx)).pages).toEqual([]);
      expect(await ledgerFaults(ctx)).toEqual([]);
    }
    for (const k of faults) {
      const failed = await start();
      // One failure is no proof that the delivery is at fault.
      await drainBatch(failingAt(ctx, k, { calls: 0 }), quiet).catch(() => {});
      await settle();
      const [row] = await ctx.sql`select stored, rejected, why from inbox where id = ${failed}`;
      expect(row, `call ${k}`).toEqual({ stored: 1, rejected: 1, why: "at is missing" });
    }
    const id = await start();
    await settle();
    const before = await dumpOf(ctx);
    const more = await faultsOf(ctx, (watched) => replayDelivery(watched, id));
    for (const k of more) {
      await expect(replayDelivery(failingAt(ctx, k, { calls: 0 }), id)).rejects.toThrow();
      expect(await ledgerFaults(ctx), `call ${k}`).toEqual([]);
      expect(await dumpOf(ctx), `call ${k}`).toEqual(before);
    }
  }, 60_000);
});
