import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { flagDue } from "@/db/jobs/keep-flagging";
import { myShift } from "@/db/queries/my-shift";
import { triage } from "@/db/queries/triage";
import { createTestDb, type TestDb } from "@/db/test-db";
import { importText } from "@/db/test-import";
import { TriageFilter } from "@/lib/contract/triage";
import { BulkBody } from "@/lib/contract/verdict";
import type { ApplyTools } from "./apply-tools";
import { claimAlert } from "./claim-alert";
import { comment } from "./comment";
import { flagByHand } from "./flag-by-hand";
import { flagSignatures } from "./flag-signatures";
import { giveManyVerdicts } from "./give-many-verdicts";
import { judgeAlerts } from "./judge-alerts";
import { removeSample } from "./remove-sample";
import { setDue } from "./set-due";
import { snoozeAlert } from "./snooze-alert";
import { undoLast } from "./undo-last";
import { undoMove } from "./undo-move";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-25T12:00:00Z");
/** Nothing here is applied elsewhere. */
const NOWHERE: ApplyTools = {
  ring: () => {
    throw new Error("no secret is asked for");
  },
  call: () => {
    throw new Error("nobody is called");
  },
  remotes: [],
  origin: null,
};
const FILTER = TriageFilter.parse({});
/** Not at once: an interruption counts under the alert of its first page. */
const MINUTES: Record<string, number> = { Disk: 0, Lock: 40, Rare: 80 };

let db: TestDb;
let ctx: Ctx;
let ana: Ctx;

afterAll(() => db.drop());

/** "Disk" pages every other night, and somebody called each page noise; "Lock" is fixed by hand; "Rare" pages twice. */
beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(NOW);
  const events: string[] = [];
  const page = (title: string, team: string, n: number, daysAgo: number, by: "source" | "person") => {
    const at = (minute: number) =>
      new Date(NOW - daysAgo * DAY + (MINUTES[title] ?? 0) * 60_000 + (minute - 9 * 60) * 60_000).toISOString();
    const event = (kind: string, minute: number, more: object) =>
      events.push(
        JSON.stringify({
          provider: "pagerduty",
          page: `${title}${n}`,
          kind,
          at: at(minute),
          title,
          service: title,
          team,
          ...more,
        }),
      );
    event("triggered", 0, { by: "source", urgency: "high" });
    event("notified", 0, { person: "PANA", channel: "phone" });
    if (by === "person") {
      event("acknowledged", 1, { by: "person", person: "PANA" });
      event("noted", 20, {
        by: "person",
        person: "PANA",
        text: "Restarted the writer and fixed the lock, rolled back.",
      });
    }
    event("resolved", by === "source" ? 2 : 30, by === "source" ? { by: "source" } : { by: "person", person: "PANA" });
  };
  for (let n = 0; n < 12; n += 1) page("Disk", "storage", n, n * 2, "source");
  for (let n = 0; n < 8; n += 1) page("Lock", "data", n, n * 3, "person");
  for (let n = 0; n < 2; n += 1) page("Rare", "data", n, n * 5, "source");
  await importText(ctx, events.join("\n"), { name: "events.ndjson" });
  await ctx.sql`update people set name = 'Ana Brandt'`;
  const [person] = await ctx.sql<{ id: string }[]>`select id from people`;
  await ctx.sql`update users set person_id = ${person?.id ?? null}`;
  ana = { ...ctx, viewer: { ...ctx.viewer, personId: person?.id ?? null } };
  const disk = await ctx.sql<{ id: string }[]>`select id from pages where title = 'Disk'`;
  const somebody: Ctx = { ...ctx, viewer: { ...ctx.viewer, userId: "42" } };
  const pages = disk.map(({ id }) => id);
  await giveManyVerdicts(somebody, BulkBody.parse({ on: { pages }, verdict: "noise", reason: "self-healed" }));
});
beforeEach(
  () => ctx.sql`truncate flag_runs, triage_moves, triage_comments, triage_items, watch_windows, decisions cascade`,
);

