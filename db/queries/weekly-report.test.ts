import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeNote } from "@/db/commands/change-note";
import { decide } from "@/db/commands/decide";
import { erasePerson } from "@/db/commands/erase-person";
import { importSampleOrganisation } from "@/db/commands/import-organisation";
import { noteReport } from "@/db/commands/note-report";
import { publishReport } from "@/db/commands/publish-report";
import { setHandOver } from "@/db/commands/set-hand-over";
import { takeInReport } from "@/db/commands/take-in-report";
import { undoLast } from "@/db/commands/undo-last";
import type { Ctx } from "@/db/ctx";
import { warmReports } from "@/db/jobs/warm-reports";
import { recountTouched } from "@/db/rollups/recount-touched";
import { createTestDb, type TestDb } from "@/db/test-db";
import { importText } from "@/db/test-import";
import { LeadersFilter, NoiseFilter } from "@/lib/contract/filter";
import { LoadFilter } from "@/lib/contract/load";
import { type ReportFigureKey, type ReportSubject, WeeklyReport } from "@/lib/contract/weekly-report";
import { incidentsJson, orgCsv, shiftsCsv, usersJson } from "@/lib/sample/sample-company";
import { handOverSettings } from "./hand-over-settings";
import { load } from "./load";
import { leaders } from "./named/leaders";
import { noiseTrends } from "./noise-trends";
import { overview } from "./overview";
import { reports } from "./reports";
import { sharedDocument } from "./shared-document";
import { namelessWeekly, reportComparison, weeklyReport } from "./weekly-report";

/** Two whole weeks of the sample company; the report is of the second. */
const SAMPLE = { seed: 3, until: Date.parse("2026-11-16T09:00:00Z"), days: 15 };
const WEEK = "2026-W46";
const DAYS = { from: "2026-11-09", to: "2026-11-15" };

let db: TestDb;
let ctx: Ctx;
beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  ctx = await db.ctxAt(SAMPLE.until);
  const users = await importText(ctx, [...usersJson(SAMPLE)].join(""), { name: "users.json", sample: true });
  await importText(ctx, [...shiftsCsv(SAMPLE)].join(""), { name: "shifts.csv" });
  await importText(ctx, [...incidentsJson(SAMPLE)].join(""), { name: "incidents.json" });
  await importSampleOrganisation(ctx, { kind: "people", text: [...orgCsv(SAMPLE)].join(""), fromDate: null }, users);
  await recountTouched(ctx);
}, 60_000);
afterAll(() => db.drop());

const seenBy = (personId: string | null): Ctx => ({ ...ctx, viewer: { ...ctx.viewer, personId } });

const figuresOf = ({ figures }: WeeklyReport) =>
  Object.fromEntries(figures.map(({ key, now, previous }) => [key, [now.value, previous?.value ?? null]])) as Record<
    ReportFigureKey,
    [number | null, number | null]
  >;

async function leaderOfMost(): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`
    select leader_id as id from org_closure group by 1 order by count(*) desc, 1 limit 1`;
  return row?.id ?? "";
}

