import { describe, expect, it } from "vitest";
import { foldPage } from "@/lib/ingest/fold-page";
import type { PageEvent } from "@/lib/model/page-event";
import type { Outcome } from "./provider";
import { splunkOnCall } from "./splunk-oncall";
import { readDump } from "./splunk-oncall/dump";

const OPENED = Date.UTC(2024, 2, 5, 0, 54, 36, 582);
const RECEIVED = Date.UTC(2024, 2, 5, 2, 0, 0, 123);

function read(value: unknown, receivedAt: number | null = null): Outcome {
  for (const format of splunkOnCall.formats) {
    if (format.shape === "json" && format.matches(value))
      return format.read(value, { zone: null, envelope: null, receivedAt });
  }
  throw new Error("no format");
}

function eventsOf(value: unknown, receivedAt: number | null = null): readonly PageEvent[] {
  const outcome = read(value, receivedAt);
  return outcome.outcome === "accepted" ? outcome.events : [];
}

function dump(more: object = {}): object {
  return {
    "INCIDENT.INCIDENT_ID": "9",
    "INCIDENT.INCIDENT_TIMESTAMP": OPENED,
    "INCIDENT.CURRENT_PHASE": "UNACKED",
    "INCIDENT.ENTITY_DISPLAY_NAME": "Disk is full",
    "STATE.USERS_PAGED.0": "ana",
    ...more,
  };
}

function incident(...transitions: object[]): object {
  return { incidentNumber: "9", currentPhase: "resolved", startTime: new Date(OPENED).toISOString(), transitions };
}

function transition(name: string, after: number, more: object = {}): object {
  return { name, at: new Date(OPENED + after).toISOString(), ...more };
}

describe("a Splunk On-Call escalation webhook", () => {
  const form = {
    incident: "33",
    message_type: '"CRITICAL"',
    entity_display_name: '"Disk is \\"full\\""',
    entity_id: '"db-1"',
    vo_alert_rcv_time: '"1709600076582"',
  };

  it("is an escalation at the moment of receipt, with its values out of their quotes", () => {
    expect(eventsOf(form, RECEIVED)).toMatchObject([
      {
        pageKey: "33",
        kind: "escalated",
        at: RECEIVED,
        atReceipt: true,
        by: "unknown",
        facts: { title: 'Disk is "full"', dedup: "db-1", number: "33" },
      },
    ]);
    expect(read(form)).toMatchObject({ outcome: "rejected", why: expect.stringContaining("received") });
  });

  it.each([
    ["what the documents name", { incident: "33", summary: "Disk", message: "is full" }, "33"],
    ["a quoted number", { incident: '"#33"', summary: "Disk" }, "33"],
    ["a number", { incident: 33, summary: "Disk" }, "33"],
    ["nothing in quotes", { incident: '""', summary: "Disk" }, undefined],
  ])("knows its incident from %s", (_name, value, pageKey) => {
    expect(eventsOf(value, RECEIVED)[0]?.pageKey).toBe(pageKey);
  });

  it("has the hash of its body as delivery key", () => {
    expect(splunkOnCall.webhook?.deliveryKey(form, new Map())).toBeNull();
  });
});

