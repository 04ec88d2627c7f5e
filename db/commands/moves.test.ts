import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx, Sql } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { createTestDb, type TestDb } from "@/db/test-db";
import { emptyWorkspace } from "@/db/test-import";
import { type MovedRow, recordMove } from "./record-move";
import { undoMove } from "./undo-move";

/** Beyond 2^53, and to the microsecond: what a way through JavaScript would lose. */
const ALERT = "9007199254740993123";
const FLAGGED = "2026-11-03T02:00:00.123456+00:00";
const ITEM: MovedRow = { table: "triage_items", key: { signature_id: ALERT, flagged_at: FLAGGED } };

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(Date.parse("2026-11-10T12:00:00Z"));
});
afterAll(() => db.drop());
beforeEach(async () => {
  await ctx.sql`truncate triage_items, triage_moves, triage_comments, decisions cascade`;
  await emptyWorkspace(ctx);
  await ctx.sql`
    insert into signatures (workspace_id, id, signature, provider, kind, key)
    values (${ctx.workspaceId}, ${ALERT}, 'v1:a', 'pagerduty', 'title', 'Disk')`;
  await ctx.sql`
    insert into triage_items (workspace_id, signature_id, flagged_at, flagged_for)
    values (${ctx.workspaceId}, ${ALERT}, ${FLAGGED}::text::timestamptz, '{"pages": 12, "share": 0.30000000000000004, "note": "ü \\" 0"}')`;
});

/** Every row of these tables as the database writes it. */
async function dump(): Promise<string> {
  const [row] = await ctx.sql<{ all: string }[]>`
    select jsonb_build_array(
      (select jsonb_agg(to_jsonb(t) order by t.signature_id, t.flagged_at) from triage_items t),
      (select jsonb_agg(to_jsonb(t) order by t.id) from decisions t),
      (select jsonb_agg(to_jsonb(t) order by t.decision_id) from watch_windows t),
      (select jsonb_agg(to_jsonb(t) order by t.id) from triage_comments t))::text as all`;
  return row?.all ?? "";
}

const move = (kind: string, rows: readonly MovedRow[], change: (sql: Sql) => Promise<unknown>, by = ctx) =>
  by.sql.begin((tx) => {
    const sql = tx as unknown as Sql;
    return recordMove(sql, by, { kind, signatureIds: [ALERT], rows }, () => change(sql));
  });
const own = (person: string | null, by = ctx) =>
  move("claim", [ITEM], (sql) => sql`update triage_items set owner_person_id = ${person}`, by);
const snooze = (at: string) =>
  move("snooze", [ITEM], (sql) => sql`update triage_items set snoozed_until = ${at}::text::timestamptz`);
const owner = async () =>
  (await ctx.sql<{ owner: string | null }[]>`select owner_person_id as owner from triage_items`)[0]?.owner;

async function addDecision(sql: Sql, id: string): Promise<void> {
  await sql`
    insert into decisions (workspace_id, id, signature_id, kind, scope, reason, decided_by_user_id, decided_at, flagged_at, review)
    values (${ctx.workspaceId}, ${id}, ${ALERT}, 'tune', '[]', 'it only flaps', ${ctx.viewer.userId}, ${new Date(ctx.now)},
      ${FLAGGED}, '{}')`;
  await sql`
    insert into watch_windows (workspace_id, decision_id, started_at, ends_at, baseline_per_day)
    values (${ctx.workspaceId}, ${id}, ${new Date(ctx.now)}, ${new Date(ctx.now)}, 1.1)`;
  await sql`update triage_items set decision_id = ${id}`;
}

const rowsOf = (decision: string): MovedRow[] => [
  { table: "decisions", key: { id: decision } },
  { table: "watch_windows", key: { decision_id: decision } },
  ITEM,
];

