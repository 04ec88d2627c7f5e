import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { decisionDefaults } from "@/db/queries/decision-draft";
import { createTestDb, type TestDb } from "@/db/test-db";
import { alertOf, forgetDecisions, importPages, steady } from "@/db/test-decisions";
import { callsOf, failingAt } from "@/db/test-faults";
import { DecideBody, DecideEachBody } from "@/lib/contract/decision";
import { DECISION_KINDS } from "@/lib/model/decision";
import { decide, decideEach } from "./decide";
import { endDecision } from "./end-decision";
import { takeEffect } from "./open-watch";
import { removeSample } from "./remove-sample";
import { reviewDecision } from "./review-decision";
import { runUndo } from "./undo-import";
import { undoMove } from "./undo-move";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-10T12:00:00Z");

let db: TestDb;
let ctx: Ctx;
let [disk, queue] = ["", ""];

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(NOW);
  // Two a day for 28 days; the other once a day, last in the top priority.
  await importPages(ctx, [
    ...steady("D", NOW - 28 * DAY, NOW, 0.5),
    ...steady("Q", NOW - 20 * DAY, NOW, 1, { title: "Queue too long", service: "mail" }),
    { key: "Q-P1", at: NOW - DAY - 60_000, title: "Queue too long", service: "mail", priority: "P1" },
  ]);
  [disk, queue] = [await alertOf(ctx, "D0"), await alertOf(ctx, "Q0")];
});
afterAll(() => db.drop());
beforeEach(() => forgetDecisions(ctx));

const body = (more: object = {}) =>
  DecideBody.parse({ signatureIds: [disk], kind: "tune", reason: "It only flaps", ...more });

type Row = Record<string, unknown>;
async function rows(): Promise<Record<"decisions" | "watches" | "items", Row[]>> {
  const [decisions, watches, items] = await Promise.all([
    ctx.sql<Row[]>`select *, review_date::text as review_date from decisions order by decided_at, signature_id`,
    ctx.sql<Row[]>`select * from watch_windows order by started_at`,
    ctx.sql<Row[]>`select * from triage_items order by flagged_at`,
  ]);
  return { decisions: [...decisions], watches: [...watches], items: [...items] };
}

async function flag(id: string, at: number, owner: string | null = null): Promise<void> {
  await ctx.sql`
    insert into triage_items (workspace_id, signature_id, flagged_at, flagged_for, owner_person_id)
    values (${ctx.workspaceId}, ${id}, ${new Date(at)}, '{}', ${owner})`;
}

async function ana(): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`select id from people`;
  return row?.id ?? "";
}

describe("deciding about each of several alerts", () => {
  it("is one move, which one undo takes back whole", async () => {
    await flag(disk, NOW - 3 * DAY);
    await flag(queue, NOW - 2 * DAY);
    const before = await rows();
    const { move, decisions: made } = await decideEach(
      ctx,
      DecideEachBody.parse({
        each: [
          { signatureId: queue, kind: "tune", treatment: { kind: "hold", holdMinutes: 5 }, takesEffect: "with-change" },
          { signatureId: disk, kind: "silence", treatment: { kind: "drop" }, reason: "It only flaps" },
        ],
      }),
    );
    const { decisions, watches, items } = await rows();
    expect(decisions.map((one) => [one.signature_id, one.kind, one.treatment])).toEqual([
      [disk, "silence", { kind: "drop" }],
      [queue, "tune", { kind: "hold", holdMinutes: 5 }],
    ]);
    expect(watches.map((one) => one.decision_id)).toEqual([made.find(({ signatureId }) => signatureId === disk)?.id]);
    expect(items.every((item) => item.decision_id !== null)).toBe(true);
    await undoMove(ctx, move ?? 0);
    expect(await rows()).toEqual(before);
  });

  it("refuses an alert that is named twice", () => {
    const each = [1, 2].map(() => ({ signatureId: disk, kind: "keep" }));
    expect(DecideEachBody.safeParse({ each }).error?.issues[0]?.message).toBe("must name each alert once");
  });
});

