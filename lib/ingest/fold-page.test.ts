import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Page } from "@/lib/model/page";
import type { PageEvent } from "@/lib/model/page-event";
import { foldPage } from "./fold-page";
import { permutations } from "./permutations";

const T0 = Date.parse("2026-11-16T02:00:00Z");
const MIN = 60_000;
let keys = 0;

function event(kind: PageEvent["kind"], minute: number, rest: Partial<PageEvent> = {}): PageEvent {
  keys += 1;
  return { provider: "pd", pageKey: "P1", eventKey: `e${keys}`, kind, at: T0 + minute * MIN, by: "unknown", ...rest };
}

function fold(...events: PageEvent[]): Page {
  const page = foldPage(events);
  if (!page) throw new Error("no page");
  return page;
}

const byPerson = (person: string) => ({ by: "person" as const, person });
const endings = (page: Page) => page.openings.map(({ endedBy }) => endedBy);

describe("the life of a page", () => {
  it("is nothing without events", () => expect(foldPage([])).toBeNull());

  it("opens, is acknowledged and ends", () => {
    const page = fold(
      event("triggered", 0, { by: "automation", facts: { title: "disk full", service: "db" } }),
      event("acknowledged", 3, byPerson("ann")),
      event("resolved", 20, byPerson("ann")),
    );
    expect(page).toMatchObject({
      triggeredAt: T0,
      raisedBy: "automation",
      endedAt: T0 + 20 * MIN,
      endedBy: "person",
      endedByPerson: "ann",
      acknowledgedAt: T0 + 3 * MIN,
      acknowledgedBy: "person",
      acknowledgedByPerson: "ann",
      openingTitle: "disk full",
      lastEventAt: T0 + 20 * MIN,
    });
    expect(page.openings).toEqual([{ openedAt: T0, endedAt: T0 + 20 * MIN, endedBy: "person" }]);
    expect(page.actions.map(({ kind }) => kind)).toEqual(["acknowledged", "resolved"]);
  });

  it.each<[Partial<PageEvent>, Page["endedBy"]]>([
    [{ by: "automation" }, "source"],
    [{ by: "person", person: "ann" }, "person"],
    [{ by: "person" }, "person"],
    [{ by: "unknown" }, "unknown"],
    [{ by: "automation", how: "timeout" }, "timeout"],
    [{ by: "automation", how: "expired" }, "timeout"],
    [{ by: "automation", how: "deleted" }, "source"],
  ])("a resolve %o ends it by %s", (rest, ending) => {
    expect(fold(event("triggered", 0), event("resolved", 5, rest)).endedBy).toBe(ending);
  });

  it("a merge ends it without a fix", () => {
    const page = fold(event("triggered", 0), event("merged", 2, { ...byPerson("ann"), mergedInto: "P9" }));
    expect(page).toMatchObject({ endedBy: "merge", mergedInto: "P9", endedByPerson: null });
  });

  it("opens again, and only the last opening tells how it stands", () => {
    const page = fold(
      event("triggered", 0),
      event("resolved", 5, { by: "automation" }),
      event("reopened", 10, byPerson("bob")),
      event("resolved", 30, byPerson("bob")),
    );
    expect(page.openings.map(({ openedAt, endedAt }) => [(openedAt - T0) / MIN, ((endedAt ?? 0) - T0) / MIN])).toEqual([
      [0, 5],
      [10, 30],
    ]);
    expect(endings(page)).toEqual(["source", "person"]);
    expect(fold(event("triggered", 0), event("resolved", 5), event("reopened", 6)).endedAt).toBeNull();
  });

  it("an end told again, a trigger told again and a reopening while open change nothing", () => {
    const page = fold(
      event("triggered", 0),
      event("triggered", 1),
      event("reopened", 2),
      event("resolved", 5, { by: "automation" }),
      event("resolved", 9, byPerson("ann")),
    );
    expect(page.openings).toEqual([{ openedAt: T0, endedAt: T0 + 5 * MIN, endedBy: "source" }]);
    expect(page.endedByPerson).toBeNull();
  });

  it("what happens after the end is kept and moves nothing", () => {
    const page = fold(event("triggered", 0), event("resolved", 5), event("annotated", 60, { note: "post mortem" }));
    expect(page).toMatchObject({ endedAt: T0 + 5 * MIN, lastEventAt: T0 + 60 * MIN });
    expect(page.actions.at(-1)).toMatchObject({ kind: "annotated", note: "post mortem", by: "unknown", person: null });
  });

  it("without its trigger it opens at the earliest event", () => {
    const page = fold(event("resolved", 9, byPerson("ann")), event("acknowledged", 4, byPerson("ann")));
    expect(page).toMatchObject({ triggeredAt: T0 + 4 * MIN, raisedBy: "unknown", endedBy: "person" });
  });

  it("without its trigger it opens when another event says that it did", () => {
    const late = event("acknowledged", 9, { ...byPerson("ann"), facts: { createdAt: T0 + 2 * MIN } });
    expect(fold(event("resolved", 20), late)).toMatchObject({
      triggeredAt: T0 + 2 * MIN,
      acknowledgedAt: T0 + 9 * MIN,
    });
    expect(fold(event("triggered", 3), late).triggeredAt).toBe(T0 + 3 * MIN);
  });

  it("events before the trigger do not move the opening", () => {
    expect(fold(event("triggered", 0), event("notified", -1, { person: "ann", channel: "push" })).triggeredAt).toBe(T0);
  });

  it("an end before the beginning is an unknown end, not a negative duration and not an open page", () => {
    const page = fold(event("triggered", 10), event("resolved", 5, { by: "automation" }));
    expect(page).toMatchObject({ endedAt: null, endedBy: "unknown" });
  });

  it("closed at an unknown time is over with an unknown end", () => {
    const closed = { closedAtUnknownTime: true as const };
    expect(fold(event("triggered", 0, { facts: closed }))).toMatchObject({ endedAt: null, endedBy: "unknown" });
    expect(fold(event("triggered", 0, { facts: closed }), event("resolved", 4, { by: "automation" }))).toMatchObject({
      endedAt: T0 + 4 * MIN,
      endedBy: "source",
    });
    const opened = fold(event("triggered", 0, { facts: closed }), event("resolved", 4), event("reopened", 8));
    expect(opened.endedBy).toBe("still-open");
  });

  it("the first acknowledgement stays the first after it was taken back", () => {
    const page = fold(
      event("triggered", 0),
      event("acknowledged", 2, byPerson("ann")),
      event("unacknowledged", 32, { by: "automation" }),
      event("acknowledged", 40, byPerson("bob")),
    );
    expect(page).toMatchObject({
      acknowledgedAt: T0 + 2 * MIN,
      acknowledgedByPerson: "ann",
      knowsAcknowledgements: true,
    });
  });
});

