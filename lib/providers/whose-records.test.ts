import { describe, expect, it } from "vitest";
import { detectFormat } from "./detect-format";
import type { Input } from "./provider";

function fileOf(text: string): Input {
  return {
    name: "a file",
    size: text.length,
    open: async function* () {
      yield new TextEncoder().encode(text);
    },
  };
}

const AT = "2026-03-03T00:00:00Z";
const user = { id: "01HZ", name: "Ida Holm", email: "ida@north.example" };

/** Objects of one product that look much like those of another, each with whose they are. */
const RECORDS: readonly [string, object, string][] = [
  ["a user of PagerDuty", { ...user, id: "P1ABCDE", type: "user" }, "pagerduty-users"],
  ["a user of PagerDuty without a type", { ...user, id: "P1ABCDE" }, "pagerduty-users"],
  ["one by what only theirs have", { ...user, time_zone: "Europe/Berlin" }, "pagerduty-users"],
  ["a user of incident.io", { ...user, slack_user_id: "U1", role: "responder" }, "incident-io-users"],
  ["one by the newer roles", { ...user, base_role: { id: "r", slug: "admin" }, custom_roles: [] }, "incident-io-users"],
  ["a user of Grafana OnCall", { id: "U1", username: "ida", role: "admin" }, "grafana-oncall-users"],
  ["a user of Opsgenie", { id: "u-1", username: user.email, fullName: "Ida", role: {} }, "opsgenie-users"],
  ["a user of Splunk On-Call", { username: "ida", firstName: "Ida", email: user.email }, "splunk-oncall-users"],
  ["a user of nobody known", user, "generic-json"],
  [
    "an alert of FireHydrant, with its events",
    { id: "fa", status: "opened", starts_at: AT, is_noise: false, events: [{ id: "1", type: "x", created_at: AT }] },
    "firehydrant-alerts",
  ],
  [
    "an escalation without a path, of a call",
    { id: "E", status: "triggered", created_at: AT, creator: {} },
    "incident-io-escalations",
  ],
  [
    "an escalation by its events",
    { id: "E", status: "acked", events: [{ event: "acked", occurred_at: AT }] },
    "incident-io-escalations",
  ],
  ["a ticket with a creator", { id: 1, status: "open", created_at: AT, creator: "bob" }, "generic-json"],
  ["a ticket with a creator who is a person", { id: 1, status: "open", created_at: AT, creator: user }, "generic-json"],
  ["a body with its type as a member", { event_type: "alert", alert: { id: 1, at: AT } }, "generic-json"],
  ["a message that is acknowledged", { id: 1, message: "x", createdAt: AT, acknowledged: true }, "generic-json"],
  ["an alert of Opsgenie", { id: "1", tinyId: "7", message: "x", createdAt: AT }, "opsgenie-rest"],
  ["an incident and its summary", { incident: "A-1", summary: "x", opened_at: AT }, "generic-json"],
  ["the form of an escalation step", { incident: "9", summary: "x", message: "y" }, "splunk-oncall-escalation"],
  ["an alertID", { alertID: 1, title: "x", createdAt: AT }, "generic-json"],
  ["an alertID of GoAlert", { alertID: 1, summary: "x", createdAt: AT, metrics: null }, "goalert-graphql"],
];

describe("whose records these are", () => {
  it.each(RECORDS)("%s", async (_name, record, format) => {
    expect((await detectFormat(fileOf(JSON.stringify([record, record])))).format).toBe(format);
  });

  it("four columns that many have are not Opsgenie's export, which tells no acknowledgement", async () => {
    const rows = `Alert ID,Message,Status,Created At,Acknowledged At\n1,x,closed,${AT},${AT}\n`;
    expect((await detectFormat(fileOf(rows))).format).toBe("generic-csv");
  });
});
