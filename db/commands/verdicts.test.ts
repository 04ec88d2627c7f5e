import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { decisions } from "@/db/queries/decisions";
import { noiseReport } from "@/db/queries/noise-report";
import { pageDetail } from "@/db/queries/page-detail";
import { signatureDetail } from "@/db/queries/signature-detail";
import { squashed } from "@/db/queries/squashed";
import { seed } from "@/db/seed";
import { createTestDb, TEST_KEYS, type TestDb } from "@/db/test-db";
import { dumpOf, emptyWorkspace, importText, tableCounts } from "@/db/test-import";
import { asLeader } from "@/db/test-sight";
import { NoiseFilter } from "@/lib/contract/filter";
import { giveVerdict, withdrawVerdict } from "./give-verdict";
import { removeSample } from "./remove-sample";

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("UTC");
  ctx = await db.ctxAt(Date.parse("2026-11-10T12:00:00Z"));
});
afterAll(() => db.drop());

/** Two pages of one alert that clear by themselves, in the nights of the 3rd and the 4th; both wake Ana. */
const event = (page: string, kind: string, at: string, more: object = {}) =>
  JSON.stringify({ provider: "pagerduty", page, kind, at, by: "automation", ...more });
const healed = (page: string, day: string) => [
  event(page, "triggered", `${day}T02:00:00Z`, { title: "Disk almost full", service: "db" }),
  event(page, "notified", `${day}T02:00:00Z`, { person: "PANA", channel: "push" }),
  event(page, "resolved", `${day}T02:03:00Z`),
];
const OWN = [...healed("P1", "2026-11-03"), ...healed("P2", "2026-11-04")].join("\n");
const LATER = healed("P3", "2026-11-05").join("\n");

const NOTHING = { reason: null, note: null };
const WEEK = NoiseFilter.parse({ from: "2026-11-02", to: "2026-11-08" });

async function pageId(key: string): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`select id from pages where page_key = ${key}`;
  if (!row) throw new Error(`no page ${key}`);
  return row.id;
}

async function inForce(): Promise<unknown[]> {
  const rows = await ctx.sql`
    select p.page_key, p.verdict, p.reason, p.origin, i.verdict as priced from pages p
    join interruptions i on i.page_id = p.id order by 1`;
  return rows.map((row) => Object.values(row));
}

const NOISE = ["noise", "self-healed", "inferred", "noise"];

