import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { verdictOf } from "@/lib/model/verdict";
import { FAMILIES, STORM } from "./families";
import {
  incidentsJson,
  legacyCsv,
  orgCsv,
  type SampleOptions,
  sampleCompany,
  sampleTruth,
  shiftsCsv,
  usersJson,
} from "./sample-company";

const OPTIONS: SampleOptions = { seed: 1, until: Date.parse("2026-11-22T09:40:00Z") };
const UNTIL = Date.parse("2026-11-22T09:00:00Z");
const STARTS = UNTIL - 90 * 86_400_000;

const reference = z.object({ id: z.string(), type: z.string(), summary: z.string(), self: z.url(), html_url: z.url() });
const person = reference.extend({ type: z.enum(["user_reference", "user"]), id: z.string().regex(/^P[A-Z0-9]{6}$/) });
const time = z.iso.datetime({ offset: false });
const logEntry = z.object({
  id: z.string().regex(/^R[A-Z0-9]{25}$/),
  type: z.string().regex(/_log_entry$/),
  summary: z.string().min(1),
  created_at: time,
  agent: reference.optional(),
  channel: z
    .object({
      type: z.string(),
      notification: z.object({ type: z.enum(["push", "sms", "phone", "email"]) }).optional(),
    })
    .optional(),
  user: person.optional(),
  assignees: z.array(person).optional(),
  note: z.string().min(1).optional(),
  incident: reference,
});
const incident = z.object({
  id: z.string().regex(/^Q[A-Z0-9]{13}$/),
  incident_number: z.number().int(),
  title: z.string().min(5),
  created_at: time,
  status: z.enum(["triggered", "acknowledged", "resolved"]),
  incident_key: z.string().min(1),
  service: reference,
  assignments: z.array(z.object({ at: time, assignee: person })),
  acknowledgements: z.array(z.object({ at: time, acknowledger: person })),
  resolved_at: time.nullable(),
  last_status_change_at: time,
  last_status_change_by: reference.optional(),
  resolve_reason: z.object({ type: z.literal("merge_resolve_reason"), incident: reference }).optional(),
  priority: z.object({ summary: z.enum(["P1", "P2", "P3"]) }).optional(),
  incidents_responders: z.array(z.object({ state: z.string(), user: person, requested_at: time })).optional(),
  urgency: z.enum(["high", "low"]),
  teams: z.array(reference).length(1),
  log_entries: z.array(logEntry).min(2),
});
type Incident = z.infer<typeof incident>;
type LogEntry = z.infer<typeof logEntry>;

const text = [...incidentsJson(OPTIONS)].join("");
const incidents = z.object({ incidents: z.array(incident) }).parse(JSON.parse(text)).incidents;
const users = z
  .object({
    users: z.array(z.object({ id: z.string(), email: z.email(), time_zone: z.string(), job_title: z.string() })),
  })
  .parse(JSON.parse([...usersJson(OPTIONS)].join(""))).users;
const truth = sampleTruth(OPTIONS);

function truthOf({ id }: { id: string }) {
  const found = truth.get(id);
  if (found === undefined) throw new Error(`No truth for ${id}`);
  return found;
}
const hash = (chunks: Iterable<string>) => {
  const digest = createHash("sha256");
  for (const chunk of chunks) digest.update(chunk);
  return digest.digest("hex");
};
const entriesOf = (page: Incident, type: string) =>
  page.log_entries
    .filter((entry) => entry.type === `${type}_log_entry`)
    .sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
const at = (entry: LogEntry | undefined) => (entry === undefined ? Number.NaN : Date.parse(entry.created_at));
const isPerson = (entry: LogEntry | undefined) => entry?.agent?.type.startsWith("user") === true;
const hard = (name: string) => incidents.filter((page) => truthOf(page).hard === name);

