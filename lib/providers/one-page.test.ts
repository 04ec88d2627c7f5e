import { describe, expect, it } from "vitest";
import { foldPage } from "@/lib/ingest/fold-page";
import { permutations } from "@/lib/ingest/permutations";
import type { Page } from "@/lib/model/page";
import type { PageEvent } from "@/lib/model/page-event";
import { alertmanager } from "./alertmanager";
import { cloudwatch } from "./cloudwatch";
import { goalert } from "./goalert";
import { grafanaOncall } from "./grafana-oncall";
import { incidentIo } from "./incident-io";
import { opsgenie } from "./opsgenie";
import type { Outcome, Provider } from "./provider";
import { rootly } from "./rootly";
import { splunkOnCall } from "./splunk-oncall";

const OPENED = Date.UTC(2026, 1, 3, 1, 0, 0, 120);
const HOUR = 3_600_000;
const RECEIVED = OPENED + HOUR;
const momentOf = (seconds: number): number => OPENED + seconds * 1000;
const iso = (seconds: number): string => new Date(momentOf(seconds)).toISOString();

function accepted(outcome: Outcome | undefined): readonly PageEvent[] {
  if (outcome?.outcome !== "accepted") throw new Error(outcome?.why ?? "no format matches");
  return outcome.events;
}

function read({ formats }: Provider, value: unknown, receivedAt: number | null = RECEIVED): readonly PageEvent[] {
  for (const format of formats) {
    if (format.shape === "json" && format.matches(value))
      return accepted(format.read(value, { zone: null, envelope: null, receivedAt }));
  }
  throw new Error("no format matches");
}

function readRow({ formats }: Provider, row: Readonly<Record<string, string>>): readonly PageEvent[] {
  const raw = Object.keys(row);
  const header = { raw, names: raw.map((name) => name.toLowerCase().replace(/[^a-z0-9]+/g, "_")) };
  const format = formats.find((one) => one.shape === "csv" && one.matches(header, [Object.values(row)]));
  if (format?.shape !== "csv") throw new Error("no format matches");
  const context = { zone: null, envelope: null, receivedAt: null };
  return accepted(format.reader(header, context)(Object.values(row)));
}

const ana = "ana@north.example";

function opsgenieBody(action: string, seconds: number, more: object = {}): object {
  const alert = { alertId: "a-1", alias: "disk", tinyId: "7", message: "Disk is filling", createdAt: OPENED };
  const updatedAt = `${momentOf(seconds)}000110`;
  return { action, alert: { ...alert, updatedAt, username: ana, ...more }, integrationName: "OUT" };
}

const oncallUser = { id: "UAB12", username: "robin", email: "robin@north.example" };

function oncallBody(type: string, seconds: number, more: object = {}): object {
  const group = { id: "IXY34", state: "firing", title: "Queue is full", created_at: iso(0), alerts_count: 1 };
  return {
    event: { type, time: iso(seconds) },
    user: oncallUser,
    alert_group_id: "IXY34",
    alert_group: group,
    ...more,
  };
}

const ida = { id: "U1", name: "Ida Holm", email: "ida@north.example" };
const jon = { id: "U2", name: "Jon Reyes", email: "jon@north.example" };
const steps = [
  { id: "1", event: "triggered", occurred_at: iso(0) },
  { id: "2", event: "notified_users", occurred_at: iso(1), urgency: "high", users: [ida] },
  { id: "3", event: "notified_users", occurred_at: iso(60), urgency: "high", users: [ida, jon] },
  { id: "4", event: "acked", occurred_at: iso(70), users: [jon] },
  { id: "5", event: "entered_grace_period", occurred_at: iso(80) },
  { id: "6", event: "resolved", occurred_at: iso(90) },
];
const STATUSES = ["triggered", "triggered", "triggered", "acked", "acked", "resolved"];

/** The escalation as it stands after so many of its steps. */
function escalation(count: number): object {
  const events = steps.slice(0, count);
  const told = { title: `Checkout is slow (${count})`, created_at: iso(0), updated_at: events.at(-1)?.occurred_at };
  return { id: "E1", status: STATUSES[count - 1], escalation_path_id: "P", creator: {}, events, ...told };
}

function escalationBody(count: number): object {
  const type = `public_escalation.escalation_${count === 1 ? "created" : "status_updated"}_v1`;
  return { event_type: type, [type]: escalation(count) };
}

function alertOf(status: string, startsAt: number, endsAt?: number, more: object = {}): object {
  return {
    status,
    labels: { alertname: "Disk", instance: "db-1" },
    annotations: {},
    startsAt: iso(startsAt).replace("Z", "999Z"),
    endsAt: endsAt === undefined ? "0001-01-01T00:00:00Z" : iso(endsAt),
    fingerprint: "0123456789abcdef",
    ...more,
  };
}