describe("a person's verdict", () => {
  let [first, second, alert] = ["", "", ""];

  beforeEach(async () => {
    await emptyWorkspace(ctx);
    await importText(ctx, OWN, { name: "own.ndjson" });
    [first, second] = [await pageId("P1"), await pageId("P2")];
    const [row] = await ctx.sql<{ id: string }[]>`select id from signatures`;
    alert = row?.id ?? "";
    expect(await inForce()).toEqual([
      ["P1", ...NOISE],
      ["P2", ...NOISE],
    ]);
  });

  it("on a page beats one on its alert, which beats the inferred one; interruptions follow", async () => {
    await giveVerdict(
      ctx,
      { kind: "signature", id: alert },
      { verdict: "actionable", reason: "could-wait", note: null },
    );
    await giveVerdict(ctx, { kind: "page", id: second }, { verdict: "unclear", ...NOTHING });
    expect(await inForce()).toEqual([
      ["P1", "actionable", "could-wait", "person", "actionable"],
      ["P2", "unclear", null, "person", "unclear"],
    ]);
    const { totals, signatures } = await noiseReport(await asLeader(ctx), WEEK);
    expect(totals).toMatchObject({ counts: { actionable: 1, noise: 0, unclear: 1 }, noiseInterruptions: { total: 0 } });
    expect(signatures[0]).toMatchObject({ verdict: "actionable", reason: "could-wait", byPerson: true, pain: 0 });
  });

  it("stands beside the inferred one, which stays visible", async () => {
    await giveVerdict(
      ctx,
      { kind: "page", id: first },
      { verdict: "actionable", reason: null, note: "I\0 went in \ud800" },
    );
    const detail = await pageDetail(ctx, first);
    expect(detail.page).toMatchObject({ verdict: "actionable", origin: "person" });
    expect(detail.inferred).toMatchObject({ verdict: "noise", reason: "self-healed" });
    expect(detail.personVerdict).toEqual({
      id: expect.any(String),
      gesture: expect.any(String),
      words: 1,
      from: null,
      until: null,
      broughtBy: null,
      wrongHour: false,
      verdict: "actionable",
      reason: null,
      note: "I\ufffd went in \ufffd",
      by: "Admin",
      givenAt: "2026-11-10T12:00:00.000Z",
    });
    await giveVerdict(ctx, { kind: "signature", id: alert }, { verdict: "noise", ...NOTHING });
    expect((await pageDetail(ctx, first)).signatureVerdict).toMatchObject({ verdict: "noise" });
    expect(await signatureDetail(ctx, alert, WEEK)).toMatchObject({ personVerdict: { verdict: "noise" } });
  });

  it("is taken back to what was before, and stays in the record", async () => {
    const before = await dumpOf(ctx);
    await giveVerdict(ctx, { kind: "page", id: first }, { verdict: "actionable", ...NOTHING });
    await giveVerdict({ ...ctx, now: ctx.now + 1000 }, { kind: "page", id: first }, { verdict: "unclear", ...NOTHING });
    await withdrawVerdict({ ...ctx, now: ctx.now + 2000 }, { kind: "page", id: first });
    expect(await dumpOf(ctx)).toEqual(before);
    const record = await ctx.sql`select verdict, given_at, ended_at from person_verdicts order by given_at`;
    expect(record.map(({ verdict, ended_at: ended }) => [verdict, Number(ended) - ctx.now])).toEqual([
      ["actionable", 1000],
      ["unclear", 2000],
    ]);
    await expect(withdrawVerdict(ctx, { kind: "page", id: first })).rejects.toMatchObject({ code: "not-found" });
  });

  it.each([
    ["noise", "fixed-a-fault"],
    ["actionable", "self-healed"],
    ["unclear", "test"],
    ["noise", "no-such-reason"],
  ] as const)("%s is refused with the reason %s", async (verdict, reason) => {
    const given = giveVerdict(ctx, { kind: "page", id: first }, { verdict, reason, note: null });
    await expect(given).rejects.toMatchObject({ code: "invalid" });
    expect((await tableCounts(ctx)).person_verdicts).toBe(0);
  });

  it("is refused from an auditor, and on what is not there", async () => {
    const auditor = { ...ctx, viewer: { ...ctx.viewer, role: "auditor" as const } };
    const subject = { kind: "page", id: first } as const;
    await expect(giveVerdict(auditor, subject, { verdict: "noise", ...NOTHING })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(withdrawVerdict(auditor, subject)).rejects.toMatchObject({ code: "forbidden" });
    for (const kind of ["page", "signature"] as const)
      await expect(giveVerdict(ctx, { kind, id: "7" }, { verdict: "noise", ...NOTHING })).rejects.toMatchObject({
        code: "not-found",
      });
    expect((await tableCounts(ctx)).person_verdicts).toBe(0);
  });

  it("outlives later imports, and holds for later pages of its alert", async () => {
    await giveVerdict(ctx, { kind: "signature", id: alert }, { verdict: "actionable", ...NOTHING });
    await giveVerdict(ctx, { kind: "page", id: first }, { verdict: "noise", reason: "threshold", note: null });
    await importText(ctx, LATER, { name: "later.ndjson" });
    // New word on the judged page itself.
    await importText(
      ctx,
      event("P1", "annotated", "2026-11-03T09:00:00Z", { by: "person", person: "PANA", note: "?" }),
      {
        name: "note.ndjson",
      },
    );
    expect(await inForce()).toEqual([
      ["P1", "noise", "threshold", "person", "noise"],
      ["P2", "actionable", null, "person", "actionable"],
      ["P3", "actionable", null, "person", "actionable"],
    ]);
  });
});

describe("the sample", () => {
  const NOW = Date.parse("2026-11-10T12:00:00Z");
  const start = () =>
    seed({ url: db.url, keys: TEST_KEYS, dataDir: db.dataDir, zone: "UTC", now: NOW, sample: true, report: () => {} });
  const OWN_USERS = JSON.stringify({ users: [{ id: "PZOE", type: "user", name: "Zoe", time_zone: "Asia/Kathmandu" }] });

  it("goes as a whole, leaves an own import as it was, and does not come back", async () => {
    await emptyWorkspace(ctx);
    await importText(ctx, OWN_USERS, { name: "users.json" });
    await importText(ctx, OWN, { name: "own.ndjson" });
    const [own, counts] = [await dumpOf(ctx), await tableCounts(ctx)];
    await emptyWorkspace(ctx);
    await start();
    expect((await tableCounts(ctx)).pages).toBeGreaterThan(500);
    // One that hid a fault, one that came back, one that did its work and was forgotten, and one that proved quiet.
    const { decisions: shown, counts: due } = await decisions({ ...ctx, now: NOW });
    expect(shown.map(({ kind, state, endedFor, forgotten }) => [kind, state, endedFor, forgotten])).toEqual([
      ["silence", "hid-something-real", "incident-opened", null],
      ["tune", "came-back", null, null],
      ["silence", "verified-quiet", null, "quiet"],
      ["tune", "verified-quiet", null, null],
    ]);
    expect(due).toEqual({ inForce: 3, silences: 1, due: 0, expired: 0, ownerless: 0, forgotten: 1 });
    const week = await squashed({ ...ctx, now: NOW }, NoiseFilter.parse({}));
    expect(week).toMatchObject({ outcomes: { verifiedQuiet: 1, cameBack: 1 }, forgotten: 1, timeToSquash: { n: 2 } });
    expect(await ctx.sql`select week, version from reports`).toEqual([{ week: "2026-W44", version: 1 }]);
    const sampleFiles = (await ctx.sql<{ path: string }[]>`select path from imports`).map(({ path }) => basename(path));
    // Users come before any page of theirs.
    await importText(ctx, OWN_USERS, { name: "users.json" });
    await importText(ctx, OWN, { name: "own.ndjson" });
    await removeSample(ctx);
    expect(await tableCounts(ctx)).toEqual({ ...counts, audit: 7, flag_runs: 1 });
    expect(await dumpOf(ctx)).toEqual(own);
    const [kept] = await ctx.sql<{ paths: string[] }[]>`select array_agg(path) as paths from imports`;
    const files = await readdir(join(db.dataDir, "imports"));
    expect(files.filter((file) => sampleFiles.includes(file))).toEqual([]);
    expect(kept?.paths.every((path) => files.includes(basename(path)))).toBe(true);
    await start();
    expect(await tableCounts(ctx)).toEqual({ ...counts, audit: 7, flag_runs: 1 });
  }, 60_000);
});