describe("a sample is a function of its options", () => {
  it("gives the same bytes for the same seed, and others for another", () => {
    const short = { ...OPTIONS, days: 20 };
    for (const [nth, file] of sampleCompany(short).entries()) {
      expect(hash(sampleCompany(short)[nth]?.chunks() ?? [])).toBe(hash(file.chunks()));
    }
    expect(hash(incidentsJson({ ...short, seed: 2 }))).not.toBe(hash(incidentsJson(short)));
  });

  it("cuts the end to the whole hour", () => {
    const short = { ...OPTIONS, days: 3 };
    expect(hash(incidentsJson({ ...short, until: UNTIL }))).toBe(hash(incidentsJson(short)));
  });

  it("gives exactly the last incidents when limited, in both formats", () => {
    const limited = { ...OPTIONS, days: 5, copies: 2, sites: 2, limit: 150 };
    const rows = [...legacyCsv(limited)];
    expect(rows).toHaveLength(151);
    const ids = z
      .object({ incidents: z.array(z.object({ id: z.string() })) })
      .parse(JSON.parse([...incidentsJson(limited)].join("")));
    expect(ids.incidents.map(({ id }) => id)).toEqual(rows.slice(1).map((row) => row.split(",")[0]));
  });
});

describe("every file has the provider's shape", () => {
  it("has ids of which none occurs twice", () => {
    const entryIds = incidents.flatMap((page) => page.log_entries.map(({ id }) => id));
    expect(new Set(entryIds).size).toBe(entryIds.length);
    expect(new Set(incidents.map(({ id }) => id)).size).toBe(incidents.length);
    expect(new Set(incidents.map((page) => page.incident_number)).size).toBe(incidents.length);
  });

  it("stays inside its range, begins each page with a trigger and ends each closed one with a resolve", () => {
    for (const page of incidents) {
      const times = page.log_entries.map(at);
      expect(Math.min(...times)).toBe(Date.parse(page.created_at));
      expect(Math.min(...times)).toBeGreaterThanOrEqual(STARTS);
      expect(Math.max(...times)).toBeLessThan(UNTIL);
      expect(entriesOf(page, "trigger")).toHaveLength(1);
      const resolves = entriesOf(page, "resolve");
      expect(resolves).toHaveLength(page.status === "resolved" ? 1 : 0);
      expect(page.resolved_at === null ? Number.NaN : Date.parse(page.resolved_at)).toBe(at(resolves[0]));
      if (resolves.length > 0) expect(Math.max(...times)).toBe(at(resolves[0]));
      expect(page.assignments.length).toBe(page.status === "resolved" ? 0 : 1);
      expect(page.acknowledgements.length).toBe(page.status === "acknowledged" ? 1 : 0);
    }
  });

  it("leaves some pages open at the end, and tells some log entries out of order", () => {
    expect(incidents.some(({ status }) => status === "triggered")).toBe(true);
    const inOrder = (page: Incident) =>
      page.log_entries.every((entry, i, all) => i === 0 || at(entry) <= at(all[i - 1]));
    const disordered = incidents.filter((page) => !inOrder(page)).length;
    expect(disordered).toBeGreaterThan(200);
    expect(disordered).toBeLessThan(incidents.length / 2);
  });

  it("rings by the notification rules, and nobody after the page was taken", () => {
    for (const page of incidents) {
      const first = entriesOf(page, "acknowledge")[0] ?? entriesOf(page, "resolve")[0];
      const timedEscalation = entriesOf(page, "escalate")[0];
      const stop = Math.min(first === undefined ? UNTIL : at(first), timedEscalation ? at(timedEscalation) : UNTIL);
      const notifies = entriesOf(page, "notify").filter((entry) => at(entry) < stop);
      for (const entry of notifies) {
        expect(entry.agent).toBeUndefined();
        const channel = entry.channel?.notification?.type;
        const seconds = (at(entry) - Date.parse(page.created_at)) / 1000;
        const due = channel === "phone" ? 180 : channel === "sms" ? 60 : 0;
        expect(seconds).toBeGreaterThanOrEqual(due);
        expect(seconds).toBeLessThanOrEqual(due + 3);
      }
      if (page.urgency === "low") expect(entriesOf(page, "notify")).toHaveLength(1);
    }
  });

  it("escalates to the second line after 15 minutes and to the third after 30", () => {
    const byTimeout = incidents.flatMap((page) =>
      entriesOf(page, "escalate")
        .filter((entry) => entry.channel?.type === "timeout")
        .map((entry) => (at(entry) - Date.parse(page.created_at)) / 60_000),
    );
    expect(new Set(byTimeout)).toEqual(new Set([15, 30]));
    expect(incidents.some((page) => entriesOf(page, "escalate").some(isPerson))).toBe(true);
  });

  it("merges only into incidents that exist and opened before", () => {
    const byId = new Map(incidents.map((page) => [page.id, page]));
    const merged = incidents.filter((page) => page.resolve_reason !== undefined);
    expect(merged.length).toBeGreaterThan(40);
    for (const page of merged) {
      const target = byId.get(page.resolve_reason?.incident.id ?? "");
      expect(Date.parse(target?.created_at ?? "")).toBeLessThanOrEqual(Date.parse(page.created_at));
      expect(Date.parse(page.created_at)).toBeLessThan(Date.parse(target?.resolved_at ?? ""));
    }
  });
});

