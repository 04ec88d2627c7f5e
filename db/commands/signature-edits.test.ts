import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { noiseReport } from "@/db/queries/noise-report";
import { pageDetail } from "@/db/queries/page-detail";
import { pages as explore } from "@/db/queries/pages";
import { signatureDetail } from "@/db/queries/signature-detail";
import { signatureShape } from "@/db/queries/signature-shape";
import { createTestDb, type TestDb } from "@/db/test-db";
import { dumpOf, emptyWorkspace, importText } from "@/db/test-import";
import { asLeader } from "@/db/test-sight";
import { NoiseFilter, PagesFilter } from "@/lib/contract/filter";
import { MergeSignatureBody, SplitSignatureBody } from "@/lib/contract/signature-shape";
import { adoptSignatureVersion, giveUpSignatureVersion } from "./adopt-signature-version";
import { refoldPages } from "./fold-pages";
import { giveVerdict } from "./give-verdict";
import { judgeDirty } from "./judge-dirty";
import { mergeSignatures } from "./merge-signatures";
import { removeSample } from "./remove-sample";
import { splitSignature } from "./split-signature";
import { runUndo, undoImport } from "./undo-import";
import { undoSignatureEdit } from "./undo-signature-edit";

let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("UTC");
  ctx = await db.ctxAt(Date.parse("2026-11-10T12:00:00Z"));
});
afterAll(() => db.drop());

const event = (page: string, kind: string, at: string, more: object = {}) =>
  JSON.stringify({ provider: "pagerduty", page, kind, at, by: "automation", ...more });
const paged = (page: string, at: string, title: string, more: object = {}) => [
  event(page, "triggered", `${at}:00Z`, { title, service: "shop", ...more }),
  event(page, "notified", `${at}:01Z`, { person: "PANA", channel: "push" }),
  event(page, "resolved", `${at}:59Z`),
];

const ALPHA = [
  ...paged("A1", "2026-11-03T02:00", "Job alpha 1 ended late", { team: "Red" }),
  ...paged("A2", "2026-11-04T02:00", "Job alpha 2 ended late", { team: "Blue" }),
  ...paged("A3", "2026-11-05T02:00", "Job alpha 1 ended late"),
];
const BETA = [
  ...paged("B1", "2026-11-03T14:00", "Job beta 7 ended late", { team: "Red" }),
  ...paged("B2", "2026-11-04T14:00", "Job beta 9 ended late", { team: "Red" }),
];
const OTHER = paged("C1", "2026-11-06T14:00", "Job alpha 1 ended late", { service: "billing" });
const ALL = [...ALPHA, ...BETA, ...OTHER].join("\n");
const LATER = paged("A4", "2026-11-07T02:00", "Job alpha 2 ended late").join("\n");

const WEEK = NoiseFilter.parse({ from: "2026-11-02", to: "2026-11-08" });
const merge = (from: string, into: string, across: string[] = []) =>
  mergeSignatures(ctx, from, MergeSignatureBody.parse({ into, across }));
const split = (id: string, rule: object, preview = false) =>
  splitSignature(ctx, id, SplitSignatureBody.parse({ rule, preview }));

async function signatureAt(key: string): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`select signature_id as id from pages where page_key = ${key}`;
  return row?.id ?? "";
}
async function pageId(key: string): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`select id from pages where page_key = ${key}`;
  return row?.id ?? "";
}
async function titles(): Promise<Record<string, string>> {
  const rows = await ctx.sql<{ page_key: string; title: string }[]>`
    select p.page_key, concat_ws(' · ', s.key, s.part) as title from pages p join signatures s on s.id = p.signature_id
    order by 1`;
  return Object.fromEntries(rows.map((row) => [row.page_key, row.title]));
}
async function verdicts(): Promise<Record<string, string>> {
  const rows = await ctx.sql<{ page_key: string; said: string }[]>`
    select page_key, origin || ' ' || verdict as said from pages order by 1`;
  return Object.fromEntries(rows.map((row) => [row.page_key, row.said]));
}
/** Folds everything again from its events. */
async function foldAgain(): Promise<void> {
  const rows = await ctx.sql<{ id: string }[]>`select id from pages order by id`;
  await ctx.sql.begin((tx) =>
    refoldPages(
      tx as unknown as Ctx["sql"],
      ctx.workspaceId,
      rows.map((row) => row.id),
    ),
  );
  await judgeDirty(ctx);
}

