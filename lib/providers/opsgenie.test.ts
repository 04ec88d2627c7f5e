import { describe, expect, it } from "vitest";
import { foldPage } from "@/lib/ingest/fold-page";
import type { PageEvent } from "@/lib/model/page-event";
import { opsgenie } from "./opsgenie";
import type { Outcome } from "./provider";

const RECEIVED = Date.UTC(2024, 2, 5, 2, 0, 0, 123);
const CREATED = Date.UTC(2024, 2, 5, 0, 54, 36, 288);
const ana = { username: "ana@north.example", userId: "u-1" };

function read(value: unknown, receivedAt: number | null = null): Outcome {
  for (const format of opsgenie.formats) {
    if (format.shape === "json" && format.matches(value))
      return format.read(value, { zone: null, envelope: null, receivedAt });
  }
  throw new Error("no format");
}

function eventsOf(value: unknown, receivedAt: number | null = null): readonly PageEvent[] {
  const outcome = read(value, receivedAt);
  return outcome.outcome === "accepted" ? outcome.events : [];
}

function action(name: string, alert: object = {}, more: object = {}): object {
  return { action: name, alert: { alertId: "a-1", ...alert }, integrationName: "OUT", ...more };
}

function alert(more: object = {}): object {
  return {
    id: "a-1",
    tinyId: "7",
    alias: "disk",
    message: "Disk is filling",
    status: "closed",
    createdAt: new Date(CREATED).toISOString(),
    ...more,
  };
}

describe("an Opsgenie webhook", () => {
  const escalate = action(
    "Escalate",
    {},
    { escalationNotify: { name: "ben@north.example", id: "u-2", type: "default", entity: "user" }, repeatCount: 0 },
  );

  it("takes the moment of receipt where the body has no time, and says so", () => {
    expect(eventsOf(escalate, RECEIVED)).toMatchObject([
      { kind: "escalated", at: RECEIVED, atReceipt: true, by: "unknown", to: ["ben@north.example"] },
    ]);
    expect(eventsOf(action("Close", ana), RECEIVED)).toMatchObject([
      { kind: "resolved", at: RECEIVED, atReceipt: true },
    ]);
    expect(read(escalate)).toMatchObject({ outcome: "rejected", why: expect.stringContaining("received") });
  });

  it("says the same of a repeated delivery that arrives later", () => {
    const [first, second] = [eventsOf(escalate, RECEIVED), eventsOf(escalate, RECEIVED + 60_000)];
    expect(second[0]?.eventKey).toBe(first[0]?.eventKey);
  });

  it("does not take the moment of receipt for a time that cannot be read", () => {
    expect(read(action("Close", { updatedAt: "soon" }), RECEIVED)).toMatchObject({
      outcome: "rejected",
      why: 'alert.updatedAt: "soon" is not a time we can read',
    });
  });

  it.each([
    ["1420452224764002246", 1420452224764],
    [JSON.parse("1420452224764002246"), 1420452224764],
    ["1420452224763999999", 1420452224764],
    ["1420452224764499000", 1420452224764],
    ["1420452224764501000", 1420452224765],
  ])("rounds %s nanoseconds to the millisecond", (updatedAt, at) => {
    expect(eventsOf(action("Acknowledge", { updatedAt }))[0]?.at).toBe(at);
  });

  it.each([
    ["System without user", { username: "System", userId: "" }, "web", "automation", undefined],
    ["System in other letters", { username: "SYSTEM" }, undefined, "automation", undefined],
    ["a user who is called System", { username: "System", userId: "u-9" }, "web", "person", "System"],
    ["the API without user", { username: "Alert API", userId: "" }, "API", "automation", undefined],
    ["the API, no user named", {}, "API", "automation", undefined],
    ["a user by the API", ana, "API", "person", "ana@north.example"],
    ["a user in the browser", ana, "web", "person", "ana@north.example"],
    ["an id alone", { userId: "u-1" }, "web", "person", "u-1"],
    ["a name in the browser", { username: "ana" }, "web", "person", "ana"],
    ["an address from anywhere", { username: "ana@north.example" }, undefined, "person", "ana@north.example"],
    ["a name from anywhere", { username: "Nagios" }, "Nagios", "unknown", undefined],
    ["nobody in the browser", {}, "web", "unknown", undefined],
    ["nobody", {}, undefined, "unknown", undefined],
  ])("closed by %s", (_name, who, type, by, person) => {
    const body = action(
      "Close",
      { updatedAt: CREATED, ...who },
      type === undefined ? {} : { source: { name: "", type } },
    );
    const [event] = eventsOf(body);
    expect([event?.by, event?.person]).toEqual([by, person]);
  });

  it.each([
    [3, "P3"],
    ["3", "P3"],
    ["P5", "P5"],
    ["p1", "P1"],
    [0, undefined],
    [6, undefined],
    ["", undefined],
  ])("reads priority %j as %s", (priority, told) => {
    expect(eventsOf(action("Create", { createdAt: CREATED, tags: ["P0"], priority }))[0]?.facts?.priority).toBe(told);
  });

  it.each([
    ["entity", { entity: "db-1", tags: ["service:ledger"] }, "db-1"],
    ["tag", { entity: "", tags: ["eu", "Service = ledger"] }, "ledger"],
    ["nothing", { entity: "", tags: ["eu"] }, undefined],
  ])("takes its service from %s, never from the webhook's own name", (_name, more, service) => {
    expect(eventsOf(action("Create", { createdAt: CREATED, ...more }))[0]?.facts?.service).toBe(service);
  });

  it.each([
    ["disk", "disk"],
    ["a-1", undefined],
    ["", undefined],
  ])("takes alias %j as the identity %s of the problem", (alias, dedup) => {
    expect(eventsOf(action("Create", { createdAt: CREATED, alias }))[0]?.facts?.dedup).toBe(dedup);
  });

  it("is known by alert, action and time; without a time by its hash", () => {
    const key = (body: unknown) => opsgenie.webhook?.deliveryKey(body, new Map());
    expect(key(action("Close", { updatedAt: 1709600400669001 }))).toBe("a-1:Close:1709600400669001");
    expect(key(escalate)).toBeNull();
    expect(key({ some: "thing" })).toBeNull();
    expect(key(null)).toBeNull();
  });
});

