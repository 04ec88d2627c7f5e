import { describe, expect, it } from "vitest";
import { readLogEntry } from "./goalert/log-entry";

describe("the words of GoAlert's log", () => {
  it.each([
    ["Created", { kind: "triggered", by: "unknown" }],
    ["Created by Ana Brandt", { kind: "triggered", by: "person", name: "Ana Brandt" }],
    ["Created via ledger-monitor integration (Generic API)", { kind: "triggered", by: "automation" }],
    ["Acknowledged", { kind: "acknowledged", by: "unknown" }],
    ["Acknowledged by Ana Brandt", { kind: "acknowledged", by: "person", name: "Ana Brandt" }],
    ["Acknowledged by Ana Brandt (SMS)", { kind: "acknowledged", by: "person", name: "Ana Brandt" }],
    ["Acknowledged by Ana (Ops) Brandt (Web)", { kind: "acknowledged", by: "person", name: "Ana (Ops) Brandt" }],
    ["Acknowledged by [unknown]", { kind: "acknowledged", by: "person" }],
    ["Acknowledged via ledger-monitor integration (Email)", { kind: "acknowledged", by: "automation" }],
    ["Acknowledged via #storage (Slack)", { kind: "acknowledged", by: "unknown" }],
    ["Closed", { kind: "resolved", by: "unknown" }],
    ["Closed by Ana Brandt (Web)", { kind: "resolved", by: "person", name: "Ana Brandt" }],
    ["Closed by Sebastian via Nora", { kind: "resolved", by: "person", name: "Sebastian via Nora" }],
    ["Closed via test integration (Generic API)", { kind: "resolved", by: "automation" }],
    ["Closed via nightly backup heartbeat monitor", { kind: "resolved", by: "automation" }],
    ["Closed due to inactivity (acknowledged for 30 days)", { kind: "resolved", by: "automation", how: "expired" }],
    ["Escalated", { kind: "escalated", by: "unknown" }],
    ["Escalated to step #2", { kind: "escalated", by: "unknown", level: 2 }],
    [
      "Escalated to step #2 automatically after 5 minutes",
      { kind: "escalated", by: "automation", level: 2, how: "timeout" },
    ],
    [
      "Escalated to step #1 (policy repeat) automatically after 15 minutes",
      { kind: "escalated", by: "automation", level: 1, how: "timeout" },
    ],
    ["Escalated to step #3 due to manual escalation", { kind: "escalated", by: "person", level: 3 }],
    [
      "Escalated to step #3 due to manual escalation by Ana Brandt (Web)",
      { kind: "escalated", by: "person", level: 3, name: "Ana Brandt" },
    ],
    ["Escalated to step #2 due to current step being deleted", { kind: "escalated", by: "unknown", level: 2 }],
    [
      "Notification sent to Ana Brandt (SMS)",
      { kind: "notified", by: "automation", channel: "sms", name: "Ana Brandt" },
    ],
    [
      "Notification sent to Ana Brandt (Voice)",
      { kind: "notified", by: "automation", channel: "phone", name: "Ana Brandt" },
    ],
    ["Notification sent to Ana Brandt", { kind: "notified", by: "automation", channel: "unknown", name: "Ana Brandt" }],
    [
      "Notification sent to Ana Brandt (constructor)",
      { kind: "notified", by: "automation", channel: "unknown", name: "Ana Brandt" },
    ],
    ["Notification sent to #storage (Slack)", { kind: "notified", by: "automation", channel: "chat" }],
  ])("%s", (words, said) => expect(readLogEntry(words)).toEqual(said));

  it.each([
    ["Escalated to step #1", "begins with it"],
    ["Escalation requested by Ana Brandt", "entry of its own"],
    ["Suppressed duplicate: created via ledger-monitor integration (Generic API)", "a repeat"],
    ["No notification sent to Ana Brandt (no immediate rule)", "nobody was notified"],
    ["Policy updated", "policy was changed"],
    ["", "not words that we know"],
    ["Closedown", "not words that we know"],
  ])("%s: no act", (words, why) => expect(readLogEntry(words)).toEqual({ none: expect.stringContaining(why) }));
});
