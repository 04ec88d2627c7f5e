import { describe, expect, it } from "vitest";
import { grafanaOncall } from "./grafana-oncall";
import type { Outcome } from "./provider";

const RECEIVED = Date.UTC(2026, 1, 3, 2);
const TIME = "2026-02-03T01:02:03.456789+00:00";
const robin = { id: "UAB12", username: "robin", email: "robin@example.com" };
const group = { id: "IXY34", state: "firing", title: "Queue is full", created_at: "2026-02-03T01:00:00.000001Z" };

function body(type: string, more: object = {}, time: string | null = TIME): object {
  return {
    event: time === null ? { type } : { type, time },
    user: null,
    alert_group_id: "IXY34",
    alert_group: group,
    ...more,
  };
}

function read(value: unknown, receivedAt: number | null = RECEIVED): Outcome {
  for (const format of grafanaOncall.formats) {
    if (format.shape === "json" && format.matches(value)) {
      return format.read(value, { zone: null, envelope: null, receivedAt });
    }
  }
  throw new Error("no format");
}

function eventOf(value: unknown): unknown {
  const outcome = read(value);
  return outcome.outcome === "accepted" ? outcome.events[0] : outcome;
}

describe("an outgoing webhook of Grafana OnCall", () => {
  it.each([
    ["unacknowledge", "unacknowledged"],
    ["unresolve", "reopened"],
    ["escalation", "escalated"],
  ])("of %s without a time took place when it came in", (type, kind) => {
    expect(eventOf(body(type, { user: robin }, null))).toMatchObject({
      kind,
      at: RECEIVED,
      atReceipt: true,
      by: "person",
      person: "UAB12",
      facts: { asOf: RECEIVED, createdAt: Date.UTC(2026, 1, 3, 1) },
    });
    expect(read(body(type, {}, null), null)).toMatchObject({ outcome: "rejected" });
  });

  it("takes the group's date before the moment of receipt", () => {
    const resolved = { ...group, resolved_at: "2026-02-03T01:30:00Z" };
    const event = eventOf(body("resolve", { alert_group: resolved }, null));
    expect(event).toMatchObject({ at: Date.UTC(2026, 1, 3, 1, 30) });
    expect(event).not.toHaveProperty("atReceipt");
  });

  const absent = undefined;
  it.each([
    ["resolve", robin, absent, "person"],
    ["resolve", null, robin, "person"],
    ["resolve", null, null, "automation"],
    ["resolve", null, absent, "automation"],
    ["resolve", absent, null, "automation"],
    ["resolve", absent, absent, "unknown"],
    ["acknowledge", robin, null, "person"],
    ["acknowledge", null, null, "automation"],
    ["acknowledge", absent, absent, "unknown"],
  ])("of %s with user %j and a by-user %j is by %s", (type, user, byUser, by) => {
    const name = type === "resolve" ? "alert_group_resolved_by" : "alert_group_acknowledged_by";
    expect(eventOf(body(type, { user, [name]: byUser }))).toMatchObject({ by });
  });

  it.each([
    ["acknowledged", "acknowledged"],
    ["resolved", "resolved"],
    ["silenced", "snoozed"],
    ["firing", "triggered"],
    ["new", "triggered"],
  ])("of a status change to %s is %s", (state, kind) => {
    expect(eventOf(body("status change", { alert_group: { ...group, state } }))).toMatchObject({ kind });
  });

  it("is one event where two webhooks tell the same act", () => {
    const acknowledged = { alert_group: { ...group, state: "acknowledged" } };
    expect(eventOf(body("status change", acknowledged))).toEqual(eventOf(body("acknowledge", acknowledged)));
  });

  it.each([
    ["its group, type and time", body("resolve"), `IXY34:resolve:${TIME}`],
    ["nothing without a time", body("unresolve", {}, null), null],
    ["nothing without a group", { event: { type: "resolve", time: TIME } }, null],
    ["nothing that is no body", [1], null],
  ])("is delivered under %s", (_name, value, key) => {
    expect(grafanaOncall.webhook?.deliveryKey(value, new Map())).toBe(key);
  });
});
