import { describe, expect, it } from "vitest";
import type { Mapping } from "@/lib/model/mapping";
import { normaliseHeader } from "./csv-records";
import { genericFormats } from "./generic";
import { memberAt, memberPaths } from "./generic/member-paths";
import { proposeMapping } from "./generic/propose-mapping";
import { readMapped } from "./generic/read-mapped";
import type { Outcome } from "./provider";

const AT = "2024-05-06T07:00:00Z";

function mapping(fields: Mapping["fields"], more: Partial<Mapping> = {}): Mapping {
  return { shape: "csv", fields, zone: null, values: {}, ...more };
}

/** Reads cells whose columns are named like their fields. */
function read(
  cells: Readonly<Record<string, unknown>>,
  more: Partial<Mapping> = {},
  zone: string | null = null,
  namespace: string | null = null,
): Outcome {
  const fields = Object.fromEntries(Object.keys(cells).map((name) => [name, name]));
  return readMapped((field) => cells[field], mapping(fields, more), { zone, namespace });
}

function eventsOf(outcome: Outcome): string[] {
  if (outcome.outcome !== "accepted") return [`${outcome.outcome}: ${outcome.why}`];
  return outcome.events.map(({ kind, at, by, person, to }) => {
    const who = person ?? to?.join("+");
    return `${kind} ${(at - Date.parse(AT)) / 1000} ${by}${who === undefined ? "" : ` ${who}`}`;
  });
}

const issuesOf = (outcome: Outcome): readonly string[] => (outcome.outcome === "accepted" ? outcome.issues : []);

describe("a row about a page", () => {
  const page = { page: "1", triggeredAt: AT };
  it.each<[string, Record<string, unknown>, string[]]>([
    ["opens at its time", page, ["triggered 0 unknown"]],
    ["ends after seconds", { ...page, secondsToResolve: "90" }, ["triggered 0 unknown", "resolved 90 unknown"]],
    [
      "ends after a duration",
      { ...page, secondsToResolve: "1h 30m" },
      ["triggered 0 unknown", "resolved 5400 unknown"],
    ],
    [
      "is acknowledged at the moment it opens",
      { ...page, secondsToAcknowledge: 0, acknowledgedBy: "Ana" },
      ["triggered 0 unknown", "acknowledged 0 person Ana"],
    ],
    [
      "is acknowledged at the moment it ends",
      { ...page, secondsToAcknowledge: 60, resolvedAt: "2024-05-06T07:01:00Z" },
      ["triggered 0 unknown", "acknowledged 60 unknown", "resolved 60 unknown"],
    ],
    [
      "is not acknowledged after it ends",
      { ...page, secondsToAcknowledge: 61, resolvedAt: "2024-05-06T07:01:00Z" },
      ["triggered 0 unknown", "resolved 60 unknown"],
    ],
    [
      "takes the time before the seconds",
      { ...page, resolvedAt: "2024-05-06T07:01:00Z", secondsToResolve: 5 },
      ["triggered 0 unknown", "resolved 60 unknown"],
    ],
    ["asks people first", { ...page, notifiedPerson: "Ana; Bo" }, ["triggered 0 unknown Ana+Bo"]],
    ["has a comma in a name", { ...page, notifiedPerson: "Ng, Ana" }, ["triggered 0 unknown Ng, Ana"]],
    [
      "tells when somebody was notified",
      { ...page, notifiedPerson: "Ana|Bo", notifiedAt: "2024-05-06T07:00:05Z" },
      ["triggered 0 unknown", "notified 5 unknown Ana", "notified 5 unknown Bo"],
    ],
    [
      "has neither id nor title",
      { triggeredAt: AT },
      ["rejected: nothing tells which page this is: neither an id, nor a title with the time it opened"],
    ],
    ["has no time", { page: "1" }, ["rejected: the mapping does not say which column is triggeredAt"]],
    ["has an empty time", { page: "1", triggeredAt: "" }, ["rejected: triggeredAt is missing"]],
  ])("%s", (_name, cells, expected) => expect(eventsOf(read(cells))).toEqual(expected));

  it("is known by its title and time where it has no id, and by its service", () => {
    const keyOf = (cells: Record<string, unknown>): unknown => {
      const outcome = read(cells);
      return outcome.outcome === "accepted" ? (outcome.events[0]?.pageKey ?? "") : "";
    };
    const one = keyOf({ title: "Disk", triggeredAt: AT });
    expect(keyOf({ title: "Disk", triggeredAt: AT, team: "db" })).toBe(one);
    expect(keyOf({ title: "Disk", triggeredAt: "2024-05-06T07:00:01Z" })).not.toBe(one);
    expect(keyOf({ title: "Disk", triggeredAt: AT, service: "db" })).not.toBe(one);
  });

  it.each([
    [null, null, 'rejected: triggeredAt: "2024-05-06 09:00" has no offset and the zone is not known'],
    ["Europe/Berlin", null, "triggered 0 unknown"],
    [null, "Europe/Berlin", "triggered 0 unknown"],
    ["Europe/Berlin", "Etc/UTC", "triggered 0 unknown"],
  ])("takes the mapping's zone %s before the file's %s", (own, said, expected) => {
    expect(eventsOf(read({ page: "1", triggeredAt: "2024-05-06 09:00" }, { zone: own }, said))).toEqual([expected]);
  });

  it.each([
    ["urgency", "HIGH", {}, []],
    ["urgency", "p1", { urgency: { P1: "high" } }, []],
    ["urgency", "p2", { urgency: { P1: "high" } }, ['urgency "p2" is none of high, low']],
    ["urgency", "p1", { urgency: { P1: "very" } }, ['urgency "p1" is none of high, low']],
    ["secondsToResolve", "soon", {}, ['secondsToResolve "soon" is no duration']],
    ["secondsToResolve", "-1", {}, ["secondsToResolve is before the page opened: not used"]],
    ["acknowledgedBy", "Ana", {}, ["acknowledgedBy names somebody, but no time says when: left out"]],
    ["acknowledgedAt", "yes", {}, ['acknowledgedAt: "yes" is not a time we can read']],
    [
      "notifiedPerson",
      Array.from({ length: 101 }, (_, i) => `P${i}`),
      {},
      ["notifiedPerson names 101 people: left out"],
    ],
  ])("with %s %s says what is wrong and guesses nothing", (field, value, values, issues) => {
    expect(issuesOf(read({ page: "1", triggeredAt: AT, [field]: value }, { values }))).toEqual(issues);
  });
});