describe("the company", () => {
  const told = [...orgCsv(OPTIONS)].slice(1).map((row) => row.trim().split(","));
  const rows = told.filter((row) => row[6] === "");

  it("has 40 people in five teams and four zones, under one head", () => {
    expect(users).toHaveLength(40);
    expect(new Set(users.map(({ email }) => email)).size).toBe(40);
    expect(new Set(users.map((user) => user.time_zone)).size).toBe(4);
    expect(rows.map(([email]) => email)).toEqual(users.map(({ email }) => email));
    expect(new Set(rows.map((row) => row[3]).filter(Boolean)).size).toBe(5);
    expect(rows.filter((row) => row[2] === "")).toHaveLength(1);
    const emails = new Set(rows.map(([email]) => email));
    expect(rows.every(([, , manager]) => manager === "" || emails.has(manager))).toBe(true);
  });

  it("changed a leader and a team within its history", () => {
    expect(told.slice(rows.length).map((row) => row.join(","))).toEqual([
      "annelie.stromback@example.com,Annelie Strömbäck,katarzyna.lewicka@example.com,Data,Europe/Berlin,DE,2026-10-12",
      "rui.carvalhal@example.com,Rui Carvalhal,katarzyna.lewicka@example.com,Data,Europe/Berlin,DE,2026-10-12",
      "ngaire.walcott@example.com,Ngaire Walcott,bjorn.hallgrimsson@example.com,Data,Australia/Sydney,AU,2026-10-26",
    ]);
  });

  it("pages some leaders and not others", () => {
    const paged = new Set(incidents.flatMap((page) => entriesOf(page, "notify").map(({ user }) => user?.id)));
    const leaders = users.filter((user) => /Manager|Director|VP/.test(user.job_title));
    expect(leaders).toHaveLength(8);
    expect(leaders.filter(({ id }) => paged.has(id)).map(({ email }) => email)).toEqual([
      "tobias.lindqvist@example.com",
      "anjali.raghunathan@example.com",
      "henrike.vossberg@example.com",
      "darnell.whitcombe@example.com",
      "vikram.deshmukh@example.com",
    ]);
  });

  it("tells the zone of everybody who was paged somewhere in the incidents themselves", () => {
    const entries = incidents.flatMap((page) => entriesOf(page, "notify"));
    const whole = new Set(entries.flatMap(({ user }) => (user?.type === "user" ? [user.id] : [])));
    expect(entries.filter(({ user }) => !whole.has(user?.id ?? "")).map(({ user }) => user?.summary)).toEqual([]);
  });

  it("changes the first line on Monday at 09:00 local, also in the week of the clock change", () => {
    const first = (page: Incident) => entriesOf(page, "assign")[0]?.assignees?.[0]?.id;
    const payments = incidents.filter((page) => page.teams[0]?.summary === "Payments");
    // Berlin left summer time on Sunday 25 October 2026: 09:00 is 08:00 UTC from then on.
    const around = (from: string, to: string) =>
      new Set(payments.filter(({ created_at }) => created_at >= from && created_at < to).map((page) => first(page)));
    const before = around("2026-10-19T07:00:00Z", "2026-10-26T08:00:00Z");
    const after = around("2026-10-26T08:00:00Z", "2026-11-02T08:00:00Z");
    expect(before.size).toBe(1);
    expect(after.size).toBe(1);
    expect(before).not.toEqual(after);
  });

  it("keeps the nightly job at 03:00 local across the clock change", () => {
    const hours = new Set(
      incidents
        .filter((page) => truthOf(page).family === "nightly-backup")
        .map(
          ({ created_at }) =>
            `${created_at < "2026-10-25T01:00:00Z" ? "summer" : "winter"} ${created_at.slice(11, 13)}`,
        ),
    );
    expect(hours).toEqual(new Set(["summer 01", "winter 02"]));
  });
});

