import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { labels } from "@/db/queries/labels";
import { createTestDb, type TestDb } from "@/db/test-db";
import { emptyWorkspace, importText } from "@/db/test-import";
import { labelLines, labelsCsv } from "@/lib/labels/write-labels";
import { giveVerdict, withdrawVerdict } from "./give-verdict";
import { importLabels, previewLabels } from "./import-labels";
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
const PAGES = ["P1", "P2", "P3"]
  .flatMap((key, at) => [
    event(key, "triggered", `2026-11-0${at + 1}T02:00:00Z`, { title: "Disk almost full", service: "db" }),
    event(key, "resolved", `2026-11-0${at + 1}T02:03:00Z`),
  ])
  .join("\n");

let ids: Map<string, string>;
let alert: { id: string; signature: string };
const page = (key: string): Subject => ({ kind: "page", id: ids.get(key) ?? "0" });

async function fill(): Promise<void> {
  await emptyWorkspace(ctx);
  await importText(ctx, PAGES, { name: "own.ndjson" });
  const rows = await ctx.sql<{ id: string; page_key: string }[]>`select id, page_key from pages`;
  ids = new Map(rows.map((row) => [row.page_key, row.id]));
  const [row] = await ctx.sql<{ id: string; signature: string }[]>`select id, signature from signatures`;
  alert = row ?? { id: "0", signature: "" };
}
beforeEach(fill);

const csv = (history = false) => text(labelsCsv(labels(ctx, { history, names: true })));
const lines = (history = false) => text(labelLines(labels(ctx, { history, names: true })));
const inForce = async () =>
  (await ctx.sql`select p.page_key, p.verdict, p.reason, p.origin from pages p order by 1`).map((row) =>
    Object.values(row),
  );

async function teach(): Promise<void> {
  const later = { ...ctx, now: NOW + 60_000 };
  await giveVerdict(ctx, page("P1"), { verdict: "actionable", reason: "could-wait", note: '=1+1, "so"\nit said' });
  await giveVerdict(ctx, page("P1"), { verdict: "noise", reason: "planned-work", note: null, wrongHour: true });
  await giveVerdict(ctx, page("P2"), { verdict: "unclear", reason: null, note: null });
  await withdrawVerdict(ctx, page("P2"));
  await giveVerdict(ctx, { kind: "signature", id: alert.id }, { verdict: "noise", reason: "threshold", note: "all" });
  const period = { from: Date.parse("2026-11-03T00:00:00Z"), until: Date.parse("2026-11-04T00:00:00Z") };
  const said = { verdict: "actionable", reason: null, note: null } as const;
  await giveVerdict(later, { kind: "signature", id: alert.id }, said, { period });
}

describe("labels that go out and come in again", () => {
  it("name only the viewer and those in sight, and come in again as the same words", async () => {
    await giveVerdict(ctx, page("P1"), { verdict: "noise", reason: "threshold", note: null });
    const later = { ...ctx, now: ctx.now + 1000 };
    await giveVerdict(later, page("P2"), { verdict: "noise", reason: "threshold", note: null });
    await ctx.sql`update person_verdicts set said_by = 'Ada Quill' where subject_id = ${page("P2").id}`;
    const read = async (names: boolean) => {
      const by: (string | null)[] = [];
      for await (const label of labels(ctx, { history: false, names })) by.push(label.by);
      return by;
    };
    const [said, other] = await read(false);
    expect(said).toBe(ctx.viewer.name);
    expect(other).toMatch(/^person-[0-9a-f]{8}$/);
    expect(await read(false)).toEqual([said, other]);
    expect(await read(true)).toEqual([ctx.viewer.name, "Ada Quill"]);
    const { counts } = await previewLabels(ctx, await text(labelsCsv(labels(ctx, { history: false, names: false }))));
    expect(counts).toMatchObject({ new: 0, same: 2, conflicting: 0 });
  });

  it.each([
    ["CSV", csv],
    ["JSON lines", lines],
  ])("as %s, nothing is lost: words, notes, periods, history", async (_, out) => {
    await teach();
    const [words, all, verdicts] = [await out(), await out(true), await inForce()];
    await fill();
    const { counts } = await previewLabels(ctx, all);
    expect(counts).toMatchObject({ new: 5, same: 0, conflicting: 0, unknown: 0, unreadable: 0 });
    expect(await importLabels(ctx, { text: all, take: "none" })).toMatchObject({ stored: 5 });
    expect(await inForce()).toEqual(verdicts);
    expect((await out()).split("\n").sort()).toEqual(words.split("\n").sort());
    expect((await out(true)).split("\n").sort()).toEqual(all.split("\n").sort());
  });

  it("what is known already is the same, and stores nothing", async () => {
    await teach();
    const { counts } = await previewLabels(ctx, await csv(true));
    expect(counts).toMatchObject({ new: 0, conflicting: 0, same: 5 });
    expect(await importLabels(ctx, { text: await csv(true), take: "all" })).toEqual({ gesture: null, stored: 0 });
  });
});