/** Ana sees the only one who is paged. */
const queue = async (at = ana, filter = FILTER) => (await triage(at, filter)).items;
const only = async () => {
  const [item] = await queue(ana);
  if (!item) throw new Error("nothing is on the queue");
  return item;
};
async function dump(): Promise<string> {
  const [row] = await ctx.sql<{ all: string }[]>`
    select jsonb_build_array(
      (select jsonb_agg(to_jsonb(t) order by t.signature_id, t.flagged_at) from triage_items t),
      (select jsonb_agg(to_jsonb(c) order by c.id) from triage_comments c))::text as all`;
  return row?.all ?? "";
}

describe("flagging", () => {
  it("puts the noisy alert on the queue with its numbers, from the moment it was seen, and no other", async () => {
    expect(await flagSignatures(ctx)).toEqual({ flagged: 1, gone: 0 });
    const [item, ...others] = await queue();
    expect(others).toEqual([]);
    expect(item?.row).toMatchObject({ title: "Disk", pages: 12 });
    expect(item).toMatchObject({
      flaggedAt: new Date(NOW).toISOString(),
      dueDate: "2026-12-09",
      owner: null,
      state: "flagged",
    });
    expect(item?.because).toBe(
      "Noise: 12 of 12 pages noise in 28 days, 12 noise interruptions (12 in sleep hours, 12 disrupted nights).",
    );
    expect(item?.pain?.weighted).toBe(36);
    expect(item?.pain?.value).toBeCloseTo(36 * (1 - (item?.row.probability ?? 0)));
    // To somebody who sees nobody by name one person's pain is not told.
    const [untold] = await queue(ctx);
    expect(untold).toMatchObject({ pain: null, row: { pages: 12, pain: null, withheld: "small" } });
    expect(await flagSignatures({ ...ctx, now: NOW + 1_000 })).toEqual({ flagged: 0, gone: 0 });
  });

  it("narrows to a team, and says what is there where the range holds no page of it", async () => {
    await flagSignatures(ctx);
    expect(await queue(ctx, { ...FILTER, team: "storage" })).toHaveLength(1);
    expect(await queue(ctx, { ...FILTER, team: "data" })).toEqual([]);
    const [item] = await queue(ctx, { ...FILTER, from: "2026-09-01", to: "2026-09-02" });
    expect(item).toMatchObject({ row: { title: "Disk", pages: 0 }, pain: { value: 0 } });
  });

  it("takes it off as soon as a person calls it actionable, with the numbers kept; undoing puts it back", async () => {
    await flagSignatures(ctx);
    const { id } = await only();
    await judgeAlerts(ctx, { signatures: [id], verdict: "actionable", reason: "could-wait" });
    expect(await flagSignatures({ ...ctx, now: NOW + 1_000 })).toEqual({ flagged: 0, gone: 1 });
    expect(await queue()).toEqual([]);
    const [row] = await ctx.sql`select flagged_for from triage_items`;
    expect(row?.flagged_for).toMatchObject({ rule: "noise", pages: 12, leftFor: "actionable", "left pages": 12 });
    expect(await undoLast({ ...ctx, now: NOW + 2_000 }, NOWHERE)).toEqual({
      what: "verdict",
      signatureIds: [id],
      sentence: null,
      stays: [],
    });
    expect(await flagSignatures({ ...ctx, now: NOW + 3_000 })).toEqual({ flagged: 1, gone: 0 });
  });

  it("takes it off when it has been quiet for long, and lets a decision keep it off", async () => {
    await flagSignatures(ctx);
    const { id } = await only();
    expect(await flagSignatures({ ...ctx, now: NOW + 40 * DAY })).toEqual({ flagged: 0, gone: 1 });
    const add = (endedAt: Date | null) => ctx.sql`
      insert into decisions (workspace_id, id, signature_id, kind, scope, reason, decided_by_user_id, decided_at, flagged_at, review, ended_at)
      values (${ctx.workspaceId}, 5, ${id}, 'tune', '[]', 'flaps', ${ctx.viewer.userId}, ${new Date(NOW)}, ${new Date(NOW)}, '{}', ${endedAt})`;
    await add(null);
    expect(await flagSignatures({ ...ctx, now: NOW + 1_000 })).toEqual({ flagged: 0, gone: 0 });
    await ctx.sql`
      insert into watch_windows (workspace_id, decision_id, started_at, ends_at, baseline_per_day, outcome, settled_at)
      values (${ctx.workspaceId}, 5, ${new Date(NOW)}, ${new Date(NOW)}, 1, 'came-back', ${new Date(NOW + 50 * DAY)})`;
    expect(await flagSignatures({ ...ctx, now: NOW + 51 * DAY })).toEqual({ flagged: 1, gone: 0 });
    expect(await queue()).toMatchObject([{ rule: "came-back", state: "came-back" }]);
    expect(await flagSignatures({ ...ctx, now: NOW + 90 * DAY })).toEqual({ flagged: 0, gone: 0 });
  });

  it("runs after judging and once a day, no oftener", async () => {
    const ranAt = async () => (await ctx.sql<{ at: Date }[]>`select ran_at as at from flag_runs`)[0]?.at.getTime();
    await flagDue(db, NOW);
    expect(await ranAt()).toBe(NOW);
    await flagDue(db, NOW + 3_600_000);
    expect(await ranAt()).toBe(NOW);
    await ctx.sql`update model_runs set asked = asked + 1`;
    await flagDue(db, NOW + 20_000);
    expect(await ranAt()).toBe(NOW);
    await flagDue(db, NOW + 3_600_000);
    expect(await ranAt()).toBe(NOW + 3_600_000);
    await flagDue(db, NOW + 3_600_000 + DAY + 1);
    expect(await ranAt()).toBe(NOW + 3_600_000 + DAY + 1);
  });
});