const ALPHA_TITLE = "Job alpha <n> ended late";
const BETA_TITLE = "Job beta <n> ended late";

let [alpha, beta, other] = ["", "", ""];
beforeEach(async () => {
  await emptyWorkspace(ctx);
  await ctx.sql`update workspaces set signature_version = 2`;
  await importText(ctx, ALL, { name: "all.ndjson" });
  [alpha, beta, other] = [await signatureAt("A1"), await signatureAt("B1"), await signatureAt("C1")];
  expect(await titles()).toEqual({
    A1: ALPHA_TITLE,
    A2: ALPHA_TITLE,
    A3: ALPHA_TITLE,
    B1: BETA_TITLE,
    B2: BETA_TITLE,
    C1: ALPHA_TITLE,
  });
  expect(other).not.toBe(alpha);
});

describe("a merge by hand", () => {
  it("moves the pages, their interruptions and later pages, and is undone without a trace but its row", async () => {
    const leader = await asLeader(ctx);
    const before = await dumpOf(ctx);
    const edit = await merge(alpha, beta);
    expect(Object.values(await titles())).toEqual([...Array(5).fill(BETA_TITLE), ALPHA_TITLE]);
    const { signatures } = await noiseReport(leader, WEEK);
    expect(signatures.find(({ id }) => id === beta)).toMatchObject({ pages: 5, interruptions: { total: 5 } });
    expect(signatures.some(({ id }) => id === alpha)).toBe(false);
    await importText(ctx, LATER, { name: "later.ndjson" });
    expect(await signatureAt("A4")).toBe(beta);
    const [imported] = await ctx.sql<{ id: string }[]>`select id from imports where file_name = 'later.ndjson'`;
    await undoImport(ctx, imported?.id ?? "");
    await runUndo(ctx, imported?.id ?? "");
    await undoSignatureEdit({ ...ctx, now: ctx.now + 1000 }, edit);
    expect(await dumpOf(ctx)).toEqual(before);
    const rows = await ctx.sql`select kind, ended_at, ended_by_user_id = user_id as same from signature_edits`;
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { kind: "merge", ended_at: new Date(ctx.now + 1000), same: true },
    ]);
    await expect(undoSignatureEdit(ctx, edit)).rejects.toMatchObject({ code: "conflict" });
  });

  it("folding the same pages again, and telling them again, changes nothing", async () => {
    await merge(alpha, beta);
    const merged = await dumpOf(ctx);
    await foldAgain();
    expect(await dumpOf(ctx)).toEqual(merged);
    await importText(ctx, [...ALPHA].reverse().join("\n"), { name: "again.ndjson" });
    expect(await dumpOf(ctx)).toEqual(merged);
  });

  it("is the same whether pages came before or after it", async () => {
    await importText(ctx, LATER, { name: "later.ndjson" });
    await merge(alpha, beta);
    const afterwards = await dumpOf(ctx);
    await emptyWorkspace(ctx);
    await importText(ctx, ALL, { name: "all.ndjson" });
    await merge(alpha, beta);
    await importText(ctx, LATER, { name: "later.ndjson" });
    expect(await dumpOf(ctx)).toEqual(afterwards);
  });

  it("keeps what people said of both, and of single pages", async () => {
    const word = { reason: null, note: null };
    await giveVerdict(ctx, { kind: "signature", id: alpha }, { verdict: "actionable", ...word });
    await giveVerdict(ctx, { kind: "page", id: await pageId("A1") }, { verdict: "noise", ...word });
    const before = await verdicts();
    const edit = await merge(alpha, beta);
    expect(await verdicts()).toEqual(before);
    expect(before).toMatchObject({ A1: "person noise", A2: "person actionable" });
    const shape = await signatureShape(ctx, beta);
    expect(shape.members).toMatchObject([{ id: alpha, pages: 3, personVerdict: "actionable", title: ALPHA_TITLE }]);
    expect((await pageDetail(ctx, await pageId("A2"))).signatureVerdict).toMatchObject({ verdict: "actionable" });
    await giveVerdict(ctx, { kind: "signature", id: beta }, { verdict: "unclear", ...word });
    expect(await verdicts()).toMatchObject({ A1: "person noise", A2: "person unclear", B1: "person unclear" });
    await undoSignatureEdit(ctx, edit);
    expect(await verdicts()).toMatchObject({ A1: "person noise", A2: "person actionable", B1: "person unclear" });
  });

  it("keeps links: the merged alert's screen, figures and pages", async () => {
    const edit = await merge(alpha, beta);
    const detail = await signatureDetail(ctx, alpha, WEEK);
    expect(detail).toMatchObject({ row: { id: beta }, allPages: 5 });
    const found = await explore(ctx, PagesFilter.parse({ ...WEEK, signature: alpha }), { offset: 0, limit: 50 });
    expect(found.rows.map(({ pageKey }) => pageKey).sort()).toEqual(["A1", "A2", "A3"]);
    expect((await pageDetail(ctx, await pageId("A1"))).signatureTitle).toBe(BETA_TITLE);
    const { edits } = await signatureShape(ctx, beta);
    expect(edits).toMatchObject([
      { id: edit, kind: "merge", by: "Admin", from: { id: alpha }, into: { id: beta }, endedAt: null },
    ]);
  });

  it("across services only where that is said", async () => {
    await expect(merge(alpha, other)).rejects.toMatchObject({ code: "conflict", message: /service \(shop, billing\)/ });
    await merge(alpha, other, ["service"]);
    expect(await signatureAt("A1")).toBe(other);
  });

  it("is refused with itself, with what is gone, twice, and from an auditor", async () => {
    await expect(merge(alpha, alpha)).rejects.toMatchObject({ code: "invalid" });
    await expect(merge(alpha, "7")).rejects.toMatchObject({ code: "not-found" });
    const auditor = { ...ctx, viewer: { ...ctx.viewer, role: "auditor" as const } };
    const body = MergeSignatureBody.parse({ into: beta });
    await expect(mergeSignatures(auditor, alpha, body)).rejects.toMatchObject({ code: "forbidden" });
    await merge(alpha, beta);
    await expect(merge(alpha, beta)).rejects.toMatchObject({ code: "not-found" });
    await expect(merge(beta, alpha)).rejects.toMatchObject({ code: "not-found" });
  });

  it("outlives the taking back of all its pages", async () => {
    await merge(alpha, beta);
    const merged = await dumpOf(ctx);
    const [imported] = await ctx.sql<{ id: string }[]>`select id from imports`;
    await undoImport(ctx, imported?.id ?? "");
    await runUndo(ctx, imported?.id ?? "");
    expect(await titles()).toEqual({});
    await importText(ctx, ALL, { name: "all.ndjson" });
    expect(await dumpOf(ctx)).toEqual(merged);
  });
});

