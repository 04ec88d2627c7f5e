import { text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startImport } from "@/db/commands/start-import";
import type { Ctx } from "@/db/ctx";
import { rejectionRows } from "@/db/queries/rejections";
import { importView } from "@/db/queries/sources";
import { createTestDb, type TestDb } from "@/db/test-db";
import { failingAt, faultsOf } from "@/db/test-faults";
import { dumpOf, emptyWorkspace, importText, queueText, tableCounts } from "@/db/test-import";
import { StartImportBody } from "@/lib/contract/sources";
import { csvStream } from "@/lib/export/csv";
import { incidentsJson, legacyCsv, usersJson } from "@/lib/sample/sample-company";
import { runImport } from "./handlers/run-import";

const SAMPLE = { seed: 11, until: Date.parse("2026-11-16T00:00:00Z"), days: 12, limit: 60 };
const whole = [...incidentsJson(SAMPLE)].join("");
const users = [...usersJson(SAMPLE)].join("");
const incidents = (JSON.parse(whole) as { incidents: Incident[] }).incidents;

type LogEntry = { id: string; type: string; created_at: string; agent?: object };
type Incident = { id: string; title: string; service: object; urgency: string; log_entries: LogEntry[] } & Record<
  string,
  unknown
>;

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(SAMPLE.until);
});
afterAll(() => db.drop());
beforeEach(() => emptyWorkspace(ctx));

const fileOf = (some: readonly object[]) => JSON.stringify({ incidents: some });
const ledgerOf = async (id: string) => (await importView(ctx, id)).ledger;

describe("the ledger", () => {
  it("keeps the warning that only the end of a file can give: a row count equal to a vendor's limit", async () => {
    const [head = "", row = ""] = [...legacyCsv({ ...SAMPLE, limit: 1 })].join("").split("\n");
    const id = await importText(ctx, `${head}\n${`${row}\n`.repeat(20_000)}`, { name: "report.csv" });
    const view = await importView(ctx, id);
    expect(view.ledger).toEqual({ received: 20_000, stored: 1, duplicate: 19_999, ignored: 0, rejected: 0 });
    expect(view.preview?.warnings.join()).toContain("20,000");
  });

  it("settles every record of a good file as stored", async () => {
    const id = await importText(ctx, whole);
    expect(await importView(ctx, id)).toMatchObject({
      state: "done",
      error: null,
      ledger: { received: 60, stored: 60, duplicate: 0, ignored: 0, rejected: 0 },
      pages: 60,
    });
  });

  it("settles stored, ignored and rejected records of one file, each once", async () => {
    const onCall = { schedule: { id: "PS1", type: "schedule_reference" }, user: { id: "PU1" }, escalation_level: 1 };
    const lines = [incidents[0], { id: "Q1", type: "incident", title: "no time" }, incidents[1], 7]
      .map((record) => JSON.stringify(record))
      .join("\n");
    const id = await importText(ctx, `${lines}\n${JSON.stringify({ ...onCall, type: "oncall" })}\n{"broken": \n`);
    const { ledger, state } = await importView(ctx, id);
    expect(state).toBe("done");
    // Two incidents; one without its time, a bare number and a broken line are rejected; who is on call is no page.
    expect(ledger.stored).toBe(2);
    expect(ledger.rejected).toBeGreaterThanOrEqual(3);
    expect(ledger.received).toBe(6);
    expect(ledger.stored + ledger.duplicate + ledger.ignored + ledger.rejected).toBe(ledger.received);
    const rejected = await ctx.sql`select line, why from rejections where kind = 'rejected' order by no`;
    expect(rejected).toHaveLength(ledger.rejected);
  });

  it("stores nothing when the same file comes again", async () => {
    await importText(ctx, users, { name: "users.json" });
    await importText(ctx, whole);
    const [before, counted] = [await dumpOf(ctx), await tableCounts(ctx)];
    const raw = () =>
      ctx.sql`select p.xmin::text, p.*, v.* from pages p join engine_words v on v.page_id = p.id order by id`;
    const rows = await raw();
    const [people, again] = [await importText(ctx, users), await importText(ctx, whole)];
    const { received } = await ledgerOf(people);
    expect(await ledgerOf(people)).toEqual({ received, stored: 0, duplicate: received, ignored: 0, rejected: 0 });
    expect(await ledgerOf(again)).toEqual({ received: 60, stored: 0, duplicate: 60, ignored: 0, rejected: 0 });
    expect(await importView(ctx, again)).toMatchObject({ sameAs: { fileName: "export.json" } });
    expect(await dumpOf(ctx)).toEqual(before);
    expect(await raw()).toEqual(rows);
    expect(await tableCounts(ctx)).toEqual({ ...counted, imports: 4 });
  });

  it("takes a CSV of the same incidents as further word on the same pages", async () => {
    await importText(ctx, whole);
    const id = await importText(ctx, [...legacyCsv(SAMPLE)].join(""), { name: "incidents.csv" });
    const { ledger } = await importView(ctx, id);
    expect(ledger.received).toBe(60);
    expect(await tableCounts(ctx)).toMatchObject({ pages: 60 });
  });
});

