import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { objectToLoad, settleObjection, withdrawObjection } from "@/db/commands/object-to-load";
import { sayEffort, withdrawEffort } from "@/db/commands/say-effort";
import type { Ctx } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { createTestDb, type TestDb } from "@/db/test-db";
import { importText } from "@/db/test-import";
import { asLeader } from "@/db/test-sight";
import { NoiseFilter, PagesFilter } from "@/lib/contract/filter";
import { LoadFilter } from "@/lib/contract/load";
import type { PrivacyMode } from "@/lib/model/settings";
import { dataState } from "./data-state";
import { load } from "./load";
import { myData } from "./named/my-data";
import { personDetail } from "./named/person-detail";
import { noise } from "./noise";
import { noiseReport } from "./noise-report";
import { overview } from "./overview";
import { pageDetail } from "./page-detail";
import { exportedPages, pages } from "./pages";
import { signatureDetail } from "./signature-detail";
import { sources } from "./sources";

/**
 * A company small enough to count by hand. The week is Monday 19 to Sunday 25 October 2026 in Berlin, where the clocks go
 * back on the Sunday at 01:00 UTC. Ana is in Berlin (UTC+2, then +1), Ben in New York (UTC-4), Chandra in Kathmandu
 * (UTC+5:45).
 */
const users = {
  users: [
    { id: "PANA", type: "user", name: "Ana", email: "ana@example.com", time_zone: "Europe/Berlin" },
    { id: "PBEN", type: "user", name: "Ben", email: "ben@example.com", time_zone: "America/New_York" },
    { id: "PCHA", type: "user", name: "Chandra", email: "chandra@example.com", time_zone: "Asia/Kathmandu" },
  ],
};

type Told = { kind: string; at: string; by?: string; person?: string; channel?: string; to?: string[]; note?: string };
type Alert = { title: string; service: string; team?: string; urgency: string };

const DISK: Alert = { title: "Disk almost full", service: "db", team: "Core", urgency: "high" };
const LEDGER: Alert = { title: "Ledger replica behind", service: "ledger", team: "Core", urgency: "high" };
const QUEUE: Alert = { title: "Queue slow", service: "queue", team: "Edge", urgency: "low" };
const DEPLOY: Alert = { title: "Deploy check", service: "checkout-staging", team: "Edge", urgency: "low" };
const BATCH: Alert = { title: "Batch late", service: "batch", urgency: "high" };
const MAIL: Alert = { title: "Mail digest", service: "mail", team: "Edge", urgency: "low" };

const rang = (at: string, person: string, channel: string): Told => ({ kind: "notified", at, person, channel });
const took = (at: string, person: string): Told => ({ kind: "acknowledged", at, by: "person", person });
const closed = (at: string, person: string, note?: string): Told => ({
  kind: "resolved",
  at,
  by: "person",
  person,
  note,
});
const cleared = (at: string): Told => ({ kind: "resolved", at, by: "automation" });

function page(key: string, alert: Alert, at: string, told: readonly Told[], to?: string[]): string {
  const opened = { kind: "triggered", at, by: "automation", ...(to && { to }), ...alert };
  return [opened, ...told].map((event) => JSON.stringify({ provider: "pagerduty", page: key, ...event })).join("\n");
}

const FIX = "restarted the ledger replica by hand";

const events = [
  // The week before: one noise page, 05:00 on a Wednesday in Berlin.
  page("A0", DISK, "2026-10-14T03:00:00Z", [
    rang("2026-10-14T03:00:00Z", "PANA", "push"),
    cleared("2026-10-14T03:04:00Z"),
  ]),
  // Tuesday 03:00 in Berlin: three messages, each at most 60 s after the one before, and the ledger's 40 s later.
  page("A1", DISK, "2026-10-20T01:00:00Z", [
    rang("2026-10-20T01:00:00Z", "PANA", "push"),
    rang("2026-10-20T01:00:50Z", "PANA", "sms"),
    rang("2026-10-20T01:01:50Z", "PANA", "phone"),
    cleared("2026-10-20T01:04:00Z"),
  ]),
  page("B1", LEDGER, "2026-10-20T01:02:30Z", [
    rang("2026-10-20T01:02:30Z", "PANA", "push"),
    took("2026-10-20T01:04:30Z", "PANA"),
    closed("2026-10-20T01:30:00Z", "PANA", FIX),
  ]),
  // Wednesday 16:00 in Berlin.
  page("A2", DISK, "2026-10-21T14:00:00Z", [
    rang("2026-10-21T14:00:00Z", "PANA", "push"),
    cleared("2026-10-21T14:03:00Z"),
  ]),
  // Thursday in Berlin, Wednesday 22:30 in New York.
  page("A3", DISK, "2026-10-22T02:30:00Z", [
    rang("2026-10-22T02:30:00Z", "PBEN", "phone"),
    cleared("2026-10-22T02:33:00Z"),
  ]),
  // Saturday noon in Berlin.
  page("A4", DISK, "2026-10-24T10:00:00Z", [
    rang("2026-10-24T10:00:00Z", "PANA", "sms"),
    cleared("2026-10-24T10:02:00Z"),
  ]),
  // Friday 13:45 in Kathmandu.
  page("B2", LEDGER, "2026-10-23T08:00:00Z", [
    rang("2026-10-23T08:00:00Z", "PCHA", "phone"),
    took("2026-10-23T08:05:00Z", "PCHA"),
    closed("2026-10-23T08:20:00Z", "PCHA", FIX),
  ]),
  // Half past two on Sunday in Berlin, and an hour later half past two again.
  page("C1", QUEUE, "2026-10-25T00:30:00Z", [
    rang("2026-10-25T00:30:00Z", "PANA", "sms"),
    took("2026-10-25T00:31:00Z", "PANA"),
    closed("2026-10-25T00:35:00Z", "PANA"),
  ]),
  page("C2", QUEUE, "2026-10-25T01:30:00Z", [
    rang("2026-10-25T01:30:00Z", "PANA", "sms"),
    took("2026-10-25T01:31:00Z", "PANA"),
    closed("2026-10-25T01:35:00Z", "PANA"),
  ]),
  // Monday 03:00 in Berlin, the week after; Sunday 22:00 in New York, this week.
  page("C3", QUEUE, "2026-10-26T02:00:00Z", [
    rang("2026-10-26T02:00:00Z", "PBEN", "sms"),
    took("2026-10-26T02:01:00Z", "PBEN"),
    closed("2026-10-26T02:05:00Z", "PBEN"),
  ]),
  // A system that is not production: in no figure, although it rang at 01:45 in Kathmandu.
  page("D1", DEPLOY, "2026-10-21T20:00:00Z", [
    rang("2026-10-21T20:00:00Z", "PCHA", "push"),
    cleared("2026-10-21T20:03:00Z"),
  ]),
  // No notification is told: one to Ben is estimated at the opening, Friday 08:00 in New York.
  page("E1", BATCH, "2026-10-23T12:00:00Z", [cleared("2026-10-23T12:30:00Z")], ["PBEN"]),
  // By e-mail alone: a page, and no interruption.
  page("F1", MAIL, "2026-10-19T09:00:00Z", [
    rang("2026-10-19T09:00:00Z", "PANA", "email"),
    cleared("2026-10-19T09:03:00Z"),
  ]),
].join("\n");