describe("an Opsgenie report", () => {
  it("counts milliseconds from the creation", () => {
    const report = { ackTime: 158_449, acknowledgedBy: "ana@north.example", closeTime: 200_000, closedBy: "System" };
    expect(eventsOf(alert({ report }))).toMatchObject([
      { kind: "triggered", at: CREATED },
      { kind: "acknowledged", at: CREATED + 158_449, by: "person", person: "ana@north.example" },
      { kind: "resolved", at: CREATED + 200_000, by: "automation" },
    ]);
  });

  it.each([
    ["System", "automation"],
    ["Prometheus", "automation"],
    ["ana@north.example", "person"],
    ["712020:ana", "person"],
    [undefined, "unknown"],
    ["", "unknown"],
  ])("closed by %j is %s", (closedBy, by) => {
    const integration = { id: "i", name: "Prometheus", type: "API" };
    expect(eventsOf(alert({ integration, report: { closeTime: 1, closedBy } })).at(-1)).toMatchObject({ by });
  });

  it.each([
    [59_999, true],
    [60_000, true],
    [60_001, false],
  ])("an acknowledgement after %i ms of an alert closed after 60,000 ms is used: %s", (ackTime, used) => {
    const kinds = eventsOf(alert({ report: { ackTime, closeTime: 60_000 } })).map(({ kind }) => kind);
    expect(kinds.includes("acknowledged")).toBe(used);
  });

  it("tells that an alert was never acknowledged; the flag alone does not", () => {
    const counts = (more: object) => eventsOf(alert(more))[0]?.facts?.counts;
    expect(counts({ acknowledged: false, report: { closeTime: 60_000 } })).toEqual({ acknowledgements: 0 });
    expect(counts({ acknowledged: false })).toBeUndefined();
    expect(counts({ acknowledged: true })).toEqual({ acknowledgements: 1 });
  });

  it("and the webhooks of the same acts are one page with each act once", () => {
    const report = {
      ackTime: 60_100,
      acknowledgedBy: "ana@north.example",
      closeTime: 90_100,
      closedBy: "ana@north.example",
    };
    const ns = (after: number) => `${CREATED + after}000110`;
    const told = { createdAt: CREATED, message: " Disk is filling", alias: "disk", tinyId: "7" };
    const events = [
      ...eventsOf(action("Create", { ...told, updatedAt: ns(0), responders: [{ type: "user", id: "u-1" }] })),
      ...eventsOf(action("Acknowledge", { ...told, ...ana, updatedAt: ns(60_050) })),
      ...eventsOf(action("Close", { ...told, ...ana, updatedAt: ns(90_050) })),
      ...eventsOf(alert({ report, responders: [{ type: "user", id: "u-1" }] })),
    ];
    const page = foldPage(events);
    expect(page?.actions.map(({ kind }) => kind)).toEqual(["acknowledged", "resolved"]);
    expect(page?.notifications).toEqual([
      { person: "u-1", at: CREATED, channel: "unknown", estimated: true, line: "first" },
    ]);
    expect(page).toMatchObject({ endedBy: "person", openingTitle: "Disk is filling" });
  });

  it("repeats its events exactly", () => {
    expect(eventsOf(alert({ report: { closeTime: 5 } }))).toEqual(eventsOf(alert({ report: { closeTime: 5 } })));
  });
});
