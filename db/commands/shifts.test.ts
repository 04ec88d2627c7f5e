import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { shiftsWithin } from "@/db/queries/on-call";
import { importView } from "@/db/queries/sources";
import { createTestDb, type TestDb } from "@/db/test-db";
import { ledgerFaults } from "@/db/test-deliveries";
import { emptyWorkspace, importText, tableCounts } from "@/db/test-import";
import { onCallHours } from "@/lib/load/on-call-hours";
import { mergePeople } from "./merge-people";
import { splitPerson } from "./split-person";
import { runUndo, undoImport } from "./undo-import";

const AT = Date.parse("2026-11-22T12:00:00Z");
const WEEK = { from: Date.parse("2026-11-16T00:00:00Z"), to: Date.parse("2026-11-23T00:00:00Z") };
let db: TestDb;
let ctx: Ctx;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(AT);
});
afterAll(() => db.drop());
beforeEach(() => emptyWorkspace(ctx));

const USERS = JSON.stringify({
  users: [
    { id: "PUANA01", type: "user", name: "Ana Brandt", email: "ana@n.example" },
    { id: "PUBEN02", type: "user", name: "Ben Osei", email: "ben@n.example" },
    { id: "PUBEN03", type: "user", name: "Ben Osei", email: "ben.osei@n.example" },
  ],
});
const csv = (...rows: string[]) => ["person,from,to,level,schedule,team", ...rows].join("\n");
const ANA = "ana@n.example,2026-11-16T09:00:00Z,2026-11-17T09:00:00Z,1,Core,Payments";
const CEM = "cem@n.example,2026-11-17T09:00:00Z,2026-11-18T09:00:00Z,1,Core,Payments";
const oncall = (key: string, level: number, start: string, end: string) => ({
  escalation_level: level,
  escalation_policy: { id: "PE", summary: "Core" },
  schedule: null,
  user: { id: key, type: "user_reference" },
  start,
  end,
});

async function endsOf(id: string) {
  const [row] = await ctx.sql`
    select received, stored, duplicate, ignored, rejected from imports where id = ${id}`;
  return row;
}

const reasons = async () =>
  (await ctx.sql<{ why: string }[]>`select why from rejections order by no`).map((it) => it.why);

async function told(): Promise<string[]> {
  const names = new Map(
    (await ctx.sql<{ id: string; name: string }[]>`select id, coalesce(name, email) as name from people`).map((it) => [
      it.id,
      it.name,
    ]),
  );
  return (await shiftsWithin(ctx, WEEK, null))
    .map((it) => `${names.get(it.personId)} ${it.level} ${new Date(it.fromAt).toISOString().slice(5, 13)} ${it.team}`)
    .sort();
}

async function undo(id: string): Promise<void> {
  await undoImport(ctx, id);
  await runUndo(ctx, id);
}

const shift = (who: string, from: string, to: string, more = "1,Core,Payments") =>
  `${who}@n.example,2026-11-${from}:00Z,2026-11-${to}:00Z,${more}`;
const [MON, TUE, WED, THU] = ["16T09:00", "17T09:00", "18T09:00", "19T09:00"];

