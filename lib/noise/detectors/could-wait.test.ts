import { describe, expect, it } from "vitest";
import { found, type PageSketch, pageOf } from "@/lib/noise/test-pages";
import { couldWait } from "./could-wait";

/** The test pages open at 02:00 UTC on a Monday. */
const of = (sketch: PageSketch, zone: string | null = "UTC") =>
  found(couldWait, [pageOf({ key: "x", open: 900, by: "person", ...sketch })], { zone });
const work = (minute: number) => ({ kind: "annotated" as const, minute, note: "cleaned the disk" });

describe("could-wait", () => {
  it.each<[string, PageSketch, boolean]>([
    ["first work 4 h after it was taken", { actions: [{ minute: 5 }, work(245)] }, false],
    ["first work over 4 h after it was taken", { actions: [{ minute: 5 }, work(245.1)] }, true],
    ["taken in the business hours of the day after the night", { actions: [{ minute: 400 }, work(410)] }, true],
    ["taken at 05:59, still at night", { actions: [{ minute: 239 }, work(250)] }, false],
    ["opened in business hours", { at: 7 * 60, actions: [{ minute: 5 }, work(300)] }, false],
    [
      "closed in the morning, and nothing was done before",
      { actions: [{ minute: 5 }, { kind: "resolved", minute: 400 }] },
      true,
    ],
    ["a night fix without a note", { actions: [{ minute: 5 }, { kind: "resolved", minute: 200 }] }, false],
    [
      "done by nobody knows whom",
      {
        actions: [
          { minute: 5, by: "unknown" },
          { ...work(300), by: "unknown" },
        ],
      },
      true,
    ],
    ["automation does no work", { actions: [{ minute: 5 }, { ...work(300), by: "automation" }] }, false],
    ["the top priority never", { facts: { priority: "P1" }, actions: [{ minute: 5 }, work(300)] }, false],
    ["nobody did anything", { actions: [] }, false],
  ])("%s: %s", (_, sketch, expected) => expect(of(sketch)).toEqual(expected ? ["x"] : []));

  it("a sweep over many pages is no work", () => {
    const page = pageOf({
      key: "x",
      open: 400,
      by: "person",
      actions: [{ minute: 5 }, { kind: "resolved", minute: 400 }],
    });
    expect(found(couldWait, [page], { zone: "UTC", bulkClosed: new Set(["x"]) })).toEqual([]);
  });

  it("without a zone nobody knows the hour", () =>
    expect(of({ actions: [{ minute: 5 }, work(300)] }, null)).toEqual([]));
});