describe("the figures of a week", () => {
  it.each([["everybody"], ["Payments"]])("of %s are those of Overview, Noise and Load", async (name) => {
    const team = name === "everybody" ? {} : { team: name };
    const [report, shown, carried, changed] = await Promise.all([
      weeklyReport(ctx, WEEK, team),
      overview(ctx, NoiseFilter.parse({ ...DAYS, ...team })),
      load(ctx, LoadFilter.parse({ ...DAYS, ...team })),
      noiseTrends(ctx, NoiseFilter.parse({ ...DAYS, ...team })),
    ]);
    expect(report).toMatchObject(WeeklyReport.parse(report));
    const { totals, previous } = shown;
    expect(figuresOf(report)).toEqual({
      pages: [totals.pages, previous?.pages],
      "noise-share": [totals.noiseShare.value, previous?.noiseShare.value],
      "unclear-share": [totals.unclearShare.value, previous?.unclearShare.value],
      interruptions: [totals.interruptions?.total, previous?.interruptions?.total],
      "sleep-interruptions": [totals.interruptions?.sleep, previous?.interruptions?.sleep],
      "off-interruptions": [totals.interruptions?.off, previous?.interruptions?.off],
      "business-interruptions": [totals.interruptions?.business, previous?.interruptions?.business],
      "disrupted-nights": [totals.disruptedNights, previous?.disruptedNights],
      "time-to-squash": [null, null],
    });
    expect(totals.pages).toBeGreaterThan(20);
    expect(report.lead).toEqual(shown.lead);
    expect(report.worst.map(({ row }) => row)).toEqual(shown.worst);
    if (name === "everybody") expect(totals.disruptedNights).toBe(carried.sum?.disruptedNights);
    expect(report.load).toMatchObject({ sum: carried.sum, others: carried.others });
    expect(Object.values(report.changed.n).reduce((sum, n) => sum + n, 0)).toBe(changed.trends.length);
  });

  it("come out the same counted by hand", async () => {
    const report = await weeklyReport(ctx, WEEK, {});
    const [counted] = await ctx.sql`
      select count(*) filter (where reason is distinct from 'test')::int as pages,
        count(*) filter (where verdict = 'noise' and reason is distinct from 'test')::int as noise,
        count(*) filter (where verdict = 'unclear' and reason is distinct from 'test')::int as unclear
      from pages where (triggered_at at time zone 'Europe/Berlin')::date between '2026-11-09' and '2026-11-15'`;
    const [woken] = await ctx.sql`
      select count(*)::int as interruptions, count(*) filter (where hour_class = 'sleep')::int as sleep,
        (select count(distinct person_id::text || night::text)::int from interruptions
          where night between '2026-11-09' and '2026-11-15' and verdict is distinct from 'test') as nights
      from interruptions where local_date between '2026-11-09' and '2026-11-15' and verdict is distinct from 'test'`;
    const figures = figuresOf(report);
    const noise = report.figures.find(({ key }) => key === "noise-share")?.now;
    const unclear = report.figures.find(({ key }) => key === "unclear-share")?.now;
    expect([figures.pages[0], noise?.of, unclear?.of]).toEqual([counted?.pages, counted?.noise, counted?.unclear]);
    expect([figures.interruptions[0], figures["sleep-interruptions"][0], figures["disrupted-nights"][0]]).toEqual([
      woken?.interruptions,
      woken?.sleep,
      woken?.nights,
    ]);
    const last = report.trend.at(-1);
    expect([last?.pages, last?.interruptions?.total, last?.disruptedNights]).toEqual([
      counted?.pages,
      woken?.interruptions,
      woken?.nights,
    ]);
    expect(report.trend.at(-2)).toMatchObject({
      pages: figures.pages[1],
      disruptedNights: figures["disrupted-nights"][1],
    });
  });

  it("of a leader are those of the people under them", async () => {
    const leader = await leaderOfMost();
    const [report, shown] = await Promise.all([
      weeklyReport(ctx, WEEK, { leader }),
      leaders(ctx, LeadersFilter.parse({ ...DAYS, leader })),
    ]);
    const { focus } = shown;
    const figures = figuresOf(report);
    expect(focus?.load).not.toBeNull();
    expect([figures.pages[0], figures["noise-share"][0]]).toEqual([focus?.pages.total, focus?.noiseShare.value]);
    expect([figures.interruptions[0], figures["sleep-interruptions"][0]]).toEqual([
      focus?.load?.interruptions.total,
      focus?.load?.interruptions.sleep,
    ]);
    expect(figures["disrupted-nights"][0]).toBe(focus?.load?.nights.sum);
    expect(report.leaders?.focus).toEqual(focus);
    expect(report.load).toBeNull();
  });
});