describe("what cannot be read", () => {
  const COLUMNS = "id,incident_number,description,service_name,created_on,resolved_on,urgency";

  it("comes out as CSV with line and reason, safe for a spreadsheet", async () => {
    const good = "Q1,1,Disk full,db,2026-11-03T10:00:00Z,2026-11-03T10:03:00Z,high";
    const bad = ['Q2,2,Disk full,db,=HYPERLINK("x"),,high', "Q3,3,Disk full,db,,,high"];
    const id = await importText(ctx, [COLUMNS, good, ...bad].join("\n"), { name: "=cmd.csv" });
    const { ledger } = await importView(ctx, id);
    expect(ledger).toEqual({ received: 3, stored: 1, duplicate: 0, ignored: 0, rejected: 2 });
    await ctx.sql`
      insert into rejections (workspace_id, origin_id, no, kind, place, line, why)
      values (1, ${id}, 900, 'part', 'line 9', 9, ${"a\n\n=1+1"})`;
    const { rows } = await rejectionRows(ctx, id);
    const csv = await text(csvStream(["kind", "line", "place", "reason"], rows));
    const cells = parse(csv, { record_delimiter: "\r\n" }) as string[][];
    expect(cells[0]).toEqual(["kind", "line", "place", "reason"]);
    expect(cells.slice(1).map(([kind, line]) => [kind, line])).toEqual([
      ["rejected", "3"],
      ["rejected", "4"],
      ["left out", "9"],
    ]);
    for (const row of cells.slice(1)) expect(row[3]).toBeTruthy();
    for (const line of cells.flat().flatMap((cell) => cell.split(/[\r\n]/))) expect(line).not.toMatch(/^\s*[=+\-@]/);
  });

  it.each([
    ["PNG", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /PNG/],
    ["an empty file", Buffer.alloc(0), /empty \(0 bytes\)/],
    ["HTML", Buffer.from("<!doctype html><title>Sign in</title>"), /HTML/],
    ["a header that is never closed", Buffer.from('id,"name\nx,1\n'), /line 1/],
  ])("ends as failed with its reason: %s", async (_name, bytes, message) => {
    const id = await importText(ctx, bytes);
    const { state, error, ledger } = await importView(ctx, id);
    expect([state, ledger.received]).toEqual(["failed", 0]);
    expect(error).toMatch(message);
  });

  it("keeps a CSV that no provider knows until people say which column is what", async () => {
    const id = await queueText(ctx, "a,b\n1,2\n");
    expect((await importView(ctx, id)).preview?.generic).toBeDefined();
    await ctx.sql`update imports set state = 'uploaded'`;
    const start = startImport(ctx, id, StartImportBody.parse({}));
    await expect(start).rejects.toMatchObject({ code: "invalid" });
  });

  it("keeps what stood before a truncated end, and says where it is", async () => {
    const id = await importText(ctx, whole.slice(0, whole.indexOf(incidents[3]?.id ?? "") + 10));
    const { state, ledger } = await importView(ctx, id);
    expect([state, ledger.stored]).toEqual(["done", 3]);
    expect(ledger.rejected).toBe(1);
    const [row] = await ctx.sql<
      { line: number; why: string }[]
    >`select line, why from rejections where kind = 'rejected'`;
    expect(row?.line).toBeGreaterThan(1);
  });

  it("shows NUL and half a character of a title as such", async () => {
    const odd = { ...incidents[0], title: "half \ud83d and \u0000 end", service: { id: "PS1", summary: "d\u0000b" } };
    const id = await importText(ctx, JSON.stringify({ incidents: [odd] }), { name: "n\u0000me.json" });
    expect(await importView(ctx, id)).toMatchObject({
      state: "done",
      fileName: "n\ufffdme.json",
      ledger: { stored: 1 },
    });
    const [row] = await ctx.sql`select title, service from pages`;
    expect(row).toEqual({ title: "half \ufffd and \ufffd end", service: "d\ufffdb" });
  });
});