/*
 * Verdicts, each page judged on an even prior:
 *  noise, self-healed: A0 to A4, F1 (cleared within 5 min, nobody acted: -2.5 - 1 or -2.5 - 2.5, p <= .03)
 *  actionable, fixed-a-fault: B1, B2 (closed by a person with a note of more than 20 characters)
 *  unclear: C1, C2, C3 (closed by a person without a note: +1, p = .73), E1 (nothing speaks, p = .5)
 *  test: D1
 *
 * Interruptions of the week, each on the date of its person:
 *  1 Ana     Tue 20 03:00  sleep     A1 + B1  actionable (one page is)  under A, night of 19
 *  2 Ana     Wed 21 16:00  business  A2       noise
 *  3 Ben     Wed 21 22:30  sleep     A3       noise                     night of 21
 *  4 Chandra Fri 23 13:45  business  B2       actionable
 *  5 Ben     Fri 23 08:00  business  E1       unclear, estimated
 *  6 Ana     Sat 24 12:00  off       A4       noise
 *  7 Ana     Sun 25 02:30  sleep     C1       unclear                   night of 24
 *  8 Ana     Sun 25 02:30  sleep     C2       unclear                   night of 24
 *  9 Ben     Sun 25 22:00  sleep     C3       unclear                   night of 25
 */
const WEEK = { from: "2026-10-19", to: "2026-10-25" };
const week = (more: object = {}) => NoiseFilter.parse({ ...WEEK, ...more });

let db: TestDb;
let ctx: Ctx;
let ids: Map<string, string>;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(Date.parse("2026-10-28T12:00:00Z"));
  await importText(ctx, JSON.stringify(users), { name: "users.json" });
  await importText(ctx, events, { name: "events.ndjson" });
  const rows = await ctx.sql<{ key: string; id: string }[]>`
    select page_key as key, id from pages union all select title, signature_id from pages
    union all select name, id from people`;
  ids = new Map(rows.map(({ key, id }) => [key, id]));
  ctx = await asLeader(ctx);
});
afterAll(() => db.drop());

const idOf = (name: string): string => {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`nothing is called ${name}`);
  return id;
};

async function found(filter: object): Promise<string[]> {
  const { rows, total } = await pages(ctx, PagesFilter.parse({ ...WEEK, ...filter }), { offset: 0, limit: 100 });
  expect(total).toBe(rows.length);
  return rows.map(({ pageKey }) => pageKey);
}

