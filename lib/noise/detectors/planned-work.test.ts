import { describe, expect, it } from "vitest";
import type { Change } from "@/lib/model/change";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { sceneOf } from "@/lib/noise/history";
import { changeOf, DAY, found, HOUR, historyOf, MINUTE, type PageSketch, pageOf, START } from "@/lib/noise/test-pages";
import { plannedWork } from "./planned-work";

const window = (rest: Partial<Change> = {}) =>
  changeOf({ kind: "maintenance", startsAt: START, endsAt: START + HOUR, ...rest });
const of = (sketch: PageSketch, ...changes: Change[]) =>
  found(plannedWork, [pageOf({ key: "x", at: 10, open: 10, ...sketch })], { changes });

describe("planned-work: declared", () => {
  it.each<[string, PageSketch, Change[], boolean]>([
    ["inside a window", {}, [window()], true],
    ["inside a drill", {}, [window({ kind: "drill" })], true],
    ["at its start", { at: 0 }, [window()], true],
    ["at its end", { at: 60 }, [window()], false],
    ["before it", { at: -1 }, [window()], false],
    ["a single deploy is no window", {}, [changeOf()], false],
    ["a window without an end proves nothing by itself", {}, [window({ endsAt: null })], false],
    ["real: top priority", { facts: { priority: "P1" } }, [window()], false],
    [
      "real: a note of work",
      { actions: [{ kind: "annotated", minute: 2, note: "rebuilt the broken index" }] },
      [window()],
      false,
    ],
    ["a note that says nothing", { actions: [{ kind: "annotated", minute: 2, note: "looking" }] }, [window()], true],
    ["real: outlives it by 30 min", { open: 80 }, [window()], false],
    ["outlives it by less", { open: 79.9 }, [window()], true],
    [
      "real: taken back within 2 h",
      {},
      [window(), changeOf({ startsAt: START + 130 * MINUTE, isRollback: true })],
      false,
    ],
    ["taken back later", {}, [window(), changeOf({ startsAt: START + 131 * MINUTE, isRollback: true })], true],
  ])("%s", (_, sketch, changes, expected) => expect(of(sketch, ...changes)).toEqual(expected ? ["x"] : []));
});

describe("planned-work: around deploys", () => {
  const deploys = Array.from({ length: 10 }, (_, index) =>
    changeOf({ startsAt: START + (3 * index + 1) * DAY + 8 * HOUR }),
  );
  const minuteOf = (at: number, after: number) => (at - START) / MINUTE + after;
  const history = (after: number, count = 8) => [
    pageOf({ key: "before", at: 0 }),
    ...deploys
      .slice(0, count)
      .map(({ startsAt }, index) => pageOf({ key: `d${index}`, at: minuteOf(startsAt, after) })),
    pageOf({ key: "after", at: 40 * 1440 }),
  ];
  const claimed = (after: number, count = 8) => found(plannedWork, history(after, count), { changes: deploys });

  it.each([
    [-5.1, 0],
    [-5, 8],
    [29.9, 8],
    [30, 0],
  ])("%s min after each: %s pages", (after, pages) => expect(claimed(after)).toHaveLength(pages));

  it("one page after one deploy is nearness, no pattern", () => expect(claimed(7, 1)).toEqual([]));

  it("tells its test", () => {
    const [finding] = plannedWork.detect(sceneOf(historyOf(history(7), { changes: deploys }), DEFAULT_SETTINGS));
    expect(finding?.claim).toMatch(
      /^8 of 10 pages opened around a deploy: it paged in 8 of 10 such times, and in 0 of \d+ at the same hour of other days$/,
    );
    expect(finding?.thresholds).toEqual({ beforeMinutes: 5, afterMinutes: 30, ratio: 3 });
  });
});
