import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ctx } from "@/db/ctx";
import { noise } from "@/db/queries/noise";
import { overview } from "@/db/queries/overview";
import { pageDetail } from "@/db/queries/page-detail";
import { countMatching, pages } from "@/db/queries/pages";
import { peopleAccounts } from "@/db/queries/people-accounts";
import { signatureDetail } from "@/db/queries/signature-detail";
import { createTestDb, type TestDb } from "@/db/test-db";
import { importText } from "@/db/test-import";
import { NoiseFilter, PagesFilter } from "@/lib/contract/filter";
import { EVER, STILL } from "@/lib/model/organisation";
import { PRIVACY_MODES, type PrivacyMode } from "@/lib/model/settings";
import { personDetail } from "./person-detail";

/** Dora leads Anabel and Bertram, who are a team, and Cemile. Evander is of another team, and leads nobody. */
const NAMES = ["Anabel", "Bertram", "Cemile", "Dorothea", "Evander"] as const;
const WEEK = { from: "2026-11-02", to: "2026-11-08" };

let db: TestDb;
let admin: Ctx;
let ids: Map<string, string>;
let page: string;
let signature: string;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  admin = await db.ctxAt(Date.parse("2026-11-10T12:00:00Z"));
  const users = NAMES.map((name) => ({ id: `P${name}`, type: "user", name, email: `${name}@firm.example` }));
  await importText(admin, JSON.stringify({ users }), { name: "users.json" });
  const event = (kind: string, minute: number, who: object) => {
    const at = `2026-11-03T02:${String(minute).padStart(2, "0")}:00.000Z`;
    return JSON.stringify({ provider: "pagerduty", page: "Q1", kind, at, by: "person", title: "Disk full", ...who });
  };
  const events = [
    event("triggered", 0, { to: NAMES.map((name) => `P${name}`) }),
    ...NAMES.map((name, i) => event("notified", i, { person: `P${name}`, channel: "phone" })),
    event("acknowledged", 9, { person: "PEvander" }),
    event("resolved", 20, { person: "PCemile" }),
  ];
  await importText(admin, events.join("\n"), { name: "events.ndjson" });
  const people = await db.sql<{ id: string; name: string }[]>`select id, name from people`;
  ids = new Map(people.map(({ id, name }) => [name, id]));
  await db.sql`insert into teams (workspace_id, id, name) values (1, 1, 'One'), (1, 2, 'Two')`;
  for (const [name, team] of [
    ["Anabel", 1],
    ["Bertram", 1],
    ["Evander", 2],
  ] as const)
    await db.sql`
      insert into memberships (workspace_id, person_id, team_id, from_date, to_date, origin)
      values (1, ${idOf(name)}, ${team}, ${EVER}::text::date, ${STILL}::text::date, 'hand')`;
  for (const name of ["Anabel", "Bertram", "Cemile"])
    await db.sql`
      insert into org_closure (workspace_id, leader_id, person_id, from_date, to_date, depth)
      values (1, ${idOf("Dorothea")}, ${idOf(name)}, ${EVER}::text::date, ${STILL}::text::date, 1)`;
  const [row] = await db.sql<{ id: string; signature_id: string }[]>`select id, signature_id from pages`;
  [page, signature] = [row?.id ?? "", row?.signature_id ?? ""];
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.sql`truncate audit`;
});

const idOf = (name: string) => ids.get(name) ?? "0";

function as(who: string | null, mode: PrivacyMode, role: Ctx["viewer"]["role"] = "member"): Ctx {
  const personId = who === null ? null : idOf(who);
  return { ...admin, settings: { ...admin.settings, privacy: mode }, viewer: { ...admin.viewer, role, personId } };
}

const TEAM_OF_ANABEL = ["Anabel", "Bertram"];
const UNDER_DOROTHEA = ["Anabel", "Bertram", "Cemile", "Dorothea"];

/** Whom each may see by name; product.md, "Who may see whom". */
const ALLOWED: readonly [string | null, Ctx["viewer"]["role"], Record<PrivacyMode, readonly string[]>][] = [
  ["Anabel", "member", { team: TEAM_OF_ANABEL, leaders: ["Anabel"], aggregate: ["Anabel"] }],
  ["Dorothea", "member", { team: UNDER_DOROTHEA, leaders: UNDER_DOROTHEA, aggregate: ["Dorothea"] }],
  ["Evander", "member", { team: ["Evander"], leaders: ["Evander"], aggregate: ["Evander"] }],
  ["Evander", "admin", { team: ["Evander"], leaders: ["Evander"], aggregate: ["Evander"] }],
  [null, "admin", { team: [], leaders: [], aggregate: [] }],
  [null, "auditor", { team: [], leaders: [], aggregate: [] }],
];
const CASES = ALLOWED.flatMap(([who, role, allowed]) =>
  PRIVACY_MODES.map((mode) => [who ?? "nobody", role, mode, who, allowed[mode]] as const),
);

