import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { decisions } from "@/db/queries/decisions";
import { createTestDb, type TestDb } from "@/db/test-db";
import { alertOf, forgetDecisions, importPages, sayActionable, steady, type TestPage } from "@/db/test-decisions";
import { failingAt } from "@/db/test-faults";
import { emptyWorkspace } from "@/db/test-import";
import { DecideBody } from "@/lib/contract/decision";
import { decide } from "./decide";
import { endDecision } from "./end-decision";
import { withdrawVerdict } from "./give-verdict";
import { settleWatches } from "./settle-watches";
import { undoMove } from "./undo-move";

const [HOUR, DAY] = [3_600_000, 86_400_000];
const NOW = Date.parse("2026-11-10T12:00:00Z");

let db: TestDb;
let ctx: Ctx;
let disk = "";

const at = (days: number): Ctx => ({ ...ctx, now: NOW + days * DAY });
/** Another alert of the source: so far its history is known. */
const known = (days: number): TestPage => ({
  key: `other-${days}`,
  at: NOW + days * DAY,
  title: "Other",
  service: "web",
});
const later = (key: string, days: number, more: Partial<TestPage> = {}): TestPage => ({
  ...more,
  key,
  at: NOW + days * DAY,
});

beforeAll(async () => {
  db = await createTestDb("UTC");
  ctx = await db.ctxAt(NOW);
});
afterAll(() => db.drop());
/** One a day for 28 days: a watch lasts three days. */
beforeEach(async () => {
  await forgetDecisions(ctx);
  await emptyWorkspace(ctx);
  await importPages(ctx, steady("D", NOW - 28 * DAY, NOW, 1));
  disk = await alertOf(ctx, "D0");
});

const decideTo = (kind: string, more: object = {}, by = ctx) =>
  decide(by, DecideBody.parse({ signatureIds: [disk], kind, reason: "It only flaps", ...more }));

type Watch = {
  outcome: string | null;
  openings: number;
  actionable: number;
  sentence: string | null;
  hidden: string[];
};
async function watch(): Promise<Watch & { earlier: unknown[]; settledAt: Date | null }> {
  const [row] = await ctx.sql<(Watch & { earlier: unknown[]; settledAt: Date | null })[]>`
    select outcome, openings, actionable, sentence, hidden_page_ids::text[] as hidden, earlier, settled_at as "settledAt"
    from watch_windows order by started_at limit 1`;
  if (!row) throw new Error("nothing is watched");
  return row;
}
async function ending(): Promise<unknown[]> {
  const [row] = await ctx.sql`
    select ended_for, (extract(epoch from ended_at) * 1000)::float8 as at, ended_page_ids::text[] as pages from decisions
    order by decided_at limit 1`;
  return [row?.ended_for, row?.at === null ? null : (Number(row?.at) - NOW) / DAY, row?.pages];
}