describe("what one does to a flagged alert", () => {
  beforeEach(async () => {
    await flagSignatures(ctx);
  });

  it("is taken back byte for byte, the last first", async () => {
    const { id } = await only();
    const stages = [await dump()];
    for (const step of [
      () => claimAlert(ana, [id], "me"),
      () => setDue(ana, [id], "2026-11-30"),
      () => comment(ana, [id], "Ask the vendor \u0000 first"),
      () => snoozeAlert(ana, [id], 7),
    ]) {
      expect(await step()).not.toBeNull();
      stages.push(await dump());
    }
    const { items, later } = await triage(ana, FILTER);
    expect(items).toEqual([]);
    expect(later).toMatchObject([
      {
        owner: { name: "Ana Brandt" },
        dueDate: "2026-11-30",
        state: "owned",
        isHandledToday: true,
        snoozedUntil: "2026-12-01T23:00:00.000Z",
        notes: [{ text: "Ask the vendor \ufffd first" }],
      },
    ]);
    expect(await queue({ ...ana, now: Date.parse("2026-12-01T23:00:00Z") })).toHaveLength(1);
    for (const stage of stages.slice(0, -1).reverse()) {
      await undoLast(ana, NOWHERE);
      expect(await dump()).toBe(stage);
    }
    await expect(undoLast(ana, NOWHERE)).rejects.toThrow("nothing of yours to undo");
  });

  it("undoes verdicts and moves in the order in which they were made", async () => {
    const { id } = await only();
    await claimAlert({ ...ana, now: NOW + 1 }, [id], "me");
    await judgeAlerts({ ...ana, now: NOW + 2 }, { signatures: [id], verdict: "noise", reason: "flapping" });
    expect((await queue({ ...ana, now: NOW + 2 }))[0]).toMatchObject({
      row: { verdict: "noise", reason: "flapping", byPerson: true },
      suggestion: null,
    });
    await snoozeAlert({ ...ana, now: NOW + 3 }, [id], 1);
    const kinds = [];
    for (let n = 0; n < 3; n += 1) kinds.push((await undoLast(ana, NOWHERE)).what);
    expect(kinds).toEqual(["snooze", "verdict", "claim"]);
    expect(await only()).toMatchObject({ owner: null, row: { byPerson: false } });
  });

  it("puts alerts on the queue that nobody flagged, and leaves those alone that wait there", async () => {
    const [rare] = await ctx.sql<{ id: string }[]>`select distinct signature_id as id from pages where title = 'Rare'`;
    const disk = await only();
    const both = [rare?.id ?? "", disk.id];
    expect(await flagByHand(ana, both)).toBeGreaterThan(0);
    expect((await queue()).map(({ row, rule, because }) => [row.title, rule, because])).toEqual(
      expect.arrayContaining([
        ["Rare", "by-hand", "Put here by hand."],
        ["Disk", "noise", disk.because],
      ]),
    );
    expect(await flagByHand(ana, both)).toBeNull();
    expect(await flagSignatures({ ...ctx, now: NOW + DAY }), "a person is not overruled").toMatchObject({ gone: 0 });
    await undoLast(ana, NOWHERE);
    expect((await queue()).map(({ id }) => id)).toEqual([disk.id]);
    await expect(flagByHand(ana, ["999"])).rejects.toThrow("no such alert");
  });

  it("passes over what cannot be undone any more, and says what stays", async () => {
    const { id } = await only();
    await snoozeAlert({ ...ana, now: NOW + 1 }, [id], 1);
    const other = { ...ana, now: NOW + 2 };
    const [rare] = await ctx.sql<{ id: string }[]>`select distinct signature_id as id from pages where title = 'Rare'`;
    await flagByHand(other, [rare?.id ?? ""]);
    // Somebody else moved the same row since.
    await ctx.sql`
      insert into users (workspace_id, id, name, role) values (${ctx.workspaceId}, 77, 'Bo', 'member') on conflict do nothing`;
    const bo = { ...ctx, viewer: { ...ctx.viewer, userId: "77" } };
    await snoozeAlert({ ...bo, now: NOW + 3 }, [rare?.id ?? ""], 2);
    const undone = await undoLast(ana, NOWHERE);
    expect(undone).toMatchObject({ what: "snooze", signatureIds: [id] });
    expect(undone.stays).toEqual([expect.stringMatching(/^flag, “Rare”: Bo changed it since \(snooze\)/)]);
    await expect(undoLast(ana, NOWHERE)).rejects.toThrow(/Bo changed it since/);
  });

  it("is for those on the queue alone, and for people whom one sees", async () => {
    const { id } = await only();
    const [lock] = await ctx.sql<{ id: string }[]>`select id from signatures where key = 'Lock' or service = 'Lock'`;
    await expect(claimAlert(ana, [id, lock?.id ?? ""], "me")).rejects.toThrow("1 of these alerts are not on the queue");
    await expect(claimAlert(ctx, [id], "me")).rejects.toThrow("which of the people you are");
    await expect(claimAlert(ctx, [id], "123")).rejects.toThrow("may not see them by name");
    await expect(comment(ana, ["123"], "x")).rejects.toThrow("no such alert");
    await expect(judgeAlerts(ana, { signatures: [id, "123"], verdict: "noise", reason: null })).rejects.toThrow(
      "not there",
    );
    expect(await only()).toMatchObject({ owner: null, notes: [], row: { byPerson: false } });
  });

  it("names the owner to those alone who may see them by name", async () => {
    const { id } = await only();
    await claimAlert(ana, [id], "me");
    expect((await queue(ana))[0]?.owner).toMatchObject({ name: "Ana Brandt" });
    const stranger = { ...ctx, viewer: { ...ctx.viewer, personId: null } };
    expect((await triage(stranger, FILTER)).items[0]?.owner?.name).toBeNull();
    expect((await triage(stranger, FILTER)).people).toEqual([]);
  });

  it("of two at once both stand, and only the later can be undone first", async () => {
    const { id } = await only();
    const made = await Promise.all([claimAlert(ana, [id], "me"), snoozeAlert(ana, [id], 3)]);
    const [first, second] = made.map(Number).sort((a, b) => a - b);
    await expect(undoMove(ana, first)).rejects.toThrow("undone first");
    await undoMove(ana, second);
    await undoMove(ana, first);
    expect(await only()).toMatchObject({ owner: null, snoozedUntil: null });
  });
});

