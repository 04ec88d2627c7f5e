import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { giveManyVerdicts } from "@/db/commands/give-many-verdicts";
import { giveVerdict } from "@/db/commands/give-verdict";
import { undoGesture } from "@/db/commands/undo-gesture";
import type { Ctx } from "@/db/ctx";
import { modelRecord, recordPages } from "@/db/queries/model-record";
import { pagePrediction } from "@/db/queries/page-prediction";
import { createTestDb, type TestDb } from "@/db/test-db";
import { emptyWorkspace, importText } from "@/db/test-import";
import { BulkBody } from "@/lib/contract/verdict";
import { refitSchedule } from "@/lib/noise/predictor/refit-schedule";
import { keepPredicting, predictNext } from "./keep-predicting";

let db: TestDb;
let ctx: Ctx;
const NOW = Date.parse("2026-11-10T12:00:00Z");
const HOUR_MS = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

beforeAll(async () => {
  db = await createTestDb("UTC");
  ctx = await db.ctxAt(NOW);
});
afterAll(() => db.drop());
beforeEach(() => emptyWorkspace(ctx));

const event = (page: string, kind: string, at: number, more: object = {}) =>
  JSON.stringify({ provider: "pagerduty", page, kind, at: iso(at), by: "automation", ...more });

/** Twelve alerts in turn, one page every six hours up to the present; every third alert is real. */
function pagesText(count: number, until = NOW): string {
  return Array.from({ length: count }, (_, no) => {
    const at = until - (count - no) * 6 * HOUR_MS;
    const alert = no % 12;
    return [
      event(`P${no}`, "triggered", at, {
        title: `Check ${"abcdefghijkl"[alert]} failed badly`,
        service: `s${alert % 3}`,
      }),
      event(`P${no}`, "resolved", at + (alert % 3 === 0 ? 40 : 3) * 60_000),
    ].join("\n");
  }).join("\n");
}

async function idsByKey(): Promise<Map<string, string>> {
  const rows = await ctx.sql<{ id: string; page_key: string }[]>`select id, page_key from pages`;
  return new Map(rows.map((row) => [row.page_key, row.id]));
}

const truth = (no: number) => ((no % 12) % 3 === 0 ? "actionable" : "noise");

/** One word on each page, an hour after it opened. */
async function judgeAll(count: number, ids: ReadonlyMap<string, string>, from = 0): Promise<void> {
  for (let no = from; no < count; no += 1) {
    const now = NOW - (count - no) * 6 * HOUR_MS + HOUR_MS;
    const subject = { kind: "page", id: ids.get(`P${no}`) ?? "" } as const;
    await giveVerdict({ ...ctx, now }, subject, { verdict: truth(no), reason: null, note: null });
  }
}

const storedModels = async () =>
  JSON.stringify(await ctx.sql`select fitted_at, model from predictor_models order by 1`);
const storedPredictions = async () =>
  new Map(
    (
      await ctx.sql<{ page_key: string; probability: number }[]>`
        select p.page_key, d.probability from predictions d join pages p on p.id = d.page_id order by p.page_key`
    ).map((row) => [row.page_key, row.probability]),
  );

describe("predictions", () => {
  it("are there for every page after an import, by the record of the alert alone", async () => {
    await importText(ctx, pagesText(24), { name: "own.ndjson" });
    expect(await predictNext(db)).toBe(true);
    expect(await predictNext(db)).toBe(false);
    expect((await storedPredictions()).size).toBe(24);
    const view = await pagePrediction(ctx, (await idsByKey()).get("P0") ?? "");
    expect(view.prediction).toMatchObject({ probability: 0.5, basis: "prior", calibration: "none", modelAt: null });
    expect(view.calibrated).toBeNull();
  });

  it("know nothing of later words and later pages", async () => {
    await importText(ctx, pagesText(36), { name: "own.ndjson" });
    const ids = await idsByKey();
    await judgeAll(36, ids);
    await predictNext(db);
    const whole = await storedPredictions();
    // The same history cut off in the middle of it.
    await emptyWorkspace(ctx);
    const half = pagesText(36).split("\n").slice(0, 36).join("\n");
    await importText(ctx, half, { name: "half.ndjson" });
    const halfIds = await idsByKey();
    for (let no = 0; no < 17; no += 1) {
      const now = NOW - (36 - no) * 6 * HOUR_MS + HOUR_MS;
      const subject = { kind: "page", id: halfIds.get(`P${no}`) ?? "" } as const;
      await giveVerdict({ ...ctx, now }, subject, { verdict: truth(no), reason: null, note: null });
    }
    await predictNext(db);
    const early = await storedPredictions();
    expect(early.size).toBe(18);
    for (const [key, probability] of early) expect([key, whole.get(key)]).toEqual([key, probability]);
    // And they do learn: the later page of a noisy alert is less likely than its first one.
    expect(whole.get("P25")).toBeLessThan(whole.get("P1") ?? 0);
  });

  it("give one model from one order of verdicts, whoever works it out and in how many steps", async () => {
    await importText(ctx, pagesText(60), { name: "own.ndjson" });
    const ids = await idsByKey();
    await judgeAll(60, ids);
    await Promise.all([predictNext(db), predictNext(db)]);
    const once = [await storedModels(), await storedPredictions()];
    await ctx.sql`truncate predictor_models, predictions, model_records`;
    await ctx.sql`update model_runs set asked = asked + 1`;
    await predictNext(db);
    expect([await storedModels(), await storedPredictions()]).toEqual(once);
    // Another database, with other ids of ours, taught in two steps.
    await emptyWorkspace(ctx);
    await importText(ctx, pagesText(60), { name: "own.ndjson" });
    const others = await idsByKey();
    for (let no = 0; no < 30; no += 1) {
      const now = NOW - (60 - no) * 6 * HOUR_MS + HOUR_MS;
      const subject = { kind: "page", id: others.get(`P${no}`) ?? "" } as const;
      await giveVerdict({ ...ctx, now }, subject, { verdict: truth(no), reason: null, note: null });
    }
    await predictNext(db);
    await judgeAll(60, others, 30);
    await predictNext(db);
    expect([await storedModels(), await storedPredictions()]).toEqual(once);
  }, 60_000);

  it("have a new model with the 20th verdict, and at midnight after fewer", async () => {
    await importText(ctx, pagesText(40), { name: "own.ndjson" });
    await judgeAll(40, await idsByKey());
    await predictNext(db);
    const ats = Array.from({ length: 40 }, (_, no) => NOW - (40 - no) * 6 * HOUR_MS + HOUR_MS);
    const due = refitSchedule(ats, Date.now()).map(({ at }) => iso(at));
    const rows = await ctx.sql<{ fitted_at: Date }[]>`select fitted_at from predictor_models order by 1`;
    const fitted = rows.map((row) => row.fitted_at.toISOString());
    expect(fitted.length).toBeGreaterThan(2);
    expect(due).toEqual(expect.arrayContaining(fitted));
    expect(fitted.at(-1)).toBe(due.at(-1));
  });

  it("go with their pages", async () => {
    await importText(ctx, pagesText(5), { name: "own.ndjson" });
    await predictNext(db);
    await ctx.sql`delete from pages where page_key = 'P4'`;
    await ctx.sql`update model_runs set asked = asked + 1`;
    await predictNext(db);
    expect([...(await storedPredictions()).keys()]).toEqual(["P0", "P1", "P2", "P3"]);
  });
});