describe("the story", () => {
  const zones = new Map(users.map((user) => [user.id, user.time_zone]));
  const clocks = new Map(
    [...new Set(zones.values())].map((zone) => [
      zone,
      new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", hourCycle: "h23" }),
    ]),
  );
  const asleep = (entry: LogEntry) => {
    const hour = Number(clocks.get(zones.get(entry.user?.id ?? "") ?? "")?.format(at(entry)));
    return hour >= 22 || hour < 8;
  };
  /** Titles as a person would group them, apart from the product's own masks. */
  const alertOf = (page: Incident) => page.title.replace(/-[a-z0-9]{9,10}-[a-z0-9]{5}\b/g, "-POD").replace(/\d+/g, "N");

  it.each([1, 2, 3])("has a size in the stated band, and four alerts that wake people most (seed %i)", (seed) => {
    const all = [...incidentsJson({ ...OPTIONS, seed })]
      .slice(1, -1)
      .map((chunk) => JSON.parse(chunk.replace(/^,/, "")));
    expect(all.length).toBeGreaterThanOrEqual(2600);
    expect(all.length).toBeLessThanOrEqual(3500);
    if (seed !== OPTIONS.seed) return;
    const woken = new Map<string, number>();
    for (const page of incidents) {
      const loud = entriesOf(page, "notify").filter((entry) => entry.channel?.notification?.type !== "email");
      woken.set(alertOf(page), (woken.get(alertOf(page)) ?? 0) + loud.filter(asleep).length);
    }
    const counts = [...woken.values()].sort((a, b) => b - a);
    const sum = counts.reduce((total, count) => total + count, 0);
    const top = counts.slice(0, 4).reduce((total, count) => total + count, 0);
    expect(top / sum).toBeGreaterThan(0.5);
    expect(top / sum).toBeLessThan(0.8);
  });

  it("has pages in each of its weeks, the last among them", () => {
    const weeks = new Map<number, number>();
    for (const page of incidents) {
      const week = Math.floor((UNTIL - 1 - Date.parse(page.created_at)) / (7 * 86_400_000));
      weeks.set(week, (weeks.get(week) ?? 0) + 1);
    }
    for (let week = 0; week < 12; week += 1) expect(weeks.get(week) ?? 0).toBeGreaterThan(120);
  });

  it("has one storm of 60 and more in 20 minutes over four services, partly merged into its root", () => {
    const storm = incidents.filter((page) => truthOf(page).family.startsWith("storm"));
    const times = storm.map((page) => Date.parse(page.created_at));
    expect(storm.length).toBeGreaterThanOrEqual(60);
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(STORM.withinMinutes * 60_000);
    expect(new Set(storm.map(({ service }) => service.id)).size).toBe(4);
    const merged = storm.filter((page) => page.resolve_reason?.incident.id === hard("storm-root")[0]?.id);
    expect(merged.length).toBeGreaterThan(20);
    expect(merged.length).toBeLessThan(storm.length - 20);
  });

  it("has one alert that became noisy four weeks ago", () => {
    const burn = incidents.filter((page) => page.title.startsWith("Checkout error budget"));
    const recent = burn.filter(({ created_at }) => Date.parse(created_at) >= UNTIL - 28 * 86_400_000);
    expect(recent.length).toBeGreaterThan(60);
    expect(burn.length - recent.length).toBeLessThan(25);
  });

  it("has duplicates with the key of a page that is still open", () => {
    const duplicates = incidents.filter((page) => truthOf(page).reason === "duplicate");
    expect(duplicates.length).toBeGreaterThan(50);
    for (const page of duplicates) {
      const first = incidents.find((other) => other !== page && other.incident_key === page.incident_key);
      expect(Date.parse(page.created_at)).toBeGreaterThan(Date.parse(first?.created_at ?? ""));
      expect(Date.parse(page.created_at)).toBeLessThan(Date.parse(first?.resolved_at ?? "9999"));
    }
  });

  it("tells the truth in the words of the product", () => {
    expect(truth.size).toBe(incidents.length);
    for (const { verdict, reason } of truth.values()) if (reason !== null) expect(verdictOf(reason)).toBe(verdict);
    const seen = new Set([...truth.values()].map(({ family }) => family));
    for (const { id } of FAMILIES) expect(seen).toContain(id);
  });
});