describe("a watch", () => {
  it.each([
    [0, "verified-quiet"],
    [1, "too-early"],
    [2, "too-early"],
    [3, "came-back"],
  ])("of three days at one a day, with %s pages, ends as %s", async (pages, outcome) => {
    await decideTo("tune");
    await importPages(ctx, [...steady("L", NOW + HOUR, NOW + HOUR + pages * 0.4 * DAY - 1, 0.4), known(3)]);
    await settleWatches(at(2.9));
    expect(await watch()).toMatchObject({ outcome: null, openings: pages });
    await settleWatches(at(3));
    expect(await watch()).toMatchObject({ outcome, openings: pages, hidden: [], settledAt: new Date(NOW + 3 * DAY) });
  });

  it("proves nothing while the history of its source is not known to its end", async () => {
    await decideTo("tune");
    await importPages(ctx, [known(2.9)]);
    await settleWatches(at(10));
    expect(await watch()).toMatchObject({ outcome: null, sentence: null });
    await importPages(ctx, [known(3)]);
    await settleWatches(at(11));
    expect(await watch()).toMatchObject({ outcome: "verified-quiet", settledAt: new Date(NOW + 11 * DAY) });
  });

  it("counts from its first instant to before its last, and no test pages", async () => {
    await decideTo("tune");
    await importPages(ctx, [later("L1", 0), later("L2", 3), known(3)]);
    await settleWatches(at(3));
    expect(await watch()).toMatchObject({ openings: 1 });
  });

  it("is settled anew where pages come late, and says so", async () => {
    await decideTo("tune");
    await importPages(ctx, [known(4)]);
    await settleWatches(at(4));
    expect(await watch()).toMatchObject({ outcome: "verified-quiet", earlier: [] });
    expect(await settleWatches(at(5)), "nothing changed").toBe(0);
    await importPages(ctx, [later("L1", 0.5), later("L2", 1), later("L3", 1.5), later("L4", 2)]);
    expect(await settleWatches(at(6))).toBe(1);
    const { sentence, ...settled } = await watch();
    expect(settled).toMatchObject({
      outcome: "came-back",
      openings: 4,
      earlier: [{ outcome: "verified-quiet", settledAt: new Date(NOW + 4 * DAY).toISOString() }],
      settledAt: new Date(NOW + 6 * DAY),
    });
    expect(sentence).toMatch(/Until then it counted as verified quiet/);
    expect(await settleWatches(at(7))).toBe(0);
    expect((await watch()).sentence).toBe(sentence);
  });

  it("of a decision that was replaced or ended is over then", async () => {
    const { decisions } = await decideTo("tune");
    await decideTo("fix", {}, at(1));
    await importPages(ctx, [later("L1", 0.5), later("L2", 1.5), known(5)]);
    await settleWatches(at(5));
    expect(await watch()).toMatchObject({ outcome: "too-early", openings: 1 });
    await expect(endDecision(at(6), decisions[0]?.id ?? "")).rejects.toMatchObject({ code: "not-found" });
  });

  it("is settled though that of another decision cannot be, which is said", async () => {
    await importPages(ctx, steady("E", NOW - 28 * DAY, NOW, 1, { title: "Tape is slow", service: "tape" }));
    const tape = await alertOf(ctx, "E0");
    await decideTo("silence");
    await decide(ctx, DecideBody.parse({ signatureIds: [tape], kind: "silence", reason: "It only flaps" }));
    await ctx.sql`
      update decisions set scope = '[{"field":"title","operator":"=~","value":"("}]', decided_at = decided_at - interval '1 second'
      where signature_id = ${disk}`;
    await importPages(ctx, [known(4)]);
    await expect(settleWatches(at(4))).rejects.toThrow(/^Error: decision \d+: /);
    const rows = await ctx.sql`
      select d.signature_id = ${tape} as tape, w.outcome from watch_windows w
      join decisions d on d.workspace_id = w.workspace_id and d.id = w.decision_id order by 1`;
    expect(rows).toMatchObject([
      { tape: false, outcome: null },
      { tape: true, outcome: "verified-quiet" },
    ]);
  });

  it("goes when its decision is undone, settled or not", async () => {
    const { move } = await decideTo("tune");
    await importPages(ctx, [known(4)]);
    await settleWatches(at(4));
    await undoMove(ctx, move ?? 0);
    expect(await ctx.sql`select 1 from watch_windows union all select 1 from decisions`).toHaveLength(0);
  });
});

describe("what a decision hides", () => {
  it("turns a silence red at once and names the pages; taken back, it is watched again", async () => {
    await decideTo("silence");
    await importPages(ctx, [later("real", 0.5), later("noise", 0.7)]);
    const page = await sayActionable(ctx, "real");
    await settleWatches(at(1));
    expect(await watch()).toMatchObject({ outcome: "hid-something-real", openings: 2, actionable: 1, hidden: [page] });
    expect((await watch()).sentence).toMatch(
      /^Hid something real: “Disk almost full” \(2026-11-11 00:00 UTC\)\. 1 page/,
    );
    await undoWords();
    await settleWatches(at(1.1));
    expect(await watch()).toMatchObject({ outcome: null, hidden: [], earlier: [{ outcome: "hid-something-real" }] });
  });

  it("is found after the watch, too, while the silence is in force, and not after it", async () => {
    await decideTo("silence");
    await importPages(ctx, [known(4), later("in force", 6.9), later("over", 7)]);
    await settleWatches(at(4));
    expect(await watch()).toMatchObject({ outcome: "verified-quiet" });
    await sayActionable(ctx, "over");
    await settleWatches(at(8));
    expect(await watch()).toMatchObject({ outcome: "verified-quiet" });
    await sayActionable(ctx, "in force");
    await settleWatches(at(9));
    expect(await watch()).toMatchObject({
      outcome: "hid-something-real",
      openings: 0,
      earlier: [{ outcome: "verified-quiet" }],
    });
  });

  it.each(["fix", "tune"])("is nothing where nothing is treated: %s", async (kind) => {
    await decideTo(kind);
    await importPages(ctx, [later("real", 0.5), known(3)]);
    await sayActionable(ctx, "real");
    await settleWatches(at(3));
    expect(await watch()).toMatchObject({ outcome: "too-early", actionable: 1, hidden: [] });
  });

  it("is all of a wider scope", async () => {
    await decideTo("silence", { scope: [{ field: "title", operator: "=~", value: "Disk.*|Inodes.*" }] });
    await importPages(ctx, [
      later("inodes", 0.5, { title: "Inodes almost gone" }),
      later("net", 0.6, { title: "Network" }),
    ]);
    const page = await sayActionable(ctx, "inodes");
    await sayActionable(ctx, "net");
    await settleWatches(at(1));
    expect(await watch()).toMatchObject({ outcome: "hid-something-real", openings: 1, hidden: [page] });
    const [shown] = (await decisions(at(1))).decisions;
    expect(shown?.lastRangAt, "heard by its scope, not by its own alert alone").toBe(
      new Date(NOW + 0.5 * DAY).toISOString(),
    );
  });

  it("is told by what was withheld elsewhere as well", async () => {
    const { decisions } = await decideTo("silence");
    await ctx.sql`
      insert into applications (workspace_id, id, decision_id, applier, state, body, applied_at, applied_by_user_id)
      values (${ctx.workspaceId}, 5, ${decisions[0]?.id ?? ""}, 'alertmanager-api', 'standing', '', ${new Date(NOW)}, ${ctx.viewer.userId})`;
    await ctx.sql`
      insert into withheld (workspace_id, application_id, fingerprint, started_at, last_seen_at, labels, real_because)
      values (${ctx.workspaceId}, 5, 'ab', ${new Date(NOW + DAY)}, ${new Date(NOW + DAY)}, '{"alertname": "DiskFull"}', 'critical')`;
    await settleWatches(at(1.5));
    expect(await watch()).toMatchObject({ outcome: "hid-something-real", hidden: [] });
    expect((await watch()).sentence).toMatch(/“DiskFull”/);
  });
});