/** Mulberry32. */
function drawsOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffled<T>(items: readonly T[], draw: () => number): T[] {
  const sorted = items.map((item) => ({ item, at: draw() })).sort((a, b) => a.at - b.at);
  return sorted.map(({ item }) => item);
}

/** Each incident in one to three of the files; each file once or twice; in any order. */
function splitUp<T>(records: readonly T[], draw: () => number): T[][] {
  const files = Array.from({ length: 2 + Math.floor(draw() * 4) }, (): T[] => []);
  for (const record of shuffled(records, draw))
    for (let times = 1 + Math.floor(draw() * 2); times > 0; times -= 1)
      files[Math.floor(draw() * files.length)]?.push(record);
  const sent = files.filter((file) => file.length > 0).flatMap((file) => (draw() < 0.4 ? [file, file] : [file]));
  return shuffled(sent, draw);
}

const V3_TYPES: Record<string, string> = {
  trigger_log_entry: "incident.triggered",
  acknowledge_log_entry: "incident.acknowledged",
  escalate_log_entry: "incident.escalated",
  resolve_log_entry: "incident.resolved",
};

/** The webhook bodies that PagerDuty would have sent of an incident. */
function bodiesOf({ id, title, service, urgency, log_entries: entries, ...rest }: Incident): object[] {
  return entries.flatMap((entry) => {
    const type = V3_TYPES[entry.type];
    if (!type) return [];
    const { incident_number: number, incident_key, created_at, html_url, teams, escalation_policy } = rest;
    const status =
      type === "incident.resolved" ? "resolved" : type.endsWith("acknowledged") ? "acknowledged" : "triggered";
    const facts = { number, incident_key, created_at, html_url, teams, escalation_policy, status };
    const data = { id, type: "incident", title, service, urgency, ...facts };
    const head = { id: `01${entry.id}`, event_type: type, resource_type: "incident", occurred_at: entry.created_at };
    return [{ event: { ...head, agent: entry.agent ?? null, client: null, data } }];
  });
}

describe("the order in which files come", () => {
  it.each([1, 2, 3])("does not matter, nor their overlap and repetition (draw %i)", async (seed) => {
    await importText(ctx, users);
    await importText(ctx, whole);
    const undivided = await dumpOf(ctx);
    await emptyWorkspace(ctx);
    const draw = drawsOf(seed);
    const files = [...splitUp(incidents, draw).map(fileOf), users];
    for (const file of shuffled(files, draw)) await importText(ctx, file);
    expect(await dumpOf(ctx)).toEqual(undivided);
  });

  it("does not matter between webhook bodies and a snapshot of the same incidents", async () => {
    const bodies = incidents.flatMap(bodiesOf);
    expect(bodies.length).toBeGreaterThan(120);
    const lines = bodies.map((body) => JSON.stringify(body)).join("\n");
    await importText(ctx, lines, { name: "bodies.ndjson" });
    await importText(ctx, whole);
    const bodiesFirst = await dumpOf(ctx);
    expect(bodiesFirst.pages).toHaveLength(60);
    await emptyWorkspace(ctx);
    await importText(ctx, whole);
    const snapshotAlone = await dumpOf(ctx);
    await importText(ctx, lines, { name: "bodies.ndjson" });
    expect(await dumpOf(ctx)).toEqual(bodiesFirst);
    // The bodies tell nothing of who was notified and when that the snapshot had not told.
    expect(bodiesFirst.interruptions).toEqual(snapshotAlone.interruptions);
    await emptyWorkspace(ctx);
    const draw = drawsOf(9);
    const mixed = splitUp([...bodies, ...incidents], draw).map((some) =>
      some.map((it) => JSON.stringify(it)).join("\n"),
    );
    for (const file of mixed) await importText(ctx, file, { name: "mixed.ndjson" });
    expect(await dumpOf(ctx)).toEqual(bodiesFirst);
  });

  it("does not matter to pages that one person closed in one sweep", async () => {
    const closedTogether = sweep(12);
    await importText(ctx, fileOf(closedTogether));
    const undivided = await dumpOf(ctx);
    await emptyWorkspace(ctx);
    await importText(ctx, fileOf(closedTogether.slice(0, 5)));
    await importText(ctx, fileOf(closedTogether.slice(5)));
    expect(await dumpOf(ctx)).toEqual(undivided);
  });
});

