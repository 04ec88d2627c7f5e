import { describe, expect, it } from "vitest";
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

describe("a check without a result", () => {
  const held = (open: number) => ({ open, actions: [{ minute: 2 }] });
  it.each<[string, PageSketch, readonly string[], number]>([
    ["held for 8 min", held(10), ["no-data"], Math.log(8.1)],
    ["held for less", held(9.9), ["no-data"], 0],
    ["never taken", { open: 90 }, ["no-data"], 0],
    ["another title", held(90), [], 0],
  ])("%s", (_, sketch, signs, value) => expect(looked("no-data-held", [sketch], signs).value).toBeCloseTo(value, 9));
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