describe("a week that begins at the hand-over", () => {
  it("runs from then, and tells nobody's hours without their names", async () => {
    const wednesday = { ...ctx, settings: { ...ctx.settings, handOver: { weekday: 2, hour: 10 } } };
    const report = await weeklyReport(wednesday, "2026-W45", {});
    expect([report.range.from, report.range.to]).toEqual(["2026-11-04T09:00:00.000Z", "2026-11-11T09:00:00.000Z"]);
    expect([report.previousRange.from, report.handOver]).toEqual([
      "2026-10-28T09:00:00.000Z",
      { weekday: 2, hour: 10 },
    ]);
    const [counted] = await ctx.sql`
      select count(*)::int as pages from pages where reason is distinct from 'test'
        and triggered_at >= '2026-11-04T09:00Z' and triggered_at < '2026-11-11T09:00Z'`;
    expect(figuresOf(report).pages[0]).toBe(counted?.pages);
    expect(report.load?.others.hidden).toBe("weeks");
    // Leaders are counted in whole days.
    expect(report.leaders?.range.from).toBe("2026-11-01T23:00:00.000Z");
  });
});

describe("the hand-over", () => {
  it("is set for the workspace and for a team, and is what the shifts show", async () => {
    const [team] = await ctx.sql<{ id: string; name: string }[]>`select id, name from teams where name = 'Payments'`;
    const thursday = { weekday: 3, hour: 9 };
    await setHandOver(ctx, { teamId: null, handOver: thursday });
    await setHandOver(ctx, { teamId: team?.id ?? "", handOver: { weekday: 4, hour: 8 } });
    await setHandOver(ctx, { teamId: null, handOver: thursday });
    const fresh = await db.ctxAt(SAMPLE.until);
    const of = async (asked: ReportSubject) => (await reports(fresh, asked)).weeks[1]?.range.from;
    expect(await of({})).toBe("2026-11-05T08:00:00.000Z");
    expect(await of({ team: "Payments" })).toBe("2026-11-06T07:00:00.000Z");
    expect(await of({ team: "Platform" })).toBe("2026-11-05T08:00:00.000Z");
    await ctx.sql`insert into teams (workspace_id, id, name) values (1, 999, 'Rota')`;
    // Five weeks, each begun by another person on Wednesday at 10:00, over the change of the clocks.
    await ctx.sql`
      insert into on_call_shifts (workspace_id, id, person_id, team, level, from_at, to_at, kind, origin_id)
      select 1, n, p.id, 'Rota', 1, (date '2026-10-07' + 7 * n + time '10:00') at time zone 'Europe/Berlin',
        (date '2026-10-14' + 7 * n + time '10:00') at time zone 'Europe/Berlin', 'file', 0
      from generate_series(0, 4) as n cross join lateral (select id from people order by id offset n limit 1) p`;
    const shown = await handOverSettings(fresh);
    expect(shown).toMatchObject({ workspace: thursday, canChange: true });
    expect(shown.teams.find(({ name }) => name === "Rota")?.suggested).toEqual({ weekday: 2, hour: 10 });
    await setHandOver(ctx, { teamId: null, handOver: null });
    await setHandOver(ctx, { teamId: team?.id ?? "", handOver: null });
    expect((await db.ctxAt(SAMPLE.until)).settings).toEqual(ctx.settings);
    const audited = await ctx.sql<
      { details: object }[]
    >`select details from audit where what = 'hand-over-changed' order by no`;
    // The third changed nothing.
    expect(audited.map(({ details }) => details)).toMatchObject([
      { of: "workspace", ...thursday },
      { of: "team", weekday: 4, hour: 8 },
      { of: "workspace", weekday: null },
      { of: "team", weekday: null },
    ]);
    const member: Ctx = { ...ctx, viewer: { ...ctx.viewer, role: "member" } };
    await expect(setHandOver(member, { teamId: null, handOver: thursday })).rejects.toThrow("Only an admin");
  });
});