describe("a Splunk On-Call outgoing webhook", () => {
  const ended = { "INCIDENT.CURRENT_PHASE": "RESOLVED" };
  const recovery = { "ALERT.message_type": "RECOVERY", "ALERT.VO_ALERT_RCV_TIME": String(OPENED + 5) };

  it.each([
    ["a person", { "STATE.RESOLVED_BY": "ben", "STATE.RESOLVED_AT": OPENED + 9 }, OPENED + 9, "person", undefined],
    ["SYSTEM", { "STATE.RESOLVED_BY": "SYSTEM", "STATE.RESOLVED_AT": OPENED + 9 }, OPENED + 9, "automation", undefined],
    ["a tool's recovery", { ...recovery, "INCIDENT.MONITOR_TYPE": "nagios" }, OPENED + 5, "automation", undefined],
    ["a recovery by hand", { ...recovery, "INCIDENT.MONITOR_TYPE": "manual" }, OPENED + 5, "unknown", undefined],
    ["a person, with a recovery", { ...recovery, "STATE.RESOLVED_BY": "ben" }, OPENED + 5, "person", undefined],
    ["nobody", { "STATE.RESOLVED_AT": OPENED + 9 }, OPENED + 9, "unknown", undefined],
    ["nobody, at no time", {}, RECEIVED, "unknown", true],
    ["time 0", { "STATE.RESOLVED_AT": 0 }, RECEIVED, "unknown", true],
  ])("resolved by %s", (_name, more, at, by, atReceipt) => {
    const event = eventsOf(dump({ ...ended, ...more }), RECEIVED).at(-1);
    expect([event?.kind, event?.at, event?.by, event?.atReceipt]).toEqual(["resolved", at, by, atReceipt]);
  });

  it("is closed at an unknown time where a file does not say when it was received", () => {
    expect(eventsOf(dump(ended))).toMatchObject([{ kind: "triggered", facts: { closedAtUnknownTime: true } }]);
  });

  it("takes INCIDENT before STATE", () => {
    const state = { "STATE.CURRENT_ALERT_PHASE": "UNACKED", "STATE.INCIDENT_NAME": "8" };
    expect(eventsOf(dump({ ...ended, ...state }), RECEIVED).map(({ pageKey, kind }) => [pageKey, kind])).toEqual([
      ["9", "triggered"],
      ["9", "resolved"],
    ]);
    expect(eventsOf(dump({ "STATE.CURRENT_ALERT_PHASE": "RESOLVED" }), RECEIVED)).toHaveLength(1);
  });

  it("does not take the resolver for an acknowledger, nor SYSTEM at 0 for anybody", () => {
    const acked = {
      "STATE.ACK_USER": "ben",
      "STATE.ACK_TIMESTAMP": OPENED + 9,
      "STATE.ACKED_BY": "SYSTEM",
      "STATE.ACKED_AT": 0,
    };
    expect(eventsOf(dump(acked)).map(({ kind }) => kind)).toEqual(["triggered"]);
  });

  it.each([
    [999 - 582, 1],
    [1000 - 582, 2],
  ])("takes two tellings %i ms after the full second for %i acknowledgements", (after, count) => {
    const acks = {
      "INCIDENT.CURRENT_PHASE": "ACKED",
      "STATE.ACKED_BY": "ana",
      "STATE.ACKED_AT": OPENED,
      "INCIDENT.ACK_DATA.ACKS.0.ACKED_BY": "ana",
      "INCIDENT.ACK_DATA.ACKS.0.ACKED_AT": OPENED + after,
    };
    expect(eventsOf(dump(acks)).filter(({ kind }) => kind === "acknowledged")).toHaveLength(count);
  });

  it.each([
    ["back to UNACKED", {}, RECEIVED, true],
    ["in a file", {}, null, false],
    ["of several responders", { "INCIDENT.IS_MULTI_RESPONDER": true }, RECEIVED, false],
    ["of several responders, as text", { "INCIDENT.IS_MULTI_RESPONDER": "true" }, RECEIVED, false],
    [
      "while more must acknowledge",
      { "INCIDENT.ACK_DATA.ACKS_EXPECTED": 2, "INCIDENT.ACK_DATA.ACKS_RECEIVED": 1 },
      RECEIVED,
      false,
    ],
  ])("an acknowledged incident %s", (_name, more, receivedAt, told) => {
    const acked = { "STATE.ACKED_BY": "ana", "STATE.ACKED_AT": OPENED + 9 };
    const event = eventsOf(dump({ ...acked, ...more }), receivedAt).find(({ kind }) => kind === "unacknowledged");
    expect(event !== undefined).toBe(told);
    if (event) expect(event).toMatchObject({ at: RECEIVED, atReceipt: true });
  });

  it.each([
    ["false", "person", "beno"],
    [false, "person", "beno"],
    ["true", "automation", undefined],
    [true, "automation", undefined],
  ])("a chat line with IS_ROBOT %j is by %s", (robot, by, person) => {
    const chat = { "INCIDENT.INCIDENT_ID": "9", "CHAT.USER_ID": "beno", "CHAT.TEXT": "on it", "CHAT.IS_ROBOT": robot };
    const [event] = eventsOf(chat, RECEIVED);
    expect(event).toMatchObject({ kind: "annotated", at: RECEIVED, atReceipt: true, by, note: "on it" });
    expect(event?.person).toBe(person);
    expect(read(chat)).toMatchObject({ outcome: "rejected", why: expect.stringContaining("received") });
  });

  it("tells one paging once, whichever webhook sent it", () => {
    const paging = {
      "INCIDENT.INCIDENT_ID": "9",
      "PAGE.USER_ID": "ana",
      "PAGE.ID": "p-1",
      "PAGE.STARTED": OPENED + 2000,
      "PAGE.METHODS.0.TYPE": "phone",
    };
    const [first, again] = [eventsOf(paging, RECEIVED), eventsOf({ ...paging, more: 1 }, RECEIVED + 5)];
    expect(first).toMatchObject([{ kind: "notified", at: OPENED + 2000, person: "ana", channel: "phone" }]);
    expect(again).toEqual(first);
    expect(foldPage([...eventsOf(dump()), ...first])?.notifications).toEqual([
      { person: "ana", at: OPENED + 2000, channel: "phone", estimated: false, line: "first" },
    ]);
  });

  it("estimates who was notified from who was paged", () => {
    expect(foldPage(eventsOf(dump()))?.notifications).toEqual([
      { person: "ana", at: OPENED, channel: "unknown", estimated: true, line: "first" },
    ]);
  });

  it("is known by incident, phase and place in the order; a message or a chat line by its hash", () => {
    const key = (body: unknown) => splunkOnCall.webhook?.deliveryKey(body, new Map());
    const ordered = dump({ "INCIDENT.SEQUENCING.SEQUENCE": 85, "INCIDENT.SEQUENCING.SERVICE_TIME": OPENED });
    expect(key(ordered)).toBe(`9:triggered:85:${OPENED}`);
    expect(key(dump())).toBeNull();
    expect(key({ ...ordered, "PAGE.USER_ID": "ana" })).toBeNull();
    expect(key({ ...ordered, "CHAT.USER_ID": "ana", "CHAT.TEXT": "x" })).toBeNull();
  });

  it.each([
    ["a chat line", { "INCIDENT.INCIDENT_ID": "9", "CHAT.USER_ID": "ana", "CHAT.TEXT": "looking" }, true],
    [
      "a chat line with its time",
      { "INCIDENT.INCIDENT_ID": "9", "CHAT.USER_ID": "ana", "CHAT.TEXT": "x", "CHAT.TIMESTAMP": OPENED },
      false,
    ],
    ["a message to a person", { "INCIDENT.INCIDENT_ID": "9", "PAGE.USER_ID": "ana" }, true],
    ["one with its time", { "INCIDENT.INCIDENT_ID": "9", "PAGE.USER_ID": "ana", "PAGE.STARTED": OPENED }, false],
    ["an incident", dump(), false],
    ["an escalation step", { incident: "9", summary: "x", message: "y" }, true],
  ])("of %s may come again with the same words: %j", (_name, body, isTimeless) => {
    expect(splunkOnCall.webhook?.isTimeless?.(body)).toBe(isTimeless);
  });

  it("takes the body of its own set-up text", () => {
    const bodies = (splunkOnCall.webhook?.setUp ?? []).flatMap((step) => {
      const at = step.indexOf("\n{");
      return at < 0 ? [] : [JSON.parse(step.slice(at)) as Record<string, string>];
    });
    expect(bodies).toHaveLength(3);
    for (const body of bodies) {
      const filled = Object.fromEntries(Object.keys(body).map((key) => [key, filledIn(key)]));
      expect(read(filled, RECEIVED).outcome).toBe("accepted");
      expect(read(body, RECEIVED).outcome).not.toBe("accepted");
    }
  });

  function filledIn(key: string): string {
    if (/TIMESTAMP|_AT$|TIME$|STARTED/.test(key)) return String(OPENED);
    if (key.endsWith("CANCELLATION")) return "null";
    return key.endsWith("PHASE") ? "RESOLVED" : "7";
  }
});