describe("the rotas", () => {
  const shifts = [...shiftsCsv(OPTIONS)].slice(1).map((row) => {
    const [, account = "", , email = "", from = "", to = "", level = "", , team = ""] = row.trim().split(",");
    return { account, email, fromAt: Date.parse(from), toAt: Date.parse(to), level: Number(level), team };
  });
  const onCall = (team: string | undefined, level: number, instant: number) =>
    shifts.filter((it) => it.team === team && it.level === level && it.fromAt <= instant && it.toAt > instant);
  const levelsOf = (email: string) => [...new Set(shifts.filter((it) => it.email === email).map(({ level }) => level))];

  it("name whoever each page was assigned to first as the first line of its team, and nobody beside them", () => {
    for (const page of incidents) {
      const opened = Date.parse(page.created_at);
      const to = entriesOf(page, "assign")[0]?.assignees?.map(({ id }) => id);
      expect(onCall(page.teams[0]?.summary, 1, opened).map(({ account }) => account)).toEqual(to);
    }
  });

  it("cover all of the history on the first line without a gap or an overlap", () => {
    for (const team of new Set(shifts.map((it) => it.team))) {
      const turns = shifts.filter((it) => it.team === team && it.level === 1);
      expect(turns[0]?.fromAt).toBe(STARTS);
      for (const [nth, turn] of turns.slice(1).entries()) expect(turn.fromAt).toBe(turns[nth]?.toAt);
      expect(turns.at(-1)?.toAt).toBeGreaterThan(UNTIL);
    }
  });

  it("have leaders on the first line, leaders who are asked later only, and leaders who are never asked", () => {
    expect(levelsOf("katarzyna.lewicka@example.com")).toEqual([1, 2]);
    expect(levelsOf("henrike.vossberg@example.com")).toEqual([2]);
    expect(levelsOf("tobias.lindqvist@example.com")).toEqual([3]);
    for (const name of ["marguerite.okonjo", "fiona.tregear", "bjorn.hallgrimsson"])
      expect(levelsOf(`${name}@example.com`)).toEqual([]);
  });
});

