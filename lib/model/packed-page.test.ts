import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packPage, unpackPage } from "./packed-page";
import { ACTION_KINDS, ENDINGS, LINES, type Page } from "./page";
import { ACTORS, CHANNELS } from "./page-event";

const instant = fc.integer({ min: -8_640_000_000_000, max: 8_640_000_000_000 });
const person = fc.constantFrom("7627643420752444228", "1302442788636172264", "a", "");
const actor = fc.constantFrom(...ACTORS);
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const text = fc.string();

const pages: fc.Arbitrary<Page> = fc.record(
  {
    provider: text,
    pageKey: text,
    facts: fc.record(
      {
        title: text,
        service: text,
        team: text,
        environment: text,
        urgency: fc.constantFrom("high", "low"),
        priority: text,
        rule: text,
        dedup: text,
        number: text,
        link: text,
        policy: text,
        createdAt: instant,
        closedAtUnknownTime: fc.constant(true),
        counts: fc.dictionary(fc.constantFrom("interruptions", "escalations"), fc.nat(), { noNullPrototype: true }),
      },
      { requiredKeys: [] },
    ),
    openingTitle: maybe(text),
    openingPriority: maybe(text),
    triggeredAt: instant,
    raisedBy: actor,
    openings: fc.array(
      fc.record({ openedAt: instant, endedAt: maybe(instant), endedBy: fc.constantFrom(...ENDINGS) }),
      { maxLength: 3 },
    ),
    endedAt: maybe(instant),
    endedBy: fc.constantFrom(...ENDINGS),
    endedByPerson: maybe(person),
    acknowledgedAt: maybe(instant),
    acknowledgedBy: maybe(actor),
    acknowledgedByPerson: maybe(person),
    knowsAcknowledgements: fc.boolean(),
    mergedInto: maybe(text),
    actions: fc.array(
      fc.record({
        kind: fc.constantFrom(...ACTION_KINDS),
        at: instant,
        by: actor,
        person: maybe(person),
        to: fc.array(person, { maxLength: 3 }),
        note: maybe(text),
      }),
      { maxLength: 4 },
    ),
    notifications: fc.array(
      fc.record(
        {
          person,
          at: instant,
          channel: fc.constantFrom(...CHANNELS),
          estimated: fc.boolean(),
          line: fc.constantFrom(...LINES),
        },
        { requiredKeys: ["person", "at", "channel", "estimated"] },
      ),
      { maxLength: 4 },
    ),
    lastEventAt: instant,
  },
  {
    requiredKeys: [
      "provider",
      "pageKey",
      "facts",
      "triggeredAt",
      "raisedBy",
      "openings",
      "endedAt",
      "endedBy",
      "endedByPerson",
      "acknowledgedAt",
      "acknowledgedBy",
      "acknowledgedByPerson",
      "knowsAcknowledgements",
      "mergedInto",
      "actions",
      "notifications",
      "lastEventAt",
    ],
  },
);

describe("a packed page", () => {
  it("is the same page again, as after JSON", () => {
    fc.assert(
      fc.property(pages, (page) => {
        expect(unpackPage(packPage(page))).toStrictEqual(JSON.parse(JSON.stringify(page)));
      }),
    );
  });

  it("keeps a title of its opening that is also its title now, and one that is not", () => {
    fc.assert(
      fc.property(pages, text, (page, title) => {
        const same = { ...page, facts: { ...page.facts, title, priority: title }, openingTitle: title };
        expect(unpackPage(packPage(same))).toStrictEqual(JSON.parse(JSON.stringify(same)));
        const only = {
          ...same,
          openings: [{ openedAt: page.triggeredAt, endedAt: page.endedAt, endedBy: page.endedBy }],
        };
        expect(unpackPage(packPage(only))).toStrictEqual(JSON.parse(JSON.stringify(only)));
      }),
    );
  });

  it("is read as it was written before: places in the closed lists are stored", () => {
    const stored =
      '["pagerduty","Q5",1000,["Disk full","db",null,null,"high"],1,0,1,5000,1,0,60,0,0,1,null,5000,0,[0,60,0,0,null,null,1,70,0,0,null,"looking",3,80,1,null,[1],null,8,5000,0,0,null,null],[0,0,1,1,5,32],["p1","p2"]]';
    const page: Page = {
      provider: "pagerduty",
      pageKey: "Q5",
      facts: { title: "Disk full", service: "db", urgency: "high" },
      openingTitle: "Disk full",
      triggeredAt: 1000,
      raisedBy: "automation",
      openings: [{ openedAt: 1000, endedAt: 6000, endedBy: "person" }],
      endedAt: 6000,
      endedBy: "person",
      endedByPerson: "p1",
      acknowledgedAt: 1060,
      acknowledgedBy: "person",
      acknowledgedByPerson: "p1",
      knowsAcknowledgements: true,
      mergedInto: null,
      actions: [
        { kind: "acknowledged", at: 1060, by: "person", person: "p1", to: [], note: null },
        { kind: "annotated", at: 1070, by: "person", person: "p1", to: [], note: "looking" },
        { kind: "reassigned", at: 1080, by: "automation", person: null, to: ["p2"], note: null },
        { kind: "resolved", at: 6000, by: "person", person: "p1", to: [], note: null },
      ],
      notifications: [
        { person: "p1", at: 1000, channel: "push", estimated: false, line: "first" },
        { person: "p2", at: 1005, channel: "unknown", estimated: false, line: "escalated" },
      ],
      lastEventAt: 6000,
    };
    expect(packPage(page)).toBe(stored);
    expect(unpackPage(stored)).toStrictEqual(page);
  });

  it("refuses a place that no list has", () => {
    expect(() => unpackPage('["p","k",0,[],0,0,7,0,0,null,null,null,null,1,null,0,0,[],[],[]]')).toThrow("place 7");
  });
});