describe("a dump of variables", () => {
  it.each([
    ["flat", { "STATE.USERS_PAGED.0": "a", "STATE.USERS_PAGED.1": "b" }],
    ["with lists as objects", { state: { users_paged: { "1": "b", "0": "a" } } }],
    ["nested", { STATE: { USERS_PAGED: ["a", "b"] } }],
  ])("is the same %s", (_name, body) => {
    expect(readDump(body)).toEqual({ state: { users_paged: ["a", "b"] } });
  });

  it.each([
    [{ "A.B": 1, A: 2 }, { a: { b: 1 } }],
    [{ A: 2, "A.B": 1 }, { a: { b: 1 } }],
    [{ "a.__proto__.x": 1 }, { a: Object.fromEntries([["__proto__", { x: 1 }]]) }],
    [
      { A: `${"$"}{{A}}`, B: "null", C: null },
      { a: null, b: null, c: null },
    ],
    [{ ["a.".repeat(100_000)]: 1 }, { ["a.".repeat(100_000)]: 1 }],
  ])("%#: keeps what it can", (body, dumped) => {
    expect(readDump(body)).toEqual(dumped);
  });
});

describe("a Splunk On-Call transition", () => {
  it.each([
    ["by hand", { by: "ana", manually: true }, "person", "ana"],
    ["by hand, nobody named", { manually: true }, "person", undefined],
    ["by hand, by SYSTEM", { by: "SYSTEM", manually: true }, "person", undefined],
    ["by a name", { by: "ana" }, "person", "ana"],
    ["by a name, not by hand", { by: "ana", manually: false }, "person", "ana"],
    ["by SYSTEM", { by: "SYSTEM" }, "automation", undefined],
    ["by SYSTEM with an alert", { by: "system", alertId: "x" }, "automation", undefined],
    ["by an alert", { alertId: "x" }, "automation", undefined],
    ["by nothing told", { manually: false }, "unknown", undefined],
  ])("resolved %s", (_name, more, by, person) => {
    const event = eventsOf(incident(transition("resolved", 1000, more))).at(-1);
    expect([event?.kind, event?.by, event?.person]).toEqual(["resolved", by, person]);
  });

  it("acknowledged with an alert alone is by nobody known", () => {
    expect(eventsOf(incident(transition("ACKED", 1000, { alertId: "x" })))[1]).toMatchObject({
      kind: "acknowledged",
      by: "unknown",
    });
  });

  it("and the webhook of the same act are one", () => {
    const webhook = dump({
      "INCIDENT.CURRENT_PHASE": "ACKED",
      "STATE.ACKED_BY": "ana",
      "STATE.ACKED_AT": OPENED + 61_004,
    });
    const rest = incident(transition("triggered", -582), transition("ACKED", 61_000, { by: "ana" }));
    const page = foldPage([...eventsOf(webhook), ...eventsOf(rest)]);
    expect(page?.actions).toHaveLength(1);
    expect(page?.openings).toHaveLength(1);
  });

  it("repeats its events exactly", () => {
    const rest = incident(transition("triggered", 0), transition("resolved", 5));
    expect(eventsOf(rest)).toEqual(eventsOf(rest));
  });
});