describe("a file of labels", () => {
  const FILE = [
    "provider,page,verdict,reason,tag,by,at",
    "pagerduty,P1,,,issue,Ana,2026-11-09T10:00:00Z",
    "pagerduty,P2,,,checkfaulty,,",
    "pagerduty,P3,,,na,,",
    "pagerduty,P9,noise,,,,",
    "pagerduty,P1,maybe,,,,",
  ].join("\n");

  it("is sorted before anything is stored, each row with its place", async () => {
    await giveVerdict(ctx, page("P1"), { verdict: "noise", reason: "flapping", note: null });
    const { counts, rows } = await previewLabels(ctx, FILE);
    expect(counts).toEqual({ new: 1, same: 0, conflicting: 1, unknown: 1, repeated: 0, silent: 1, unreadable: 1 });
    expect(rows).toMatchObject([
      { where: "line 3", end: "new", about: "pagerduty P2", said: { verdict: "noise", reason: "faulty-check" } },
      { where: "line 2", end: "conflicting", ours: { verdict: "noise", reason: "flapping", by: "Admin" } },
      { where: "line 5", end: "unknown" },
      { where: "line 4", end: "silent" },
      { where: "line 6", end: "unreadable" },
    ]);
    expect((await ctx.sql`select 1 from person_verdicts`).length).toBe(1);
  });

  it("leaves what people said unless it is told otherwise, and is undone as one", async () => {
    await giveVerdict(ctx, page("P1"), { verdict: "noise", reason: "flapping", note: null });
    const before = await inForce();
    const kept = await importLabels(ctx, { text: FILE, take: "none" });
    expect(kept.stored).toBe(1);
    expect((await inForce())[0]).toEqual(["P1", "noise", "flapping", "person"]);
    await undoGesture(ctx, kept.gesture ?? "");
    const taken = await importLabels(ctx, { text: FILE, take: ["line 2"] });
    expect((await inForce()).slice(0, 2)).toEqual([
      ["P1", "actionable", "fixed-a-fault", "person"],
      // Undone before, and without a time nobody can tell that it is the same word: it is new.
      ["P2", "noise", "faulty-check", "person"],
    ]);
    await undoGesture(ctx, taken.gesture ?? "");
    expect(await inForce()).toEqual(before);
  });

  it("keeps who said it and when, and knows no time where none is told", async () => {
    await importLabels(ctx, { text: FILE, take: "none" });
    const rows = await ctx.sql<{ said_by: string | null; given_at: Date | null; stored_at: Date; tag: string }[]>`
      select said_by, given_at, stored_at, tag from person_verdicts order by tag`;
    expect(
      rows.map((row) => [row.said_by, row.given_at?.toISOString() ?? null, Number(row.stored_at), row.tag]),
    ).toEqual([
      [null, null, NOW, "checkfaulty"],
      ["Ana", "2026-11-09T10:00:00.000Z", NOW, "issue"],
    ]);
  });

  it("does not bring back unseen what was taken back here", async () => {
    await giveVerdict(ctx, page("P1"), { verdict: "noise", reason: null, note: null });
    const old = await csv();
    await withdrawVerdict(ctx, page("P1"));
    expect((await previewLabels(ctx, old)).rows).toMatchObject([{ end: "conflicting", ours: null }]);
    expect((await importLabels(ctx, { text: old, take: "none" })).stored).toBe(0);
    expect((await importLabels(ctx, { text: old, take: "all" })).stored).toBe(1);
  });

  it("is refused from an auditor", async () => {
    const auditor = { ...ctx, viewer: { ...ctx.viewer, role: "auditor" as const } };
    await expect(importLabels(auditor, { text: FILE, take: "all" })).rejects.toMatchObject({ code: "forbidden" });
  });
});
