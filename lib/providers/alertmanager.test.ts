import { describe, expect, it } from "vitest";
import { fingerprintOf } from "./alert-group/fingerprint-of";
import { alertmanager } from "./alertmanager";
import { parseDelivery } from "./parse-delivery";
import type { Envelope, Outcome } from "./provider";

const RECEIVED = Date.UTC(2024, 4, 14, 3);
const YEAR_ONE = "0001-01-01T00:00:00Z";
const labels = { alertname: "QueueDepthHigh", severity: "critical" };
const firing = {
  status: "firing",
  labels,
  annotations: { summary: "Queue is long" },
  startsAt: "2024-05-14T02:11:09.731204518Z",
  endsAt: YEAR_ONE,
  fingerprint: "9d3f0c5e7a1b2468",
};

function read(value: unknown, receivedAt: number | null = RECEIVED, around: object = {}): Outcome {
  const envelope: Envelope = new Map(Object.entries(around));
  for (const format of alertmanager.formats) {
    if (format.shape === "json" && format.matches(value))
      return format.read(value, { zone: null, envelope, receivedAt });
  }
  throw new Error("no format");
}

function eventOf(value: unknown, receivedAt?: number | null, around?: object): unknown {
  const outcome = read(value, receivedAt, around);
  return outcome.outcome === "accepted" ? outcome.events[0] : outcome;
}

describe("an alert of Alertmanager", () => {
  it("that is resolved in year 1 ended when the delivery came in", () => {
    expect(eventOf({ ...firing, status: "resolved" })).toMatchObject({
      kind: "resolved",
      at: RECEIVED,
      atReceipt: true,
      by: "automation",
      facts: { createdAt: Date.UTC(2024, 4, 14, 2, 11, 9, 731) },
    });
    expect(read({ ...firing, status: "resolved" }, null)).toEqual({
      outcome: "rejected",
      why: "resolved, but endsAt is missing, and a file has no moment of receipt",
    });
  });

  it("takes no moment of receipt where it tells its end", () => {
    const event = eventOf({ ...firing, status: "resolved", endsAt: "2024-05-14T02:26:09.731204518Z" });
    expect(event).toMatchObject({ at: Date.UTC(2024, 4, 14, 2, 26, 9, 731) });
    expect(event).not.toHaveProperty("atReceipt");
  });

  it.each([
    ["later", RECEIVED + 3_600_000, firing, {}],
    ["in another group", RECEIVED, firing, { groupKey: '{}/{team="x"}:{}', receiver: "other" }],
    ["because the interval elapsed", RECEIVED, firing, { notification_reason: "repeat interval elapsed" }],
    ["with a resolve timeout ahead", RECEIVED, { ...firing, endsAt: "2031-01-01T00:00:00Z" }, {}],
    [
      "by the API",
      RECEIVED,
      { ...firing, startsAt: "2024-05-14T02:11:09.731Z", status: { state: "active", silencedBy: [], inhibitedBy: [] } },
      {},
    ],
  ])("is the same event when it is told again %s", (_name, receivedAt, again, around) => {
    expect(eventOf(again, receivedAt, around)).toEqual(eventOf(firing));
  });

  it.each([
    ["a new start", { ...firing, startsAt: "2024-05-15T02:11:09Z" }],
    ["another fingerprint", { ...firing, fingerprint: "77aa55cc33ee1100" }],
  ])("is another page with %s", (_name, other) => {
    expect(eventOf(other)).not.toMatchObject({ pageKey: (eventOf(firing) as { pageKey: string }).pageKey });
  });

  it("does not claim to know that nobody acknowledged it", () => {
    expect(eventOf(firing)).not.toHaveProperty("facts.asOf");
  });

  it.each([
    ["its label", { ...firing }, {}, "QueueDepthHigh"],
    ["its group's label", { ...firing, labels: { a: "b" } }, { groupLabels: { alertname: "Group" } }, "Group"],
    ["the common label", { ...firing, labels: { a: "b" } }, { commonLabels: { alertname: "Common" } }, "Common"],
    ["its summary", { ...firing, labels: { a: "b" } }, { commonAnnotations: { title: "x" } }, "Queue is long"],
    [
      "a title before a description",
      { ...firing, labels: { a: "b" }, annotations: { description: "d" } },
      { commonAnnotations: { title: "Common title" } },
      "Common title",
    ],
    [
      "the body's title without its count",
      { ...firing, labels: { a: "b" }, annotations: {} },
      { title: "[FIRING:2, RESOLVED:1] Disk " },
      "Disk",
    ],
  ])("is named by %s", (_name, value, around, title) => {
    expect(eventOf(value, RECEIVED, around)).toMatchObject({ facts: { title } });
  });

  it.each([
    [0, []],
    [1, ["the sender left 1 more alerts of this group out (truncatedAlerts)"]],
  ])("says that %i alerts of its group were left out", (truncatedAlerts, issues) => {
    expect(read(firing, RECEIVED, { truncatedAlerts })).toMatchObject({ outcome: "accepted", issues });
  });
});

describe("the fingerprint of labels", () => {
  // Label sets and fingerprints of a public capture of Alertmanager 0.27.
  it.each([
    ["54c2f185e49cfccb", { alertname: "HTTP_Probe_Failed", cluster: "dev", instance: "web1", job: "node_exporter" }],
    [
      "aae7a1432b5d2f1b",
      {
        job: "node_exporter",
        instance: "server5",
        disk: "sda",
        cluster: "staging",
        alertname: "Free_Disk_Space_Too_Low",
      },
    ],
  ])("is the one that Prometheus gives: %s", (fingerprint, set) => expect(fingerprintOf(set)).toBe(fingerprint));

  it("is none without labels", () => expect(fingerprintOf({})).toBeUndefined());
});

describe("a delivery of Alertmanager", () => {
  it("holds as many records as alerts, and what stands behind them is known", async () => {
    const padding = "x".repeat(1000);
    const alerts = Array.from({ length: 5000 }, (_, i) => ({
      ...firing,
      fingerprint: i.toString(16).padStart(16, "0"),
      labels: { instance: `i-${i}` },
      annotations: { padding },
    }));
    const text = JSON.stringify({ receiver: "x", status: "firing", alerts, commonLabels: labels, truncatedAlerts: 2 });
    expect(text.length).toBeGreaterThan(4 * 1024 * 1024);
    const body = new TextEncoder().encode(text);
    const delivery = { body, contentType: "application/json", receivedAt: RECEIVED, zone: null };
    const records = await parseDelivery(alertmanager, delivery);
    expect(records).toHaveLength(5000);
    const keys = new Set<string>();
    for (const record of records) {
      if (record.outcome !== "accepted") throw new Error(record.why);
      keys.add(record.events[0]?.pageKey ?? "");
      expect(record.events[0]?.facts?.title).toBe("QueueDepthHigh");
      expect(record.issues).toHaveLength(1);
    }
    expect(keys.size).toBe(5000);
  });

  it.each([
    ["no alerts", '{"receiver":"x","status":"firing","alerts":[]}', "ignored"],
    ["no JSON", '{"receiver":"x","alerts":', "rejected"],
    ["a template of somebody", '{"text":"2 alerts"}', "rejected"],
  ])("with %s is one record that is %s", async (_name, text, outcome) => {
    const body = new TextEncoder().encode(text);
    const delivery = { body, contentType: "application/json", receivedAt: RECEIVED, zone: null };
    expect(await parseDelivery(alertmanager, delivery)).toMatchObject([{ outcome }]);
  });
});
