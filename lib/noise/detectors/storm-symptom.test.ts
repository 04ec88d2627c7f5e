import { expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { sceneOf } from "@/lib/noise/history";
import type { StormPlace } from "@/lib/noise/storms";
import { historyOf, pageOf } from "@/lib/noise/test-pages";
import { stormSymptom } from "./storm-symptom";

const edge = { from: "db", to: "web", followed: 9, openings: 12, share: 0.75, lift: 31.4, liftLow: 14 };
const place = (rest: Partial<StormPlace> = {}): StormPlace => ({
  pages: 14,
  signatures: 5,
  root: { pageKey: "r", name: "#1" },
  isRoot: false,
  cause: { pageKey: "c", name: "#2", afterMs: 180_000, endedAt: null, isCleared: false, edge },
  ...rest,
});
const detect = (given?: StormPlace) =>
  stormSymptom.detect(
    sceneOf(
      historyOf([pageOf({ key: "x" })], given && { surroundings: { storms: new Map([["x", given]]) } }),
      DEFAULT_SETTINGS,
    ),
  );

it.each<[string, StormPlace | undefined, boolean]>([
  ["an edge leads here from an earlier page", place(), true],
  ["a coincident fault: no edge", place({ cause: null }), false],
  ["the storm root", place({ isRoot: true }), false],
  ["in no burst", undefined, false],
])("%s: %s", (_, given, expected) => expect(detect(given).length > 0).toBe(expected));

it("names the page and the numbers", () => {
  expect(detect(place())[0]?.claim).toBe(
    "1 page followed page #2 in a burst of 14 pages of 5 alerts; that alert was followed by this one 9 of 12 times (75 %), 31.4 times as often as by chance",
  );
});
