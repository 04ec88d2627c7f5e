import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { sceneOf } from "@/lib/noise/history";
import { found, historyOf, pageOf } from "@/lib/noise/test-pages";
import { chatteringIndex, flapping } from "./flapping";

const at = (...minutes: number[]) => minutes.map((minute) => pageOf({ key: `m${minute}`, at: minute }));

describe("flapping", () => {
  it.each<[number[], number]>([
    [[0, 10], 0],
    [[0, 10, 20], 3],
    [[0, 15, 30], 3],
    [[0, 17, 34], 3],
    [[0, 18, 36], 0],
    [[0, 5, 59.9], 0],
    [[0, 10, 20, 59.9], 4],
    [[0, 30, 60], 0],
  ])("openings at %o: %s pages", (minutes, pages) => expect(found(flapping, at(...minutes))).toHaveLength(pages));

  it("three openings in exactly an hour are not within an hour", () => {
    const wide = (last: number) => [
      pageOf({ at: 0, open: 17 }),
      pageOf({ at: 30, open: 20 }),
      pageOf({ at: last, open: 2 }),
    ];
    expect(found(flapping, wide(59.9))).toHaveLength(3);
    expect(found(flapping, wide(60))).toEqual([]);
  });

  it("an hour of quiet ends the episode", () => {
    const episodes = (gap: number) => {
      const pages = [...at(0, 10, 20), ...at(23 + gap, 33 + gap, 43 + gap)];
      return flapping.detect(sceneOf(historyOf(pages), DEFAULT_SETTINGS)).map(({ pageKeys }) => pageKeys.length);
    };
    expect(episodes(59)).toEqual([6]);
    expect(episodes(60)).toEqual([3, 3]);
  });

  it("openings of one page count like those of three", () => {
    expect(
      found(flapping, [
        pageOf({
          key: "x",
          again: [
            [8, 10],
            [15, 18],
          ],
        }),
      ]),
    ).toEqual(["x"]);
  });

  it("closing by hand is no clear", () => {
    const byHand = [0, 10, 20].map((minute) => pageOf({ at: minute, by: "person" }));
    expect(found(flapping, byHand)).toEqual([]);
  });

  it("pages that overlap are one opening", () => {
    expect(
      found(
        flapping,
        [0, 1, 2, 3].map((minute) => pageOf({ at: minute, open: 10 })),
      ),
    ).toEqual([]);
  });

  it("says its numbers", () => {
    const [finding] = flapping.detect(sceneOf(historyOf(at(0, 10, 21)), DEFAULT_SETTINGS));
    expect(finding).toMatchObject({
      detector: "flapping",
      claim: "opened 3 times in 21 min; median 7 min from a clear to the next opening, over 2 clears",
      facts: { openings: 3, spanMinutes: 21, medianClearGapSeconds: 450, clears: 2 },
      thresholds: { openings: 3, windowMinutes: 60, clearGapMinutes: 15, quietMinutes: 60 },
    });
  });
});

it("psi of runs of 10, 20 and 40 s is .0583", () => {
  expect(chatteringIndex([0, 10_000, 30_000, 70_000])).toBeCloseTo(0.0583, 4);
  expect(chatteringIndex([0, 0])).toBe(1);
  expect(chatteringIndex([0])).toBe(0);
});
