import { describe, expect, it } from "vitest";
import type { WebhookSource } from "@/db/queries/webhook-sources";
import { providerOf } from "@/lib/providers/detect-format";
import { admit } from "./admit";

const AT = Date.parse("2026-03-01T10:00:00Z");

function sourceOf(provider: string): WebhookSource {
  const { webhook } = providerOf(provider);
  if (!webhook) throw new Error(`${provider} has no webhook`);
  return {
    workspaceId: 1,
    sourceId: "5",
    webhook,
    zone: "UTC",
    proof: "path",
    headerName: null,
    timestampHeader: null,
    secrets: ["3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0"],
    secretsMissing: false,
    deleted: false,
  };
}

function keysOf(provider: string, body: unknown, receivedAt: number, type = "application/json") {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const admission = admit(sourceOf(provider), {
    slug: "s",
    token: "token",
    url: "http://localhost/api/ingest/s/token",
    headers: { "content-type": type },
    body: Buffer.from(text),
    receivedAt,
    receiptId: "1",
  });
  if (!("delivery" in admission)) throw new Error(JSON.stringify(admission));
  return admission.delivery;
}

const ESCALATE = { action: "Escalate", alert: { alertId: "a-1" }, escalationName: "Core" };
const UNRESOLVE = { event: { type: "unresolve" }, user: null, alert_group_id: "I1", alert_group: { id: "I1" } };
const LEGACY = { ruleId: 7, ruleName: "Disk", state: "ok", title: "[OK] Disk", orgId: 1 };
const GOALERT = { AppName: "GoAlert", Type: "Alert", AlertID: 4, Summary: "Disk full" };

describe("an equal body without identity and time", () => {
  it.each([
    ["opsgenie", ESCALATE, undefined],
    ["grafana-oncall", UNRESOLVE, undefined],
    ["grafana-alerting", LEGACY, undefined],
    ["goalert", GOALERT, undefined],
    ["splunk-oncall", "incident=%2216%22&summary=%22Disk%22", "application/x-www-form-urlencoded"],
  ])("of %s is a repetition within a minute and another act after two", (provider, body, type) => {
    const [first, soon, next, later] = [0, 59_999, 60_000, 120_000].map((ms) => keysOf(provider, body, AT + ms, type));
    expect(soon?.deliveryKey).toBe(first?.deliveryKey);
    expect(next?.earlierKey).toBe(first?.deliveryKey);
    expect([later?.deliveryKey, later?.earlierKey]).not.toContain(first?.deliveryKey);
  });

  it.each([
    ["opsgenie", { action: "Close", alert: { alertId: "a-1", updatedAt: 1_770_000_000_000_000_000 } }],
    ["grafana-oncall", { ...UNRESOLVE, event: { type: "resolve", time: "2026-03-01T09:00:00+00:00" } }],
    ["grafana-alerting", { ...LEGACY, alerts: [] }],
    ["alertmanager", { alerts: [] }],
  ])("but one of %s that has one of them is the same for ever", (provider, body) => {
    const [first, later] = [keysOf(provider, body, AT), keysOf(provider, body, AT + 864e5)];
    expect(later.deliveryKey).toBe(first.deliveryKey);
    expect(first.earlierKey).toBeUndefined();
  });
});