describe("the report of the week", () => {
  it("counts pages, interruptions, nights and people", async () => {
    const { totals, range } = await noiseReport(ctx, week());
    expect(range).toEqual({
      // Midnight in Berlin is 22:00 UTC before the change and 23:00 after it.
      from: "2026-10-18T22:00:00.000Z",
      to: "2026-10-25T23:00:00.000Z",
      zone: "Europe/Berlin",
      label: "19 – 25 Oct 2026",
    });
    expect(totals).toMatchObject({
      // A1 to A4 and F1; B1, B2; C1, C2, E1. C3 opened in the week after.
      pages: 10,
      counts: { noise: 5, actionable: 2, unclear: 3, unclassified: 0, test: 1 },
      noiseShare: { of: 5, n: 7 },
      unclearShare: { of: 3, n: 10 },
      // A, B, C, E, F.
      signatures: 5,
      interruptions: { sleep: 5, off: 1, business: 3, total: 9 },
      noiseInterruptions: { sleep: 1, off: 1, business: 1, total: 3 },
      estimatedInterruptions: 1,
      // Ana 19 and 24, Ben 21 and 25.
      disruptedNights: 4,
      peopleWoken: 2,
    });
    expect(totals.noiseShare.value).toBeCloseTo(5 / 7, 12);
    // Wilson for 5 of 7 at 95 %: (p + z²/2n ± z·√(pq/n + z²/4n²)) / (1 + z²/n), z = 1.96.
    expect(totals.noiseShare.low).toBeCloseTo(0.359, 3);
    expect(totals.noiseShare.high).toBeCloseTo(0.918, 3);
  });

  it("takes the time to acknowledge of those acknowledged, and counts the others beside it", async () => {
    // C1 60, C2 60, B1 120, B2 300: median (60 + 120) / 2; p95 at place 2.85: 120 + 0.85 x 180; mean 540 / 4.
    const { totals } = await noiseReport(ctx, week());
    expect(totals.timeToAcknowledge).toEqual({
      medianSeconds: 90,
      p95Seconds: expect.closeTo(273, 9),
      meanSeconds: 135,
      acknowledged: 4,
      neverAcknowledged: 5, // A1 to A4, F1
      notKnown: 1, // E1
    });
  });

  it("ranks alerts by pain, then by noise pages, then by pages", async () => {
    const { signatures } = await noiseReport(ctx, week());
    const rows = signatures.map(({ title, pages: n, previousPages, interruptions, noiseInterruptions, pain }) => [
      title,
      n,
      previousPages,
      interruptions?.total,
      noiseInterruptions?.total,
      pain,
    ]);
    expect(rows).toEqual([
      // Interruptions 1, 2, 3, 6; of them noise 2, 3, 6: 1 x business + 3 x sleep + 2 x off.
      ["Disk almost full", 4, 1, 4, 3, 6],
      ["Mail digest", 1, 0, 0, 0, 0],
      // Two pages each; by title. The queue has 7, 8, 9; the ledger only 4, because 1 began with the disk.
      ["Ledger replica behind", 2, 0, 1, 0, 0],
      ["Queue slow", 2, 0, 3, 0, 0],
      ["Batch late", 1, 0, 1, 0, 0],
    ]);
    expect(signatures[0]).toMatchObject({
      noiseShare: { of: 4, n: 4, value: 1 },
      noiseInterruptions: { sleep: 1, off: 1, business: 1 },
      interruptions: { sleep: 2, off: 1, business: 1 },
      // A verdict takes five pages.
      verdict: "unclear",
      byPerson: false,
      lastPagedAt: "2026-10-24T10:00:00.000Z",
    });
  });

  it("leads with the fewest alerts that make half of the sleep-hour interruptions", async () => {
    // Queue 3, disk 2 of 5: the queue alone makes more than half.
    const { lead } = await noiseReport(ctx, week());
    expect(lead).toMatchObject({ what: "sleep-hour interruptions", alerts: 1, of: 3, n: 5, noisyAlerts: 0 });
    expect(lead?.text).toBe(
      "1 alert caused 60 % of sleep-hour interruptions (3 of 5). It is not noise by what we know.",
    );
    expect(lead?.signatures.map(({ id }) => id)).toEqual([idOf("Queue slow")]);
  });

  it("tells of each person in their own hours", async () => {
    const { people } = await noiseReport(ctx, week());
    const rows = people.map(({ name, zone, pages: n, interruptions: { sleep, off, business }, ...rest }) => {
      return [name, zone, n, sleep, off, business, rest.noiseInterruptions, rest.disruptedNights, rest.estimated];
    });
    expect(rows).toEqual([
      ["Ana", "Europe/Berlin", 6, 3, 1, 1, 2, 2, 0], // A1 B1 A2 A4 C1 C2
      ["Ben", "America/New_York", 3, 2, 0, 1, 1, 2, 1], // A3 C3 E1
      ["Chandra", "Asia/Kathmandu", 1, 0, 0, 1, 0, 0, 0], // B2
    ]);
  });

  it("stands beside the seven days before, or alone", async () => {
    const { previous, previousRange } = await noiseReport(ctx, week());
    expect(previousRange).toMatchObject({ from: "2026-10-11T22:00:00.000Z", to: "2026-10-18T22:00:00.000Z" });
    expect(previous).toMatchObject({
      pages: 1,
      counts: { noise: 1, actionable: 0, unclear: 0 },
      interruptions: { sleep: 1, total: 1 },
      disruptedNights: 1,
    });
    expect(await noiseReport(ctx, week({ compare: "none" }))).toMatchObject({ previous: null, previousRange: null });
  });

  it.each([
    ["team", { team: "Core" }, 6, 5], // A1-4 B1 B2; 1 2 3 4 6
    ["service", { service: "queue" }, 2, 3], // C1 C2; 7 8 9
    ["urgency", { urgency: "low" }, 3, 3], // C1 C2 F1; 7 8 9
    ["two at once", { team: "Core", service: "ledger" }, 2, 1], // B1 B2; 4
    ["a team that is not there", { team: "core" }, 0, 0],
  ])("narrows to a %s", async (_name, filter, expectedPages, interruptions) => {
    const { totals } = await noiseReport(ctx, week(filter));
    expect([totals.pages, totals.interruptions?.total]).toEqual([expectedPages, interruptions]);
  });

  it("counts by instants where the range cuts a day", async () => {
    // 02:00 on Tuesday to 02:00 on Thursday in Berlin: A1 B1 A2; interruptions 1 and 2. Ben's is half an hour later.
    const cut = { from: "2026-10-20T00:00:00Z", to: "2026-10-22T00:00:00Z" };
    const { totals } = await noiseReport(ctx, week(cut));
    expect([totals.pages, totals.interruptions?.total, totals.disruptedNights]).toEqual([3, 2, 1]);
    expect(totals.counts.test).toBe(1);
  });

  it.each([
    // Two in Ana's night of the 19th and Ben's of the 21st; the former began before.
    [{ from: "2026-10-20", to: "2026-10-21" }, 2, 1, ["Ana 0", "Ben 1"]],
    // Nobody was interrupted, but Ana was at 03:00 on the morning after.
    [{ from: "2026-10-19", to: "2026-10-19" }, 0, 1, ["Ana 1"]],
    [{ from: "2026-10-24", to: "2026-10-24" }, 0, 1, ["Ana 1"]],
    // Ana twice at half past two, in the night before.
    [{ from: "2026-10-25", to: "2026-10-25" }, 3, 1, ["Ana 0", "Ben 1"]],
    [{ from: "2026-10-25", to: "2026-10-25", team: "Core" }, 0, 0, []],
    [{ from: "2026-10-19", to: "2026-10-19", team: "Core" }, 0, 1, ["Ana 1"]],
    [{ from: "2026-10-19", to: "2026-10-19", team: "Edge" }, 0, 0, []],
  ])("takes a night to the date on which it began: %o", async (days, sleep, nights, whose) => {
    const { totals, people } = await noiseReport(ctx, week(days));
    expect([totals.interruptions?.sleep, totals.disruptedNights, totals.peopleWoken]).toEqual([sleep, nights, nights]);
    const woken = people.filter(({ interruptions, disruptedNights }) => interruptions.sleep + disruptedNights > 0);
    expect(woken.map(({ name, disruptedNights }) => `${name} ${disruptedNights}`)).toEqual(whose);
    if ("team" in days) return;
    const { sum } = await load(ctx, LoadFilter.parse(days));
    expect([sum?.disruptedNights, sum?.woken]).toEqual([nights, nights]);
  });

  it("takes the days of another zone where the screen asks for one", async () => {
    // In New York the week ends on Sunday at midnight, 04:00 UTC on Monday: C3 is in it.
    const { totals } = await noiseReport(ctx, week({ tz: "America/New_York" }));
    expect([totals.pages, totals.interruptions?.total]).toEqual([11, 9]);
  });
});