describe("the record", () => {
  it("follows a word within seconds, by two workers at once", async () => {
    await importText(ctx, pagesText(24), { name: "own.ndjson" });
    const ids = await idsByKey();
    const stop = new AbortController();
    const lines: string[] = [];
    const workers = [1, 2].map(() => keepPredicting(db, stop.signal, (line) => lines.push(line)));
    try {
      const subject = { kind: "page", id: ids.get("P1") ?? "" } as const;
      await giveVerdict(ctx, subject, { verdict: "noise", reason: null, note: null });
      await expect
        .poll(async () => (await modelRecord(ctx)).sorter?.record.n ?? 0, { timeout: 10_000, interval: 100 })
        .toBe(1);
      await expect.poll(async () => (await modelRecord(ctx)).waiting, { timeout: 10_000 }).toBe(false);
    } finally {
      stop.abort();
      await Promise.all(workers);
    }
    expect(lines).toEqual([]);
  }, 30_000);

  it("holds what was inferred before the first word, whatever is inferred or said later", async () => {
    await importText(ctx, pagesText(24), { name: "own.ndjson" });
    const ids = await idsByKey();
    const before = await ctx.sql`select page_id, verdict, probability from engine_words order by page_id`;
    const many = await giveManyVerdicts(
      ctx,
      BulkBody.parse({ on: { pages: [...ids.values()] }, verdict: "actionable" }),
    );
    await giveVerdict(ctx, { kind: "page", id: ids.get("P1") ?? "" }, { verdict: "noise", reason: null, note: null });
    const kept = await ctx.sql`select page_id, verdict, probability from record_entries order by page_id`;
    expect([...kept]).toEqual([...before]);
    await predictNext(db);
    const { sorter } = await modelRecord(ctx);
    expect(sorter?.record.n).toBe(24);
    expect(sorter?.record.prevalence).toMatchObject({ value: 23 / 24, n: 24 });
    const behind = await recordPages(ctx, { person: "noise" });
    expect(behind.rows.map(({ id, person }) => [id, person])).toEqual([[ids.get("P1"), "noise"]]);
    expect((await recordPages(ctx, {})).total).toBe(24);
    await undoGesture(ctx, many.gesture);
    await predictNext(db);
    expect((await modelRecord(ctx)).sorter?.record.n).toBe(1);
  });

  it("says that it is not calibrated, and from how many verdicts", async () => {
    await importText(ctx, pagesText(24), { name: "own.ndjson" });
    await judgeAll(3, await idsByKey());
    await predictNext(db);
    const { sorter, predictor } = await modelRecord(ctx);
    expect(sorter?.calibration).toMatchObject({ kind: "none", labels: 3, needed: 200 });
    expect(sorter?.sentences[0]).toMatch(/^Not calibrated yet: 3 verdicts/);
    expect(predictor?.record.n).toBe(3);
    expect(predictor?.record.kappa.interval).toBeNull();
  });

  it("puts the probability of verdicts right once there are 200", async () => {
    await importText(ctx, pagesText(260), { name: "own.ndjson" });
    const ids = await idsByKey();
    await judgeAll(230, ids);
    await predictNext(db);
    const { sorter } = await modelRecord(ctx);
    const rose = sorter?.calibration.kind === "platt";
    const { calibrated } = await pagePrediction(ctx, ids.get("P250") ?? "");
    expect(sorter?.calibration).toMatchObject({ labels: 230 });
    expect(rose ? calibrated : null).toEqual(
      rose
        ? { probability: expect.any(Number), sentence: expect.stringMatching(/Platt's scaling on 230 verdicts/) }
        : null,
    );
    expect(rose).toBe(true);
  }, 90_000);
});