/** Lives of six bodies, each of which tells its own time. */
const LIVES: readonly [Provider, readonly object[]][] = [
  [
    opsgenie,
    [
      opsgenieBody("Create", 0, { responders: [{ type: "user", id: "u-1" }] }),
      opsgenieBody("Acknowledge", 60),
      opsgenieBody("UnAcknowledge", 120),
      opsgenieBody("AssignOwnership", 180, { owner: "ben@north.example" }),
      opsgenieBody("AddNote", 240, { note: "looking" }),
      opsgenieBody("Close", 300, { username: "System" }),
    ],
  ],
  [
    grafanaOncall,
    [
      oncallBody("alert group created", 0, { user: null }),
      oncallBody("personal notification", 5),
      oncallBody("escalation", 60, { user: null, users_to_be_notified: [oncallUser] }),
      oncallBody("acknowledge", 70),
      oncallBody("silence", 80),
      oncallBody("resolve", 90, { user: null, alert_group_resolved_by: null }),
    ],
  ],
  [incidentIo, steps.map((_step, index) => escalationBody(index + 1))],
  [
    alertmanager,
    [
      alertOf("firing", 0),
      alertOf("firing", 0, undefined, { annotations: { summary: "told again" } }),
      alertOf("resolved", 0, 60),
      alertOf("firing", 120),
      alertOf("resolved", 120, 180),
      alertOf("resolved", 120, 180, { annotations: { summary: "told again" } }),
    ],
  ],
];

function foldAll(events: readonly PageEvent[]): Page[] {
  const keys = [...new Set(events.map(({ pageKey }) => pageKey))].sort();
  return keys.flatMap((key) => foldPage(events.filter(({ pageKey }) => pageKey === key)) ?? []);
}

describe("six bodies of one life", () => {
  it.each(LIVES)("$id: give one final state in each of the 720 orders, told again and 48 hours late", (one, bodies) => {
    const expected = foldAll(bodies.flatMap((body) => read(one, body)));
    expect(expected.map(({ endedAt }) => endedAt)).not.toContain(null);
    let turn = 0;
    for (const order of permutations(bodies)) {
      turn += 1;
      const again = order.filter((_body, index) => (turn * 7 + index * 5) % 3 === 0);
      const late = turn % order.length;
      const events = [...order, ...again].flatMap((body, index) =>
        read(one, body, RECEIVED + index * 1000 + (index === late ? 48 * HOUR : 0)),
      );
      expect(foldAll(events)).toEqual(expected);
    }
    expect(turn).toBe(720);
  });
});

/** What a page is besides its facts: each act once. */
function lifeOf(events: readonly PageEvent[]): object {
  const pages = foldAll(events);
  expect(pages).toHaveLength(1);
  const [page] = pages;
  return {
    actions: page?.actions.map(({ kind, by, person }) => [kind, by, person]),
    openings: page?.openings.length,
    notifications: page?.notifications.map(({ person }) => person),
    ended: [page?.endedBy, page?.endedByPerson, page?.endedAt],
  };
}