describe("publishing", () => {
  it("keeps what was so, without a name, beside what comes out today", async () => {
    const before = await weeklyReport(ctx, WEEK, {});
    await noteReport(ctx, WEEK, {}, { section: "worst", text: "We tune the burn rate." });
    expect(await publishReport(ctx, WEEK, {})).toMatchObject({ version: 1 });
    const kept = await weeklyReport(ctx, WEEK, {});
    expect(kept.published).toMatchObject({ version: 1, by: ctx.viewer.name });
    expect(kept.notes).toMatchObject([{ section: "worst", text: "We tune the burn rate.", mine: true }]);
    expect(kept.figures).toEqual(before.figures);
    expect((await reportComparison(ctx, WEEK, {})).differences).toEqual([]);

    const [{ text } = { text: "" }] = await ctx.sql<{ text: string }[]>`select content::text as text from reports`;
    const names = await ctx.sql<{ name: string }[]>`
      select name from people where name is not null union select email from people where email is not null
      union select name from users`;
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter(({ name }) => text.includes(name))).toEqual([]);

    await ctx.sql`
      update pages set verdict = 'unclear' where id in (
        select id from pages where verdict = 'noise' and triggered_at >= '2026-11-10' and triggered_at < '2026-11-12' limit 7)`;
    const { differences } = await reportComparison(ctx, WEEK, {});
    expect(differences.find(({ what }) => what === "Noise share")).toMatchObject({
      section: "figures",
      mayBe: ["verdicts"],
    });
    expect((await weeklyReport(ctx, WEEK, {})).figures).toEqual(before.figures);
    expect((await weeklyReport(ctx, WEEK, {}, { as: "now" })).figures).not.toEqual(before.figures);

    expect(await publishReport(ctx, WEEK, {})).toMatchObject({ version: 2 });
    expect((await weeklyReport(ctx, WEEK, {}, { version: "1" })).figures).toEqual(before.figures);
    expect((await weeklyReport(ctx, WEEK, {})).versions.map(({ version }) => version)).toEqual([2, 1]);
    const list = await reports(ctx, {});
    expect(list.weeks.slice(0, 2)).toMatchObject([
      { week: "2026-W47", over: false, published: null },
      { week: WEEK, over: true, notes: 1, published: { version: 2 } },
    ]);
    const [{ first } = { first: new Date() }] = await ctx.sql<{ first: Date }[]>`
      select min(triggered_at) as first from pages`;
    const earliest = list.weeks.at(-1)?.range;
    expect(Date.parse(earliest?.from ?? "")).toBeLessThanOrEqual(first.getTime());
    expect(Date.parse(earliest?.to ?? "")).toBeGreaterThan(first.getTime());
    const audited = await ctx.sql<
      { details: object }[]
    >`select details from audit where what = 'report-published' order by no`;
    expect(audited.map(({ details }) => details)).toMatchObject([{ week: WEEK, version: 1 }, { version: 2 }]);
  });

  it("fixes the notes that were written before; later ones are their author's to change and to take back", async () => {
    const texts = async (who = ctx) =>
      (await weeklyReport(who, WEEK, {})).notes.map(({ text, mayChange }) => [text, mayChange]);
    const [fixed] = (await weeklyReport(ctx, WEEK, {})).notes;
    const of = (id: string) => ({ week: WEEK, asked: {}, id });
    await expect(changeNote(ctx, of(fixed?.id ?? ""), { text: "No." })).rejects.toThrow("published with this note");
    const later: Ctx = { ...ctx, now: ctx.now + 1 };
    const { id } = await noteReport(later, WEEK, {}, { section: "due", text: "Tomorow." });
    await changeNote(later, of(id), { text: "Tomorrow." });
    expect(await texts()).toEqual([
      ["We tune the burn rate.", false],
      ["Tomorrow.", true],
    ]);
    const other: Ctx = { ...later, viewer: { ...ctx.viewer, userId: "77" } };
    expect((await texts(other)).at(-1)).toEqual(["Tomorrow.", false]);
    await expect(changeNote(other, of(id), { takenBack: true })).rejects.toThrow("Only who wrote");
    await expect(changeNote(later, { ...of(id), week: "2026-W45" }, { takenBack: true })).rejects.toThrow(
      "no such note",
    );
    await changeNote(later, of(id), { takenBack: true });
    expect(await texts()).toHaveLength(1);
    expect((await reports(ctx, {})).weeks[1]).toMatchObject({ week: WEEK, notes: 1 });
    await expect(changeNote(later, of(id), { text: "x" })).rejects.toThrow("no such note");
    await changeNote(later, of(id), { takenBack: false });
    expect(await texts()).toHaveLength(2);
    const audited = await ctx.sql<{ details: { how: string } }[]>`
      select details from audit where what = 'report-note-changed' order by no`;
    expect(audited.map(({ details }) => details.how)).toEqual(["changed", "taken back", "brought back"]);
    await ctx.sql`delete from report_notes where id = ${id}`;
  });

  it("undoes what was done to a note as other moves are undone, the last first, until it is published", async () => {
    const [week, other] = ["2026-W45", "2026-W44"];
    const at = (ms: number): Ctx => ({ ...ctx, now: ctx.now + ms });
    const texts = async (of = week) => (await weeklyReport(ctx, of, {})).notes.map(({ text }) => text);
    const nobody = () => {
      throw new Error("nobody is asked");
    };
    const tools = { ring: nobody, call: nobody, allow: [] } as unknown as Parameters<typeof undoLast>[1];
    const { id } = await noteReport(at(2), week, {}, { section: "due", text: "One." });
    const of = { week, asked: {}, id };
    await changeNote(at(3), of, { text: "Two." });
    await changeNote(at(4), of, { takenBack: true });
    expect(await texts()).toEqual([]);
    const seen: string[][] = [];
    for (let no = 0; no < 3; no += 1) {
      expect(await undoLast(at(5), tools)).toMatchObject({ what: "report-note", signatureIds: [], stays: [] });
      seen.push(await texts());
    }
    expect(seen).toEqual([["Two."], ["One."], []]);
    const [{ n } = { n: 0 }] = await ctx.sql<{ n: number }[]>`
      select count(*)::int as n from audit where what = 'report-note-changed' and details ->> 'how' = 'undone'`;
    expect(n).toBe(3);

    await noteReport(at(6), other, {}, { section: "due", text: "Stays." });
    await publishReport(at(7), other, {});
    const said = await undoLast(at(8), tools).then(({ stays }) => stays.join(), String);
    expect(said).toContain("published with this note");
    expect(await texts(other)).toEqual(["Stays."]);
    await ctx.sql`delete from triage_moves where kind = 'report-note'`;
  });

  it("is refused while the week runs, and to an auditor", async () => {
    await expect(publishReport(ctx, "2026-W47", {})).rejects.toThrow("still runs");
    const auditor: Ctx = { ...ctx, viewer: { ...ctx.viewer, role: "auditor" } };
    await expect(publishReport(auditor, WEEK, {})).rejects.toThrow("changes nothing");
    await expect(noteReport(auditor, WEEK, {}, { section: "due", text: "x" })).rejects.toThrow("changes nothing");
  });

  it("tells a team mate no more than the team's own rules allow", async () => {
    const team = "Payments";
    await publishReport(ctx, WEEK, { team });
    const [mate] = await ctx.sql<{ id: string }[]>`
      select m.person_id as id from memberships m join teams t on t.id = m.team_id where t.name = ${team}
        and m.person_id not in (select leader_id from org_closure) order by 1 limit 1`;
    const viewer = seenBy(mate?.id ?? "");
    const leadersMode: Ctx = { ...viewer, settings: { ...ctx.settings, privacy: "leaders" } };
    const live = await weeklyReport(leadersMode, WEEK, { team }, { as: "now" });
    const kept = await weeklyReport(leadersMode, WEEK, { team });
    // Of what is left of the team without oneself the sums of the kept report must not tell either.
    expect(kept.load?.others.hidden).toBe(live.load?.others.hidden);
    expect(kept.figures.map(({ now }) => now.hidden)).toEqual(live.figures.map(({ now }) => now.hidden));
    expect(kept.load?.people.map(({ id }) => id)).toEqual(
      [mate?.id].filter((id) => live.load?.people.some((p) => p.id === id)),
    );
  });

  it("tells a stranger, a message and a file nobody's name", async () => {
    const names = await ctx.sql<{ name: string }[]>`select name from people where name is not null`;
    const leader = await leaderOfMost();
    const shared = await sharedDocument(ctx, { kind: "weekly-report", week: WEEK, team: null, leader });
    expect(shared.document.title).toMatch(/^Weekly noise report: the \d+ people under a leader, /);
    expect(shared.charts.hours).not.toEqual([]);
    for (const told of [await namelessWeekly(ctx, WEEK, {}), await namelessWeekly(ctx, WEEK, { leader }), shared]) {
      const text = JSON.stringify(told);
      expect(names.filter(({ name }) => text.includes(name))).toEqual([]);
    }
    expect(JSON.stringify(shared)).not.toContain(leader);
    expect((await namelessWeekly(ctx, WEEK, {})).published).toMatchObject({ by: null, version: 2 });
  });
});

