import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { drainBatch } from "@/db/jobs/drain-inbox";
import { changesList } from "@/db/queries/changes";
import { type ChangeScope, changesNear } from "@/db/queries/changes-near";
import { createTestDb, type TestDb } from "@/db/test-db";
import { deliver, ledgerFaults, makeSource } from "@/db/test-deliveries";
import { callsOf, failingAt } from "@/db/test-faults";
import { emptyWorkspace, importText } from "@/db/test-import";
import type { Change } from "@/lib/model/change";
import { ingestDeliveries } from "./ingest-deliveries";
import { judgeDirty } from "./judge-dirty";
import { replayDelivery } from "./replay-delivery";
import { runUndo, undoImport } from "./undo-import";

const AT = Date.parse("2026-11-10T12:00:00Z");
const NOON = Date.parse("2026-11-03T12:00:00Z");
const MINUTE = 60_000;
let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(AT);
});
afterAll(() => db.drop());
beforeEach(() => emptyWorkspace(ctx));

/** What the worker would report: nothing may go wrong here. */
const fail = (line: string) => {
  throw new Error(line);
};
const iso = (at: number) => new Date(at).toISOString();

type Said = Record<string, unknown>;
const deploy = (id: string, more: Said = {}): Said => {
  return { id, kind: "deploy", service: "checkout", title: `deploy ${id}`, starts_at: iso(NOON), ...more };
};

/** Sends, reads and judges a body. */
async function send(source: string, body: unknown, receivedAt: number): Promise<string> {
  const id = await deliver(ctx, source, JSON.stringify(body), receivedAt);
  await drainBatch(ctx, fail);
  return id;
}

async function known(): Promise<(Change & { id: string })[]> {
  return changesNear(ctx.sql, ctx.workspaceId, null, 0, AT * 2);
}

async function endsOf(table: "inbox" | "imports", id: string) {
  const [row] = await ctx.sql`
    select received, stored, duplicate, ignored, rejected from ${ctx.sql(table)} where id = ${id}`;
  return row;
}

async function totals() {
  const [row] = await ctx.sql`
    select sum(received)::int as received, sum(stored)::int as stored, sum(duplicate)::int as duplicate,
      sum(ignored)::int as ignored, sum(rejected)::int as rejected from ledger_days`;
  return row;
}