describe("one act, told twice", () => {
  it("webhook and snapshot differ in key and fraction: the exact time and the known actor stay", () => {
    const page = fold(
      event("triggered", 0),
      event("acknowledged", 1, { by: "unknown" }),
      event("acknowledged", 1, { ...byPerson("ann"), at: T0 + MIN + 345 }),
      event("resolved", 2, { by: "unknown" }),
      event("resolved", 2, { by: "automation", at: T0 + 2 * MIN + 7 }),
    );
    expect(page.actions.map(({ kind, at, person }) => [kind, at - T0, person])).toEqual([
      ["acknowledged", MIN + 345, "ann"],
      ["resolved", 2 * MIN + 7, null],
    ]);
    expect(page.endedBy).toBe("source");
  });

  it("two people in one second are two acts", () => {
    const page = fold(
      event("triggered", 0),
      event("acknowledged", 1, byPerson("ann")),
      event("acknowledged", 1, byPerson("bob")),
    );
    expect(page.actions).toHaveLength(2);
  });

  it("the next second is another act", () => {
    const page = fold(
      event("triggered", 0),
      event("annotated", 1, { ...byPerson("ann"), note: "a" }),
      event("annotated", 1, { ...byPerson("ann"), note: "b", at: T0 + MIN + 1000 }),
    );
    expect(page.actions).toHaveLength(2);
  });

  it("a person who ended it in that second beats automation: never call that self-healed", () => {
    const page = fold(
      event("triggered", 0),
      event("resolved", 5, { by: "automation" }),
      event("resolved", 5, byPerson("ann")),
    );
    expect(page).toMatchObject({ endedBy: "person", endedByPerson: "ann" });
  });

  it("a cut-off time does not end a page before what happened in its second", () => {
    const page = fold(event("triggered", 0, { at: T0 + 900 }), event("resolved", 0, { at: T0, by: "automation" }));
    expect(page.openings).toEqual([{ openedAt: T0 + 900, endedAt: T0 + 900, endedBy: "source" }]);
  });

  it("an escalation to several people told one by one is one step", () => {
    const page = fold(
      event("triggered", 0),
      event("escalated", 5, { by: "automation", to: ["bob"] }),
      event("escalated", 5, { by: "automation", to: ["cy"] }),
    );
    expect(page.actions).toMatchObject([{ kind: "escalated", to: ["bob", "cy"], by: "automation" }]);
  });

  it("the longer note is the whole one, and the note of nobody known goes to whoever wrote it", () => {
    const page = fold(
      event("triggered", 0),
      event("annotated", 1, { note: "restarted the worker by hand" }),
      event("annotated", 1, { ...byPerson("ann"), note: "restarted the" }),
    );
    expect(page.actions).toMatchObject([{ person: "ann", note: "restarted the worker by hand" }]);
  });
});