describe("deciding", () => {
  it.each(DECISION_KINDS)(
    "to %s takes the alert off the queue, fills in what is left out, and watches",
    async (kind) => {
      await flag(disk, NOW - 3 * DAY, await ana());
      const shown = await decisionDefaults(ctx, disk, kind);
      const { decisions: made } = await decide(ctx, DecideBody.parse({ signatureIds: [disk], kind }));
      const { decisions, watches, items } = await rows();
      expect(decisions).toHaveLength(1);
      expect(decisions[0]).toMatchObject({
        id: made[0]?.id,
        kind,
        scope: shown.scope,
        treatment: shown.treatment,
        reason: shown.reason,
        owner_person_id: await ana(),
        decided_by_user_id: ctx.viewer.userId,
        flagged_at: new Date(NOW - 3 * DAY),
        expires_at: kind === "silence" ? new Date(NOW + 7 * DAY) : null,
        review_date: shown.reviewDate,
        ended_at: null,
      });
      expect(shown).toMatchObject({
        ownerPersonId: await ana(),
        scope: [{ field: "signature", operator: "=", value: disk }],
      });
      expect(shown.reason).toMatch(/^\d+ of \d+ judged pages of the last 28 days were noise, mostly \S+\.$/);
      expect(items).toMatchObject([{ decision_id: made[0]?.id }]);
      // Two a day: three are to be expected in two days.
      const window = {
        started_at: new Date(NOW),
        ends_at: new Date(NOW + 2 * DAY),
        baseline_per_day: 2,
        outcome: null,
      };
      expect(watches).toMatchObject(kind === "keep" ? [] : [window]);
    },
  );

  it("is told in the audit log without words", async () => {
    const { decisions } = await decide(ctx, body());
    const audit = await ctx.sql`select what, user_id, details from audit`;
    expect(audit).toEqual([
      {
        what: "decided",
        user_id: ctx.viewer.userId,
        details: { kind: "tune", alerts: [disk], decisions: [decisions[0]?.id] },
      },
    ]);
  });

  it("anew ends the one before, and the loop goes on from the first flag", async () => {
    await flag(disk, NOW - 9 * DAY);
    await decide(ctx, body());
    await decide({ ...ctx, now: NOW + DAY }, body({ kind: "fix" }));
    const { decisions } = await rows();
    expect(decisions).toMatchObject([
      { kind: "tune", ended_at: new Date(NOW + DAY), ended_for: "replaced", flagged_at: new Date(NOW - 9 * DAY) },
      { kind: "fix", ended_at: null, flagged_at: new Date(NOW - 9 * DAY) },
    ]);
    // Once it is kept, or verified quiet, another loop begins.
    await decide({ ...ctx, now: NOW + 2 * DAY }, body({ kind: "keep" }));
    await flag(disk, NOW + 5 * DAY);
    await decide({ ...ctx, now: NOW + 6 * DAY }, body());
    await ctx.sql`update watch_windows set outcome = 'verified-quiet' where started_at = ${new Date(NOW + 6 * DAY)}`;
    await decide({ ...ctx, now: NOW + 9 * DAY }, body());
    expect((await rows()).decisions.slice(3)).toMatchObject([
      { flagged_at: new Date(NOW + 5 * DAY) },
      { flagged_at: new Date(NOW + 9 * DAY) },
    ]);
  });

  it("about many is one move, which one undo takes back byte for byte", async () => {
    await flag(disk, NOW - 3 * DAY);
    await decide({ ...ctx, now: NOW - DAY }, body({ signatureIds: [queue] }));
    const before = await rows();
    const { move, decisions } = await decide(ctx, body({ signatureIds: [queue, disk, disk] }));
    expect(decisions.map(({ signatureId }) => signatureId).sort()).toEqual([disk, queue].sort());
    expect((await rows()).decisions).toHaveLength(3);
    await undoMove(ctx, move ?? 0);
    expect(await rows()).toEqual(before);
  });

  it("waits for its change where it is told to, and is watched from when somebody says so", async () => {
    const { decisions } = await decide(
      ctx,
      body({ takesEffect: "with-change", changeUrl: "https://git.example/pull/7" }),
    );
    expect((await rows()).watches).toEqual([]);
    const { move } = await takeEffect({ ...ctx, now: NOW + 3 * DAY }, decisions[0]?.id ?? "");
    expect((await rows()).watches).toMatchObject([{ started_at: new Date(NOW + 3 * DAY) }]);
    await undoMove(ctx, move ?? 0);
    expect((await rows()).watches).toEqual([]);
    const { decisions: kept } = await decide(ctx, body({ kind: "keep" }));
    await expect(takeEffect(ctx, kept[0]?.id ?? "")).rejects.toMatchObject({ code: "invalid" });
  });

  it.each([
    ["silence", { expiresAt: new Date(NOW + 30 * DAY).toISOString() }, null],
    ["silence", { expiresAt: new Date(NOW + 30 * DAY + 1).toISOString() }, /30 days at most/],
    ["silence", { expiresAt: new Date(NOW).toISOString() }, /later end/],
    ["silence", { expiresInDays: 30.1 }, /30 days at most/],
    ["silence", { expiresInDays: 7, expiresAt: new Date(NOW + DAY).toISOString() }, /not both/],
    ["tune", { expiresAt: new Date(NOW + DAY).toISOString() }, /Only a silence expires/],
    ["keep", { treatment: { kind: "hold", holdMinutes: 5 } }, /leave the treatment out/],
    ["tune", { reviewDate: "2026-11-09" }, /has passed/],
    ["tune", { reviewDate: "2026-11-10" }, null],
    ["tune", { ownerPersonId: "7" }, /no such person/],
    ["tune", { scope: [{ field: "title", operator: "=~", value: "(" }] }, /Matcher 1 \(title\)/],
    ["tune", { signatureIds: ["7"] }, /no such alert/],
    ["tune", { scope: [{ field: "service", operator: "=", value: "db" }], signatureIds: ["1", "2"] }, /of one alert/],
  ] as const)("to %s with %j is refused: %s", async (kind, more, refusal) => {
    const decided = decide(ctx, body({ kind, ...more }));
    if (refusal === null) await expect(decided).resolves.toMatchObject({ move: 1 });
    else {
      await expect(decided).rejects.toThrow(refusal);
      expect((await rows()).decisions).toEqual([]);
    }
  });

  it("silences an alert that pages in the top priority for a day at most", async () => {
    expect(await decisionDefaults(ctx, queue, "silence")).toMatchObject({
      isTop: true,
      expiresAt: new Date(NOW + DAY).toISOString(),
      days: { usual: 1, longest: 1 },
    });
    const longer = body({ kind: "silence", signatureIds: [queue], expiresAt: new Date(NOW + DAY + 1).toISOString() });
    await expect(decide(ctx, longer)).rejects.toThrow(/top priority/);
  });

  it.each(["javascript:alert(1)", "ftp://example.org/x", "//example.org", "data:text/html,x"])(
    "takes no %s for a link",
    (changeUrl) => expect(DecideBody.safeParse({ ...body(), changeUrl }).success).toBe(false),
  );

  it("is for members, and not for auditors", async () => {
    const as = (role: "member" | "auditor") => ({ ...ctx, viewer: { ...ctx.viewer, role } });
    const { decisions } = await decide(as("member"), body());
    const id = decisions[0]?.id ?? "";
    const forbidden = { code: "forbidden" };
    await expect(decide(as("auditor"), body())).rejects.toMatchObject(forbidden);
    await expect(endDecision(as("auditor"), id)).rejects.toMatchObject(forbidden);
    await expect(takeEffect(as("auditor"), id)).rejects.toMatchObject(forbidden);
    await expect(reviewDecision(as("auditor"), id, {})).rejects.toMatchObject(forbidden);
    await expect(endDecision(as("member"), id)).resolves.toMatchObject({ move: 2 });
  });

  it("is whole or not at all, whichever call of the database fails", async () => {
    await decide({ ...ctx, now: NOW - DAY }, body());
    await flag(disk, NOW - DAY / 2);
    const many = body({ kind: "silence" });
    const before = await rows();
    const calls = await callsOf(ctx, (inner) => decide(inner, many));
    await undoMove(ctx);
    expect(await rows()).toEqual(before);
    for (let k = 1; k <= calls; k += 1) {
      await expect(decide(failingAt(ctx, k, { calls: 0 }), many), `call ${k}`).rejects.toThrow("went away");
      expect(await rows(), `call ${k}`).toEqual(before);
    }
    await decide(ctx, many);
    expect((await rows()).decisions).toHaveLength(2);
  });
});

