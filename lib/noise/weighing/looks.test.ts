import { describe, expect, it } from "vitest";
import type { Ending } from "@/lib/model/page";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import type { Case } from "@/lib/noise/case";
import { sceneOf } from "@/lib/noise/history";
import type { StormPlace } from "@/lib/noise/storms";
import { historyOf, MINUTE, type PageSketch, pageOf, START } from "@/lib/noise/test-pages";
import { LOOKS, viewerOf } from "./looks";

/** What a look says of the last of some pages, as a number and in words. */
function looked(name: string, sketches: readonly PageSketch[], signs: readonly string[] = [], place?: StormPlace) {
  const look = LOOKS.find((each) => each.name === name);
  if (!look) throw new Error(`there is no look ${name}`);
  const pages = sketches.map((sketch, index) => pageOf({ key: `k${index}`, at: index * 600, ...sketch }));
  const surroundings = place && { storms: new Map([[`k${pages.length - 1}`, place]]) };
  const scene = sceneOf(historyOf(pages, surroundings && { surroundings }), DEFAULT_SETTINGS);
  const cases = scene.sights.map((sight): Case => {
    const votes = signs.map((sign) => ({ family: "text" as const, sign, weight: -1.5 }));
    const rest = { evidence: [], covered: [], sum: 0, offset: 0, findings: [], places: [], noiseReason: null, mask: 0 };
    return { sight, votes, isTold: true, ...rest };
  });
  const last = viewerOf(cases, scene, [], { odds: [], usual: 0 })(cases.length - 1);
  return { value: look.value(last), why: look.why?.(...(look.facts?.(last) ?? [])) };
}

/** The page opened at the start, and what it follows ended so many minutes after that. */
const following = (causeMinutes: number | null, isCleared: boolean, isRoot = false): StormPlace => ({
  pages: 9,
  signatures: 4,
  root: { pageKey: "r", name: "#1" },
  isRoot,
  cause: {
    pageKey: "r",
    name: "#1",
    afterMs: MINUTE,
    endedAt: causeMinutes === null ? null : START + causeMinutes * MINUTE,
    isCleared,
    edge: { from: "a", to: "b", followed: 9, openings: 10, share: 0.9, lift: 20, liftLow: 9 },
  },
});

describe("a page that follows another one of a burst", () => {
  it.each<[string, PageSketch, StormPlace, number, number]>([
    ["ended 6 min after it", { open: 46 }, following(40, true), 1, 0],
    ["ended 6.1 min after it", { open: 46.1 }, following(40, true), 0, Math.log(6.2)],
    ["ended 6 min before it", { open: 34 }, following(40, true), 1, 0],
    ["cleared 20 min before it cleared", { open: 20 }, following(40, true), 0, Math.log(20.1)],
    ["cleared 20 min before a person closed it", { open: 20 }, following(40, false), 0, 0],
    ["cleared 20 min after a person closed it", { open: 60 }, following(40, false), 0, Math.log(20.1)],
    ["closed by a person 20 min after it", { open: 60, by: "person" }, following(40, true), 0, 0],
    ["timed out", { open: 60, by: "timeout" }, following(40, true), 0, 0],
    ["what it follows goes on", { open: 60 }, following(null, false), 0, 0],
  ])("%s", (_, sketch, place, together, apart) => {
    expect(looked("ended-with-cause", [sketch], [], place).value).toBe(together);
    expect(looked("cleared-apart", [sketch], [], place).value).toBeCloseTo(apart, 9);
  });

  it("says by how much", () => {
    expect(looked("cleared-apart", [{ open: 60 }], [], following(40, true)).why).toBe(
      "cleared by its source 20 min after the page that it follows had ended",
    );
    expect(looked("cleared-apart", [{ open: 20 }], [], following(40, true)).why).toBe(
      "cleared by its source 20 min before the page that it follows had ended",
    );
  });

  it("first out is the first page of a burst only", () => {
    expect(looked("first-out", [{}], [], following(null, false, true)).value).toBe(1);
    expect(looked("first-out", [{}], [], following(null, false)).value).toBe(0);
    expect(looked("first-out", [{}]).value).toBe(0);
  });
});

const held = (minutes: number, by: Ending = "source"): PageSketch => ({
  open: minutes + 2,
  actions: [{ minute: 2 }],
  by,
});

