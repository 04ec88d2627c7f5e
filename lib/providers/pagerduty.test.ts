import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PageEvent } from "@/lib/model/page-event";
import { pagerduty } from "./pagerduty";
import type { Outcome } from "./provider";

const ana = { id: "PUANA01", type: "user_reference", summary: "Ana Brandt" };
const ben = { id: "PUBEN02", type: "user_reference", summary: "Ben Osei" };
const service = { id: "PSPAY01", type: "service_reference", summary: "Payments API" };

function entry(kind: string, id: string, second: number, more: object = {}): object {
  const at = new Date(Date.UTC(2024, 2, 5, 1, 14, second)).toISOString();
  return {
    id,
    type: `${kind}_log_entry`,
    created_at: at,
    summary: kind,
    agent: service,
    channel: { type: "auto" },
    ...more,
  };
}

const entries = [
  entry("trigger", "R1", 0),
  entry("assign", "R2", 0, { assignees: [ana] }),
  entry("assign", "R3", 0, { assignees: [ben] }),
  entry("notify", "R4", 1, { agent: undefined, summary: "Notified Ana Brandt by SMS." }),
  entry("escalate", "R5", 30, { channel: { type: "timeout" }, assignees: [ben] }),
  entry("escalate", "R6", 30, { channel: { type: "timeout" }, assignees: [ana] }),
  entry("acknowledge", "R7", 40, { agent: ben }),
  entry("resolve", "R8", 50, { agent: ben }),
];

function incident(more: object = {}): object {
  return {
    id: "Q1",
    type: "incident",
    incident_number: 1,
    title: "Ledger replica behind",
    created_at: "2024-03-05T01:14:00Z",
    updated_at: "2024-03-05T01:15:00Z",
    status: "resolved",
    resolved_at: "2024-03-05T01:14:50Z",
    last_status_change_by: ben,
    service,
    urgency: "high",
    ...more,
  };
}

function read(value: unknown, zone: string | null = null): Outcome {
  for (const format of pagerduty.formats) {
    if (format.shape === "json" && format.matches(value))
      return format.read(value, { zone, envelope: null, receivedAt: null });
  }
  throw new Error("no format");
}

function eventsOf(value: unknown): readonly PageEvent[] {
  const outcome = read(value);
  return outcome.outcome === "accepted" ? outcome.events : [];
}

function sorted(events: readonly PageEvent[]): PageEvent[] {
  return events
    .map((event) => (event.to ? { ...event, to: [...event.to].sort() } : event))
    .sort((a, b) => a.at - b.at || (a.kind < b.kind ? -1 : 1));
}

describe("a PagerDuty snapshot", () => {
  it("repeats its events exactly", () => {
    expect(eventsOf(incident({ log_entries: entries }))).toEqual(eventsOf(incident({ log_entries: entries })));
  });

  it.each([
    ["title", { title: "Ledger replica far behind" }],
    ["last change", { updated_at: "2024-03-05T01:16:00Z" }],
    ["first assignee", { assignments: [{ at: "2024-03-05T01:14:00Z", assignee: ana }] }],
  ])("is a new fact of the opening when its %s changed", (_name, change) => {
    const [before, after] = [eventsOf(incident()), eventsOf(incident(change))];
    expect(after[0]?.kind).toBe("triggered");
    expect(after[0]?.eventKey).not.toBe(before[0]?.eventKey);
    expect(after[1]).toEqual(before[1]);
  });

  it("says the same in whatever order its log entries come", () => {
    const inOrder = sorted(eventsOf(incident({ log_entries: entries })));
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        const withoutKey = ({ eventKey, ...event }: PageEvent): object =>
          eventKey.startsWith("rest:") ? event : { ...event, eventKey };
        expect(sorted(eventsOf(incident({ log_entries: shuffled }))).map(withoutKey)).toEqual(inOrder.map(withoutKey));
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it("takes each act once, although incident and log both tell it", () => {
    const events = eventsOf(incident({ log_entries: entries }));
    expect(events.map(({ kind }) => kind)).toEqual(["triggered", "notified", "escalated", "acknowledged", "resolved"]);
    expect(events[0]).toMatchObject({
      by: "automation",
      to: [ana.id, ben.id],
      facts: { title: "Ledger replica behind" },
    });
    expect(events[1]).toMatchObject({ person: ana.id, channel: "sms" });
    expect(events[2]).toMatchObject({ by: "automation", how: "timeout", to: [ben.id, ana.id], eventKey: "R5" });
  });

  it.each([
    [59_999, ["PUANA01"]],
    [60_000, undefined],
  ])("takes who is assigned %i ms after the opening as first assignees: %j", (later, to) => {
    const at = new Date(Date.UTC(2024, 2, 5, 1, 14) + later).toISOString();
    const open = incident({ status: "triggered", resolved_at: null, assignments: [{ at, assignee: ana }] });
    expect(eventsOf(open)[0]?.to).toEqual(to);
  });

  it.each([
    ["a user", ben, "person"],
    ["a service", service, "automation"],
    ["a rule's bot user", { ...ben, type: "bot_user_reference" }, "automation"],
    ["nobody", null, "unknown"],
    ["no key", undefined, "unknown"],
  ])("resolved by %s", (_name, doer, by) => {
    expect(eventsOf(incident({ last_status_change_by: doer }))[1]).toMatchObject({ kind: "resolved", by });
  });
});