describe("a row about one thing that happened", () => {
  const row = { page: "1", at: AT };
  it.each<[Record<string, unknown>, Mapping["values"], string[]]>([
    [{ ...row, kind: "Responder added", notifiedPerson: "Ana" }, {}, ["responder-added 0 unknown Ana"]],
    [{ ...row, kind: "ACK", by: "Ana" }, { kind: { ack: "acknowledged" } }, ["acknowledged 0 person Ana"]],
    [{ ...row, kind: "resolved", by: "Robot" }, { by: { robot: "automation" } }, ["resolved 0 automation"]],
    [{ ...row, kind: "resolved", by: "Automation" }, {}, ["resolved 0 automation"]],
    [{ ...row, kind: "notified", by: "Ana" }, {}, ["notified 0 unknown Ana"]],
    [{ ...row, kind: "notified" }, {}, ["notified 0 unknown"]],
    [{ ...row, kind: "seen" }, { kind: { seen: "ignore" } }, ['ignored: kind "seen" is left out by the mapping']],
    [{ ...row, kind: "" }, {}, ["rejected: kind is empty"]],
    [{ page: "1", kind: "resolved" }, {}, ["rejected: the mapping does not say which column is at"]],
  ])("%j", (cells, values, expected) => expect(eventsOf(read(cells, { values }))).toEqual(expected));

  it("of a kind that nobody mapped is rejected by its name", () => {
    expect(eventsOf(read({ ...row, kind: "sighed" }))).toEqual([
      expect.stringContaining('rejected: kind "sighed" is none of triggered'),
    ]);
  });
});

it("people are known by their address, however it is written", () => {
  const outcome = read({
    page: "1",
    triggeredAt: AT,
    notifiedPerson: ["Ana Ng <Ana@Example.org>", "bo@example.org", `x${"@".repeat(400)}`],
  });
  expect(outcome).toMatchObject({
    people: [
      { key: "ana@example.org", name: "Ana Ng", email: "Ana@Example.org" },
      { key: "bo@example.org", email: "bo@example.org" },
      { name: `x${"@".repeat(400)}` },
    ],
  });
});

it("keys are the source's own where it is known, but for addresses", () => {
  const cells = { page: "1", triggeredAt: AT, notifiedPerson: "Ana; bo@example.org" };
  expect(read(cells, {}, null, "42")).toMatchObject({
    events: [{ pageKey: "42:1", to: ["42:Ana", "bo@example.org"], facts: { number: "1" } }],
    people: [
      { key: "42:Ana", name: "Ana" },
      { key: "bo@example.org", email: "bo@example.org" },
    ],
  });
  const keyOf = (namespace: string | null): string => {
    const outcome = read({ title: "Disk", triggeredAt: AT }, {}, null, namespace);
    return outcome.outcome === "accepted" ? (outcome.events[0]?.pageKey ?? "") : "";
  };
  expect(keyOf("42")).toBe(`42:${keyOf(null)}`);
  expect(keyOf("43")).not.toBe(keyOf("42"));
});