describe("the sample", () => {
  it("takes its merges and splits with it, and leaves those of one's own pages", async () => {
    const mine = await merge(alpha, beta);
    const shop = paged("Z1", "2026-11-03T03:00", "Tank 1 is empty", { service: "sample" });
    const more = paged("Z2", "2026-11-03T04:00", "Pump 1 is off", { service: "sample" });
    await importText(ctx, [...shop, ...more].join("\n"), { name: "sample.ndjson", sample: true });
    const word = { verdict: "noise", reason: null, note: null } as const;
    await giveVerdict(ctx, { kind: "signature", id: await signatureAt("Z1") }, word);
    await merge(await signatureAt("Z1"), await signatureAt("Z2"));
    await removeSample(ctx);
    expect((await ctx.sql`select id from signature_edits`).map((row) => row.id)).toEqual([mine]);
    expect(await ctx.sql`select 1 from signatures where service = 'sample'`).toHaveLength(0);
    expect(await ctx.sql`select 1 from person_verdicts`).toHaveLength(0);
    expect(await signatureAt("A1")).toBe(beta);
  });
});

describe("a split by hand", () => {
  it("by a variable part makes an alert of each value, whose title says it", async () => {
    const before = await dumpOf(ctx);
    const { editId, parts } = await split(alpha, { by: "slot", slot: 0 });
    expect(parts).toEqual([
      { value: "1", pages: 2 },
      { value: "2", pages: 1 },
    ]);
    expect(await titles()).toMatchObject({
      A1: "Job alpha 1 ended late",
      A2: "Job alpha 2 ended late",
      C1: ALPHA_TITLE,
    });
    await importText(ctx, LATER, { name: "later.ndjson" });
    expect(await signatureAt("A4")).toBe(await signatureAt("A2"));
    const divided = await dumpOf(ctx);
    await foldAgain();
    expect(await dumpOf(ctx)).toEqual(divided);
    const [imported] = await ctx.sql<{ id: string }[]>`select id from imports where file_name = 'later.ndjson'`;
    await undoImport(ctx, imported?.id ?? "");
    await runUndo(ctx, imported?.id ?? "");
    await undoSignatureEdit(ctx, editId ?? "");
    expect(await dumpOf(ctx)).toEqual(before);
  });

  it("by a fact leaves the pages that do not tell it", async () => {
    await split(alpha, { by: "field", field: "team" });
    expect(await titles()).toMatchObject({
      A1: `${ALPHA_TITLE} · team Red`,
      A2: `${ALPHA_TITLE} · team Blue`,
      A3: ALPHA_TITLE,
    });
    const { signatures } = await noiseReport(ctx, WEEK);
    expect(signatures.map(({ title }) => title)).toContain(`${ALPHA_TITLE} · team Red`);
  });

  it("by a word takes one alert out of a merged one", async () => {
    await merge(alpha, beta);
    await split(beta, { by: "word", word: "ALPHA" });
    expect(await titles()).toMatchObject({ A1: `${BETA_TITLE} · with “alpha”`, B1: BETA_TITLE });
    const part = await signatureAt("A1");
    await expect(merge(part, beta)).rejects.toMatchObject({ code: "conflict" });
    await merge(part, other, ["service"]);
    expect(await signatureAt("A1")).toBe(other);
    await foldAgain();
    expect(await signatureAt("A1")).toBe(other);
  });

  it("keeps what people said of the whole until they judge a part", async () => {
    const word = { reason: null, note: null };
    await giveVerdict(ctx, { kind: "signature", id: alpha }, { verdict: "actionable", ...word });
    const { editId } = await split(alpha, { by: "slot", slot: 0 });
    expect(await verdicts()).toMatchObject({ A1: "person actionable", A2: "person actionable" });
    await giveVerdict(ctx, { kind: "signature", id: await signatureAt("A2") }, { verdict: "noise", ...word });
    expect(await verdicts()).toMatchObject({ A1: "person actionable", A2: "person noise", A3: "person actionable" });
    await undoSignatureEdit(ctx, editId ?? "");
    expect(await verdicts()).toMatchObject({ A1: "person actionable", A2: "person actionable" });
    await split(alpha, { by: "slot", slot: 0 });
    expect(await verdicts(), "a part is the same alert again").toMatchObject({ A2: "person noise" });
  });

  it("the split alert leads to its parts", async () => {
    await split(alpha, { by: "slot", slot: 0 });
    expect(await signatureDetail(ctx, alpha, WEEK)).toMatchObject({ row: { id: alpha, pages: 0 }, allPages: 0 });
    const shape = await signatureShape(ctx, alpha);
    expect(shape.parts.map(({ title, pages }) => [title, pages])).toEqual([
      ["Job alpha 1 ended late", 2],
      ["Job alpha 2 ended late", 1],
    ]);
    expect(shape.edits).toMatchObject([{ kind: "split", how: "by variable part 1 of the title" }]);
  });

  it("a preview changes nothing", async () => {
    const before = await dumpOf(ctx);
    expect(await split(alpha, { by: "field", field: "team" }, true)).toEqual({
      editId: null,
      parts: [
        { value: "Red", pages: 1 },
        { value: "Blue", pages: 1 },
        { value: null, pages: 1 },
      ],
    });
    expect(await dumpOf(ctx)).toEqual(before);
  });

  it.each([
    ["nothing to split off", { by: "word", word: "gamma" }],
    ["nothing told apart", { by: "word", word: "late" }],
    ["a slot that is not there", { by: "slot", slot: 3 }],
    ["a fact that nobody tells", { by: "field", field: "policy" }],
  ])("is refused: %s", async (_, rule) => {
    await expect(split(alpha, rule)).rejects.toMatchObject({ code: "invalid" });
  });

  it("into more than 50 alerts is refused", async () => {
    const many = Array.from({ length: 51 }, (_, n) => paged(`N${n}`, "2026-11-03T05:00", `Shard ${n} is red`)).flat();
    await importText(ctx, many.join("\n"), { name: "many.ndjson" });
    const refused = split(await signatureAt("N1"), { by: "slot", slot: 0 });
    await expect(refused).rejects.toMatchObject({ code: "invalid", message: /51 alerts/ });
  });
});

