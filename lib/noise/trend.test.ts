import { describe, expect, it } from "vitest";
import type { Change } from "@/lib/model/change";
import { changeOf, DAY, drawsOf, HOUR, START } from "./test-pages";
import { collapse, risesOf, trendOf, weekdayExposures } from "./trend";

const NOW = START + 120 * DAY;
/** So many openings a day, spread over it, on the days [from, to) before now. */
const rate = (perDay: number, from: number, to: number) =>
  Array.from(
    { length: Math.round(perDay * (from - to)) },
    (_, index) => NOW - from * DAY + ((index + 0.5) / perDay) * DAY,
  );
const of = (openings: readonly number[], changes: readonly Change[] = []) =>
  trendOf(openings, changes, NOW, { knownSince: NOW - 120 * DAY });

describe("trendOf", () => {
  it.each<[string, readonly number[], string]>([
    ["nothing", [], "steady"],
    ["one page a day throughout", rate(1, 120, 0), "steady"],
    ["twice a day since ten days", [...rate(0.5, 120, 10), ...rate(3, 10, 0)], "louder"],
    ["a third more since ten days", [...rate(3, 120, 10), ...rate(4, 10, 0)], "steady"],
    ["louder two months ago is no news", [...rate(0.2, 120, 60), ...rate(2, 60, 0)], "steady"],
    ["a tenth since twenty days", [...rate(3, 120, 20), ...rate(0.3, 20, 0)], "quieter"],
    ["first page twelve days ago", rate(1, 12, 0), "new"],
    ["first page 27.9 days ago", rate(0.2, 27.9, 0), "new"],
    ["silent for twenty days", rate(1, 120, 20), "gone"],
    ["silent for less than five pages' time", rate(0.1, 120, 45), "steady"],
    ["silent for five pages' time", rate(0.1, 120, 56), "gone"],
  ])("%s", (_, openings, kind) => expect(of(openings).kind).toBe(kind));

  it("nothing is new where nobody knows since when pages would have been told", () => {
    expect(trendOf(rate(1, 12, 0), [], NOW).kind).toBe("steady");
    expect(trendOf(rate(1, 12, 0), [], NOW, { knownSince: NOW - 39 * DAY }).kind).not.toBe("new");
    expect(trendOf(rate(1, 12, 0), [], NOW, { knownSince: NOW - 40 * DAY }).kind).toBe("new");
  });

  it("tells the dates, the rates with their intervals and the nearest change", () => {
    const at = NOW - 10 * DAY;
    const changes = [
      changeOf({ changeKey: "far", startsAt: at - 5 * DAY }),
      changeOf({ changeKey: "near", startsAt: at - 3 * HOUR }),
      changeOf({ changeKey: "after", startsAt: at + 3 * DAY }),
    ];
    const { since, before, after, ratio, change } = of([...rate(0.5, 120, 10), ...rate(4, 10, 0)], changes);
    expect(change?.changeKey).toBe("near");
    expect(since?.from).toBeGreaterThanOrEqual(at - 3 * DAY);
    expect(since?.from).toBeLessThanOrEqual(at);
    expect(since?.to).toBeGreaterThanOrEqual(at);
    expect(before?.perDay).toBeCloseTo(0.5, 1);
    expect(after?.perDay).toBeCloseTo(4, 0);
    expect(after?.interval.low).toBeLessThan(after?.perDay ?? 0);
    expect(ratio?.low).toBeGreaterThan(1.5);
    expect(of([...rate(0.5, 120, 10), ...rate(4, 10, 0)], changes.slice(0, 1)).change).toBeNull();
  });

  it("of equally near changes the edit of a rule is named", () => {
    const changes = [changeOf({ changeKey: "deploy" }), changeOf({ changeKey: "edit", kind: "rule-edit" })].map(
      (change) => ({
        ...change,
        startsAt: NOW - 10 * DAY,
      }),
    );
    expect(of([...rate(0.5, 120, 10), ...rate(4, 10, 0)], changes).change?.changeKey).toBe("edit");
  });

  it("a storm within an hour is one opening", () => {
    expect(collapse([0, 1, HOUR - 1, HOUR, 2 * HOUR - 1])).toEqual([0, HOUR]);
    const storm = Array.from({ length: 200 }, (_, index) => NOW - 5 * DAY + index * 10_000);
    expect(of([...rate(0.5, 120, 0), ...storm].sort((a, b) => a - b)).kind).toBe("steady");
  });

  it("an alert of working days is not louder every Monday", () => {
    const counts = Array.from({ length: 70 }, (_, day) => (day % 7 < 5 ? 4 : 0));
    const exposures = weekdayExposures(counts);
    expect(exposures[0]).toBeGreaterThan(1);
    expect(exposures[5]).toBeLessThan(0.2);
    const weeks = counts.flatMap((count, day) =>
      Array.from({ length: count }, (_, nth) => NOW - (70 - day) * DAY + nth * 2 * HOUR),
    );
    expect(of(weeks).kind).not.toBe("louder");
    expect(risesOf(weeks, NOW, null)).toEqual([]);
  });

  it("steady alerts are seldom called anything else", () => {
    const draw = drawsOf(11);
    let wrong = 0;
    for (let run = 0; run < 300; run += 1) {
      const n = 20 + Math.floor(draw() * 150);
      if (!["steady"].includes(of(Array.from({ length: n }, () => NOW - draw() * 120 * DAY)).kind)) wrong += 1;
    }
    expect(wrong / 300).toBeLessThanOrEqual(0.02);
  });
});