describe("the overview", () => {
  it("has the report's figures, the worst alerts and twelve weeks that end with the range", async () => {
    const [report, seen] = [await noiseReport(ctx, week()), await overview(ctx, week())];
    expect(seen).toMatchObject({
      totals: report.totals,
      previous: report.previous,
      lead: report.lead,
      people: report.people,
    });
    // With pain or a noise page.
    expect(seen.worst.map(({ title }) => title)).toEqual(["Disk almost full", "Mail digest"]);
    expect([seen.trendUnit, seen.trend.length]).toEqual(["week", 12]);
    const [before, last] = seen.trend.slice(-2);
    expect(last).toMatchObject({ counts: report.totals.counts, interruptions: report.totals.interruptions });
    expect(before).toMatchObject({ counts: { noise: 1 }, interruptions: { sleep: 1, total: 1 } });
    expect(seen.trend.slice(0, 10).every(({ counts }) => counts.noise + counts.actionable + counts.unclear === 0)).toBe(
      true,
    );
  });
});

describe("the noise screen", () => {
  it("counts pages by reason, and the share of the ten worst", async () => {
    const { reasons, topTen } = await noise(ctx, week());
    expect(reasons).toEqual([
      { reason: "self-healed", pages: 5, sleepInterruptions: 2 }, // 1 and 3 began with such a page
      { reason: "fixed-a-fault", pages: 2, sleepInterruptions: 0 },
      { reason: "test", pages: 1, sleepInterruptions: 0 },
    ]);
    expect(topTen).toEqual({ interruptions: 3, of: 3 });
  });
});

