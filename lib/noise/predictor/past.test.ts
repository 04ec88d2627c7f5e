import { describe, expect, it } from "vitest";
import type { Change } from "@/lib/model/change";
import { pageOf } from "@/lib/noise/test-pages";
import { clockFit } from "./clock-fit";
import { gestureWeight, halfLifeBefore, humanBefore, labelsPast, priorBefore, tellLabel } from "./labels-past";
import { type OwnFacts, openingFactsOf, ownFactsOf } from "./page-facts";
import { changesBefore, surroundings, tellChange } from "./surroundings";
import { DAY, HOUR, MINUTE, WORLD_START } from "./test-world";
import { tokenBuckets } from "./title-tokens";

const own = (changed: Partial<OwnFacts> = {}): OwnFacts => ({
  pageKey: "p",
  signature: "s",
  provider: "pd",
  service: "db",
  team: "core",
  openedAt: WORLD_START,
  title: "Disk full",
  rule: "r",
  environment: null,
  priority: null,
  urgency: null,
  ...changed,
});

describe("what a page may say of itself", () => {
  it("not the priority it ended with, not a title edited later", () => {
    const page = { ...pageOf({ facts: { title: "edited", priority: "P1", team: "late" } }), openingTitle: "as opened" };
    expect(ownFactsOf(page, "s")).toMatchObject({ title: "as opened", priority: null, team: null, urgency: null });
    const opening = { priority: "P3", urgency: "low" as const, team: "core" };
    expect(ownFactsOf({ ...page, opening }, "s")).toMatchObject(opening);
  });

  it("the opening told what its own events told, true by then", () => {
    const event = (at: number, facts: object, eventKey = `e${at}`) => {
      return {
        provider: "pd",
        pageKey: "p",
        eventKey,
        kind: "triggered" as const,
        at,
        by: "automation" as const,
        facts,
      };
    };
    const early = event(10, { priority: "P3", urgency: "high", team: "core" });
    expect(openingFactsOf([event(20, { priority: "P1" }), early], 10)).toEqual({
      priority: "P3",
      urgency: "high",
      team: "core",
    });
    expect(openingFactsOf([event(10, { priority: "P1", asOf: 500 })], 10).priority).toBeNull();
  });
});

describe("clockFit", () => {
  const walls = (count: number, wallOf: (index: number) => number) =>
    Array.from({ length: count }, (_, index) => ({ wall: wallOf(index) }));
  const nightly = (index: number) => WORLD_START + index * DAY + 3 * HOUR + (index % 3) * 5 * MINUTE;

  it.each([
    ["seven nights", 7, nightly, 7 * DAY + 3 * HOUR, { firesByClock: true, onTime: true }],
    ["seven nights, at noon", 7, nightly, 7 * DAY + 12 * HOUR, { firesByClock: true, onTime: false }],
    ["six nights", 6, nightly, 6 * DAY + 3 * HOUR, { firesByClock: false, onTime: false }],
    [
      "around midnight",
      9,
      (index: number) => WORLD_START + index * DAY + ((index % 2) - 0.5) * 20 * MINUTE,
      9 * DAY,
      {
        firesByClock: true,
        onTime: true,
      },
    ],
    ["weekly", 8, (index: number) => WORLD_START + index * 7 * DAY, 56 * DAY, { firesByClock: true, onTime: true }],
    [
      "business hours",
      20,
      (index: number) => WORLD_START + index * DAY + 9 * HOUR + ((index * 7) % 9) * HOUR,
      21 * DAY,
      {
        firesByClock: false,
        onTime: false,
      },
    ],
  ])("%s", (_, count, wallOf, after, fit) => expect(clockFit(walls(count, wallOf), WORLD_START + after)).toEqual(fit));
});