/** Each names everybody who was interrupted, as far as it may. */
const NAMING: Record<string, (ctx: Ctx) => Promise<unknown>> = {
  pages: (ctx) => pages(ctx, PagesFilter.parse(WEEK), { offset: 0, limit: 50 }),
  "page detail": (ctx) => pageDetail(ctx, page),
  "signature detail": (ctx) => signatureDetail(ctx, signature, NoiseFilter.parse(WEEK)),
  overview: (ctx) => overview(ctx, NoiseFilter.parse(WEEK)),
};

/** Whose name or e-mail address stands anywhere in the answer. */
function namedIn(answer: unknown): string[] {
  const text = JSON.stringify(answer).toLowerCase();
  return NAMES.filter((name) => text.includes(name.toLowerCase()));
}

describe.each(CASES)("%s, %s, in mode %s", (_who, role, mode, who, allowed) => {
  const others = () =>
    allowed
      .filter((name) => name !== who)
      .map(idOf)
      .sort();

  it.each(Object.keys(NAMING))("is told these names and no other, each view noted once: %s", async (query) => {
    const answer = await NAMING[query]?.(as(who, mode, role));
    expect(namedIn(answer)).toEqual([...allowed].sort());
    expect(JSON.stringify(answer)).not.toContain("@firm.example");
    const noted = await db.sql<{ ids: string[] }[]>`select person_ids::text[] as ids from audit`;
    expect(noted.map((row) => row.ids)).toEqual(others().length > 0 ? [others()] : []);
  });

  it("is told nobody's id or hours but theirs", async () => {
    for (const read of Object.values(NAMING)) {
      const text = JSON.stringify(await read(as(who, mode, role)));
      for (const name of NAMES) if (!allowed.includes(name)) expect(text).not.toContain(idOf(name));
    }
    const { rows } = await pages(as(who, mode, role), PagesFilter.parse(WEEK), { offset: 0, limit: 50 });
    expect(rows[0]?.people.length).toBe(allowed.length);
    expect(rows[0]?.unnamed).toBe(NAMES.length - allowed.length);
    expect(rows[0]?.interruptions).toMatchObject({ total: 5, sleep: mode === "aggregate" ? null : 5 });
    const detail = await pageDetail(as(who, mode, role), page);
    expect(detail.notifications.filter(({ local }) => local !== null).length).toBe(allowed.length);
    expect(detail.events.filter(({ person }) => person === "a person").length).toBe(
      ["Anabel", "Bertram", "Cemile", "Dorothea", "Evander", "Evander", "Cemile"].filter(
        (name) => !allowed.includes(name),
      ).length,
    );
  });

  it("finds a person, and their pages, only where they may be seen", async () => {
    const ctx = as(who, mode, role);
    for (const name of NAMES) {
      const filter = PagesFilter.parse({ ...WEEK, person: idOf(name) });
      const asked = [
        () => personDetail(ctx, idOf(name), NoiseFilter.parse(WEEK)),
        () => pages(ctx, filter, { offset: 0, limit: 50 }),
        () => countMatching(ctx, filter),
      ];
      for (const ask of asked)
        if (allowed.includes(name)) await ask();
        else await expect(ask()).rejects.toMatchObject({ code: "not-found" });
    }
  });

  it("is told what the alert did to people where all are named, or five are not, and nowhere else", async () => {
    const ctx = as(who, mode, role);
    const unnamed = NAMES.length - allowed.length;
    const told = unnamed === 0 || unnamed >= 5;
    const seen = await overview(ctx, NoiseFilter.parse(WEEK));
    const listed = await noise(ctx, NoiseFilter.parse(WEEK));
    const alone = await signatureDetail(ctx, signature, NoiseFilter.parse(WEEK));
    for (const { totals } of [seen, listed]) {
      expect(totals.pages).toBe(1);
      expect([totals.interruptions?.sleep ?? null, totals.disruptedNights]).toEqual(told ? [5, 5] : [null, null]);
      expect([totals.peopleWoken, totals.timeToAcknowledge?.acknowledged ?? null]).toEqual(
        told ? [5, 1] : [null, null],
      );
      expect(totals.withheld).toBe(told ? null : "small");
    }
    for (const row of [...seen.worst, ...listed.signatures, alone.row]) {
      expect([row.pages, row.interruptions?.sleep ?? null, row.withheld]).toEqual([
        1,
        told ? 5 : null,
        told ? null : "small",
      ]);
      expect(row.pain === null).toBe(!told);
    }
    expect(alone.interruptions?.total ?? null).toBe(told ? 5 : null);
    expect(seen.trend.at(-1)?.interruptions?.total ?? null).toBe(told ? 5 : null);
    expect(listed.topTen === null).toBe(!told);
    expect(listed.reasons.every(({ sleepInterruptions }) => (sleepInterruptions === null) === !told)).toBe(true);
  });

  it("is told pages on the list of people only of these, though everybody is on it", async () => {
    const { people } = await peopleAccounts(as(who, mode, role));
    expect(people.map(({ name }) => name)).toEqual([...NAMES]);
    const counted = people.filter((one) => one.pages !== null || one.lastSeenAt !== null);
    expect(counted.map(({ name }) => name)).toEqual([...allowed].sort());
    for (const { name, accounts } of people)
      if (!allowed.includes(name)) expect(accounts.map((one) => [one.pages, one.lastSeenAt])).toEqual([[null, null]]);
  });
});