describe("the hard negatives", () => {
  it.each([
    ["auto-clear-after-fix", 2],
    ["flapping-with-fix", 2],
    ["nightly-failure-real", 2],
    ["missed-page", 2],
    ["closed-in-two-minutes", 2],
    ["long-with-activity", 2],
    ["unknown-actor", 5],
    ["fault-in-deploy-window", 2],
    ["production-test-title", 2],
    ["saturation-while-scaling", 2],
    ["storm-root", 1],
    ["fault-in-storm", 1],
  ])("%s occurs at least %i times", (name, least) => {
    expect(hard(name).length).toBeGreaterThanOrEqual(least);
  });

  it("auto-clear-after-fix: taken and noted by a person, then cleared by the source within five minutes", () => {
    for (const page of hard("auto-clear-after-fix")) {
      const resolve = entriesOf(page, "resolve")[0];
      expect(isPerson(entriesOf(page, "acknowledge")[0])).toBe(true);
      expect(at(entriesOf(page, "annotate")[0])).toBeLessThan(at(resolve));
      expect(isPerson(resolve)).toBe(false);
      expect(at(resolve) - Date.parse(page.created_at)).toBeLessThan(300_000);
    }
  });

  it("missed-page: top priority, escalated as far as it goes, never acknowledged", () => {
    for (const page of hard("missed-page")) {
      expect(page.priority?.summary).toBe("P1");
      expect(entriesOf(page, "escalate").length).toBeGreaterThan(0);
      expect(entriesOf(page, "exhaust_escalation_path")).toHaveLength(1);
      expect(entriesOf(page, "acknowledge")).toHaveLength(0);
    }
  });

  it("closed-in-two-minutes: acknowledged, noted and closed by one person", () => {
    for (const page of hard("closed-in-two-minutes")) {
      const resolve = entriesOf(page, "resolve")[0];
      expect(isPerson(resolve)).toBe(true);
      expect(at(resolve) - Date.parse(page.created_at)).toBeLessThanOrEqual(120_000);
      expect(entriesOf(page, "annotate")[0]?.note?.length ?? 0).toBeGreaterThan(20);
    }
  });

  it("long-with-activity: open for 30 hours and more, never 24 without a person", () => {
    for (const page of hard("long-with-activity")) {
      const times = page.log_entries
        .filter(isPerson)
        .map(at)
        .sort((a, b) => a - b);
      expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(30 * 3_600_000);
      expect(Math.max(...times.slice(1).map((time, i) => time - (times[i] ?? 0)))).toBeLessThan(24 * 3_600_000);
    }
  });

  it("unknown-actor: closed, and the file does not say by whom", () => {
    for (const page of hard("unknown-actor")) {
      expect(entriesOf(page, "resolve")[0]?.agent).toBeUndefined();
      expect(page.last_status_change_by).toBeUndefined();
    }
  });

  it("flapping-with-fix: one page of a burst has the note, the others clear", () => {
    for (const page of hard("flapping-with-fix")) {
      expect(entriesOf(page, "annotate")).toHaveLength(1);
      const near = incidents.filter(
        (other) =>
          other.incident_key === page.incident_key &&
          Math.abs(Date.parse(other.created_at) - Date.parse(page.created_at)) < 3_600_000,
      );
      expect(near.length).toBeGreaterThanOrEqual(4);
    }
  });
});

describe("titles that must stay apart", () => {
  it.each([
    ["in production", "in staging"],
    ["(warning)", "(critical)"],
  ])("differ only in %s and %s", (one, other) => {
    const named = (word: string) =>
      new Set(
        incidents
          .filter(({ title }) => title.includes(word))
          .map(({ title }) => title.replace(word, "").replace(/\d+/g, "")),
      );
    const both = [...named(one)].filter((title) => named(other).has(title));
    expect(both.length).toBeGreaterThan(0);
  });
});