describe("the explorer", () => {
  it.each<[string, object, string[]]>([
    ["all but tests", {}, ["A1", "A2", "A3", "A4", "B1", "B2", "C1", "C2", "E1", "F1"]],
    ["noise", { verdict: "noise" }, ["A1", "A2", "A3", "A4", "F1"]],
    ["actionable", { verdict: "actionable" }, ["B1", "B2"]],
    ["unclear", { verdict: "unclear" }, ["C1", "C2", "E1"]],
    ["tests, by name", { reason: "test" }, ["D1"]],
    ["a reason", { reason: "self-healed" }, ["A1", "A2", "A3", "A4", "F1"]],
    ["acknowledged", { acknowledged: "yes" }, ["B1", "B2", "C1", "C2"]],
    ["never acknowledged", { acknowledged: "never" }, ["A1", "A2", "A3", "A4", "F1"]],
    ["a team", { team: "Edge" }, ["C1", "C2", "F1"]],
    ["a service", { service: "ledger" }, ["B1", "B2"]],
    ["an urgency", { urgency: "low" }, ["C1", "C2", "F1"]],
    ["words of the title", { q: "REPLICA" }, ["B1", "B2"]],
    ["words of the service", { q: "atc" }, ["E1"]],
    ["a page by its key", { q: "C2" }, ["C2"]],
    ["a wildcard as itself", { q: "%" }, []],
    ["an underscore as itself", { q: "_" }, []],
    ["sleep hours, by who was woken in the week", { hours: "sleep" }, ["A1", "A3", "B1", "C1", "C2", "C3"]],
    ["off hours", { hours: "off" }, ["A4"]],
    ["business hours", { hours: "business" }, ["A2", "B2", "E1"]],
    ["two filters", { hours: "sleep", verdict: "noise" }, ["A1", "A3"]],
  ])("finds %s", async (_name, filter, keys) => {
    expect((await found(filter)).sort()).toEqual(keys);
  });

  it("finds the pages behind every figure of the report", async () => {
    const { totals, signatures, people } = await noiseReport(ctx, week());
    expect(await found({})).toHaveLength(totals.pages);
    for (const verdict of ["noise", "actionable", "unclear"] as const)
      expect(await found({ verdict })).toHaveLength(totals.counts[verdict]);
    expect(await found({ acknowledged: "yes" })).toHaveLength(totals.timeToAcknowledge?.acknowledged ?? -1);
    expect(await found({ acknowledged: "never" })).toHaveLength(totals.timeToAcknowledge?.neverAcknowledged ?? -1);
    for (const { id, pages: n } of signatures) expect(await found({ signature: id })).toHaveLength(n);
    for (const { id, pages: n } of people) expect(await found({ person: id }), id).toHaveLength(n);
  });

  it("finds nobody's night outside a range that cuts a day", async () => {
    const cut = { from: "2026-10-20T00:00:00Z", to: "2026-10-20T01:01:00Z", hours: "sleep" };
    // B1 opened after the range, within the interruption that began in it.
    expect((await found(cut)).sort()).toEqual(["A1", "B1"]);
    expect(await found({ ...cut, from: "2026-10-20T01:00:30Z" })).toEqual([]);
  });

  const NAMED = ["A1", "A2", "A3", "A4", "B1", "B2", "C1", "C2", "E1", "F1"];
  it.each<[PagesFilter["sort"], (a: string) => number | string | null]>([
    ["opened", (key) => ["F1", "A1", "B1", "A2", "A3", "B2", "E1", "A4", "C1", "C2"].indexOf(key)],
    ["service", (key) => ({ A: "db", B: "ledger", C: "queue", E: "batch", F: "mail" })[key.charAt(0)] ?? null],
    ["title", (key) => ({ A: "Di", B: "L", C: "Q", E: "B", F: "M" })[key.charAt(0)] ?? null],
    [
      "verdict",
      (key) => ({ A: "noise", B: "actionable", C: "unclear", E: "unclear", F: "noise" })[key.charAt(0)] ?? null,
    ],
    ["acknowledge", (key) => ({ B1: 120, B2: 300, C1: 60, C2: 60 })[key] ?? null],
    ["duration", (key) => ({ A1: 4, A2: 3, A3: 3, A4: 2, B1: 27.5, B2: 20, C1: 5, C2: 5, E1: 30, F1: 3 })[key] ?? null],
    ["interruptions", (key) => (key === "F1" ? 0 : 1)],
  ])("sorts by %s both ways, missing values last", async (sort, keyOf) => {
    for (const dir of ["asc", "desc"] as const) {
      const values = (await found({ sort, dir })).map(keyOf);
      expect(values).toHaveLength(NAMED.length);
      const known = values.filter((value) => value !== null);
      expect(values.slice(0, known.length), `${sort} ${dir}`).toEqual(known);
      const ascending = known.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      expect(known).toEqual(dir === "asc" ? ascending : ascending.reverse());
    }
  });

  it("comes in portions that make the whole", async () => {
    const filter = PagesFilter.parse({ ...WEEK, sort: "service" });
    const keys: string[] = [];
    for (let offset: number | null = 0; offset !== null; ) {
      const part: Awaited<ReturnType<typeof pages>> = await pages(ctx, filter, { offset, limit: 3 });
      expect(part.total).toBe(10);
      keys.push(...part.rows.map(({ pageKey }) => pageKey));
      offset = part.nextOffset;
    }
    expect(keys.sort()).toEqual(NAMED);
  });

  it("is a file that is noted once, before its first row, with everybody whom it names and no words of a search", async () => {
    await ctx.sql`truncate audit`;
    const filter = PagesFilter.parse({ ...WEEK, urgency: "high", q: "e" });
    const { first, rest } = await exportedPages(ctx, filter, 2);
    const audited = await ctx.sql<{ what: string; people: string[]; details: Record<string, unknown> }[]>`
      select what, person_ids::text[] as people, details from audit`;
    const rows = [...first.rows];
    for await (const portion of rest) rows.push(...portion.rows);
    const whole = await pages(ctx, filter, { offset: 0, limit: 100 });
    expect(rows).toEqual(whole.rows);
    expect(rows).toHaveLength(3);
    const named = new Set(rows.flatMap(({ people }) => people));
    const [noted] = audited;
    expect(audited).toHaveLength(1);
    expect(noted).toMatchObject({
      what: "export",
      details: { filters: ["urgency high", "q given"], rows: rows.length },
    });
    expect(noted?.people).toHaveLength(named.size);
    const [all] = await ctx.sql<{ exports: number }[]>`
      select count(*) filter (where what = 'export')::int as exports from audit`;
    expect(all?.exports).toBe(1);
  });

  it.each(["x", "-1", "99999999999999999999", "1 or 1=1"])("knows no alert %j", async (signature) => {
    await expect(found({ signature })).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("the detail of an alert", () => {
  it("has the row of the report, when it pages, how it ends and how long it was open", async () => {
    const { signatures } = await noiseReport(ctx, week());
    const detail = await signatureDetail(ctx, idOf("Disk almost full"), week());
    expect(detail).toMatchObject({
      row: signatures[0],
      kind: "title",
      firstPagedAt: "2026-10-14T03:00:00.000Z",
      allPages: 5,
      endings: { source: 4 },
      // 4, 3, 3 and 2 min: median 180 s; p95 at place 2.85: 180 + 0.85 x 60.
      durations: { medianSeconds: 180, p95Seconds: expect.closeTo(231, 9), n: 4 },
      personVerdict: null,
      inferredVerdict: "unclear",
      // In Berlin: Tue 03, Wed 16, Thu 04, Sat 12.
      heat: [
        { weekday: 1, hour: 3, pages: 1 },
        { weekday: 2, hour: 16, pages: 1 },
        { weekday: 3, hour: 4, pages: 1 },
        { weekday: 5, hour: 12, pages: 1 },
      ],
    });
    expect(detail.pages.map(({ pageKey }) => pageKey)).toEqual(["A4", "A3", "A2", "A1"]);
    expect(detail.findings.map(({ detector }) => detector)).toContain("self-healed");
    expect(detail.timeline.at(-1)).toMatchObject({ counts: { noise: 4 } });
  });

  it("is one of zeros where the alert did not page, and none where there is no such alert", async () => {
    const quiet = await signatureDetail(
      ctx,
      idOf("Batch late"),
      NoiseFilter.parse({ from: "2026-10-12", to: "2026-10-18" }),
    );
    expect(quiet.row).toMatchObject({ pages: 0, pain: 0, noiseShare: { value: null, n: 0 } });
    expect(quiet.durations).toEqual({ medianSeconds: null, p95Seconds: null, n: 0 });
    await expect(signatureDetail(ctx, "12345", week())).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("the detail of a page", () => {
  it("has its events with their source, its messages in local time, and what the verdict rests on", async () => {
    const detail = await pageDetail(ctx, idOf("A1"));
    expect(detail.page).toMatchObject({
      pageKey: "A1",
      verdict: "noise",
      reason: "self-healed",
      origin: "inferred",
      acknowledged: false,
      interruptions: { sleep: 1, total: 1 },
      people: ["Ana"],
    });
    expect(detail.events.map(({ kind, person }) => [kind, person])).toEqual([
      ["triggered", null],
      ["notified", "Ana"],
      ["notified", "Ana"],
      ["notified", "Ana"],
      ["resolved", null],
    ]);
    expect(detail.events[0]?.source).toMatch(/^events\.ndjson, line 4$/);
    expect(detail.notifications[0]).toEqual({
      at: "2026-10-20T01:00:00.000Z",
      person: "Ana",
      channel: "push",
      estimated: false,
      local: "Tue 2026-10-20 03:00",
      zone: "Europe/Berlin",
    });
    expect(detail.inferred).toMatchObject({ verdict: "noise", reason: "self-healed", decidedBy: "votes" });
    expect(detail.findings.map(({ detector }) => detector)).toContain("self-healed");
  });

  it("cannot tell whether a page was acknowledged whose source does not say", async () => {
    const { page: row, notifications } = await pageDetail(ctx, idOf("E1"));
    expect(row).toMatchObject({ acknowledged: null, verdict: "unclear" });
    expect(notifications).toMatchObject([{ person: "Ben", estimated: true, local: "Fri 2026-10-23 08:00" }]);
  });

  it.each(["x", "1", "99999999999999999999"])("is none of page %j", async (id) => {
    await expect(pageDetail(ctx, id)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("one person's load", () => {
  const as = (name: string | null): Ctx => ({
    ...ctx,
    viewer: { ...ctx.viewer, personId: name === null ? null : idOf(name) },
  });

  it("is counted in their own days, nights and hours", async () => {
    const { totals, previous, days, heat, alerts, channels, zone } = await personDetail(
      as("Ana"),
      idOf("Ana"),
      week({ compare: "previous" }),
    );
    expect(zone).toBe("Europe/Berlin");
    // 1, 2, 6, 7, 8: one actionable, two noise, two unclear. Half past two on Sunday comes twice: two hours.
    expect(totals).toMatchObject({
      interruptions: { sleep: 3, off: 1, business: 1, total: 5 },
      noiseShare: { of: 2, n: 3 },
      unclear: 2,
      estimated: 0,
      disruptedNights: 2,
      disruptedHours: 5,
      // A1, B1, A2, A4, C1, C2, and F1 which came by e-mail.
      pages: { total: 7 },
      onCallHours: null,
    });
    expect(previous).toMatchObject({ interruptions: { sleep: 1, total: 1 }, pages: { total: 1 } });
    expect(days.map(({ date, total, night }) => [date.slice(8), total, night])).toEqual([
      ["19", 0, true],
      ["20", 1, false],
      ["21", 1, false],
      ["22", 0, false],
      ["23", 0, false],
      ["24", 1, true],
      ["25", 2, false],
    ]);
    expect(heat).toEqual([
      { weekday: 1, hour: 3, interruptions: 1 },
      { weekday: 2, hour: 16, interruptions: 1 },
      { weekday: 5, hour: 12, interruptions: 1 },
      { weekday: 6, hour: 2, interruptions: 2 },
    ]);
    expect(
      alerts.map(({ signatureId, nights, noise, interruptions }) => [signatureId, nights, noise, interruptions.total]),
    ).toEqual([
      [idOf("Disk almost full"), 1, 2, 3],
      [idOf("Queue slow"), 1, 0, 2],
    ]);
    expect(channels.map(({ channel, notifications }) => [channel, notifications])).toEqual([
      ["sms", 4],
      ["push", 3],
      ["email", 1],
      ["phone", 1],
    ]);
  });

  it("asks the person for a verdict where nothing can tell, and nobody else", async () => {
    const { own } = await personDetail(as("Ana"), idOf("Ana"), week());
    expect(own?.toJudge.rows.map(({ pageKey }) => pageKey)).toEqual(["C2", "C1"]);
    expect(own?.toJudge.pages).toBe(2);
  });

  it("holds a page that began to ring before the range in the range of its first message", async () => {
    const late = { from: String(Date.parse("2026-10-20T01:01:00Z")), to: String(Date.parse("2026-10-20T01:02:00Z")) };
    const { totals, days } = await personDetail(as("Ana"), idOf("Ana"), NoiseFilter.parse(late));
    expect(totals.pages.total).toBe(0);
    expect(days).toEqual([]);
  });

  it("is not there for a stranger, whoever asks and however", async () => {
    for (const viewer of [
      as(null),
      as("Ben"),
      { ...as("Ben"), settings: { ...ctx.settings, privacy: "leaders" as const } },
    ])
      await expect(personDetail(viewer, idOf("Ana"), week())).rejects.toMatchObject({ code: "not-found" });
  });

  it("is seen by a team mate in the mode of teams alone, and by a leader in that of leaders too, without what is their own", async () => {
    const team = randomId();
    await ctx.sql`insert into teams (workspace_id, id, name) values (${ctx.workspaceId}, ${team}, 'Core')`;
    for (const name of ["Ana", "Ben"])
      await ctx.sql`
        insert into memberships (workspace_id, person_id, team_id, from_date, to_date, origin)
        values (${ctx.workspaceId}, ${idOf(name)}, ${team}, '2026-01-01', 'infinity', 'hand')`;
    await ctx.sql`
      insert into org_closure (workspace_id, leader_id, person_id, from_date, to_date, depth)
      values (${ctx.workspaceId}, ${idOf("Chandra")}, ${idOf("Ana")}, '-infinity', 'infinity', 1)`;
    const seen = async (viewer: string, privacy: PrivacyMode) => {
      const settings = { ...ctx.settings, privacy };
      const detail = personDetail({ ...as(viewer), settings }, idOf("Ana"), week());
      return detail.then(
        ({ own, person }) => [person.name, person.teams, own],
        (error: { code: string }) => error.code,
      );
    };
    const whole = ["Ana", ["Core"], null];
    expect(await seen("Ben", "team")).toEqual(whole);
    expect(await seen("Ben", "leaders")).toBe("not-found");
    expect(await seen("Chandra", "team")).toEqual(whole);
    expect(await seen("Chandra", "leaders")).toEqual(whole);
    expect(await seen("Chandra", "aggregate")).toBe("not-found");
  });

  it("knows the hours on call where shifts are told, overlaps once", async () => {
    const shift = (level: number, from: string, to: string) => ctx.sql`
      insert into on_call_shifts (workspace_id, id, person_id, level, from_at, to_at, kind, origin_id)
      values (${ctx.workspaceId}, ${randomId()}, ${idOf("Ana")}, ${level}, ${from}, ${to}, 'file', 0)`;
    // Eight hours of the first line within the week, in two shifts that overlap by two; the second line beside it.
    await shift(1, "2026-10-18T20:00:00Z", "2026-10-19T02:00:00Z");
    await shift(1, "2026-10-19T00:00:00Z", "2026-10-19T06:00:00Z");
    await shift(2, "2026-10-19T05:00:00Z", "2026-10-19T09:00:00Z");
    const { totals } = await personDetail(as("Ana"), idOf("Ana"), week());
    expect(totals.onCallHours).toEqual({ first: 8, further: 4 });
    await ctx.sql`delete from on_call_shifts where workspace_id = ${ctx.workspaceId}`;
  });

  it("is theirs to take away whole, and nobody else's", async () => {
    const data = await myData(as("Ana"), idOf("Ana"));
    expect(data.person).toMatchObject([{ name: "Ana", email: "ana@example.com", time_zone: "Europe/Berlin" }]);
    // Nine messages in the week and one the week before; interruptions 1, 2, 6, 7, 8 and that one.
    expect([data.notifications.length, data.interruptions.length]).toEqual([10, 6]);
    await expect(myData(as("Chandra"), idOf("Ana"))).rejects.toMatchObject({ code: "not-found" });
  });

  it("says who else looked, once for each answer", async () => {
    const before = (await personDetail(as("Ana"), idOf("Ana"), week())).own?.viewers.total ?? 0;
    // The same admin under another id, so that it is not her own view.
    const other = { ...as("Chandra"), viewer: { ...as("Chandra").viewer, userId: randomId() } };
    await personDetail(other, idOf("Ana"), week());
    const { own } = await personDetail(as("Ana"), idOf("Ana"), week());
    expect(own?.viewers.total).toBe(before + 1);
    expect(own?.viewers.views[0]).toMatchObject({ by: "(no name)", screen: "person", times: 1 });
  });

  it("keeps what the person says against it until they take it back", async () => {
    const ana = as("Ana");
    const { id } = await objectToLoad(ana, idOf("Ana"), { pageId: idOf("A1"), note: "Ben had the shift" });
    await expect(objectToLoad(as("Ben"), idOf("Ana"), { pageId: null, note: "no" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const { objections } = await personDetail(ana, idOf("Ana"), week());
    expect(objections).toMatchObject([{ id, pageId: idOf("A1"), note: "Ben had the shift", settledAt: null }]);
    await expect(withdrawObjection(as("Ben"), idOf("Ana"), id)).rejects.toMatchObject({ code: "not-found" });
    await withdrawObjection(ana, idOf("Ana"), id);
    expect((await personDetail(ana, idOf("Ana"), week())).objections).toEqual([]);
  });

  it("answers what is said against it: an admin or a leader, never the person and no team mate", async () => {
    const member = (name: string): Ctx => ({ ...as(name), viewer: { ...as(name).viewer, role: "member" } });
    const { id } = await objectToLoad(as("Ana"), idOf("Ana"), { pageId: null, note: "I was on leave" });
    for (const viewer of [as("Ana"), member("Ben")])
      await expect(settleObjection(viewer, idOf("Ana"), id, "no")).rejects.toMatchObject({ code: "forbidden" });
    expect((await personDetail(member("Ben"), idOf("Ana"), week())).objections).toBeNull();
    await settleObjection(member("Chandra"), idOf("Ana"), id, "The shift is Ben's now");
    await expect(settleObjection(as("Chandra"), idOf("Ana"), id, "again")).rejects.toMatchObject({ code: "not-found" });
    const { objections } = await personDetail(as("Ana"), idOf("Ana"), week());
    expect(objections).toMatchObject([{ id, answer: "The shift is Ben's now", settledAt: "2026-10-28T12:00:00.000Z" }]);
    await expect(withdrawObjection(as("Ana"), idOf("Ana"), id)).rejects.toMatchObject({ code: "not-found" });
  });

  it("takes the responder's word of the effort, and drops it again", async () => {
    const said = () => ctx.sql`select minutes from response_efforts where workspace_id = ${ctx.workspaceId}`;
    const efforts = async () => {
      const { own } = await personDetail(as("Ana"), idOf("Ana"), week());
      return own?.efforts.map(({ pageId, minutes, estimated }) => [pageId, minutes, estimated]);
    };
    // From her acknowledgement to the end: C2 and C1 4 min, B1 25.5 min.
    const estimates = [
      [idOf("C2"), 4, true],
      [idOf("C1"), 4, true],
      [idOf("B1"), 26, true],
    ];
    expect(await efforts()).toEqual(estimates);
    await sayEffort(as("Ana"), idOf("A1"), 40);
    await sayEffort(as("Ana"), idOf("A1"), 0);
    expect([...(await said())]).toEqual([{ minutes: 0 }]);
    expect(await efforts()).toEqual([...estimates, [idOf("A1"), 0, false]]);
    await expect(sayEffort(as(null), idOf("A1"), 5)).rejects.toMatchObject({ code: "forbidden" });
    await withdrawEffort(as("Ana"), idOf("A1"));
    expect([...(await said())]).toEqual([]);
    await expect(withdrawEffort(as("Ana"), idOf("A1"))).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("the state of the data", () => {
  it("says how far they reach and what they lack", async () => {
    expect(await dataState(ctx)).toEqual({
      pages: 13,
      firstPageAt: "2026-10-14T03:00:00.000Z",
      lastPageAt: "2026-10-26T02:00:00.000Z",
      lastEventAt: "2026-10-26T02:05:00.000Z",
      rejectedRecords: 0,
      unclassified: 0,
      sample: false,
      workspaceZone: "Europe/Berlin",
      teams: ["Core", "Edge"],
      services: ["batch", "checkout-staging", "db", "ledger", "mail", "queue"],
      peopleWithoutZone: 0,
      privacyChange: null,
    });
  });

  it("adds the ledgers of the sources up", async () => {
    const { imports, ledger, pages: n, sample } = await sources(ctx);
    expect(imports.map(({ fileName, pages: of }) => [fileName, of])).toEqual([
      ["events.ndjson", 13],
      ["users.json", 0],
    ]);
    // One record for each event of 13 pages, and three users.
    const lines = events.split("\n").length;
    expect(ledger).toEqual({ received: lines + 3, stored: lines + 3, duplicate: 0, ignored: 0, rejected: 0 });
    expect([n, sample]).toEqual([13, false]);
  });
});
