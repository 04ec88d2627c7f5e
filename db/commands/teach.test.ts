import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { lastGesture } from "@/db/queries/last-gesture";
import { pageDetail } from "@/db/queries/page-detail";
import { countMatching, pages } from "@/db/queries/pages";
import { signatureDetail } from "@/db/queries/signature-detail";
import { createTestDb, type TestDb } from "@/db/test-db";
import { callsOf, failingAt } from "@/db/test-faults";
import { dumpOf, emptyWorkspace, importText } from "@/db/test-import";
import { NoiseFilter, PagesFilter } from "@/lib/contract/filter";
import { BulkBody } from "@/lib/contract/verdict";
import { giveManyVerdicts } from "./give-many-verdicts";
import { giveVerdict, withdrawVerdict } from "./give-verdict";
import { labelledSignatures, labelsOf } from "./labels";
import type { Subject } from "./store-words";
import { undoGesture } from "./undo-gesture";

let db: TestDb;
let ctx: Ctx;
const NOW = Date.parse("2026-11-10T12:00:00Z");

beforeAll(async () => {
  db = await createTestDb("UTC");
  ctx = await db.ctxAt(NOW);
});
afterAll(() => db.drop());

const event = (page: string, kind: string, at: string, more: object = {}) =>
  JSON.stringify({ provider: "pagerduty", page, kind, at, by: "automation", ...more });
const healed = (page: string, day: string, title = "Disk almost full") => [
  event(page, "triggered", `${day}T02:00:00Z`, { title, service: "db" }),
  event(page, "resolved", `${day}T02:03:00Z`),
];
/** Eight pages of one alert, two of another. */
const PAGES = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((day) => healed(`P${day}`, `2026-11-0${day}`)),
  ...[1, 2].flatMap((day) => healed(`Q${day}`, `2026-11-0${day}`, "Queue is long")),
].join("\n");

const ALL = PagesFilter.parse({ from: "2026-11-01", to: "2026-11-30" });
const MONTH = NoiseFilter.parse({ from: "2026-11-01", to: "2026-11-30" });
const at = (time: string) => Date.parse(time);

let ids: Map<string, string>;
let alert: string;

const page = (key: string): Subject => ({ kind: "page", id: ids.get(key) ?? key });
const say = (verdict: "actionable" | "noise" | "unclear", note: string | null = null) => ({
  verdict,
  reason: null,
  note,
});
const many = (keys: readonly string[], verdict: "actionable" | "noise" = "actionable", more: object = {}) =>
  giveManyVerdicts(ctx, BulkBody.parse({ on: { pages: keys.map((key) => page(key).id) }, verdict, ...more }));

async function origins(): Promise<Record<string, string>> {
  const { rows } = await pages(ctx, ALL, { offset: 0, limit: 100 });
  return Object.fromEntries(
    rows.map((row) => [row.pageKey, row.saidOf ? `${row.verdict} ${row.saidOf}` : `${row.origin}`]),
  );
}

const saidOn = async (keys: readonly string[]) => {
  const all = await origins();
  return keys.map((key) => all[key]);
};

beforeEach(async () => {
  await emptyWorkspace(ctx);
  await importText(ctx, PAGES, { name: "own.ndjson" });
  const rows = await ctx.sql<{ id: string; page_key: string; signature_id: string }[]>`
    select id, page_key, signature_id from pages`;
  ids = new Map(rows.map((row) => [row.page_key, row.id]));
  alert = rows.find((row) => row.page_key === "P1")?.signature_id ?? "";
});

const signature = (): Subject => ({ kind: "signature", id: alert });