describe("a later file of the same schedule", () => {
  const EARLIER = [shift("ana", MON, TUE), shift("ben", TUE, WED), shift("ana", WED, THU)];
  const held = async (team: string | null = "Payments") => {
    const rows = await ctx.sql<{ told: string }[]>`
      select split_part(p.email, '@', 1) || to_char(s.from_at at time zone 'UTC', ' DD"T"HH24-')
        || to_char(s.to_at at time zone 'UTC', 'DD"T"HH24') || ' ' || s.level as told
      from held_shifts s join people p on p.id = s.person_id where s.team is not distinct from ${team} order by s.from_at, told`;
    return rows.map(({ told }) => told);
  };
  const ALL = ["ana 16T09-17T09 1", "ben 17T09-18T09 1", "ana 18T09-19T09 1"];
  const [FIRST, SECOND, THIRD] = ALL;

  /** What the later file holds beside the same three shifts, what holds then, and how many shifts it replaced. */
  const CASES: [what: string, rows: string[], held: (string | undefined)[], replaced: number][] = [
    ["the same again", EARLIER, ALL, 0],
    ["one less", [shift("ana", MON, TUE), shift("cem", WED, THU)], [FIRST, "cem 18T09-19T09 1"], 2],
    [
      "a swap, and the others again",
      [shift("ana", MON, TUE), shift("cem", TUE, WED), shift("ana", WED, THU)],
      [FIRST, "cem 17T09-18T09 1", THIRD],
      1,
    ],
    [
      "another time",
      [shift("cem", THU, "20T09:00"), shift("dee", "20T09:00", "21T09:00")],
      [...ALL, "cem 19T09-20T09 1", "dee 20T09-21T09 1"],
      0,
    ],
    [
      "a part of the time",
      [shift("cem", "16T12:00", "16T18:00"), shift("dee", "17T18:00", "18T00:00")],
      ["ana 16T09-16T12 1", "cem 16T12-16T18 1", "dee 17T18-18T00 1", "ben 18T00-18T09 1", THIRD],
      2,
    ],
    [
      "a part of one shift",
      [shift("cem", "16T12:00", "16T15:00"), shift("dee", "16T15:00", "16T18:00")],
      ["ana 16T09-16T12 1", "cem 16T12-16T15 1", "dee 16T15-16T18 1", "ana 16T18-17T09 1", SECOND, THIRD],
      1,
    ],
    ["one person's own list", [shift("ana", MON, WED)], ["ana 16T09-18T09 1", SECOND, THIRD], 1],
    ...["2,Core,Payments", "1,Edge,Payments", "1,,Payments"].map(
      (other): [string, string[], (string | undefined)[], number] => [
        `another level or schedule: ${other}`,
        [shift("cem", MON, TUE, other), shift("dee", TUE, THU, other)],
        [FIRST, `cem 16T09-17T09 ${other[0]}`, SECOND, `dee 17T09-19T09 ${other[0]}`, THIRD],
        0,
      ],
    ),
  ];

  it("replaces what it says otherwise, and taken back restores it", async () => {
    const ofCase = (rows: readonly string[], i: number) => rows.map((row) => `${row} ${i}`);
    await importText(ctx, csv(...CASES.flatMap((_, i) => ofCase(EARLIER, i))), { name: "earlier.csv" });
    const rows = CASES.flatMap(([, later], i) => ofCase(later, i));
    // In small chunks: how far a file reaches is not known before its end.
    const later = await importText(ctx, csv(...rows), { name: "later.csv", chunk: { records: 5, events: 5 } });
    for (const [i, [what, , expected]] of CASES.entries()) expect(await held(`Payments ${i}`), what).toEqual(expected);
    const replaced = CASES.reduce((sum, [, , , each]) => sum + each, 0);
    expect((await importView(ctx, later)).replacedShifts).toBe(replaced);
    expect(await ledgerFaults(ctx)).toEqual([]);
    await undo(later);
    for (const [i, [what]] of CASES.entries()) expect(await held(`Payments ${i}`), what).toEqual(ALL);
  });

  it("is itself replaced by a third, and holds again without that", async () => {
    await importText(ctx, csv(...EARLIER));
    const swap = await importText(ctx, csv(EARLIER[0] ?? "", shift("cem", TUE, WED), EARLIER[2] ?? ""));
    expect(await held()).toEqual([ALL[0], "cem 17T09-18T09 1", ALL[2]]);
    // The first file once more: what it says is the latest word again.
    const third = await importText(ctx, `${csv(...EARLIER)}\n`);
    expect(await held()).toEqual(ALL);
    expect((await importView(ctx, third)).replacedShifts).toBe(1);
    await undo(third);
    expect(await held()).toEqual([ALL[0], "cem 17T09-18T09 1", ALL[2]]);
    await undo(swap);
    expect(await held()).toEqual(ALL);
  });

  it("of a provider's schedule states all of it though one person alone stands in it", async () => {
    const schedule = (key: string) =>
      JSON.stringify({
        schedule: {
          id: "PS1",
          type: "schedule",
          name: "Core",
          summary: "Core",
          time_zone: "UTC",
          final_schedule: {
            rendered_schedule_entries: [
              { start: "2026-11-16T09:00:00Z", end: "2026-11-17T09:00:00Z", user: { id: key, type: "user_reference" } },
            ],
          },
        },
      });
    await importText(ctx, USERS);
    await importText(ctx, schedule("PUANA01"));
    const swap = await importText(ctx, schedule("PUBEN02"));
    expect(await held(null)).toEqual(["ben 16T09-17T09 0"]);
    expect((await importView(ctx, swap)).replacedShifts).toBe(1);
  });
});