describe("what is known of a page", () => {
  it("a missing attribute overwrites nothing, the latest telling wins", () => {
    const page = fold(
      event("triggered", 0, { facts: { title: "old", service: "db", urgency: "high" } }),
      event("annotated", 5, { facts: { title: "new", urgency: undefined } }),
      event("priority-changed", 9, { facts: { priority: "P1" } }),
    );
    expect(page.facts).toEqual({ title: "new", service: "db", urgency: "high", priority: "P1" });
    expect(page.openingTitle).toBe("old");
  });

  it("asOf beats the time of the event", () => {
    const page = fold(
      event("triggered", 0, { facts: { title: "as of later", asOf: T0 + 90 * MIN } }),
      event("resolved", 30, { facts: { title: "as of the end" } }),
    );
    expect(page.facts).toEqual({ title: "as of later" });
  });

  it("the same event told again with more is not lost", () => {
    const first = event("triggered", 0, { eventKey: "same", facts: { title: "x" } });
    const again = { ...first, facts: { title: "x", priority: "P2", asOf: T0 + MIN } };
    expect(fold(first, again)).toEqual(fold(again, first));
    expect(fold(first, again).facts.priority).toBe("P2");
  });

  it("counts of several records add up to one set", () => {
    const page = fold(
      event("triggered", 0, { facts: { counts: { escalations: 1, interruptions: 4 } } }),
      event("resolved", 5, { facts: { counts: { escalations: 2 } } }),
    );
    expect(page.facts.counts).toEqual({ escalations: 2, interruptions: 4 });
  });
});