describe("a CSV that nobody knows", () => {
  const header = (raw: string[]) => ({ raw, names: raw.map(normaliseHeader) });
  const [csv] = genericFormats(mapping({ page: "Alert No", triggeredAt: "Opened" }));

  it.each([
    [["Alert No", "Opened"], [["1", AT]], true],
    [["Alert No"], [["1"]], false],
    [["Alert No", "Opened"], [], false],
    [["17", "2024-05-06"], [["1", AT]], false],
  ])("%j with rows %j is a table: %s", (raw, rows, expected) => expect(csv.matches(header(raw), rows)).toBe(expected));

  it("finds its columns in other spellings", () => {
    const reader = csv.reader(header(["OPENED", "alert_no"]), { zone: null, envelope: null, receivedAt: null });
    expect(eventsOf(reader([AT, "7"]))).toEqual(["triggered 0 unknown"]);
  });

  it("is not read by a mapping of another shape", () => {
    const reader = genericFormats(mapping({}, { shape: "json" }))[0].reader(header(["a", "b"]), {
      zone: null,
      envelope: null,
      receivedAt: null,
    });
    expect(eventsOf(reader(["1", "2"]))).toEqual(["rejected: the mapping is for JSON"]);
  });
});

describe("a path of members", () => {
  const value = { a: { b: 1, "c.d": 2 }, "a.b": 3, list: [{ x: 4 }], "": 5 };
  it.each([
    ["a.b", 3],
    ["a.c.d", 2],
    ["list.0.x", 4],
    ["a.x", undefined],
    ["constructor.name", undefined],
    ["__proto__.toString", undefined],
    ["a.b.c", undefined],
  ])("%s", (path, expected) => expect(memberAt(value, path)).toBe(expected));

  it("is told for everything that can stand in a cell", () => {
    expect(memberPaths([value, { a: { e: null } }, 7])).toEqual(["a.b", "a.c.d", "list", "a.e"]);
  });
});

describe("what is proposed", () => {
  const columns = (seen: Record<string, string[]>) => Object.entries(seen).map(([name, values]) => ({ name, values }));
  it.each<[string, Record<string, string[]>, Mapping["fields"], Mapping["values"]]>([
    [
      "for a page a row",
      {
        "Alert ID": ["1"],
        "Created At": [AT],
        ackTime: [AT],
        Closed: ["yes"],
        resolved_on: [AT],
        "Assigned to": ["Ana"],
        Sev: ["1"],
      },
      {
        page: "Alert ID",
        triggeredAt: "Created At",
        acknowledgedAt: "ackTime",
        resolvedAt: "resolved_on",
        notifiedPerson: "Assigned to",
        priority: "Sev",
      },
      {},
    ],
    [
      "for an event a row, with its words",
      {
        incident: ["1"],
        action: ["Opened", "ACK", "resolved", "sighed"],
        timestamp: [AT],
        user: ["Ana", "system"],
        method: ["Call"],
      },
      { page: "incident", kind: "action", at: "timestamp", by: "user", channel: "method" },
      { kind: { Opened: "triggered", ACK: "acknowledged" }, channel: { Call: "phone" }, by: { system: "automation" } },
    ],
    [
      "for a page a row although there is a kind of alert",
      { id: ["1"], type: ["problem"], created: [AT], ended: [AT], urgency: ["Critical", "low"] },
      { page: "id", triggeredAt: "created", resolvedAt: "ended", urgency: "urgency" },
      { urgency: { Critical: "high" } },
    ],
    [
      "for members",
      { "alert.id": ["1"], "alert.startsAt": [AT], "user.id": ["7"] },
      { page: "alert.id", triggeredAt: "alert.startsAt" },
      {},
    ],
    [
      "for an alert that is a title",
      { alert: ["Disk full"], opened: [AT] },
      { title: "alert", triggeredAt: "opened" },
      {},
    ],
    ["for something else", { animal: ["cat"], legs: ["4"] }, {}, {}],
  ])("%s", (_name, seen, fields, values) => {
    expect(proposeMapping("csv", columns(seen))).toEqual({ shape: "csv", fields, zone: null, values });
  });
});
