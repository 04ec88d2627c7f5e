import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { REASONS } from "@/lib/model/verdict";
import type { Case } from "./case";
import { sceneOf } from "./history";
import { nameLeftAlone } from "./left-alone";
import { historyOf, type PageSketch, pageOf } from "./test-pages";

/** What the last of some pages is named, all of which come to 2 % by what can be looked at. */
function named(sketches: readonly PageSketch[], sign: string | null, mask = 0) {
  const pages = sketches.map((sketch, index) => pageOf({ key: `k${index}`, at: index * 600, ...sketch }));
  const scene = sceneOf(historyOf(pages), DEFAULT_SETTINGS);
  const cases = scene.sights.map((sight): Case => {
    const votes = sign === null ? [] : [{ family: "text" as const, sign, weight: -2 }];
    const rest = { evidence: [], covered: [], offset: 0, findings: [], places: [], noiseReason: null };
    return { sight, votes, sum: -4, isTold: true, mask, ...rest };
  });
  const counts = cases.map(() => ({ a: 0, n: 0, mean: 0.5 }));
  return nameLeftAlone(cases, counts, scene, 0).cases.at(-1)?.noiseReason;
}

const held = (minutes: number): PageSketch => ({ open: minutes + 2, actions: [{ minute: 2 }] });
const left: PageSketch = { open: 30 };

describe("a page without a result that somebody held", () => {
  it.each<[string, readonly PageSketch[], string | null, string | null]>([
    ["for over 8 min, of few that are taken", [left, left, left, held(8.1)], "no-data", null],
    ["for 8 min", [left, left, left, held(8)], "no-data", "faulty-check"],
    ["where half of the others are taken", [left, left, held(1), held(1), held(30)], "no-data", null],
    ["where more are taken", [left, held(1), held(1), held(30)], "no-data", "faulty-check"],
    ["and whose end is not told", [left, left, left, { ...held(1), open: null, by: "still-open" }], "no-data", null],
    ["never taken", [held(30), left, left, left], "no-data", "faulty-check"],
  ])("%s", (_, sketches, sign, reason) => expect(named(sketches, sign)).toBe(reason));

  it("with a result it is set off too easily", () => {
    expect(named([held(1), held(1), left, held(30)], null)).toBe("threshold");
  });
});

it("a page that its clock explains and that was not named all the same is not named here", () => {
  expect(named([left, left, left, held(30)], null, 1 << REASONS.indexOf("scheduled"))).toBeNull();
});
