import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Label } from "@/lib/labels/label";
import { groupBy } from "@/lib/model/group-by";
import type { PageEvent, PageFacts } from "@/lib/model/page-event";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { type ClassifyInput, classify } from "./classify";

const START = Date.parse("2026-03-02T01:00:00Z");
const MINUTE = 60_000;
const DAY = 86_400_000;
const DISK: PageFacts = { title: "Disk full on db-1", service: "Ledger DB", team: "Core", rule: "disk-full" };

type Sketch = { key: string; at: number; minutes?: number; provider?: string; facts?: PageFacts; byPerson?: boolean };

/** Opened, notified, and ended by its source or by a person. */
function told({ key, at, minutes = 3, provider = "pd", facts = DISK, byPerson = false }: Sketch): PageEvent[] {
  const event = (kind: PageEvent["kind"], after: number, more: Partial<PageEvent>): PageEvent => {
    return { provider, pageKey: key, eventKey: `${key} ${kind}`, kind, at: at + after, by: "automation", ...more };
  };
  const end: Partial<PageEvent> = byPerson ? { by: "person", person: "U1", note: "moved the old segments away" } : {};
  return [
    event("triggered", 0, { facts }),
    event("notified", 1_000, { person: "U1", channel: "push" }),
    event("resolved", minutes * MINUTE, end),
  ];
}

const nightly = (count: number) =>
  Array.from({ length: count }, (_, index) => told({ key: `P${index}`, at: START + index * DAY + index * 7 * MINUTE }));

function label(about: Label["about"], said: Partial<Label>): Label {
  const nothing = { wrongHour: false, note: null, by: null, at: null, from: null, until: null, tag: null };
  return { about, verdict: "noise", reason: null, weight: 1, endedAt: null, ...nothing, ...said };
}
const onPage = (pageKey: string, said: Partial<Label>) => label({ kind: "page", provider: "pd", pageKey }, said);

function linesOf(pages: readonly PageEvent[][], more: Partial<ClassifyInput> = {}) {
  const nothing = { labels: [], changes: [], people: [], settings: DEFAULT_SETTINGS, zone: "UTC", atPageTime: false };
  return [...classify({ events: pages, ...nothing, ...more })];
}

describe("classify", () => {
  it("gives nothing of nothing", () => {
    expect([linesOf([]), linesOf([], { atPageTime: true })]).toEqual([[], []]);
  });

  it("lists 50 pages of a finding around each page, and says how many there are", () => {
    const few = linesOf(nightly(50));
    expect(few[0]?.findings[0]).toMatchObject({ pageCount: 50, pages: few.map(({ key }) => key) });
    const lines = linesOf(nightly(120));
    const listed = (index: number) => lines[index]?.findings.find(({ detector }) => detector === "self-healed");
    const keys = lines.map(({ key }) => key);
    expect(listed(0)).toMatchObject({ pageCount: 120, pages: keys.slice(0, 50) });
    expect(listed(60)?.pages).toEqual(keys.slice(35, 85));
    expect(listed(119)?.pages).toEqual(keys.slice(70));
    expect(new Set(lines.map((_, index) => listed(index)?.id)).size).toBe(1);
  });

  it("keeps pages of two providers apart that have one key, and spells keys as their providers do", () => {
    const lines = linesOf([
      told({ key: "1", at: START }),
      told({ key: "1", at: START, provider: "other", byPerson: true, minutes: 40 }),
    ]);
    expect(lines.map(({ key, provider, verdict }) => [key, provider, verdict])).toEqual([
      ["1", "other", "actionable"],
      ["1", "pd", "noise"],
    ]);
    expect(JSON.stringify(lines)).not.toContain("\\u0000");
  });

  it("names what a page was merged into by its own key", () => {
    const merged: PageEvent = {
      ...(told({ key: "P9", at: START + 5 * MINUTE })[0] as PageEvent),
      eventKey: "m",
      kind: "merged",
      at: START + 6 * MINUTE,
      mergedInto: "P1",
    };
    const pages = [
      told({ key: "P1", at: START, minutes: 90 }),
      [...told({ key: "P9", at: START + 5 * MINUTE }).slice(0, 2), merged],
    ];
    const line = linesOf(pages).find(({ key }) => key === "P9");
    expect(line).toMatchObject({ verdict: "noise", reason: "duplicate", usedPages: ["P1"] });
    expect(line?.sentence).toBe("Noise, duplicate: merged into page P1.");
  });

  it("a file is known to its last event: what is open until then is stale, alone in its alert or not", () => {
    const open = told({ key: "OPEN", at: START, facts: { ...DISK, rule: "other" } }).slice(0, 2);
    const line = linesOf([open, ...nightly(9)]).find(({ key }) => key === "OPEN");
    expect(line?.findings.map(({ detector }) => detector)).toContain("stale");
  });
});

