import { describe, expect, it } from "vitest";
import { foldPage } from "@/lib/ingest/fold-page";
import { permutations } from "@/lib/ingest/permutations";
import type { PageEvent } from "@/lib/model/page-event";
import { betterStack } from "./better-stack";
import type { Outcome } from "./provider";

const OPENED = Date.UTC(2026, 2, 6, 9);
const MINUTE = 60_000;
const iso = (minutes: number): string => new Date(OPENED + minutes * MINUTE).toISOString();

function body(event: string, resolvedAfter: number | null, more: object = {}): object {
  const resolved_at = resolvedAfter === null ? null : iso(resolvedAfter);
  const status = resolvedAfter === null ? "Started" : "Resolved";
  const attributes = { name: "Checkout", started_at: iso(0), acknowledged_at: null, resolved_at, status };
  return { event, data: { id: "88", type: "incident", attributes }, ...more };
}

function read(value: unknown, receivedAt: number | null): Outcome {
  for (const format of betterStack.formats) {
    if (format.shape === "json" && format.matches(value))
      return format.read(value, { zone: null, envelope: null, receivedAt });
  }
  throw new Error("no format");
}

function eventsOf(value: unknown, minutes: number | null): readonly PageEvent[] {
  const outcome = read(value, minutes === null ? null : OPENED + minutes * MINUTE);
  if (outcome.outcome !== "accepted") throw new Error(outcome.why);
  return outcome.events;
}

const comment = { id: "31", content: "Rolling back", user_email: "Ana@example.com", created_at: iso(2) };
/** Each body with the minute at which it came in. */
const life: readonly (readonly [object, number])[] = [
  [body("started", null), 0.1],
  [body("comment", null, { comment }), 2.1],
  [body("resolved", 5), 5.1],
  [body("reopened", null), 10],
  [body("resolved", 20), 20.1],
  [body("reopened", null), 30],
];

describe("an incident of Better Stack", () => {
  it("that is reopened has a new opening each time, in every order of its bodies", () => {
    let orders = 0;
    for (const order of permutations(life)) {
      orders += 1;
      const again = order.slice(0, orders % order.length);
      const events = [...order, ...again].flatMap(([value, minutes]) => eventsOf(value, minutes));
      const page = foldPage(events);
      expect(page?.openings.map(({ openedAt, endedAt }) => [openedAt, endedAt])).toEqual([
        [OPENED, OPENED + 5 * MINUTE],
        [OPENED + 10 * MINUTE, OPENED + 20 * MINUTE],
        [OPENED + 30 * MINUTE, null],
      ]);
      expect(page?.actions.filter(({ kind }) => kind === "annotated")).toMatchObject([
        { by: "person", person: "ana@example.com", note: "Rolling back", at: OPENED + 2 * MINUTE },
      ]);
    }
    expect(orders).toBe(720);
  });

  it("in a file is not reopened at a guessed time", () => {
    expect(eventsOf(body("reopened", null), null).map(({ kind }) => kind)).toEqual(["triggered"]);
    expect(read(body("reopened", null), null)).toMatchObject({
      issues: ["reopened: the body does not say when, and a file has no moment of receipt"],
    });
  });

  it.each([
    ["in an envelope", { id: "31", type: "incident_comment", attributes: { ...comment, id: 31 } }],
    ["by a named author", { ...comment, user_email: undefined, author: { email: "ana@example.com" } }],
    ["by an author who is text", { ...comment, user_email: undefined, author: "Ana@example.com" }],
  ])("has the same comment %s", (_name, other) => {
    const [, noted] = eventsOf(body("comment", null, { comment: other }), 3);
    expect(noted).toEqual(eventsOf(body("comment", null, { comment }), 3)[1]);
  });

  it("with a comment of nobody known is noted by nobody known", () => {
    const [, noted] = eventsOf(body("comment", null, { comment: { content: "posted from API" } }), 3);
    expect(noted).toMatchObject({ kind: "annotated", by: "unknown", at: OPENED + 3 * MINUTE, atReceipt: true });
    expect(noted).not.toHaveProperty("person");
  });

  it.each([
    ["started", false],
    ["comment", false],
    ["resolved", false],
    ["reopened", true],
  ])("whose body says %s may come again with the same words: %j", (event, timeless) => {
    expect(betterStack.webhook?.isTimeless?.(body(event, null))).toBe(timeless);
  });
});