describe("undoing a move", () => {
  it("gives back every row byte for byte: changed, brought and taken", async () => {
    const [first, second] = [randomId(), randomId()];
    await ctx.sql.begin((tx) => addDecision(tx as unknown as Sql, first));
    const before = await dump();
    await move("decide", [...rowsOf(first).slice(0, 2), ...rowsOf(second)], async (sql) => {
      await sql`delete from decisions where id = ${first}`;
      await addDecision(sql, second);
    });
    expect(await dump()).not.toBe(before);
    const undone = await undoMove(ctx);
    expect(undone).toMatchObject({ kind: "decide", signatureIds: [ALERT] });
    expect(await dump()).toBe(before);
  });

  it("takes them back one by one, the viewer's last first, and says when nothing is left", async () => {
    const stages = [await dump()];
    await own("7");
    stages.push(await dump());
    await snooze("2026-11-20T08:00:00.654321Z");
    await undoMove(ctx);
    expect(await dump()).toBe(stages[1]);
    await undoMove(ctx);
    expect(await dump()).toBe(stages[0]);
    await expect(undoMove(ctx)).rejects.toThrow("nothing to undo");
    const [kept] = await ctx.sql`select count(*)::int as moves, count(undone_at)::int as undone from triage_moves`;
    expect(kept).toEqual({ moves: 2, undone: 2 });
  });

  it("keeps no move that changed nothing", async () => {
    expect(await own(null)).toBeNull();
    await expect(undoMove(ctx)).rejects.toThrow("nothing to undo");
  });

  it("is refused where the same row was moved later, by whomever, until that is undone", async () => {
    const no = (await own("7")) ?? 0;
    await snooze("2026-11-20T08:00:00Z");
    const between = await dump();
    await expect(undoMove(ctx, no)).rejects.toThrow("(snooze). That has to be undone first");
    expect(await dump()).toBe(between);
    await undoMove(ctx);
    await undoMove(ctx, no);
    expect(await owner()).toBeNull();
    await expect(undoMove(ctx, no)).rejects.toThrow("undone already");
  });

  it("knows a row again that another wrote differently", async () => {
    const no = (await own("7")) ?? 0;
    const same: MovedRow = {
      table: "triage_items",
      key: { signature_id: ALERT, flagged_at: "2026-11-03T03:00:00.123456+01:00" },
    };
    await move("due", [same], (sql) => sql`update triage_items set due_date = '2026-11-30'`);
    await expect(undoMove(ctx, no)).rejects.toThrow("(due). That has to be undone first");
  });

  it("is not held up by a later move of another row of the alert", async () => {
    const no = (await own("7")) ?? 0;
    const id = randomId();
    await move(
      "comment",
      [{ table: "triage_comments", key: { id } }],
      (sql) => sql`
      insert into triage_comments (workspace_id, id, signature_id, user_id, said_at, body)
      values (${ctx.workspaceId}, ${id}, ${ALERT}, ${ctx.viewer.userId}, ${new Date(ctx.now)}, 'look')`,
    );
    await undoMove(ctx, no);
    expect(await owner()).toBeNull();
  });

  it("keeps what the worker changed beside it, and is refused where the worker changed the same", async () => {
    await own("7");
    await ctx.sql`update triage_items set gone_at = ${FLAGGED}`;
    await undoMove(ctx);
    const [row] = await ctx.sql`select owner_person_id as owner, gone_at is not null as gone from triage_items`;
    expect(row).toEqual({ owner: null, gone: true });
    await own("8");
    await ctx.sql`update triage_items set owner_person_id = 9`;
    await expect(undoMove(ctx)).rejects.toThrow("changed since");
    expect(await owner()).toBe("9");
  });

  it("is refused where the alert was flagged anew meanwhile", async () => {
    const id = randomId();
    await move("decide", rowsOf(id), (sql) => addDecision(sql, id));
    await ctx.sql`
      insert into triage_items (workspace_id, signature_id, flagged_at, flagged_for)
      values (${ctx.workspaceId}, ${ALERT}, '2026-11-09', '{}')`;
    const before = await dump();
    await expect(undoMove(ctx)).rejects.toThrow("changed since");
    expect(await dump()).toBe(before);
  });

  it("is refused of a decision that was applied meanwhile", async () => {
    const id = randomId();
    await move("decide", rowsOf(id), (sql) => addDecision(sql, id));
    await ctx.sql`
      insert into applications (workspace_id, id, decision_id, applier, state, body, applied_at, applied_by_user_id)
      values (${ctx.workspaceId}, 1, ${id}, 'alertmanager', 'standing', '', ${new Date(ctx.now)}, ${ctx.viewer.userId})`;
    await expect(undoMove(ctx)).rejects.toThrow("applied meanwhile");
    await ctx.sql`update applications set state = 'withdrawn'`;
    await expect(undoMove(ctx)).rejects.toThrow("End the decision instead");
  });

  it("keeps moves made at the same time apart", async () => {
    const made = await Promise.all(["1", "2", "3", "4", "5"].map((person) => own(person)));
    expect(new Set(made)).toEqual(new Set([1, 2, 3, 4, 5]));
    const last = made.indexOf(5) + 1;
    expect(await owner()).toBe(String(last));
    const both = await Promise.allSettled([undoMove(ctx, 5), undoMove(ctx, 5)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await owner()).toBe(String(made.indexOf(4) + 1));
  });

  it("undoes one's own by default, never another's", async () => {
    await own("7", { ...ctx, viewer: { ...ctx.viewer, userId: "42" } });
    await expect(undoMove(ctx)).rejects.toThrow("nothing to undo");
    const auditor: Ctx = { ...ctx, viewer: { ...ctx.viewer, role: "auditor" } };
    await expect(own("8", auditor)).rejects.toThrow("auditor");
    await expect(undoMove(auditor, 1)).rejects.toThrow("auditor");
  });
});