describe("knowsAcknowledgements", () => {
  const snapshot = { asOf: T0 + 500 * MIN };
  it.each<[string, boolean, PageEvent[]]>([
    [
      "a snapshot of trigger and end",
      false,
      [event("triggered", 0, { facts: snapshot }), event("resolved", 5, { facts: snapshot })],
    ],
    ["a file without asOf", false, [event("triggered", 0, { facts: { title: "x" } }), event("resolved", 5)]],
    [
      "a count of acknowledgements, even zero",
      true,
      [event("triggered", 0, { facts: { counts: { acknowledgements: 0 } } })],
    ],
    [
      "a count of one that no record dates",
      false,
      [event("triggered", 0, { facts: { counts: { acknowledgements: 1 } } })],
    ],
    [
      "acts one by one, and a count of an acknowledgement that is not among them",
      false,
      [event("triggered", 0, { facts: { counts: { acknowledgements: 1 } } }), event("notified", 1, byPerson("ann"))],
    ],
    [
      "a count of one, and its act",
      true,
      [event("triggered", 0, { facts: { counts: { acknowledgements: 1 } } }), event("acknowledged", 1)],
    ],
    ["another count", false, [event("triggered", 0, { facts: { counts: { escalations: 0 } } })]],
    ["an acknowledgement", true, [event("triggered", 0), event("acknowledged", 1)]],
    ["an acknowledgement that ended", true, [event("triggered", 0), event("unacknowledged", 1)]],
    [
      "a log with notifications",
      true,
      [event("triggered", 0), event("notified", 0, { person: "ann", channel: "push" })],
    ],
    [
      "two event bodies, each of its own moment",
      true,
      [event("triggered", 0, { facts: { asOf: T0 } }), event("resolved", 5, { facts: { asOf: T0 + 5 * MIN } })],
    ],
    ["one event body", false, [event("triggered", 0, { facts: { asOf: T0 } }), event("resolved", 5)]],
  ])("%s: %s", (_, known, events) => expect(fold(...events).knowsAcknowledgements).toBe(known));
});

describe("notifications", () => {
  it("are those that were told, and then none is estimated", () => {
    const page = fold(
      event("triggered", 0, { to: ["ann", "bob"] }),
      event("notified", 0, { person: "ann", channel: "push" }),
      event("notified", 0, { person: "ann", channel: "email" }),
    );
    expect(page.notifications).toEqual([
      { person: "ann", at: T0, channel: "push", estimated: false, line: "first" },
      { person: "ann", at: T0, channel: "email", estimated: false, line: "first" },
    ]);
  });

  it("are estimated from everybody who was asked", () => {
    const page = fold(
      event("triggered", 0, { to: ["ann"] }),
      event("triggered", 0, { to: ["ann"] }),
      event("escalated", 5, { by: "automation", to: ["bob", "ann"] }),
      event("reassigned", 7, { ...byPerson("bob"), to: ["cy", "bob"] }),
      event("responder-added", 8, { ...byPerson("cy"), to: ["di"], state: "pending" }),
      event("responder-added", 9, { by: "person", to: ["di"], state: "accepted" }),
      event("responder-added", 9, { by: "person", to: ["ed"], state: "declined" }),
    );
    expect(
      page.notifications.map(({ person, at, channel, estimated }) => [person, (at - T0) / MIN, channel, estimated]),
    ).toEqual([
      ["ann", 0, "unknown", true],
      ["ann", 5, "unknown", true],
      ["bob", 5, "unknown", true],
      ["cy", 7, "unknown", true],
      ["di", 8, "unknown", true],
    ]);
  });

  it("an acceptance alone tells that the person was asked", () => {
    const page = fold(
      event("triggered", 0),
      event("responder-added", 3, { ...byPerson("ann"), to: ["ann"], state: "accepted" }),
    );
    expect(page.notifications).toMatchObject([{ person: "ann", at: T0 + 3 * MIN, estimated: true }]);
    expect(page.actions).toMatchObject([{ kind: "joined", person: "ann", by: "person" }]);
  });
});