describe("a word on a signature", () => {
  const period = { from: at("2026-11-03T02:00:00Z"), until: at("2026-11-05T02:00:00Z") };

  it("holds for the pages that open in [from, until), and ends by itself", async () => {
    await giveVerdict(ctx, signature(), say("actionable"), { period });
    const [standing, inferred] = ["actionable signature", "inferred"];
    expect(await saidOn(["P1", "P2", "P3", "P4", "P5", "P6"])).toEqual([
      inferred,
      inferred,
      standing,
      standing,
      inferred,
      inferred,
    ]);
    expect((await pageDetail(ctx, page("P3").id)).signatureVerdict).toMatchObject({
      verdict: "actionable",
      from: "2026-11-03T02:00:00.000Z",
      until: "2026-11-05T02:00:00.000Z",
    });
    expect((await pageDetail(ctx, page("P5").id)).signatureVerdict).toBeNull();
    // Over by now: it stands in the list, and says nothing of a page that opens today.
    const { personVerdict, standing: words } = await signatureDetail(ctx, alert, MONTH);
    expect([personVerdict, words.length]).toEqual([null, 1]);
  });

  it("is not copied: a page that comes later and opened in its period falls under it", async () => {
    await giveVerdict(ctx, signature(), say("actionable"), { period: { from: NOW, until: NOW + 86_400_000 } });
    const later = [...healed("P10", "2026-11-11"), ...healed("P11", "2026-11-12")].join("\n");
    await importText(ctx, later, { name: "later.ndjson" });
    expect(await saidOn(["P8", "P10", "P11"])).toEqual(["inferred", "actionable signature", "inferred"]);
    const [kept] = await ctx.sql`select count(*)::int as n from person_verdicts`;
    expect(kept?.n).toBe(1);
  });

  it("a later one takes the pages of its own period; the earlier keeps the rest; taken back, the earlier holds again", async () => {
    await giveVerdict(ctx, signature(), say("noise"));
    await giveVerdict(ctx, signature(), say("actionable"), { period });
    const both = ["noise signature", "actionable signature", "actionable signature", "noise signature"];
    expect(await saidOn(["P2", "P3", "P4", "P5"])).toEqual(both);
    await giveVerdict(ctx, page("P4"), say("unclear"));
    expect(await saidOn(["P4"])).toEqual(["unclear page"]);
    await withdrawVerdict(ctx, signature());
    expect(await saidOn(["P2", "P3", "P4"])).toEqual(["noise signature", "noise signature", "unclear page"]);
  });

  it("that decided no page yet gives way to the next, and one that holds the whole period of another ends it", async () => {
    const from = (time: string) => ({ period: { from: at(time), until: null } });
    await giveVerdict(ctx, signature(), say("noise"), from("2026-11-20T00:00:00Z"));
    await giveVerdict(ctx, signature(), say("actionable"), from("2026-11-21T00:00:00Z"));
    expect((await signatureDetail(ctx, alert, MONTH)).standing.map(({ verdict }) => verdict)).toEqual(["actionable"]);
    await giveVerdict(ctx, signature(), say("unclear"));
    expect((await signatureDetail(ctx, alert, MONTH)).standing.map(({ verdict }) => verdict)).toEqual(["unclear"]);
  });

  it("must not end before it begins", async () => {
    const given = giveVerdict(ctx, signature(), say("noise"), { period: { from: 5, until: 5 } });
    await expect(given).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("one word on many pages", () => {
  it("weighs five labels in all, and one each up to five pages", async () => {
    await many(["P1", "P2", "P3", "P4", "P5"]);
    expect((await labelledSignatures(ctx.sql, ctx.workspaceId)).map(({ a, n }) => [a, n])).toEqual([[5, 5]]);
    await many(["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"], "noise", { judged: "replace" });
    const [labelled] = await labelledSignatures(ctx.sql, ctx.workspaceId);
    expect(labelled?.a).toBe(0);
    expect(labelled?.n).toBeCloseTo(5, 10);
    const { pages: words } = await labelsOf(ctx.sql, ctx.workspaceId, [alert]);
    expect([...words.values()].map(({ weight }) => weight)).toEqual(new Array(8).fill(0.625));
  });

  it("takes all that match a filter, as many as were counted, and keeps what people judged one by one", async () => {
    await giveVerdict(ctx, page("P2"), say("unclear"));
    const counted = await countMatching(ctx, ALL);
    expect(counted).toEqual({ pages: 10, judged: 1 });
    const body = (expected: number) => BulkBody.parse({ on: { filter: ALL, expected }, verdict: "noise" });
    await expect(giveManyVerdicts(ctx, body(9))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("10 pages match by now, not 9"),
    });
    expect((await giveManyVerdicts(ctx, body(10))).words).toBe(9);
    expect(await saidOn(["P1", "P2", "Q1"])).toEqual(["noise page", "unclear page", "noise page"]);
    await expect(giveManyVerdicts(ctx, body(10))).rejects.toMatchObject({ code: "conflict" });
  });

  it("is refused whole where a page is gone", async () => {
    await expect(many(["P1", "7"])).rejects.toMatchObject({ code: "not-found" });
    expect(await saidOn(["P1"])).toEqual(["inferred"]);
  });

  it("is undone as one: each page has what it had before", async () => {
    await giveVerdict(ctx, page("P1"), say("unclear", "mine"));
    const before = [await dumpOf(ctx), await origins()];
    const { gesture } = await many(["P1", "P2", "Q1"], "actionable", { judged: "replace" });
    expect(await saidOn(["P1", "P2", "Q1"])).toEqual(new Array(3).fill("actionable page"));
    expect((await lastGesture(ctx)).last).toMatchObject({ id: gesture, words: 3 });
    await undoGesture(ctx, gesture);
    expect([await dumpOf(ctx), await origins()]).toEqual(before);
    expect((await pageDetail(ctx, page("P1").id)).personVerdict).toMatchObject({ verdict: "unclear", note: "mine" });
    await expect(undoGesture(ctx, gesture)).rejects.toMatchObject({ code: "conflict" });
    await expect(undoGesture(ctx, "7")).rejects.toMatchObject({ code: "not-found" });
  });

  it("leaves nothing half done, whichever call of the database fails", async () => {
    await giveVerdict(ctx, page("P1"), say("unclear"));
    const before = [await dumpOf(ctx), await origins()];
    const body = BulkBody.parse({ on: { pages: [page("P1").id, page("P2").id] }, verdict: "noise", judged: "replace" });
    let gesture = "";
    const calls = await callsOf(ctx, async (watched) => {
      ({ gesture } = await giveManyVerdicts(watched, body));
    });
    await undoGesture(ctx, gesture);
    for (let k = 1; k <= calls; k += 1) {
      await expect(giveManyVerdicts(failingAt(ctx, k, { calls: 0 }), body)).rejects.toThrow(/went away/);
      expect([await dumpOf(ctx), await origins()]).toEqual(before);
    }
  }, 60_000);
});

describe("undo", () => {
  it("leaves the word of whoever spoke since, and does not bring back what was undone", async () => {
    const first = await giveVerdict(ctx, page("P1"), say("noise"));
    const second = await many(["P1", "P2"], "actionable", { judged: "replace" });
    const third = await giveVerdict(ctx, page("P1"), say("unclear"));
    await undoGesture(ctx, second.gesture);
    expect(await saidOn(["P1", "P2"])).toEqual(["unclear page", "inferred"]);
    await undoGesture(ctx, third.gesture);
    expect(await saidOn(["P1"])).toEqual(["noise page"]);
    await undoGesture(ctx, first.gesture);
    expect(await saidOn(["P1"])).toEqual(["inferred"]);
  });

  it("of a withdrawal brings the word back, with who said it and when", async () => {
    await giveVerdict(ctx, page("P1"), say("noise", "why"));
    const { gesture } = await withdrawVerdict({ ...ctx, now: NOW + 1000 }, page("P1"));
    expect(await saidOn(["P1"])).toEqual(["inferred"]);
    await undoGesture({ ...ctx, now: NOW + 2000 }, gesture);
    expect((await pageDetail(ctx, page("P1").id)).personVerdict).toMatchObject({
      verdict: "noise",
      note: "why",
      givenAt: "2026-11-10T12:00:00.000Z",
    });
    const record = await ctx.sql<{ stored_at: Date; ended_at: Date | null }[]>`
      select stored_at, ended_at from person_verdicts order by stored_at`;
    expect(record.map((row) => [Number(row.stored_at) - NOW, row.ended_at && Number(row.ended_at) - NOW])).toEqual([
      [0, 1000],
      [2000, null],
    ]);
  });

  it("of a word on a signature gives the words back that it ended", async () => {
    await giveVerdict(ctx, signature(), say("noise"), { period: { from: at("2026-11-03T00:00:00Z"), until: null } });
    const { gesture } = await giveVerdict(ctx, signature(), say("actionable"));
    expect(await saidOn(["P1", "P5"])).toEqual(["actionable signature", "actionable signature"]);
    await undoGesture(ctx, gesture);
    expect(await saidOn(["P1", "P5"])).toEqual(["inferred", "noise signature"]);
  });

  it("is not for auditors", async () => {
    const { gesture } = await giveVerdict(ctx, page("P1"), say("noise"));
    const auditor = { ...ctx, viewer: { ...ctx.viewer, role: "auditor" as const } };
    await expect(undoGesture(auditor, gesture)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("two people at once", () => {
  it("both words are kept, one counts, and undoing that one gives the other back", async () => {
    const made = await Promise.all([
      giveVerdict(ctx, page("P1"), say("noise", "one")),
      giveVerdict(ctx, page("P1"), say("actionable", "other")),
    ]);
    const rows = await ctx.sql<{ gesture_id: string; ended_at: Date | null }[]>`
      select gesture_id, ended_at from person_verdicts where subject = 'page'`;
    expect(rows.map((row) => row.gesture_id).sort()).toEqual(made.map(({ gesture }) => gesture).sort());
    const counting = rows.filter((row) => row.ended_at === null);
    expect(counting).toHaveLength(1);
    await undoGesture(ctx, counting[0]?.gesture_id ?? "");
    expect((await pageDetail(ctx, page("P1").id)).personVerdict?.gesture).toBe(
      rows.find((row) => row.ended_at !== null)?.gesture_id,
    );
  });

  it("nobody speaks over a word that they did not see", async () => {
    await giveVerdict(ctx, page("P1"), say("noise"), { seen: null });
    const unseen = giveVerdict(ctx, page("P1"), say("actionable"), { seen: null });
    await expect(unseen).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/Admin said noise/),
    });
    const seen = (await pageDetail(ctx, page("P1").id)).personVerdict?.id ?? null;
    await giveVerdict(ctx, page("P1"), say("actionable"), { seen });
    expect(await saidOn(["P1"])).toEqual(["actionable page"]);
  });

  it("many gestures at once on the same pages leave one word in force on each", async () => {
    const all = ["P1", "P2", "P3", "P4"];
    const made = await Promise.all([
      many(all, "noise", { judged: "replace" }),
      many(all.slice(1), "actionable", { judged: "replace" }),
      giveVerdict(ctx, page("P3"), say("unclear")),
    ]);
    await Promise.all(made.map(({ gesture }) => undoGesture(ctx, gesture)));
    expect(await saidOn(all)).toEqual(new Array(4).fill("inferred"));
    const [left] = await ctx.sql`select count(*)::int as n from person_verdicts where ended_at is null`;
    expect(left?.n).toBe(0);
  });
});

describe("what a word taught", () => {
  const probabilities = async () => {
    const { rows } = await pages(ctx, ALL, { offset: 0, limit: 100 });
    return new Map(rows.map((row) => [row.pageKey, row.probability ?? -1]));
  };

  it("is counted on the other pages of its alert, and on no other alert", async () => {
    const before = await probabilities();
    const { lesson } = await giveVerdict(ctx, page("P4"), say("actionable"));
    const after = await probabilities();
    const siblings = ["P1", "P2", "P3", "P5", "P6", "P7", "P8"];
    for (const key of siblings) expect(after.get(key), key).toBeGreaterThan(before.get(key) ?? 1);
    expect(after.get("Q1")).toBe(before.get("Q1"));
    expect(lesson).toMatchObject({ others: 7, moved: 7 });
    const mean = (of: Map<string, number>) => siblings.reduce((sum, key) => sum + (of.get(key) ?? 0), 0) / 7;
    expect(lesson?.from).toBeCloseTo(mean(before), 9);
    expect(lesson?.to).toBeCloseTo(mean(after), 9);
    expect((await pageDetail(ctx, page("P1").id)).taught).toEqual({ pages: 1, actionable: 1 });
    expect((await pageDetail(ctx, page("P4").id)).taught).toEqual({ pages: 0, actionable: 0 });
  });

  it("is what the word alone did, not what else was learnt since the alert was judged", async () => {
    // As if the stored figures were of a time before other alerts were judged by people.
    await ctx.sql`update pages set probability = 0.9 where signature_id = ${alert}`;
    const { lesson } = await giveVerdict(ctx, page("P4"), say("actionable"));
    expect(lesson?.to).toBeGreaterThan(lesson?.from ?? 1);
  });

  it("leaves pages that people judged out, and says nothing of a word on the whole alert", async () => {
    await giveVerdict(ctx, page("P1"), say("noise"));
    expect((await many(["P2", "P3"])).lesson).toMatchObject({ others: 5 });
    expect((await giveVerdict(ctx, signature(), say("noise"))).lesson).toBeNull();
  });
});