describe("a delivery of a change feed", () => {
  it("is stored, and each of its records has an end in the ledger", async () => {
    const source = await makeSource(ctx, "changes");
    const body = [deploy("1"), deploy("2", { kind: "party" }), deploy("1"), { ...deploy("3"), kind: "drill" }];
    const id = await send(source, body, AT);
    expect(await endsOf("inbox", id)).toEqual({ received: 4, stored: 2, duplicate: 1, ignored: 0, rejected: 1 });
    expect((await known()).map(({ changeKey, kind }) => [changeKey, kind])).toEqual(
      expect.arrayContaining([
        ["1", "deploy"],
        ["3", "drill"],
      ]),
    );
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("replaces what was said of the same key, and in the same words is a duplicate", async () => {
    const source = await makeSource(ctx, "changes");
    await send(source, deploy("1"), AT);
    await send(source, deploy("1", { title: "renamed" }), AT + MINUTE);
    const third = await send(source, [deploy("1")], AT + 2 * MINUTE);
    expect((await known()).map(({ title }) => title)).toEqual(["renamed"]);
    expect(await endsOf("inbox", third)).toMatchObject({ stored: 0, duplicate: 1 });
    const { rows } = await changesList(ctx, {});
    expect(rows.map(({ title, tellings }) => [title, tellings])).toEqual([["renamed", 2]]);
  });

  it("that comes late does not replace what was true after it", async () => {
    const source = await makeSource(ctx, "changes");
    await send(source, deploy("1", { title: "later", updated_at: iso(NOON + MINUTE) }), AT);
    await send(source, deploy("1", { title: "earlier", updated_at: iso(NOON) }), AT + MINUTE);
    expect((await known()).map(({ title }) => title)).toEqual(["later"]);
    await send(source, { id: "1", cancelled: true, updated_at: iso(NOON + 2 * MINUTE) }, AT + 2 * MINUTE);
    expect(await known()).toEqual([]);
  });

  it("of two sources is two changes, whatever their keys", async () => {
    for (const name of ["one", "two"]) await send(await makeSource(ctx, "changes", name), deploy("1"), AT);
    expect(await known()).toHaveLength(2);
    expect((await changesList(ctx, {})).sources.map(({ name }) => name)).toEqual(["one", "two"]);
  });

  it("of GitHub becomes one deployment, in whatever order its statuses come", async () => {
    const deployment = { id: 7, task: "deploy", ref: "main", environment: "production", created_at: iso(NOON) };
    const status = (state: string, at: number) => ({
      action: "created",
      deployment,
      deployment_status: { state, created_at: iso(at) },
      repository: { name: "checkout" },
    });
    const bodies = [status("success", NOON + 9 * MINUTE), status("in_progress", NOON + 5 * MINUTE)];
    const source = await makeSource(ctx, "github");
    for (const [index, body] of bodies.entries()) await send(source, body, AT + index);
    const waiting = await send(source, status("waiting", NOON), AT + 2);
    expect(await known()).toMatchObject([
      { changeKey: "7", startsAt: NOON + 5 * MINUTE, endsAt: NOON + 9 * MINUTE, service: "checkout" },
    ]);
    expect(await endsOf("inbox", waiting)).toMatchObject({ ignored: 1 });
  });

  it("read again counts as it did, and forgets what it does not say any more", async () => {
    const source = await makeSource(ctx, "changes");
    const id = await send(source, deploy("1"), AT);
    const before = await totals();
    expect(await replayDelivery(ctx, id)).toMatchObject({ received: 1, stored: 1 });
    expect(await totals()).toEqual(before);
    // As if a parser before had read another title.
    await ctx.sql`update change_tellings set content_key = 'other', told = jsonb_set(told, '{changes,0,title}', '"misread"')`;
    await replayDelivery(ctx, id);
    expect((await known()).map(({ title }) => title)).toEqual(["deploy 1"]);
    const [row] = await ctx.sql<{ n: number }[]>`select count(*)::int as n from change_tellings`;
    expect(row?.n).toBe(1);
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("is stored whole or not at all, wherever the database fails", async () => {
    const source = await makeSource(ctx, "changes");
    const id = await deliver(ctx, source, JSON.stringify([deploy("1"), deploy("2")]), AT);
    const calls = await callsOf(ctx, (counted) => rolledBack(counted, id));
    for (let call = 1; call <= calls; call += 1) {
      await expect(ingestDeliveries(failingAt(ctx, call, { calls: 0 }), [id])).rejects.toThrow();
      const [row] = await ctx.sql`
        select (select count(*)::int from changes) as changes, (select count(*)::int from change_tellings) as tellings,
          (select count(*)::int from ledger_days) as days`;
      expect(row, `call ${call}`).toEqual({ changes: 0, tellings: 0, days: 0 });
    }
    expect(await ingestDeliveries(ctx, [id])).toBe(1);
    expect(await known()).toHaveLength(2);
  });
});

describe("a file of changes", () => {
  const csv = (rows: string[]) => `id,kind,starts_at,ends_at,service,title\n${rows.join("\n")}\n`;
  const row = (id: string, title: string) => `${id},deploy,${iso(NOON)},,checkout,${title}`;

  it("is found out, imported in chunks, and a second import of it tells nothing new", async () => {
    const text = csv([row("1", "a"), row("2", "b"), row("3", "c"), "4,party,,,,"]);
    const first = await importText(ctx, text, { name: "changes.csv", chunk: { records: 2, events: 2 } });
    expect(await endsOf("imports", first)).toEqual({ received: 4, stored: 3, duplicate: 0, ignored: 0, rejected: 1 });
    const again = await importText(ctx, text, { name: "changes.csv" });
    expect(await endsOf("imports", again)).toMatchObject({ received: 4, stored: 0, duplicate: 3 });
    expect(await known()).toHaveLength(3);
    const { rows } = await changesList(ctx, { kind: "deploy" });
    expect(rows.map(({ record }) => record)).toEqual(
      expect.arrayContaining([{ kind: "import", id: first, place: "line 2" }]),
    );
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("that is undone leaves what was said before it, and what others say", async () => {
    const first = await importText(ctx, csv([row("1", "a"), row("2", "b")]));
    const second = await importText(ctx, csv([row("1", "changed"), row("2", "b"), row("3", "c")]));
    expect(titles(await known())).toEqual(["b", "c", "changed"]);
    await undo(second);
    expect(titles(await known())).toEqual(["a", "b"]);
    expect(await ledgerFaults(ctx)).toEqual([]);
    await undo(first);
    expect(await known()).toEqual([]);
    const [left] = await ctx.sql<{ n: number }[]>`select count(*)::int as n from change_tellings`;
    expect(left?.n).toBe(0);
    expect(await totals()).toMatchObject({ received: null });
  });

  it("that is undone hands what a later file repeats to that one, in the ledger too", async () => {
    const first = await importText(ctx, csv([row("1", "a"), row("2", "b")]));
    const second = await importText(ctx, csv([row("2", "b"), row("3", "c")]));
    expect(await endsOf("imports", second)).toMatchObject({ stored: 1, duplicate: 1 });
    await undo(first);
    expect(titles(await known())).toEqual(["b", "c"]);
    expect(await endsOf("imports", second)).toMatchObject({ stored: 2, duplicate: 0 });
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("of PagerDuty's maintenance windows lies in PagerDuty's own source, a change for each service", async () => {
    const services = ["Checkout", "Search"].map((summary, at) => ({
      id: `P${at}`,
      type: "service_reference",
      summary,
    }));
    const window = {
      id: "PW1",
      type: "maintenance_window",
      start_time: iso(NOON),
      end_time: iso(NOON + MINUTE),
      services,
    };
    await importText(ctx, JSON.stringify({ maintenance_windows: [window] }));
    expect((await known()).map(({ changeKey, kind }) => [changeKey, kind])).toEqual(
      expect.arrayContaining([
        ["PW1:P0", "maintenance"],
        ["PW1:P1", "maintenance"],
      ]),
    );
    const [source] = await ctx.sql<{ provider: string }[]>`select provider from sources`;
    expect(source?.provider).toBe("pagerduty");
  });
});

describe("changes near a page", () => {
  const at = (minute: number) => iso(NOON + minute * MINUTE);
  const scope: ChangeScope = { service: "Checkout", team: "Payments", environment: null };
  const near = async (from: number, to: number, of: ChangeScope | null = scope) => {
    const found = await changesNear(ctx.sql, ctx.workspaceId, of, NOON + from * MINUTE, NOON + to * MINUTE);
    return found.map(({ changeKey }) => changeKey);
  };

  it("are points within the range and windows that overlap it, both half-open", async () => {
    const source = await makeSource(ctx, "changes");
    await send(source, [deploy("point"), deploy("window", { starts_at: at(-20), ends_at: at(-10) })], AT);
    expect(await near(0, 1)).toEqual(["point"]);
    expect(await near(-1, 0)).toEqual([]);
    expect(await near(-10, 0)).toEqual([]);
    expect(await near(-11, 0)).toEqual(["window"]);
    expect(await near(-60, -20)).toEqual([]);
    expect(await near(-60, -19)).toEqual(["window"]);
  });

  it("are those of the service, or of all; team and environment exclude only where both are named", async () => {
    const source = await makeSource(ctx, "changes");
    const said = [
      deploy("same"),
      deploy("all", { service: null }),
      deploy("other service", { service: "search" }),
      deploy("other team", { team: "Growth" }),
      deploy("staging", { environment: "staging" }),
    ];
    await send(source, said, AT);
    expect((await near(0, 1)).sort()).toEqual(["all", "same", "staging"]);
    expect((await near(0, 1, { ...scope, environment: "production" })).sort()).toEqual(["all", "same"]);
    expect(await near(0, 1, { ...scope, service: null })).toEqual(["all"]);
    expect(await near(0, 1, null)).toHaveLength(5);
  });
});

describe("an alert waits to be judged again", () => {
  /** Pages of three services at noon, all judged. */
  async function pagesAtNoon(): Promise<void> {
    const line = (page: string, service: string) =>
      JSON.stringify({
        page,
        kind: "triggered",
        at: iso(NOON),
        by: "automation",
        title: `${service} is slow`,
        service,
      });
    await importText(ctx, [line("1", "checkout"), line("2", "search"), line("3", "mail")].join("\n"));
    await judgeDirty(ctx);
    expect(await waiting()).toEqual([]);
  }
  const waiting = async () => {
    const rows = await ctx.sql<{ service: string }[]>`
      select s.service from dirty_signatures d join signatures s on s.id = d.signature_id order by 1`;
    return rows.map(({ service }) => service);
  };

  it.each([
    ["two hours before its page", { starts_at: iso(NOON - 120 * MINUTE) }, ["checkout"]],
    ["a minute more before it", { starts_at: iso(NOON - 121 * MINUTE) }, []],
    ["two hours after it", { starts_at: iso(NOON + 120 * MINUTE) }, ["checkout"]],
    ["a minute more after it", { starts_at: iso(NOON + 121 * MINUTE) }, []],
    ["around it by days", { starts_at: iso(NOON - 9_000 * MINUTE), ends_at: iso(NOON + 9_000 * MINUTE) }, ["checkout"]],
    ["of no service", { service: null }, ["checkout", "mail", "search"]],
    ["of a service in other letters", { service: "Search" }, ["search"]],
    ["that edits a rule two days before", { kind: "rule-edit", starts_at: iso(NOON - 48 * 60 * MINUTE) }, ["checkout"]],
  ])("for a change %s", async (_name, more, expected) => {
    await pagesAtNoon();
    const source = await makeSource(ctx, "changes");
    await send(source, deploy("1", more), AT);
    expect(await waiting()).toEqual(expected);
  });

  it("for the place where a change was and where it is, and not for words that change nothing", async () => {
    await pagesAtNoon();
    const source = await makeSource(ctx, "changes");
    await send(source, deploy("1", { service: "search" }), AT);
    await judgeDirty(ctx);
    await send(source, deploy("1", { service: "mail" }), AT + 1);
    expect(await waiting()).toEqual(["mail", "search"]);
    await judgeDirty(ctx);
    await send(source, [deploy("1", { service: "mail" })], AT + 2);
    expect(await waiting()).toEqual([]);
    await send(source, { id: "1", cancelled: true }, AT + 3);
    expect(await waiting()).toEqual(["mail"]);
  });

  it("for the changes of an import that is taken back", async () => {
    await pagesAtNoon();
    const id = await importText(ctx, JSON.stringify([deploy("1")]));
    expect(await waiting()).toEqual([]);
    await undoImport(ctx, id);
    await runUndo(ctx, id);
    expect(await known()).toEqual([]);
    expect(await waiting()).toEqual([]);
  });
});

async function undo(id: string): Promise<void> {
  await undoImport(ctx, id);
  await runUndo(ctx, id);
}

const titles = (changes: readonly Change[]) => changes.map(({ title }) => title).sort();

/** Counts the calls of storing a delivery, which is then undone. */
async function rolledBack(counted: Ctx, id: string): Promise<void> {
  await ingestDeliveries(counted, [id]);
  await ctx.sql`update inbox set settled_at = null, received = 0, stored = 0, duplicate = 0, ignored = 0, rejected = 0`;
  await ctx.sql`truncate changes, change_tellings, ledger_days`;
}