describe("webhooks and a list or file of the same page are one page with each act once", () => {
  it("Opsgenie, with its CSV", () => {
    const bodies = [opsgenieBody("Create", 0), opsgenieBody("Acknowledge", 60), opsgenieBody("Close", 300)];
    const events = bodies.flatMap((body) => read(opsgenie, body));
    const row = { "Alert ID": "a-1", Alias: "disk", TinyID: "7", Message: "Disk is filling", Status: "closed" };
    const csv = readRow(opsgenie, { ...row, CreatedAt: String(OPENED), UpdatedAt: String(momentOf(300)), Count: "1" });
    expect(lifeOf([...csv, ...events])).toEqual(lifeOf(events));
  });

  it("Grafana OnCall", () => {
    const events = (LIVES[1]?.[1] ?? []).flatMap((body) => read(grafanaOncall, body));
    const group = { id: "IXY34", alerts_count: 1, state: "resolved", title: "Queue is full", created_at: iso(0) };
    const acts = { acknowledged_at: iso(70), acknowledged_by: "UAB12", silenced_at: iso(80) };
    const listed = read(grafanaOncall, { ...group, ...acts, resolved_at: iso(90), resolved_by: null }, null);
    expect(listed).toHaveLength(4);
    expect(lifeOf([...listed, ...events])).toEqual(lifeOf(events));
  });

  it("incident.io", () => {
    const events = steps.flatMap((_step, index) => read(incidentIo, escalationBody(index + 1)));
    const listed = read(incidentIo, escalation(6), null);
    expect(lifeOf([...listed, ...events])).toEqual(lifeOf(listed));
  });

  it("Alertmanager, whose list cuts the time to the millisecond", () => {
    const events = [alertOf("firing", 0), alertOf("resolved", 0, 60)].flatMap((body) => read(alertmanager, body));
    const status = { state: "active", silencedBy: [], inhibitedBy: [] };
    const listed = read(alertmanager, { ...alertOf("", 0, 240), status, startsAt: iso(0) }, null);
    expect(lifeOf([...listed, ...events])).toEqual(lifeOf(events));
  });

  it("Splunk On-Call, with its CSV", () => {
    const incident = { INCIDENT_ID: "9", INCIDENT_TIMESTAMP: OPENED, CURRENT_PHASE: "RESOLVED" };
    const state = { ACKED_BY: "ana", ACKED_AT: momentOf(60), RESOLVED_BY: "ana", RESOLVED_AT: momentOf(90) };
    const events = read(splunkOnCall, { INCIDENT: incident, STATE: { ...state, USERS_PAGED: ["ana"] } });
    const row = {
      "Incident number": "9",
      "Paged users": "ana",
      "Entity ID": "disk",
      "Triggered time": iso(0),
      "Acknowledge Time (UTC)": iso(60),
      "Resolve Time (UTC)": iso(90),
      "Acknowledged by": "ana",
      "Resolved by": "ana",
    };
    expect(lifeOf([...readRow(splunkOnCall, row), ...events])).toEqual(lifeOf(events));
  });

  it("Rootly: the webhooks name nobody, the events of the alert do", () => {
    const hook = (type: string, seconds: number): object => ({
      event: { id: `w-${type}`, type: `alert.${type}`, issued_at: iso(seconds) },
      data: { id: "r-1", summary: "Disk is filling", created_at: iso(0) },
    });
    const act = (id: string, kind: string, action: string, seconds: number, user?: string): object => ({
      id,
      type: "alert_events",
      attributes: { kind, action, created_at: iso(seconds), user_id: user, alert_id: "r-1" },
    });
    const events = [
      act("1", "informational", "created", 0),
      act("2", "notification", "called", 5, "31"),
      act("3", "action", "acknowledged", 60, "31"),
      act("4", "action", "resolved", 90, "31"),
    ].flatMap((event) => read(rootly, event, null));
    const listed = { status: "resolved", summary: "Disk is filling", created_at: iso(0), ended_at: iso(90) };
    const told = [
      ...[hook("created", 0), hook("acknowledged", 60), hook("resolved", 90)].flatMap((body) => read(rootly, body)),
      ...read(rootly, { id: "r-1", type: "alerts", attributes: listed }, null),
    ];
    expect(lifeOf([...told, ...events])).toEqual(lifeOf(events));
  });

  it("GoAlert: webhooks of the same second, GraphQL and its CSV", () => {
    const hook = (entry: string, seconds: number): readonly PageEvent[] => {
      const body = { AppName: "GoAlert", Type: "AlertStatus", AlertID: 5, LogEntry: entry };
      return read(goalert, body, momentOf(seconds));
    };
    const log = [
      { timestamp: iso(0), message: "Created via Ledger integration" },
      { timestamp: iso(60), message: "Acknowledged by Ana" },
      { timestamp: iso(90), message: "Closed by Ana" },
    ];
    const alert = { alertID: 5, status: "StatusClosed", summary: "Full", createdAt: iso(0), recentEvents: log };
    const listed = read(goalert, { ...alert, metrics: { timeToAck: "PT1M", closedAt: iso(90) } }, null);
    const row = {
      "Created At (UTC +0)": iso(0).replace("T", " ").replace("Z", ""),
      "Closed At (UTC +0)": iso(90).replace("T", " ").replace("Z", ""),
      "Time to Ack": "00:01:00",
      "Alert ID": "5",
      Summary: "Full",
    };
    const told = [...hook("Acknowledged by Ana", 60), ...hook("Closed by Ana", 90), ...readRow(goalert, row)];
    expect(lifeOf([...told, ...listed])).toEqual(lifeOf(listed));
  });

  it("CloudWatch by SNS and by EventBridge", () => {
    const arn = "arn:aws:cloudwatch:eu-west-1:1:alarm:cpu";
    const sns = (state: string, before: string, seconds: number): readonly PageEvent[] =>
      read(cloudwatch, {
        AlarmName: "cpu",
        AlarmArn: arn,
        NewStateValue: state,
        OldStateValue: before,
        StateChangeTime: iso(seconds).replace("Z", "+0000"),
      });
    const events = [...sns("ALARM", "OK", 0), ...sns("OK", "ALARM", 60)];
    const state = { value: "OK", timestamp: iso(60).replace("Z", "+0000") };
    const previousState = { value: "ALARM", timestamp: iso(0).replace("Z", "+0000") };
    const bridge = read(cloudwatch, { resources: [arn], detail: { alarmName: "cpu", state, previousState } });
    expect(lifeOf([...bridge, ...events])).toEqual(lifeOf(events));
  });
});