describe("a decision in force", () => {
  it("is ended by hand once, and that can be undone", async () => {
    const { decisions } = await decide(ctx, body());
    const id = decisions[0]?.id ?? "";
    const { move } = await endDecision({ ...ctx, now: NOW + DAY }, id);
    expect((await rows()).decisions).toMatchObject([{ ended_at: new Date(NOW + DAY), ended_for: "by-hand" }]);
    await expect(endDecision(ctx, id)).rejects.toMatchObject({ code: "not-found" });
    await undoMove(ctx, move ?? 0);
    expect((await rows()).decisions).toMatchObject([{ ended_at: null, ended_for: null }]);
  });

  it("is renewed by a review, counted from that day", async () => {
    const { decisions } = await decide(ctx, body({ kind: "silence" }));
    const id = decisions[0]?.id ?? "";
    const later = { ...ctx, now: NOW + 6 * DAY };
    const until = (days: number) => new Date(later.now + days * DAY).toISOString();
    await expect(reviewDecision(later, id, { expiresAt: until(31) })).rejects.toThrow(/30 days/);
    await reviewDecision(later, id, { expiresAt: until(30), ownerPersonId: await ana() });
    expect((await rows()).decisions).toMatchObject([
      {
        reviewed_at: new Date(later.now),
        expires_at: new Date(later.now + 30 * DAY),
        review_date: "2026-12-16",
        owner_person_id: await ana(),
      },
    ]);
    await reviewDecision(later, id, { reviewDate: "2026-11-20", ownerPersonId: null });
    expect((await rows()).decisions).toMatchObject([
      { review_date: "2026-11-20", expires_at: new Date(later.now + 30 * DAY), owner_person_id: null },
    ]);
  });
});