it("loses an erased person from its notes and its kept content", async () => {
  const [person] = await ctx.sql<{ id: string; name: string }[]>`
    select id, name from people where name is not null and id not in (select leader_id from org_closure) order by id limit 1`;
  await noteReport(ctx, WEEK, {}, { section: "due", text: `${person?.name} looks after it.` });
  await ctx.sql`update reports set content = jsonb_set(content, '{lead,text}', to_jsonb(${`${person?.name} ${person?.id}`}::text))`;
  await erasePerson(ctx, person?.id ?? "");
  const [kept] = await ctx.sql<{ text: string }[]>`
    select string_agg(content::text, ' ') || (select string_agg(text, ' ') from report_notes) as text from reports`;
  expect(kept?.text).toContain("looks after it.");
  expect(kept?.text).not.toContain(person?.name);
  expect(kept?.text).not.toContain(person?.id);
});

it("knows which decisions were taken in the meeting", async () => {
  const [worst] = (await weeklyReport(ctx, WEEK, {}, { as: "now" })).worst;
  const { decisions } = await decide(ctx, { signatureIds: [worst?.row.id ?? ""], kind: "keep" });
  await takeInReport(ctx, WEEK, {}, [decisions[0]?.id ?? ""]);
  const report = await weeklyReport(ctx, WEEK, {});
  expect(report.taken).toMatchObject([{ id: decisions[0]?.id, kind: "keep", title: worst?.row.title }]);
  await expect(takeInReport(ctx, WEEK, {}, ["1"])).rejects.toThrow("no such decision");
});

it("is worked out before somebody opens it, once, where a workspace is large", async () => {
  await ctx.sql`delete from kept_parts`;
  await ctx.sql`
    insert into kept_parts (workspace_id, part, until, basis, value, made_at)
    select 1, 'changed team:' || name, '2026-11-15T23:00Z', '', '{}', now() from teams`;
  expect(await warmReports(db, SAMPLE.until)).toBe(0);
  expect(await warmReports(db, SAMPLE.until, 10)).toBe(1);
  expect(await warmReports(db, SAMPLE.until, 10)).toBe(0);
  const parts = await ctx.sql<
    { part: string }[]
  >`select part from kept_parts where part like '% workspace%' order by 1`;
  expect(parts.map(({ part }) => part.slice(0, 15))).toEqual(["changed workspa", "weeks workspace"]);
});