describe("a file of shifts", () => {
  it("is of the people with these addresses, who are made where nobody knows them", async () => {
    await importText(ctx, USERS);
    const id = await importText(ctx, csv(ANA, CEM));
    expect(await endsOf(id)).toEqual({ received: 2, stored: 2, duplicate: 0, ignored: 0, rejected: 0 });
    expect(await told()).toEqual(["Ana Brandt 1 11-16T09 Payments", "cem@n.example 1 11-17T09 Payments"]);
    const [ana] = await ctx.sql<{ person_id: string }[]>`select person_id from identities where key = 'PUANA01'`;
    const mine = await shiftsWithin(ctx, WEEK, [ana?.person_id ?? ""]);
    expect(onCallHours(mine, WEEK)).toEqual({ first: 24, further: 0, any: 24 });
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("told again changes nothing", async () => {
    await importText(ctx, csv(ANA, CEM));
    const before = await tableCounts(ctx);
    const again = await importText(ctx, csv(CEM, ANA, ANA));
    expect(await endsOf(again)).toEqual({ received: 3, stored: 0, duplicate: 3, ignored: 0, rejected: 0 });
    const after = await tableCounts(ctx);
    expect({ ...after, imports: 0 }).toEqual({ ...before, imports: 0 });
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("names people by a name or a key that one person has; of others it says why not", async () => {
    await importText(ctx, USERS);
    const times = "2026-11-16T09:00:00Z,2026-11-17T09:00:00Z,2";
    const id = await importText(
      ctx,
      [
        "name,account,provider,from,to,level,schedule",
        `ana brandt,,,${times},`,
        `Ben Osei,,,${times},`,
        `Dee Fox,,,${times},`,
        `,PUBEN02,,${times},`,
        `,PUBEN02,,${times},Other`,
        `,PUXXX99,,${times},`,
        `,PUNEW99,pagerduty,${times},`,
        `,PUNEW99,pager duty,${times},`,
      ].join("\n"),
    );
    expect(await endsOf(id)).toEqual({ received: 8, stored: 4, duplicate: 0, ignored: 0, rejected: 4 });
    expect(await reasons()).toEqual([
      '2 people are called "Ben Osei": name them by e-mail address',
      'nobody is known by the name "Dee Fox": name them by e-mail address, or import the people first',
      'no account "PUXXX99" is known: say whose it is in the column provider, or import the people first',
      'provider "pager duty" is not known',
    ]);
    expect(await told()).toEqual([
      "Ana Brandt 2 11-16T09 null",
      "Ben Osei 2 11-16T09 null",
      "Ben Osei 2 11-16T09 null",
      "PUNEW99 2 11-16T09 null",
    ]);
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("that is taken back takes its shifts and its people with it", async () => {
    await importText(ctx, USERS);
    const before = await tableCounts(ctx);
    const id = await importText(ctx, csv(ANA, CEM));
    await undo(id);
    expect(await told()).toEqual([]);
    const { imports, sources, jobs, ...after } = await tableCounts(ctx);
    expect({ imports, sources, jobs }).toEqual({ imports: 2, sources: 2, jobs: 1 });
    expect({ ...after, imports: 1, sources: 1, jobs: 0 }).toEqual(before);
    expect(await ledgerFaults(ctx)).toEqual([]);
  });

  it("leaves what another file told as well, and that counts as stored there", async () => {
    const first = await importText(ctx, csv(ANA, CEM));
    const second = await importText(ctx, csv(ANA));
    await undo(first);
    expect(await told()).toEqual(["ana@n.example 1 11-16T09 Payments"]);
    expect(await endsOf(second)).toEqual({ received: 1, stored: 1, duplicate: 0, ignored: 0, rejected: 0 });
    expect(await ledgerFaults(ctx)).toEqual([]);
    await undo(second);
    expect(await told()).toEqual([]);
    expect(await ctx.sql`select from shift_repeats`).toHaveLength(0);
    expect(await ctx.sql`select from people`).toHaveLength(0);
    expect(await ledgerFaults(ctx)).toEqual([]);
  });
});

describe("exports of a provider", () => {
  it("tell levels where they are those of a policy, and hours of no line where they are of a schedule", async () => {
    const entries = [{ start: "2026-11-16T09:00:00Z", end: "2026-11-17T09:00:00Z", user: { id: "PUANA01" } }];
    const schedule = { id: "PS", name: "Core", teams: [], final_schedule: { rendered_schedule_entries: entries } };
    const policy = oncall("PUANA01", 2, "2026-11-16T21:00:00Z", "2026-11-17T21:00:00Z");
    await importText(ctx, USERS);
    await importText(ctx, JSON.stringify({ schedule }));
    await importText(ctx, JSON.stringify({ oncalls: [policy] }));
    expect(await told()).toEqual(["Ana Brandt 0 11-16T09 null", "Ana Brandt 2 11-16T21 null"]);
    expect(onCallHours(await shiftsWithin(ctx, WEEK, null), WEEK)).toEqual({ first: 0, further: 24, any: 36 });
  });

  it("go with the account when people are merged and split", async () => {
    await importText(ctx, USERS);
    await importText(
      ctx,
      JSON.stringify({
        oncalls: [
          oncall("PUBEN02", 1, "2026-11-16T09:00:00Z", "2026-11-17T09:00:00Z"),
          oncall("PUANA01", 1, "2026-11-17T09:00:00Z", "2026-11-18T09:00:00Z"),
        ],
      }),
    );
    const accounts = await ctx.sql<{ key: string; id: string; person_id: string }[]>`
      select key, id, person_id from identities`;
    const of = (key: string) => accounts.find((it) => it.key === key);
    await mergePeople(ctx, { into: of("PUANA01")?.person_id ?? "", other: of("PUBEN02")?.person_id ?? "" });
    const people = async () => [...new Set((await shiftsWithin(ctx, WEEK, null)).map((it) => it.personId))];
    expect(await people()).toEqual([of("PUANA01")?.person_id]);
    await splitPerson(ctx, of("PUANA01")?.person_id ?? "", [of("PUBEN02")?.id ?? ""]);
    expect(await people()).toHaveLength(2);
  });
});

describe("shifts within a range", () => {
  it("are those that reach into it, and none that only touch it", async () => {
    const row = (from: string, to: string) => `ana@n.example,${from}:00Z,${to}:00Z,1,,`;
    await importText(
      ctx,
      csv(
        row("2026-11-15T00:00", "2026-11-16T00:00"),
        row("2026-11-15T00:00", "2026-11-16T00:01"),
        row("2026-11-22T23:59", "2026-11-24T00:00"),
        row("2026-11-23T00:00", "2026-11-24T00:00"),
      ),
    );
    expect((await shiftsWithin(ctx, WEEK, null)).map(({ fromAt }) => new Date(fromAt).getUTCDate())).toEqual([15, 22]);
    expect(await shiftsWithin(ctx, WEEK, [])).toEqual([]);
    expect(onCallHours(await shiftsWithin(ctx, WEEK, null), WEEK).any).toBeCloseTo(2 / 60, 9);
  });
});
