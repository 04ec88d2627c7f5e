import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Page } from "@/lib/model/page";
import { DAY, MINUTE, type PageSketch, pageOf, START } from "@/lib/noise/test-pages";
import { pageAlone } from "./page-alone";
import { ownFactsOf } from "./page-facts";
import { toldOf } from "./told";

/** What was last said of it, and minutes after the opening at which that was known. */
const last = (sketch: PageSketch, bulkClosed = false) => {
  const words = pageAlone(pageOf(sketch), bulkClosed).map(({ at, verdict, needsActs }) => [
    (at - START) / MINUTE,
    verdict,
    needsActs,
  ]);
  return words.at(-1) ?? null;
};
const NOTE = "restarted the stuck worker";

describe("pageAlone", () => {
  it.each<[string, PageSketch, unknown]>([
    ["fleeting", { open: 4.9 }, [4.9, "noise", true]],
    ["five minutes are not", { open: 5 }, null],
    ["open", { open: null, by: "still-open" }, null],
    ["acknowledged for long", { open: 30, actions: [{ minute: 2 }] }, [30, "actionable", false]],
    ["acknowledged, cleared within two minutes", { open: 4, actions: [{ minute: 3 }] }, null],
    [
      "a note says noise",
      { open: 30, actions: [{ kind: "annotated", minute: 28, note: "false alarm" }] },
      [30, "noise", false],
    ],
    ["two people", { open: 3, actions: [{ minute: 1 }, { minute: 2, person: "bob" }] }, [3, "actionable", false]],
    ["escalated by hand", { open: 3, actions: [{ kind: "escalated", minute: 1 }] }, [3, "actionable", false]],
    ["escalated by timeout", { open: 30, actions: [{ kind: "escalated", minute: 5, by: "automation" }] }, null],
    [
      "closed with a note: known when a sweep would be",
      { open: 3, by: "person", actions: [{ kind: "resolved", minute: 3, note: NOTE }] },
      [4, "actionable", false],
    ],
    ["ended by nobody known", { open: 3, by: "unknown" }, null],
  ])("%s", (_, sketch, said) => expect(last(sketch)).toEqual(said));

  it("a sweep proves nothing", () => {
    expect(last({ open: 3, by: "person", actions: [{ kind: "resolved", minute: 3, note: NOTE }] }, true)).toBeNull();
  });

  it("a note written afterwards changes it from then on", () => {
    const page = pageOf({ open: 3, by: "source", actions: [{ kind: "escalated", minute: 90 }] });
    expect(pageAlone(page, false).map(({ at, verdict }) => [(at - START) / MINUTE, verdict])).toEqual([
      [3, "noise"],
      [90, "actionable"],
    ]);
  });

  it("a page that opens again says nothing until it has ended", () => {
    const page = pageOf({ open: 3, again: [[20, 400]] });
    expect(pageAlone(page, false).map(({ at, verdict }) => [(at - START) / MINUTE, verdict])).toEqual([
      [3, "noise"],
      [20, "unclear"],
    ]);
  });
});

const acts = fc.array(
  fc.record({
    kind: fc.constantFrom("acknowledged" as const, "annotated" as const, "escalated" as const, "resolved" as const),
    minute: fc.integer({ min: 0, max: 60 }),
    by: fc.constantFrom("person" as const, "automation" as const),
    person: fc.constantFrom("ann", "bob"),
    note: fc.constantFrom(null, NOTE, "false alarm"),
  }),
  { maxLength: 5 },
);

/** A page as it was known at an instant. */
function until(page: Page, at: number): Page {
  const openings = page.openings.filter(({ openedAt }) => openedAt <= at);
  return {
    ...page,
    actions: page.actions.filter((action) => action.at <= at),
    openings: openings.map((opening) =>
      opening.endedAt !== null && opening.endedAt <= at
        ? opening
        : { ...opening, endedAt: null, endedBy: "still-open" },
    ),
  };
}

describe("toldOf", () => {
  const own = (page: Page) => ownFactsOf(page, "s");

  it("tells at each instant what a page cut there tells", () => {
    fc.assert(
      fc.property(acts, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 70 }), (actions, open, cut) => {
        const page = pageOf({ key: "p", open, by: "source", actions, again: [[open + 2, open + 5]] });
        const at = START + cut * MINUTE;
        const before = toldOf(page, own(page), false).filter((told) => told.at <= at);
        const cutPage = until(page, at);
        expect(toldOf(cutPage, own(cutPage), false).filter((told) => told.at <= at)).toEqual(before);
      }),
    );
  });

  it("an opening is told of every time the page opens", () => {
    const page = pageOf({
      open: 3,
      again: [
        [20, 25],
        [DAY / MINUTE, DAY / MINUTE + 1],
      ],
    });
    expect(toldOf(page, own(page), false).filter(({ what }) => what === "opened")).toHaveLength(3);
  });
});
