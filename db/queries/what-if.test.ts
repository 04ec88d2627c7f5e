import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { createTestDb, type TestDb } from "@/db/test-db";
import { importText } from "@/db/test-import";
import { asLeader } from "@/db/test-sight";
import { whatIf } from "./what-if";
import { whatIfHistory } from "./what-if-history";

const START = Date.parse("2026-08-03T02:00:00Z");
const DAY = 86_400_000;
const MINUTE = 60_000;

let db: TestDb;
let ctx: Ctx;
let alert = "";

type Told = { key: string; title: string; at: number; open: number; rings: readonly string[]; endedBy?: string };

function told({ key, title, at, open, rings, endedBy = "automation" }: Told): string {
  const event = (kind: string, ms: number, more: object) =>
    JSON.stringify({
      provider: "pagerduty",
      page: key,
      kind,
      at: new Date(ms).toISOString(),
      by: "automation",
      ...more,
    });
  return [
    event("triggered", at, { title, service: "queue" }),
    ...rings.map((person) => event("notified", at, { person, channel: "push" })),
    event("notified", at, { person: "PANA", channel: "email" }),
    event("resolved", at + open, { by: endedBy, ...(endedBy === "person" && { person: rings[0] }) }),
  ].join("\n");
}

/** One a night at 02:00, 60 times: 4 minutes long, every tenth 20 minutes, the last one ended by Ana. */
const NIGHTS = Array.from({ length: 60 }, (_, night) =>
  told({
    key: `Q${night}`,
    title: "Queue is deep",
    at: START + night * DAY,
    open: (night % 10 === 9 ? 20 : 4) * MINUTE,
    rings: night % 2 === 0 ? ["PANA"] : ["PANA", "PBEN"],
    ...(night === 59 && { endedBy: "person" }),
  }),
);
/** Rings Ana half a minute after the last but one, and a minute over a day from anything of the alert. */
const OTHERS = [
  told({ key: "D1", title: "Disk is full", at: START + 58 * DAY + 30_000, open: MINUTE, rings: ["PANA"] }),
  told({ key: "D2", title: "Disk is full", at: START + 65 * DAY, open: MINUTE, rings: ["PANA", "PCHA"] }),
];

beforeAll(async () => {
  db = await createTestDb("UTC");
  ctx = await db.ctxAt(START + 61 * DAY);
  await importText(ctx, [...NIGHTS, ...OTHERS].join("\n"), { name: "events.jsonl" });
  await db.sql`update pages set verdict = 'noise', reason = 'self-healed', probability = .05, origin = 'inferred'`;
  await db.sql`update pages set verdict = 'actionable', reason = null where page_key in ('Q9', 'Q58')`;
  await db.sql`update pages set verdict = 'noise', reason = 'test' where page_key = 'Q3'`;
  const [row] = await db.sql<{ id: string }[]>`select signature_id as id from pages where page_key = 'Q0'`;
  alert = row?.id ?? "";
});
afterAll(() => db.close());

const scope = () => [{ field: "signature", operator: "=", value: alert }] as const;

describe("the history of an alert", () => {
  it("has its openings with what rang, and what else rang these people about then", async () => {
    const span = { from: START, to: ctx.now };
    const history = await whatIfHistory(ctx, scope(), span, { farDelays: false });
    expect(history).toMatchObject({ from: START, tests: 1 });
    expect(history.openings).toHaveLength(59);
    expect(history.openings[0]?.notifications).toEqual([{ person: expect.any(String), at: START, estimated: false }]);
    expect(history.others).toEqual([
      { person: history.openings[0]?.notifications[0]?.person, at: START + 58 * DAY + 30_000, estimated: false },
    ]);
    expect((await whatIfHistory(ctx, scope(), span)).others).toHaveLength(2);
  });

  it("takes expressions as well, and needs all matchers", async () => {
    const titled = [{ field: "title", operator: "=~", value: "Queue.*" } as const];
    const span = { from: START, to: ctx.now };
    expect((await whatIfHistory(ctx, titled, span)).openings).toHaveLength(59);
    const nowhere = [...titled, { field: "service", operator: "!=", value: "queue" } as const];
    expect((await whatIfHistory(ctx, nowhere, span)).openings).toHaveLength(0);
  });
});

describe("a what-if", () => {
  it("counts over the later third, with what the same people were rung for besides", async () => {
    const answer = await whatIf(ctx, { signatureId: alert, kind: "hold" });
    expect(answer).toMatchObject({ enough: true, history: { openings: 59, tests: 1 }, people: { n: 2 } });
    const five = answer.stops.find(({ treatment }) => treatment.kind === "hold" && treatment.holdMinutes === 5);
    // Nights 40 to 59; 49 is long, 59 was ended by Ana, 58 was actionable and rings with the full disk all the same.
    expect(answer.shown.openings).toBe(20);
    expect(five?.effect).toMatchObject({ openings: 20, actionable: 1, removed: 18, delayed: 2 });
    expect(five?.lost).toMatchObject({ n: 1, listed: [{ openedAt: START + 58 * DAY }] });
    expect(answer.pages[five?.lost.listed[0]?.page ?? -1]).toMatchObject({ title: "Queue is deep" });
    // Ana is spared 17 nights and Ben 8 of those with an odd number, 49 and 59 but later.
    expect(five?.effect).toMatchObject({ interruptionsSaved: 25, sleepInterruptionsSaved: 25, nightsSaved: 25 });
  });

  it("names nobody where fewer than five would be left, and all to a leader", async () => {
    const answer = await whatIf(ctx, { signatureId: alert, kind: "drop" });
    expect(answer.people).toEqual({ n: 2, unnamed: 2, hidden: true });
    expect(answer.stops[0]?.people).toEqual([]);
    const seen = await whatIf(await asLeader(ctx), { signatureId: alert, kind: "drop" });
    expect(seen.people).toEqual({ n: 2, unnamed: 0, hidden: false });
    expect(seen.stops[0]?.people.map(({ nights }) => nights).sort()).toEqual([10, 19]);
    const [noted] = await db.sql`select details from audit where what = 'named-view' order by no desc limit 1`;
    expect(noted?.details).toMatchObject({ screen: "what-if", alert });
  });

  it("tries a setting of one's own, and refuses one of another kind", async () => {
    const treatment = { kind: "hold", holdMinutes: 7 } as const;
    const { stops } = await whatIf(ctx, { signatureId: alert, kind: "hold", treatment });
    expect(stops.map((stop) => stop.treatment)).toEqual([treatment]);
    await expect(whatIf(ctx, { signatureId: alert, kind: "drop", treatment })).rejects.toThrow("no drop");
  });
});