it("names nobody on the noise screen", async () => {
  expect(namedIn(await noise(as("Dorothea", "team"), NoiseFilter.parse(WEEK)))).toEqual([]);
  expect((await db.sql`select from audit`).length).toBe(0);
});

it("counts those without a name together, and tells no figure of fewer than five", async () => {
  const read = async (who: string | null) => (await overview(as(who, "team"), NoiseFilter.parse(WEEK))).unnamed;
  expect(await read(null)).toEqual({ people: 5, interruptions: { sleep: 5, off: 0, business: 0, total: 5 } });
  expect(await read("Evander")).toEqual({ people: 4, interruptions: null });
});

it("has no hour classes of single pages to ask for in aggregate", async () => {
  const filter = PagesFilter.parse({ ...WEEK, hours: "sleep" });
  await expect(pages(as("Dorothea", "aggregate"), filter, { offset: 0, limit: 50 })).rejects.toMatchObject({
    code: "not-found",
  });
  expect((await pages(as("Dorothea", "team"), filter, { offset: 0, limit: 50 })).total).toBe(1);
});

it("tells the hours of fewer than five people under a leader only to whoever sees them all by name", async () => {
  const filter = PagesFilter.parse({ ...WEEK, under: idOf("Dorothea"), hours: "sleep" });
  expect((await pages(as("Dorothea", "team"), filter, { offset: 0, limit: 50 })).total).toBe(1);
  for (const who of ["Evander", "Anabel", null])
    for (const ask of [
      () => pages(as(who, "team"), filter, { offset: 0, limit: 50 }),
      () => countMatching(as(who, "team"), filter),
    ])
      await expect(ask()).rejects.toMatchObject({ code: "not-found" });
});

it.each([
  ["team", WEEK, null],
  ["aggregate", WEEK, null],
  ["team", { from: "2026-11-03", to: "2026-11-08" }, null],
  ["aggregate", { from: "2026-11-03", to: "2026-11-08" }, "weeks"],
  // Of a week that runs, today less yesterday would tell of a day.
  ["aggregate", { from: "2026-11-02", to: "2026-11-15" }, "weeks"],
] as const)("tells in %s of the people behind an alert, %j: %s", async (mode, range, withheld) => {
  const filter = NoiseFilter.parse(range);
  const { row } = await signatureDetail(as(null, mode), signature, filter);
  expect([row.withheld, row.interruptions?.total ?? null]).toEqual([withheld, withheld === null ? 5 : null]);
  expect((await noise(as(null, mode), filter)).totals.withheld).toBe(withheld);
});

describe("pages by the clock of the person", () => {
  const total = async (ctx: Ctx, asked: Partial<Record<keyof PagesFilter, string>>) =>
    (await pages(ctx, PagesFilter.parse({ ...WEEK, ...asked }), { offset: 0, limit: 50 })).total;

  // Everybody was rung at 03:00 in Berlin on a Tuesday, in the night of Monday, which left five hours of rest at most.
  it.each([
    [{ weekday: "1" }, 1],
    [{ weekday: "0" }, 0],
    [{ hour: "3" }, 1],
    [{ hour: "2" }, 0],
    [{ weekday: "1", hour: "3", rang: "One" }, 1],
    [{ rang: "Three" }, 0],
    [{ rest: "short" }, 1],
    [{ rest: "short", from: "2026-11-02", to: "2026-11-02" }, 1],
    [{ rest: "short", from: "2026-11-03", to: "2026-11-03" }, 0],
  ])("finds %j", async (asked, count) => {
    expect(await total(as("Dorothea", "team"), asked)).toBe(count);
  });

  it("tells of a small team only to whoever sees all of it by name", async () => {
    for (const asked of [{ weekday: "1" }, { hour: "3" }, { rest: "short" }]) {
      expect(await total(as("Anabel", "team"), { ...asked, rang: "One" })).toBe(1);
      const refused = total(as("Evander", "team"), { ...asked, rang: "One" });
      await expect(refused).rejects.toMatchObject({ code: "not-found" });
    }
    expect(await total(as("Evander", "team"), { rang: "One" })).toBe(1);
  });

  it("tells in aggregate of nobody but oneself", async () => {
    for (const asked of [{ weekday: "1" }, { hour: "3" }, { rest: "short" }]) {
      await expect(total(as("Evander", "aggregate"), asked)).rejects.toMatchObject({ code: "not-found" });
      expect(await total(as("Evander", "aggregate"), { ...asked, person: idOf("Evander") })).toBe(1);
    }
  });
});