describe("the line on which a page came to somebody", () => {
  const rung = (minute: number, person: string, rest: Partial<PageEvent> = {}) =>
    event("notified", minute, { person, channel: "push", ...rest });
  const lines = (...events: PageEvent[]) => fold(...events).notifications.map(({ person, line }) => [person, line]);

  it.each<[number, "first" | "escalated"]>([
    [1, "first"],
    [2, "escalated"],
    [3, "escalated"],
  ])("is told by level %i, whoever was asked how", (level, line) => {
    const asked = [event("triggered", 0, { to: ["ann"] }), event("reassigned", 1, { to: ["bob"] })];
    expect(lines(...asked, rung(2, "ann", { level }), rung(2, "bob", { level }))).toEqual([
      ["ann", line],
      ["bob", line],
    ]);
  });

  it("is else told by how the person was asked last before", () => {
    expect(
      lines(
        event("triggered", 0, { to: ["ann"] }),
        rung(0, "ann"),
        event("escalated", 5, { by: "automation", to: ["bob"] }),
        rung(5, "bob"),
        rung(6, "ann"),
        event("escalated", 10, { by: "automation", to: ["ann"] }),
        rung(9, "ann"),
        rung(10, "ann"),
        event("reassigned", 12, { ...byPerson("bob"), to: ["cy"] }),
        rung(12, "cy"),
        event("responder-added", 13, { ...byPerson("cy"), to: ["di"], state: "pending" }),
        rung(14, "di"),
      ),
    ).toEqual([
      ["ann", "first"],
      ["bob", "escalated"],
      ["ann", "first"],
      ["ann", "first"],
      ["ann", "escalated"],
      ["cy", "escalated"],
      ["di", "escalated"],
    ]);
  });

  it("is the first again where a policy begins anew at its first level", () => {
    const round = [event("triggered", 0, { to: ["ann"] }), event("escalated", 5, { level: 2, to: ["bob"] })];
    expect(
      lines(...round, event("escalated", 10, { level: 1, to: ["ann"] }), rung(10, "ann"), rung(10, "bob")),
    ).toEqual([
      ["ann", "first"],
      ["bob", "escalated"],
    ]);
  });

  it("is missing where nothing tells: never asked, asked only later, or asked somebody else", () => {
    expect(
      lines(event("triggered", 0, { to: ["ann"] }), rung(1, "bob"), event("escalated", 2, { to: ["bob"] })),
    ).toEqual([["bob", undefined]]);
    expect(lines(event("triggered", 0), event("escalated", 1), rung(1, "ann"))).toEqual([["ann", undefined]]);
  });

  it("is the first where a log tells of nobody asked by then: it would have told an escalation", () => {
    const escalated = event("escalated", 5, { to: ["bob"] });
    expect(lines(event("triggered", 0), rung(0, "ann"), escalated, rung(5, "bob"), rung(6, "ann"))).toEqual([
      ["ann", "first"],
      ["bob", "escalated"],
      ["ann", undefined],
    ]);
  });

  it("reads times cut to the second, and takes a trigger with what it set off at once for one step", () => {
    expect(lines(event("escalated", 5, { at: T0 + 5 * MIN + 900, to: ["ann"] }), rung(5, "ann"))).toEqual([
      ["ann", "escalated"],
    ]);
    expect(
      lines(
        event("triggered", 0, { to: ["ann"] }),
        event("escalated", 0, { at: T0 + 400, to: ["ann"] }),
        rung(1, "ann"),
      ),
    ).toEqual([["ann", "first"]]);
  });

  it("is that of the asking where the notification is estimated from it", () => {
    expect(
      lines(
        event("triggered", 0, { to: ["ann"] }),
        event("escalated", 5, { to: ["ann", "bob"] }),
        event("responder-added", 8, { by: "person", to: ["ed"], state: "accepted" }),
      ),
    ).toEqual([
      ["ann", "first"],
      ["ann", "escalated"],
      ["bob", "escalated"],
      ["ed", "escalated"],
    ]);
  });
});