describe("what may be done", () => {
  it("offers names in slots, facts that differ and the miner's neighbours", async () => {
    const shape = await signatureShape(ctx, alpha);
    expect(shape).toMatchObject({ version: 2, currentVersion: 2, kind: "title", key: ALPHA_TITLE, counted: 3 });
    expect(shape.slots).toEqual([
      {
        slot: 0,
        mask: "n",
        pages: 3,
        distinct: 2,
        isName: false,
        values: [
          { value: "1", pages: 2 },
          { value: "2", pages: 1 },
        ],
      },
    ]);
    expect(shape.fields).toMatchObject([{ field: "team", distinct: 2, unknown: 1 }]);
    expect(shape.candidates.map(({ id, isProposed, apartBy }) => [id, isProposed, apartBy])).toEqual([
      [beta, true, []],
      [other, false, ["service"]],
    ]);
  });
});

describe("a workspace of an earlier recipe", () => {
  const SEVERE = [
    ...paged("S1", "2026-11-03T02:00", "SEV 1 in the ledger"),
    ...paged("S2", "2026-11-04T02:00", "SEV 2 in the ledger"),
  ].join("\n");

  it("keeps it for new pages and for what is folded again, until an admin says otherwise", async () => {
    await emptyWorkspace(ctx);
    await ctx.sql`update workspaces set signature_version = 1`;
    await importText(ctx, SEVERE, { name: "severe.ndjson" });
    expect(await titles()).toEqual({ S1: "SEV <n> in the ledger", S2: "SEV <n> in the ledger" });
    const first = await signatureAt("S1");
    await giveVerdict(ctx, { kind: "signature", id: first }, { verdict: "actionable", reason: null, note: null });
    const before = await dumpOf(ctx);

    await ctx.sql`update workspaces set signature_version = 2`;
    await foldAgain();
    expect(await dumpOf(ctx), "a later recipe moves no page that is stored").toEqual(before);
    await ctx.sql`update workspaces set signature_version = 1`;

    const member = { ...ctx, viewer: { ...ctx.viewer, role: "member" as const } };
    await expect(adoptSignatureVersion(member)).rejects.toMatchObject({ code: "forbidden" });
    expect(await adoptSignatureVersion(ctx)).toBe(1);
    expect(await titles()).toEqual({ S1: "SEV 1 in the ledger", S2: "SEV 2 in the ledger" });
    expect(await verdicts()).toEqual({ S1: "person actionable", S2: "person actionable" });
    await importText(ctx, paged("S3", "2026-11-05T02:00", "SEV 1 in the ledger").join("\n"), { name: "s3.ndjson" });
    expect(await signatureAt("S3")).toBe(await signatureAt("S1"));
    await foldAgain();
    expect(await signatureAt("S3")).toBe(await signatureAt("S1"));
    expect(await adoptSignatureVersion(ctx), "there is nothing left").toBe(0);

    const [edit] = await ctx.sql<{ id: string }[]>`select id from signature_edits`;
    await undoSignatureEdit(ctx, edit?.id ?? "");
    expect(await titles()).toMatchObject({ S1: "SEV <n> in the ledger", S2: "SEV <n> in the ledger" });

    expect(await adoptSignatureVersion(ctx)).toBe(1);
    expect(await titles()).toMatchObject({ S1: "SEV 1 in the ledger", S2: "SEV 2 in the ledger" });
    await expect(giveUpSignatureVersion(member)).rejects.toMatchObject({ code: "forbidden" });
    expect(await giveUpSignatureVersion(ctx)).toBe(1);
    expect(await titles()).toMatchObject({ S1: "SEV <n> in the ledger", S2: "SEV <n> in the ledger" });
    expect(await verdicts()).toMatchObject({ S1: "person actionable", S2: "person actionable" });
    await importText(ctx, paged("S4", "2026-11-06T02:00", "SEV 1 in the ledger").join("\n"), { name: "s4.ndjson" });
    expect(await signatureAt("S4"), "new pages by the earlier recipe").toBe(await signatureAt("S1"));
    await expect(giveUpSignatureVersion(ctx)).rejects.toMatchObject({ code: "conflict" });
  });
});
