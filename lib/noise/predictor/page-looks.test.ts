import { describe, expect, it } from "vitest";
import { MINUTE, type PageSketch, pageOf, START } from "@/lib/noise/test-pages";
import { looksBefore, looksPast, tellLooks } from "./looks-past";
import { ownFactsOf } from "./page-facts";
import { looksFeatures, pageLooks } from "./page-looks";

const NOTE = "restarted the stuck worker";
const last = (sketch: PageSketch, bulkClosed = false) => pageLooks(pageOf(sketch), bulkClosed).at(-1)?.permille ?? null;
const DAY_MS = 86_400_000;

describe("pageLooks", () => {
  it("puts pages in the order of what people did about them", () => {
    const fleeting = last({ open: 3 });
    const acknowledged = last({ open: 12, actions: [{ minute: 11 }] });
    const engaged = last({
      open: 60,
      by: "person",
      actions: [{ minute: 3 }, { kind: "resolved", minute: 60, note: NOTE }],
    });
    const escalated = last({ open: 60, by: "person", actions: [{ minute: 3 }, { kind: "escalated", minute: 9 }] });
    expect([fleeting, acknowledged, engaged, escalated].map((each) => each ?? -1)).toEqual(
      [fleeting, acknowledged, engaged, escalated].map((each) => each ?? -1).sort((a, b) => a - b),
    );
    expect(fleeting).toBeLessThan(20);
    expect(escalated).toBeGreaterThan(900);
  });

  it.each<[string, PageSketch, Partial<Record<string, number>>]>([
    ["4.9 minutes are fleeting", { open: 4.9 }, { fleeting: 1, bySource: 1 }],
    ["5 minutes are not", { open: 5 }, { fleeting: 0, bySource: 1 }],
    ["an acknowledgement ends fleeting", { open: 4, actions: [{ minute: 1 }] }, { fleeting: 0, acknowledged: 1 }],
    ["10 minutes engaged", { open: 12, actions: [{ minute: 2 }] }, { engagedLong: 1, engagedThenClear: 0 }],
    ["9.9 minutes engaged", { open: 11.9, actions: [{ minute: 2 }] }, { engagedLong: 0, engagedThenClear: 0 }],
    ["cleared 1.9 minutes after", { open: 11.9, actions: [{ minute: 10 }] }, { engagedThenClear: 1 }],
    ["cleared 2 minutes after", { open: 12, actions: [{ minute: 10 }] }, { engagedThenClear: 0 }],
    [
      "an act of nobody known is an act, what a machine does is none",
      { open: 20, actions: [{ minute: 2, by: "unknown", note: NOTE }] },
      { acknowledged: 1, engagedLong: 1, longNote: 1, twoPeople: 0 },
    ],
    ["a machine", { open: 20, actions: [{ minute: 2, by: "automation" }] }, { acknowledged: 0, engagedLong: 0 }],
    [
      "an escalation only by a person",
      { open: 20, actions: [{ kind: "escalated", minute: 2, by: "unknown" }] },
      { escalated: 0 },
    ],
  ])("%s", (_, sketch, wanted) => {
    const page = pageOf(sketch);
    expect(looksFeatures(page, START + 3 * DAY_MS, false)).toMatchObject(wanted);
  });

  it("says nothing while it is open, and knows who closed it only when a sweep would be known", () => {
    const page = pageOf({
      open: 30,
      by: "person",
      actions: [{ minute: 3 }, { kind: "resolved", minute: 30, note: NOTE }],
    });
    expect(looksFeatures(page, START + 29 * MINUTE, false)).toBeNull();
    const looks = pageLooks(page, false);
    expect(looks.map(({ at }) => (at - START) / MINUTE)).toEqual([30, 31]);
    expect(looks.map(({ before }) => before)).toEqual([null, looks[0]?.permille]);
    expect(looks[1]?.permille).toBeGreaterThan(looks[0]?.permille ?? 1_000);
    expect(pageLooks(page, true)).toHaveLength(1);
  });
});

describe("looksBefore", () => {
  const own = (pageKey: string, at: number, signature = "s") => ({
    ...ownFactsOf(pageOf({ key: pageKey }), signature),
    pageKey,
    openedAt: at,
    service: "db",
    team: "core",
  });
  const told = (pageKey: string, at: number, permille: number, before: number | null = null, signature = "s") => {
    const page = own(pageKey, at, signature);
    return { what: "looked" as const, at: at + MINUTE + (before === null ? 0 : MINUTE), page, permille, before };
  };
  const view = (facts: ReturnType<typeof told>[], judged: readonly string[] = []) => {
    const past = looksPast();
    for (const each of facts) tellLooks(past, each);
    return looksBefore(past, own("now", START + 60 * DAY_MS), 60 * DAY_MS, (key) => judged.includes(key));
  };

  it("fades by the half-life, leaves out judged pages, and draws levels to the one below", () => {
    const facts = [
      told("a", START, 800),
      told("b", START + 60 * DAY_MS - 1, 200),
      told("c", START, 900, null, "other"),
    ];
    expect(view([])).toEqual({ worth: 0, pages: 0, service: 0.3, team: 0.3 });
    expect(view(facts).pages).toBeCloseTo(1.5, 6);
    expect(view(facts).worth).toBeCloseTo(0.4 + 0.2, 6);
    expect(view(facts, ["a"]).pages).toBeCloseTo(1, 6);
    const everybody = (1.9 + 5 * 0.3) / 8;
    expect(view(facts).team).toBeCloseTo((1.9 + 20 * everybody) / 23, 12);
  });

  it("is the same in any order, also of what replaces", () => {
    const facts = [told("a", START, 800), told("a", START, 300, 800), told("b", START + DAY_MS, 555)];
    const orders = [facts, facts.toReversed(), [facts[1], facts[2], facts[0]] as typeof facts];
    for (const order of orders) expect(view(order)).toStrictEqual(view(facts));
    expect(view(facts).pages).toBeLessThan(2);
  });

  it("holds the newest fifty pages of an alert", () => {
    const facts = Array.from({ length: 60 }, (_, index) => told(`p${index}`, START + index, index < 10 ? 1_000 : 0));
    expect(view(facts).worth).toBe(0);
  });
});