describe("the fold does not depend on how its events came", () => {
  const six = [
    event("triggered", 0, { by: "automation", to: ["ann", "bob"], facts: { title: "a", service: "s" } }),
    event("acknowledged", 1, byPerson("ann")),
    event("escalated", 2, { by: "automation", to: ["cy"], facts: { title: "b", asOf: T0 + 2 * MIN } }),
    event("resolved", 3, { by: "automation", facts: { urgency: "low" } }),
    event("reopened", 3, { by: "unknown" }),
    event("resolved", 9, { ...byPerson("cy"), note: "fixed" }),
  ];

  it("all 720 orders of six events", () => {
    const expected = fold(...six);
    expect(endings(expected)).toEqual(["source", "person"]);
    for (const order of permutations(six)) expect(foldPage(order)).toEqual(expected);
  });

  const anyEvent: fc.Arbitrary<PageEvent> = fc
    .record({
      kind: fc.constantFrom<PageEvent["kind"]>(
        "triggered",
        "notified",
        "acknowledged",
        "unacknowledged",
        "escalated",
        "reassigned",
        "responder-added",
        "annotated",
        "merged",
        "resolved",
        "reopened",
        "snoozed",
        "priority-changed",
      ),
      eventKey: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
      at: fc
        .integer({ min: 0, max: 8 })
        .chain((second) => fc.constantFrom(second * 1000, second * 1000 + 250, second * 1000 + 900)),
      by: fc.constantFrom<PageEvent["by"]>("person", "automation", "unknown"),
      person: fc.constantFrom("ann", "bob", undefined),
      to: fc.option(fc.subarray(["ann", "bob", "cy"]), { nil: undefined }),
      channel: fc.constantFrom<PageEvent["channel"]>("push", "email", undefined),
      level: fc.constantFrom(1, 2, undefined),
      note: fc.constantFrom("x", "longer", undefined),
      state: fc.constantFrom<PageEvent["state"]>("pending", "accepted", undefined),
      mergedInto: fc.constantFrom("Q1", "Q2", undefined),
      how: fc.constantFrom("timeout", "deleted", undefined),
      facts: fc.option(
        fc.record({
          title: fc.constantFrom("t1", "t2", undefined),
          service: fc.constantFrom("s1", undefined),
          asOf: fc.constantFrom(0, 3000, undefined),
          closedAtUnknownTime: fc.constantFrom<true | undefined>(true, undefined),
          counts: fc.option(fc.record({ escalations: fc.nat(3) }), { nil: undefined }),
        }),
        { nil: undefined },
      ),
    })
    .map((fields) => ({ provider: "pd", pageKey: "P1", ...fields }));
  const anyEvents = fc.array(anyEvent, { minLength: 1, maxLength: 12 });

  it("any order, redelivery and split of any events", () => {
    const withPlan = anyEvents.chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray(events, { minLength: events.length }),
        fc.array(fc.constantFrom(...events), { maxLength: 8 }),
        fc.nat(events.length),
      ),
    );
    fc.assert(
      fc.property(withPlan, ([events, shuffled, again, cut]) => {
        const expected = foldPage(events);
        expect(foldPage(shuffled)).toEqual(expected);
        expect(foldPage([...again, ...shuffled, ...again])).toEqual(expected);
        // Whatever came first is stored, folded, and folded anew together with the rest.
        foldPage(shuffled.slice(0, cut));
        expect(foldPage([...shuffled.slice(cut), ...shuffled.slice(0, cut)])).toEqual(expected);
      }),
      { numRuns: 1500, seed: 11 },
    );
  });

  it("openings follow each other and never end before they begin", () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const page = fold(...events);
        page.openings.forEach(({ openedAt, endedAt }, index) => {
          if (endedAt !== null) expect(endedAt).toBeGreaterThanOrEqual(openedAt);
          if (index > 0) expect(openedAt).toBeGreaterThanOrEqual(page.openings[index - 1]?.endedAt ?? Number.NaN);
        });
        expect(page.openings.at(-1)?.endedBy).toBe(page.endedBy);
        expect(events.some(({ at }) => at === page.triggeredAt)).toBe(true);
      }),
      { numRuns: 500, seed: 12 },
    );
  });

  it("leaves the events as they were", () => {
    const frozen = six.map((each) => Object.freeze({ ...each }));
    expect(foldPage(Object.freeze(frozen) as readonly PageEvent[])).toEqual(fold(...six));
  });
});