describe("words of people", () => {
  const pages = nightly(6);
  const [signature = ""] = linesOf(pages).map((line) => line.signature);
  const byKey = (labels: Label[]) => new Map(linesOf(pages, { labels }).map((line) => [line.key, line]));

  it("a word on the page wins over one on its alert, the latest over earlier ones, and none that has ended counts", () => {
    const lines = byKey([
      onPage("P1", { verdict: "actionable", reason: "could-wait", at: START + 9 * DAY }),
      onPage("P1", { verdict: "noise", at: START + 8 * DAY }),
      onPage("P2", { verdict: "actionable", endedAt: START + 9 * DAY }),
      label({ kind: "signature", signature }, { verdict: "noise", reason: "threshold" }),
    ]);
    expect(lines.get("P1")).toMatchObject({ verdict: "actionable", reason: "could-wait", said: { about: "page" } });
    expect(lines.get("P2")).toMatchObject({ verdict: "noise", reason: "threshold", said: { about: "signature" } });
    expect(lines.get("P2")).toMatchObject({ origin: "person", inferred: { verdict: "noise", reason: "self-healed" } });
  });

  it("a word on an alert holds from its beginning until before its end", () => {
    const opened = linesOf(pages).map(({ openedAt }) => Date.parse(openedAt));
    const [from = 0, until = 0] = [opened[2], opened[4]];
    const lines = byKey([label({ kind: "signature", signature }, { verdict: "actionable", from, until })]);
    expect([...lines.values()].map(({ origin }) => origin === "person")).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it("teach the other pages of the alert", () => {
    const said = ["P0", "P1", "P2"].map((key) => onPage(key, { verdict: "actionable" }));
    expect(byKey(said).get("P4")?.probability).toBeGreaterThan(byKey([]).get("P4")?.probability ?? 1);
  });
});

describe("at page time", () => {
  const pages = nightly(12);
  const predict = (of: readonly PageEvent[][], more: Partial<ClassifyInput> = {}) =>
    linesOf(of, { ...more, atPageTime: true });
  const probabilities = (labels: Label[]) => predict(pages, { labels }).map(({ probability }) => probability);

  it("a label teaches only pages that open after it was given; one without a time teaches none", () => {
    const none = probabilities([]);
    const given = probabilities([onPage("P3", { verdict: "actionable", at: START + 5 * DAY })]);
    expect(given.slice(0, 5)).toEqual(none.slice(0, 5));
    expect(given[6]).toBeGreaterThan(none[6] ?? 1);
    expect(probabilities([onPage("P3", { verdict: "actionable" })])).toEqual(none);
    expect(probabilities([onPage("P3", { verdict: "actionable", at: START })])).toEqual(none);
  });

  it("a word that was taken back teaches until then", () => {
    const said = onPage("P3", { verdict: "actionable", at: START + 5 * DAY, endedAt: START + 8 * DAY });
    const [none, taken] = [probabilities([]), probabilities([said])];
    expect(taken[7]).toBeGreaterThan(none[7] ?? 1);
    expect(taken[9]).toBe(none[9]);
  });

  it("a word on the whole alert counts from when it was given", () => {
    const [signature = ""] = predict(pages).map((line) => line.signature);
    const said = label({ kind: "signature", signature }, { verdict: "actionable", at: START + 5 * DAY });
    const [none, given] = [probabilities([]), probabilities([said])];
    expect(given.slice(0, 5)).toEqual(none.slice(0, 5));
    expect(given[7]).toBeGreaterThan(none[7] ?? 1);
  });

  it("a title, a rule, a service and a priority that are told later change nothing", () => {
    const later = (facts: PageFacts): PageEvent => {
      return {
        ...(told({ key: "P11", at: START })[0] as PageEvent),
        eventKey: "later",
        kind: "annotated",
        at: START + 20 * DAY,
        facts,
      };
    };
    const edited = {
      title: "[P1] customers hit",
      rule: "other",
      service: "Other",
      priority: "P1",
      environment: "test",
    };
    const [plain, changed] = [predict(pages), predict([...pages.slice(0, 11), [...(pages[11] ?? []), later(edited)]])];
    expect(changed).toEqual(plain);
  });

  it("sees no future: a file that is cut gives the pages before the cut the same lines", () => {
    const at = fc.integer({ min: 0, max: 20 * 24 * 60 }).map((minutes) => START + minutes * MINUTE);
    const sketch = fc.record({
      at,
      minutes: fc.integer({ min: 1, max: 3_000 }),
      byPerson: fc.boolean(),
      facts: fc.constantFrom<PageFacts>(
        DISK,
        { ...DISK, rule: "other" },
        { ...DISK, service: "Login", priority: "P2" },
      ),
      said: fc.option(fc.record({ after: fc.integer({ min: 1, max: 9_000 }), isReal: fc.boolean() }), { nil: null }),
    });
    fc.assert(
      fc.property(fc.array(sketch, { minLength: 1, maxLength: 30 }), at, (sketches, cutAt) => {
        const all = sketches.map((each, index) => ({ ...each, key: `P${index}` }));
        const events = all.flatMap(told);
        const labels = all.flatMap(({ key, said, at: openedAt }) =>
          said === null
            ? []
            : [onPage(key, { verdict: said.isReal ? "actionable" : "noise", at: openedAt + said.after * MINUTE })],
        );
        const run = (some: readonly PageEvent[]) =>
          predict([...groupBy(some, ({ pageKey }) => pageKey).values()], { labels });
        const before = run(events).filter(({ openedAt }) => Date.parse(openedAt) < cutAt);
        expect(run(events.filter((event) => event.at < cutAt))).toEqual(before);
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});