describe("changesBefore", () => {
  const change = (changed: Partial<Change>): Change => ({
    changeKey: "c",
    kind: "deploy",
    startsAt: WORLD_START - 10 * MINUTE,
    endsAt: null,
    service: "db",
    team: null,
    environment: null,
    rule: null,
    title: "",
    url: null,
    by: null,
    isRollback: false,
    ...changed,
  });
  const seen = (changed: Partial<Change>) => {
    const around = surroundings();
    tellChange(around, change(changed));
    return changesBefore(around, own());
  };

  it.each<[string, Partial<Change>, object]>([
    ["a deploy ten minutes before", {}, { sinceDeployMs: 10 * MINUTE }],
    ["of everything", { service: null }, { sinceDeployMs: 10 * MINUTE }],
    ["of another service", { service: "web" }, { sinceDeployMs: null }],
    ["of another team", { team: "web" }, { sinceDeployMs: null }],
    ["in another environment", { environment: "staging" }, { sinceDeployMs: null }],
    ["at the very opening", { startsAt: WORLD_START }, { sinceDeployMs: null }],
    ["a day ago", { startsAt: WORLD_START - DAY }, { sinceDeployMs: DAY }],
    ["longer ago", { startsAt: WORLD_START - DAY - 1 }, { sinceDeployMs: null }],
    ["of this rule", { kind: "rule-edit", rule: "r" }, { sinceRuleEditMs: 10 * MINUTE }],
    ["of another rule", { kind: "rule-edit", rule: "q" }, { sinceRuleEditMs: null }],
    ["maintenance that goes on", { kind: "maintenance" }, { inPlannedWork: true }],
    ["that ends with the opening", { kind: "maintenance", endsAt: WORLD_START }, { inPlannedWork: true }],
    ["that ended before", { kind: "maintenance", endsAt: WORLD_START - 1 }, { inPlannedWork: false }],
  ])("%s", (_, changed, expected) => expect(seen(changed)).toMatchObject(expected));
});

describe("labels", () => {
  const label = (key: string, ageDays: number, verdict: "actionable" | "noise" | "unclear", signature = "s") => {
    const page = own({ pageKey: key, signature, openedAt: WORLD_START - ageDays * DAY });
    return { at: WORLD_START, key, page, isPage: true, said: { verdict, reason: null }, weight: 1 };
  };

  it("fade with the time between the pages, and leave out the page itself", () => {
    const past = labelsPast();
    tellLabel(past, label("a", 60, "actionable"));
    tellLabel(past, label("b", 0, "noise"));
    tellLabel(past, label("c", 0, "unclear"));
    tellLabel(past, label("p", 0, "actionable"));
    expect(humanBefore(past, own(), 60 * DAY)).toEqual({
      a: expect.closeTo(0.5, 12),
      n: expect.closeTo(1.5, 12),
      words: 2,
      last: 0,
    });
  });

  it("taken back, they are gone", () => {
    const past = labelsPast();
    tellLabel(past, label("a", 1, "actionable"));
    tellLabel(past, { ...label("a", 1, "actionable"), said: null });
    expect(humanBefore(past, own(), 60 * DAY)).toEqual({ a: 0, n: 0, words: 0, last: null });
    expect(priorBefore(past, own())).toEqual({ mu: 0.5, kappa: 2 });
  });

  it("of eight signatures make a prior for the next one", () => {
    const past = labelsPast();
    for (let signature = 0; signature < 8; signature += 1) {
      for (let number = 0; number < 4; number += 1) {
        tellLabel(past, label(`${signature}-${number}`, 1, number === 0 ? "actionable" : "noise", `s${signature}`));
      }
      expect(priorBefore(past, own()).mu).toBe(signature < 7 ? 0.5 : 0.25);
    }
    expect(priorBefore(past, own({ service: "web", team: null })).mu).toBe(0.25);
  });

  it("one gesture weighs five at most", () => {
    expect([1, 5, 10, 500].map((pages) => pages * gestureWeight(pages))).toEqual([1, 5, 5, 5]);
  });

  it("a rare alert keeps its labels longer", () => {
    const at = (...days: number[]) => days.map((day) => ({ at: day * DAY }));
    expect(halfLifeBefore([])).toBe(60 * DAY);
    expect(halfLifeBefore(at(0))).toBe(60 * DAY);
    expect(halfLifeBefore(at(0, 3, 6))).toBe(60 * DAY);
    expect(halfLifeBefore(at(0, 10, 30, 60))).toBe(400 * DAY);
    expect(halfLifeBefore(at(0, 1, 2, 100))).toBe(60 * DAY);
  });
});

describe("tokenBuckets", () => {
  it("numbers and short words are none, words count once, whatever the case", () => {
    expect(tokenBuckets("5 of 12 on db", null)).toEqual([]);
    expect(tokenBuckets("Disk full DISK", null)).toEqual(tokenBuckets("full disk 7", null));
    expect(tokenBuckets("disk full", "web")).not.toEqual(tokenBuckets("disk full", "db"));
  });
});