/** Pages of as many alerts that Ana closed within 12 s, each with a note: alone that would be a sign of a fix. */
function sweep(count: number): object[] {
  const ana = { id: "PANA", type: "user_reference", summary: "Ana Brandt" };
  return Array.from({ length: count }, (_, i) => {
    const service = { id: `PS${i}`, type: "service_reference", summary: `Service ${i}` };
    const opened = `2026-11-10T1${i % 2}:00:00Z`;
    const closed = `2026-11-11T09:00:${String(i).padStart(2, "0")}Z`;
    const entry = (id: string, type: string, at: string, more: object) => {
      return { id: `R${i}${id}`, type: `${type}_log_entry`, created_at: at, summary: type, channel: {}, ...more };
    };
    return {
      id: `QSWEEP${i}`,
      type: "incident",
      incident_number: i,
      title: `Alert number ${"abcdefghijklmnop"[i]} fired`,
      created_at: opened,
      updated_at: closed,
      status: "resolved",
      resolved_at: closed,
      last_status_change_by: ana,
      service,
      urgency: "high",
      log_entries: [
        entry("a", "trigger", opened, { agent: service }),
        entry("b", "annotate", closed, {
          agent: ana,
          channel: { type: "note", summary: "restarted the whole of the cluster" },
        }),
        entry("c", "resolve", closed, { agent: ana }),
      ],
    };
  });
}

const SMALL = { records: 20, events: 100_000 };

describe("an import that breaks off", () => {
  it("goes on behind what is settled, after a crash in the third of four chunks", async () => {
    await importText(ctx, whole, { chunk: SMALL });
    const undisturbed = await dumpOf(ctx);
    await emptyWorkspace(ctx);
    const id = await queueText(ctx, whole);
    await ctx.sql.unsafe(`create function crash() returns trigger language plpgsql as
      $$ begin if new.record_no >= 40 then raise 'crash'; end if; return new; end $$`);
    await ctx.sql`create trigger crash before insert on page_events for each row execute function crash()`;
    await expect(runImport(ctx, id, { dataDir: db.dataDir, chunk: SMALL })).rejects.toThrow("crash");
    await ctx.sql`drop trigger crash on page_events`;
    expect(await importView(ctx, id)).toMatchObject({ state: "running", ledger: { received: 40, stored: 40 } });
    expect((await dumpOf(ctx)).pages).toHaveLength(40);
    await runImport(ctx, id, { dataDir: db.dataDir, chunk: SMALL });
    expect(await importView(ctx, id)).toMatchObject({ state: "done", ledger: { received: 60, stored: 60 } });
    expect(await dumpOf(ctx)).toEqual(undisturbed);
  });

  it("leaves each chunk whole or absent, whichever database call fails, and then ends as if undisturbed", async () => {
    const file = fileOf(incidents.slice(0, 6));
    const chunk = { records: 3, events: 100_000 };
    const first = await queueText(ctx, file);
    const faults = await faultsOf(ctx, (watched) => runImport(watched, first, { dataDir: db.dataDir, chunk }));
    const undisturbed = await dumpOf(ctx);
    expect(faults.length).toBeGreaterThan(40);
    for (const k of faults) {
      await emptyWorkspace(ctx);
      const id = await queueText(ctx, file);
      const failing = runImport(failingAt(ctx, k, { calls: 0 }), id, { dataDir: db.dataDir, chunk });
      await expect(failing, `call ${k}`).rejects.toThrow(`at call ${k}`);
      const { ledger } = await importView(ctx, id);
      expect([0, 3, 6], `call ${k}`).toContain(ledger.received);
      const { pages } = await tableCounts(ctx);
      expect(pages, `call ${k}`).toBe(ledger.received);
      await runImport(ctx, id, { dataDir: db.dataDir, chunk });
      expect(await dumpOf(ctx), `call ${k}`).toEqual(undisturbed);
    }
  }, 240_000);

  it("may be run twice at the same time: every record is settled once", async () => {
    const id = await queueText(ctx, whole);
    const run = () => runImport(ctx, id, { dataDir: db.dataDir, chunk: SMALL });
    await Promise.all([run(), run()]);
    expect(await importView(ctx, id)).toMatchObject({ state: "done", ledger: { received: 60, stored: 60 } });
  });

  it("may run beside another import of the same file: each page is stored once", async () => {
    await importText(ctx, whole);
    const undisturbed = await dumpOf(ctx);
    await emptyWorkspace(ctx);
    const ids = [await queueText(ctx, whole), await queueText(ctx, whole)];
    await Promise.all(ids.map((id) => runImport(ctx, id, { dataDir: db.dataDir, chunk: { records: 7, events: 1e6 } })));
    const ledgers = await Promise.all(ids.map(ledgerOf));
    expect(ledgers.map(({ received }) => received)).toEqual([60, 60]);
    expect(ledgers.reduce((sum, { stored }) => sum + stored, 0)).toBe(60);
    expect(await dumpOf(ctx)).toEqual(undisturbed);
  });
});