describe("my shift", () => {
  it("is the hours up to the last page where no schedule tells, same alerts together, suggestion ready", async () => {
    const shift = await myShift(ana);
    expect(shift).toMatchObject({ known: "last-pages", from: "2026-11-24T16:20:00.000Z" });
    expect(shift.groups.map(({ title, pages }) => [title, pages.length])).toEqual([
      ["Rare", 1],
      ["Lock", 1],
      ["Disk", 1],
    ]);
    expect(shift.groups.find(({ title }) => title === "Disk")).toMatchObject({
      suggestion: null,
      pages: [{ byPerson: true }],
    });
    await ctx.sql`
      update pages set verdict = 'noise', reason = 'self-healed' where title = 'Rare' and origin = 'inferred'`;
    const again = await myShift(ana);
    expect(again.groups.find(({ title }) => title === "Rare")?.suggestion).toMatchObject({
      verdict: "noise",
      pages: 1,
    });
  });

  it("is the shift that a schedule tells, and its own pages alone", async () => {
    await ctx.sql`
      insert into on_call_shifts (workspace_id, id, kind, origin_id, person_id, from_at, to_at, level, schedule)
      values (${ctx.workspaceId}, 1, 'file', 0, ${ana.viewer.personId}, ${new Date(NOW - 5 * DAY)}, ${new Date(NOW - DAY)}, 1, 'Primary')`;
    const shift = await myShift(ana);
    expect(shift).toMatchObject({ known: "shift", schedule: "Primary", isRunning: false });
    expect(shift.groups.find(({ title }) => title === "Disk")?.pages).toHaveLength(2);
    expect(await myShift({ ...ana, viewer: { ...ana.viewer, personId: "123" } })).toMatchObject({
      known: "nothing",
      groups: [],
    });
    expect(await myShift({ ...ana, viewer: { ...ana.viewer, personId: null } })).toMatchObject({ known: "not-linked" });
  });
});

it("goes with the sample, with what was decided about it", async () => {
  const disk = async () => {
    const rows = await ctx.sql<{ id: string }[]>`select id from signatures where key = 'Disk' or service = 'Disk'`;
    return rows.length;
  };
  const decideDisk = async () => {
    await flagSignatures(ctx);
    const { id } = await only();
    await comment(ana, [id], "ours");
    await ctx.sql`
      insert into decisions (workspace_id, id, signature_id, kind, scope, reason, decided_by_user_id, decided_at, flagged_at, review)
      values (${ctx.workspaceId}, 5, ${id}, 'tune', '[]', 'flaps', ${ctx.viewer.userId}, ${new Date(NOW)}, ${new Date(NOW)}, '{}')`;
  };
  await decideDisk();
  await ctx.sql`update imports set sample = true`;
  await removeSample(ctx);
  const [left] = await ctx.sql`
    select (select count(*)::int from triage_items) as items, (select count(*)::int from triage_moves) as moves,
      (select count(*)::int from triage_comments) as notes, (select count(*)::int from decisions) as decisions`;
  expect(left).toEqual({ items: 0, moves: 0, notes: 0, decisions: 0 });
  expect(await disk()).toBe(0);
});