async function undoWords(): Promise<void> {
  const [row] = await ctx.sql<{ id: string }[]>`select id from pages where page_key = 'real'`;
  await withdrawVerdict(ctx, { kind: "page", id: row?.id ?? "" });
}

describe("a silence", () => {
  it.each([
    [6.999, null, null],
    [7, "expired", 7],
    [9, "expired", 7],
  ])("looked at after %s days: %s", async (days, endedFor, on) => {
    await decideTo("silence");
    await settleWatches(at(days));
    expect((await ending()).slice(0, 2)).toEqual([endedFor, on]);
  });

  it("whose change never took effect expires all the same", async () => {
    await decideTo("silence", { takesEffect: "with-change" });
    await settleWatches(at(7));
    expect((await ending()).slice(0, 2)).toEqual(["expired", 7]);
  });

  it.each([
    [{ priority: "P1" }, "incident-opened"],
    [{ priority: "P1", title: "Database down" }, "incident-opened"],
    [{ priority: "P1", title: "Shop down", service: "web" }, null],
    [{ priority: "P2" }, null],
  ] as const)("after a page like %j ended by itself: %s", async (more, endedFor) => {
    await decideTo("silence");
    await importPages(ctx, [later("L1", 0.5, more)]);
    await settleWatches(at(1));
    const [page] = await ctx.sql<{ id: string }[]>`select id from pages where page_key = 'L1'`;
    expect(await ending()).toEqual(endedFor === null ? [null, null, null] : [endedFor, 0.5, [page?.id]]);
  });

  it("ends when the severity rises over what it was", async () => {
    await forgetDecisions(ctx);
    await importPages(ctx, [later("before", -0.5, { urgency: "low", title: "Slow" })]);
    disk = await alertOf(ctx, "before");
    await decideTo("silence");
    await importPages(ctx, [later("after", 0.5, { urgency: "high", title: "Slow" })]);
    await settleWatches(at(1));
    expect((await ending()).slice(0, 2)).toEqual(["severity-rose", 0.5]);
  });

  it("ends at three times the rate before, and came back", async () => {
    await decideTo("silence");
    await importPages(ctx, [...steady("R", NOW + HOUR, NOW + HOUR + 0.79 * DAY, 0.1), known(2)]);
    await settleWatches(at(2));
    expect((await ending())[0]).toBeNull();
    await importPages(ctx, [later("R8", 0.9)]);
    await settleWatches(at(2));
    expect((await ending()).slice(0, 2)).toEqual(["rate-rose", 0.9]);
    expect(await watch()).toMatchObject({ outcome: "came-back" });
  });
});

it("settling is whole or not at all, whichever call of the database fails", async () => {
  await decideTo("silence");
  await importPages(ctx, [later("L1", 0.5, { priority: "P1" }), known(4)]);
  const state = () => Promise.all([watch(), ending()]);
  const before = await state();
  const tried = at(4);
  let [k, hasFailed] = [0, true];
  while (hasFailed && k < 100) {
    k += 1;
    hasFailed = await settleWatches(failingAt(tried, k, { calls: 0 })).then(
      () => false,
      () => true,
    );
    // A watch that is settled whole is settled, whatever fails after it.
    const [settled, ended] = await state();
    if (JSON.stringify([settled, ended]) === JSON.stringify(before)) continue;
    expect(ended, `call ${k}`).toMatchObject(["incident-opened", 0.5, expect.any(Array)]);
    expect(settled.outcome, `call ${k}`).not.toBeNull();
  }
  expect(k).toBeGreaterThan(10);
  expect(k).toBeLessThan(100);
  await settleWatches(tried);
  expect((await ending())[0]).toBe("incident-opened");
  expect((await watch()).outcome).not.toBeNull();
});
