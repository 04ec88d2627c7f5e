import { describe, expect, it } from "vitest";
import type { PageEvent } from "@/lib/model/page-event";
import { goalert } from "./goalert";
import type { Outcome, Provider } from "./provider";
import { squadcast } from "./squadcast";
import { zabbix } from "./zabbix";
import { zenduty } from "./zenduty";

const RECEIVED_AT = Date.UTC(2026, 0, 5, 3, 4, 5, 678);

function read(provider: Provider, body: unknown, receivedAt: number | null, zone: string | null = null): Outcome {
  const format = provider.formats.find((one) => one.shape === "json" && one.matches(body));
  if (format?.shape !== "json") throw new Error("no format matches");
  return format.read(body, { zone, envelope: null, receivedAt });
}

function eventsOf(outcome: Outcome): readonly PageEvent[] {
  if (outcome.outcome !== "accepted") throw new Error(outcome.why);
  return outcome.events;
}

/** Bodies that tell no time of their act, each with what they say. */
const TIMELESS: readonly [string, Provider, unknown, PageEvent["kind"]][] = [
  ["GoAlert Alert", goalert, { AppName: "GoAlert", Type: "Alert", AlertID: 5, Summary: "Full" }, "notified"],
  [
    "GoAlert AlertStatus",
    goalert,
    { AppName: "GoAlert", Type: "AlertStatus", AlertID: 5, LogEntry: "Closed" },
    "resolved",
  ],
  [
    "Zenduty without the date",
    zenduty,
    { payload: { event_type: "acknowledged", incident: { unique_id: "z", acknowledged_date: null } } },
    "acknowledged",
  ],
  [
    "Squadcast v1 without a timeline",
    squadcast,
    { event_type: "incident_resolved", id: "s", message: "m" },
    "resolved",
  ],
  ["Zabbix by the common keys", zabbix, { alert_uid: "9", title: "Full", state: "alerting" }, "triggered"],
  [
    "Zabbix acknowledged, of unknown time",
    zabbix,
    { event_id: "9", trigger_id: "1", status: "PROBLEM", ack_status: "Yes" },
    "acknowledged",
  ],
];

describe("bodies that tell no time", () => {
  it.each(TIMELESS)("%s: takes its receipt and says so", (_name, provider, body, kind) => {
    expect(eventsOf(read(provider, body, RECEIVED_AT))).toMatchObject([{ kind, at: RECEIVED_AT, atReceipt: true }]);
  });

  it.each(TIMELESS)("%s: is rejected in a file", (_name, provider, body) => {
    expect(read(provider, body, null)).toMatchObject({
      outcome: "rejected",
      why: expect.stringMatching(/time|missing/),
    });
  });

  it.each(TIMELESS)("%s: the same delivery read again tells the same event", (_name, provider, body) => {
    expect(read(provider, body, RECEIVED_AT)).toEqual(read(provider, body, RECEIVED_AT));
  });
});

describe("bodies whose time cannot be read", () => {
  it("are rejected, not dated by their receipt", () => {
    const body = { payload: { event_type: "resolved", incident: { unique_id: "z", resolved_date: "yesterday" } } };
    expect(read(zenduty, body, RECEIVED_AT)).toMatchObject({
      outcome: "rejected",
      why: expect.stringContaining("yesterday"),
    });
  });

  it("Zabbix: local times wait for the zone of the server, and a delivery takes its receipt until it is named", () => {
    const body = { event_id: "9", host: "db-3", status: "PROBLEM", event_date: "2026.01.05", event_time: "04:04:00" };
    const [atReceipt] = eventsOf(read(zabbix, body, RECEIVED_AT));
    expect(atReceipt).toMatchObject({ at: RECEIVED_AT, atReceipt: true });
    const [atItsTime] = eventsOf(read(zabbix, body, RECEIVED_AT, "Europe/Berlin"));
    expect(atItsTime).toMatchObject({ at: Date.UTC(2026, 0, 5, 3, 4, 0) });
    expect(atItsTime).not.toHaveProperty("atReceipt");
    expect(read(zabbix, body, null)).toMatchObject({ outcome: "rejected", why: expect.stringContaining("zone") });
  });
});

describe("which deliveries are repetitions", () => {
  const key = (provider: Provider, body: unknown, headers: [string, string][] = []): string | null | undefined =>
    provider.webhook?.deliveryKey(body, new Map(headers));

  it("GoAlert: equal bodies are two notifications, told apart by their signatures", () => {
    const body = { AppName: "GoAlert", Type: "Alert", AlertID: 5, Summary: "Full" };
    const first = key(goalert, body, [["x-webhook-signature", "AAA="]]);
    expect(first).toBe("signature:AAA=");
    expect(key(goalert, body, [["x-webhook-signature", "BBB="]])).not.toBe(first);
    expect(key(goalert, body)).toBeNull();
  });

  it("Squadcast: by the id of the event", () => {
    expect(key(squadcast, { event: { id: "e1" } })).toBe("event:e1");
    expect(key(squadcast, null)).toBeNull();
  });
});