describe("a page that something explains and somebody held all the same", () => {
  it.each<[string, string, PageSketch, readonly string[], number]>([
    ["no-data-held", "held for over 8 min, as none of three others", held(8.1), ["no-data"], 0.1 + Math.log(4)],
    ["no-data-held", "held for 8 min", held(8), ["no-data"], 0],
    ["no-data-held", "never taken", { open: 90 }, ["no-data"], 0],
    ["no-data-held", "another title", held(90), [], 0],
    ["scaling-held", "held for over 8 min", held(8.1), ["scaling"], Math.log(8.2)],
    ["scaling-held", "held for 8 min", held(8), ["scaling"], 0],
    ["scaling-held", "no scaling", held(90), ["clock"], 0],
    ["clock-worked-on", "held and closed by hand", held(8.1, "person"), ["clock"], Math.log(8.2)],
    [
      "clock-worked-on",
      "on a clock that nobody ever answered",
      held(90, "person"),
      ["clock-untouched"],
      Math.log(90.1),
    ],
    ["clock-worked-on", "held for 8 min", held(8, "person"), ["clock"], 0],
    ["clock-worked-on", "cleared by its source", held(90), ["clock"], 0],
    [
      "clock-worked-on",
      "closed by nobody knows whom, where the source names its clears",
      held(90, "unknown"),
      ["clock"],
      Math.log(90.1),
    ],
    ["clock-worked-on", "no clock", held(90, "person"), [], 0],
  ])("%s: %s", (name, _, sketch, signs, value) =>
    expect(looked(name, [{}, {}, {}, sketch], signs).value).toBeCloseTo(value, 9),
  );

  it("says for how long, and what became of the others", () => {
    expect(looked("clock-worked-on", [held(30), {}, held(40, "person")], ["clock"]).why).toBe(
      "it fires by the clock, and somebody closed it by hand after holding it for 40 min; the 2 other pages of this alert: 50 % held for over 8 min",
    );
  });
});

describe("what is done for once", () => {
  const others = (count: number, sketch: PageSketch) => Array.from({ length: count }, () => sketch);

  it.each<[string, PageSketch, PageSketch, number]>([
    ["taken-for-once", held(1), { open: 3 }, Math.log(10)],
    ["taken-for-once", held(1), held(1), 0],
    ["taken-for-once", { open: 3 }, held(1), 0],
    ["held-for-once", held(8.1), held(8), Math.log(10)],
    ["held-for-once", held(8.1), held(8.1), 0],
    ["held-for-once", held(8), held(1), 0],
    ["worked-on-for-once", held(8.1, "person"), held(8.1), Math.log(10)],
    ["worked-on-for-once", held(8.1, "unknown"), held(8.1), Math.log(10)],
    ["worked-on-for-once", held(8.1, "unknown"), held(8.1, "unknown"), 0],
    ["worked-on-for-once", held(8, "person"), held(8.1), 0],
    ["worked-on-for-once", held(90), held(90), 0],
  ])("%s (%#)", (name, own, sketch, value) =>
    expect(looked(name, [...others(9, sketch), own]).value).toBeCloseTo(value, 9),
  );

  it("tells nothing where there is no other page, and in words how many did", () => {
    expect(looked("taken-for-once", [held(1)]).value).toBe(0);
    expect(looked("taken-for-once", [held(1), {}, {}, {}, held(1)]).why).toBe(
      "acknowledged; the 4 other pages of this alert: 25 % acknowledged",
    );
  });
});

describe("a page that somebody ended, nobody knows who", () => {
  const unknown: PageSketch = { open: 30, by: "unknown", actions: [{ minute: 2, by: "unknown" }] };
  it.each<[string, readonly PageSketch[], number]>([
    ["was closed by hand where the source names its own clears", [{ by: "source" }, unknown], 1],
    ["may have been cleared where it names none", [{ by: "unknown" }, unknown], 0],
  ])("%s", (_, pages, value) => expect(looked("closed-by-hand", pages).value).toBe(value));
});

describe("how long an alert usually is", () => {
  const pages = (count: number, open: number | null) => [
    ...Array.from({ length: count - 1 }, (_, index) => ({ open: 9.9 + 0.1 * (index % 3) })),
    { open },
  ];

  it("takes six pages that tell it, and the page itself", () => {
    expect(looked("unusual-length", pages(5, 60)).value).toBeNaN();
    expect(looked("unusual-length", pages(6, null)).value).toBeNaN();
    expect(looked("unusual-length", pages(6, 60)).value).toBeGreaterThan(8);
  });

  it("is counted in spreads, of a fifth at least: e^.2 times as long is one", () => {
    expect(looked("unusual-length", pages(9, 10.1 * Math.exp(0.2) - 0.1)).value).toBeCloseTo(1, 1);
    const { value, why } = looked("unusual-length", pages(9, 10.1 * Math.exp(-0.4) - 0.1));
    expect(value).toBeCloseTo(-2, 1);
    expect(why).toMatch(
      /^open for 6 min, where the middle page of this alert is for 10 min: 2\.0 times its usual spread shorter$/,
    );
  });
});
