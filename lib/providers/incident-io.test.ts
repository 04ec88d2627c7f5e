import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldPage } from "@/lib/ingest/fold-page";
import { permutations } from "@/lib/ingest/permutations";
import type { PageEvent } from "@/lib/model/page-event";
import { incidentIo } from "./incident-io";
import type { Outcome } from "./provider";

const RECEIVED = Date.UTC(2025, 2, 9, 5);
const ida = { id: "U1", name: "Ida Holm", email: "ida@example.com" };
const jon = { id: "U2", name: "Jon Reyes", email: "jon@example.com" };
const at = (second: number): string => new Date(Date.UTC(2025, 2, 9, 4, 10, second)).toISOString();

type Step = { id: string; event: string; occurred_at: string; users?: object[]; urgency?: string };
const step = (id: string, event: string, second: number, users?: object[]): Step => ({
  id,
  event,
  occurred_at: at(second),
  users,
});
const life = [
  step("1", "triggered", 1, [ida]),
  step("2", "notified_users", 2, [ida]),
  step("3", "notified_channels", 2, [jon]),
  step("4", "notified_users", 60, [ida, jon]),
  step("5", "acked", 70, [jon]),
  step("6", "resolved", 90, [jon]),
];

function escalation(events: readonly Step[], status = "triggered"): object {
  return { id: "E1", title: "Checkout is slow", status, created_at: at(0), updated_at: at(99), events, creator: {} };
}

function read(value: unknown, receivedAt: number | null = RECEIVED): Outcome {
  for (const format of incidentIo.formats) {
    if (format.shape === "json" && format.matches(value)) {
      return format.read(value, { zone: null, envelope: null, receivedAt });
    }
  }
  throw new Error("no format");
}

function eventsOf(value: unknown, receivedAt?: number | null): readonly PageEvent[] {
  const outcome = read(value, receivedAt);
  if (outcome.outcome !== "accepted") throw new Error(outcome.why);
  return outcome.events;
}

describe("an escalation of incident.io", () => {
  it("tells each act once, whatever came before it", () => {
    const keys = new Set(eventsOf(escalation(life)).map(({ eventKey }) => eventKey));
    expect(keys.size).toBe(7);
    const earlier = eventsOf(escalation(life.slice(0, 4))).filter(({ kind }) => kind !== "triggered");
    expect(earlier.map(({ kind }) => kind)).toEqual(["notified", "escalated", "notified", "notified"]);
    for (const { eventKey } of earlier) expect(keys.has(eventKey)).toBe(true);
  });

  it("says the same in whatever order its events come", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(life, { minLength: life.length }), (shuffled) => {
        expect(eventsOf(escalation(shuffled))).toEqual(eventsOf(escalation(life)));
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it("has the priority of its latest snapshot, whichever came first, and no change that nobody dated", () => {
    const told = (name: string, second: number) => {
      return eventsOf({ ...escalation(life.slice(0, 2)), priority: { name }, updated_at: at(second) });
    };
    for (const snapshots of permutations([told("P3", 3), told("P1", 50), told("P2", 30)])) {
      const page = foldPage(snapshots.flat());
      expect(page?.facts.priority).toBe("P1");
      expect(page?.actions).toEqual([]);
    }
  });

  it.each([
    ["in the first second", 2, jon, false],
    ["a second later", 3, jon, true],
    ["later, but notified before", 60, ida, false],
  ])("goes to the next level with who is notified %s", (_name, second, user, escalated) => {
    const events = eventsOf(
      escalation([step("2", "notified_users", 2, [ida]), step("4", "notified_users", second, [user])]),
    );
    expect(events.some(({ kind }) => kind === "escalated")).toBe(escalated);
    expect(events.filter(({ kind }) => kind === "notified")).toHaveLength(2);
  });

  it.each([
    ["resolved", false, "automation", undefined],
    ["resolved", true, "unknown", undefined],
    ["expired", false, "automation", "expired"],
    ["expired", true, "automation", "expired"],
    ["cancelled", false, "unknown", "cancelled"],
    ["cancelled", true, "unknown", "cancelled"],
  ])("that is %s, acknowledged %j, ended by %s", (event, isAcknowledged, by, how) => {
    const acknowledged = isAcknowledged ? [step("5", "acked", 70, [jon])] : [];
    const end = eventsOf(escalation([...acknowledged, step("6", event, 90)])).find(({ kind }) => kind === "resolved");
    expect({ by: end?.by, how: end?.how }).toEqual({ by, how });
  });

  it.each([
    ["resolved", true],
    ["expired", true],
    ["cancelled", true],
    ["acked", undefined],
    ["triggered", undefined],
  ])("%s without an event that dates it has an end without a time: %j", (status, closed) => {
    const [opening, ...others] = eventsOf(escalation([], status));
    expect(opening?.facts?.closedAtUnknownTime).toBe(closed);
    expect(others).toEqual([]);
  });

  it("acked without an event that dates it was acknowledged all the same", () => {
    expect(eventsOf(escalation([], "acked"))[0]?.facts?.counts).toEqual({ acknowledgements: 1 });
    expect(eventsOf(escalation(life.slice(0, 5), "acked"))[0]?.facts?.counts).toBeUndefined();
  });

  it.each([
    [{ alert: { id: "A" } }, "automation"],
    [{ workflow: { id: "W" } }, "automation"],
    [{ user: ida }, "person"],
    [{}, "unknown"],
    [undefined, "unknown"],
  ])("of %j is raised by %s", (creator, by) => {
    expect(eventsOf({ ...escalation([]), creator, escalation_path_id: "P" })[0]).toMatchObject({
      kind: "triggered",
      by,
    });
  });
});

describe("a webhook of incident.io", () => {
  const type = "private_escalation.escalation_created_v1";

  it("with an id only opens the page when it came in", () => {
    const body = { event_type: type, [type]: { id: "E1" } };
    expect(eventsOf(body)).toEqual([
      {
        provider: "incident-io",
        pageKey: "E1",
        eventKey: "created",
        kind: "triggered",
        at: RECEIVED,
        atReceipt: true,
        by: "unknown",
      },
    ]);
    expect(read(body, null)).toMatchObject({ outcome: "rejected" });
  });

  it.each([
    ["as it is", (body: object) => body],
    ["in the envelope of Svix", (body: object) => ({ type, timestamp: at(0), data: body })],
    ["relayed as text", (body: object) => ({ payload: JSON.stringify(body) })],
  ])("is read %s", (_name, wrap) => {
    const body = { event_type: type, [type]: escalation(life) };
    expect(eventsOf(wrap(body))).toEqual(eventsOf(escalation(life)));
  });

  it.each([
    [[["webhook-id", "msg_1"]], "msg_1"],
    [[["svix-id", "msg_2"]], "msg_2"],
    [
      [
        ["webhook-id", "msg_1"],
        ["svix-id", "msg_2"],
      ],
      "msg_1",
    ],
    [[], null],
  ] as [[string, string][], string | null][])("with the headers %j is delivered under %j", (headers, key) => {
    expect(incidentIo.webhook?.deliveryKey({}, new Map(headers))).toBe(key);
  });
});