describe("where the pages go", () => {
  const SAMPLE = [...steady("S", NOW - 20 * DAY, NOW, 1, { title: "Only here", service: "sample" })];

  it("what was decided stays when their import is taken back, and the queue forgets what only waited", async () => {
    const imports = await Promise.all([
      importPages(ctx, SAMPLE),
      importPages(ctx, [{ ...SAMPLE[0], key: "T", at: NOW, title: "Waits" }]),
    ]);
    const [kept, waits] = [await alertOf(ctx, "S0"), await alertOf(ctx, "T")];
    await decide(ctx, body({ signatureIds: [kept] }));
    await flag(waits, NOW);
    for (const id of imports) {
      await ctx.sql`update imports set state = 'undoing' where id = ${id}`;
      await runUndo(ctx, id);
    }
    const left = await ctx.sql<{ id: string }[]>`select id from signatures where id = any(${[kept, waits]}::bigint[])`;
    expect(left.map(({ id }) => id)).toEqual([kept]);
    expect(await rows()).toMatchObject({ decisions: [{ signature_id: kept }], items: [] });
    await importPages(ctx, SAMPLE);
    expect(await alertOf(ctx, "S0")).toBe(kept);
  });

  it("those of the sample take along what was decided about them alone", async () => {
    const id = await importPages(
      ctx,
      SAMPLE.map((page) => ({ ...page, key: `X${page.key}`, title: "Of the sample" })),
    );
    await ctx.sql`update imports set sample = true where id = ${id}`;
    const alert = await alertOf(ctx, "XS0");
    await decide(ctx, body({ signatureIds: [alert] }));
    await decide(ctx, body());
    await removeSample(ctx);
    expect((await rows()).decisions).toMatchObject([{ signature_id: disk }]);
    expect(await ctx.sql`select 1 from signatures where id = ${alert}`).toHaveLength(0);
  });
});
