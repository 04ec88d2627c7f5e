import { expect, it } from "vitest";
import { heldMs, isEndedByHand, mayHaveRunAgain, namesItsClears } from "./ended-by-hand";
import { sightOf } from "./sight";
import { MINUTE, type PageSketch, pageOf } from "./test-pages";

const sight = (sketch: PageSketch, isSwept = false) => sightOf(pageOf(sketch), isSwept, []);

it("a source names its clears where it cleared one", () => {
  expect(namesItsClears([sight({ by: "unknown" }), sight({ by: "source" })])).toBe(true);
  expect(namesItsClears([sight({ by: "unknown" }), sight({ by: "person" }), sight({ by: "timeout" })])).toBe(false);
  expect(namesItsClears([])).toBe(false);
});

it.each<[string, boolean, boolean, boolean]>([
  ["person", false, false, true],
  ["person", false, true, true],
  ["unknown", false, false, false],
  ["unknown", false, true, true],
  ["person", true, true, false],
  ["source", false, true, false],
  ["timeout", false, true, false],
  ["merge", false, true, false],
  ["still-open", false, true, false],
])("ended by %s, swept %s, where the source names its clears %s: by hand %s", (by, isSwept, namesClears, isByHand) => {
  expect(isEndedByHand(sight({ by: by as PageSketch["by"] }, isSwept), namesClears)).toBe(isByHand);
});

it("held is counted from the first engagement, else from the acknowledgement of nobody known", () => {
  const taken = (by: "person" | "unknown", open: number | null) => sight({ open, actions: [{ minute: 2, by }] });
  expect(heldMs(taken("person", 12))).toBe(10 * MINUTE);
  expect(heldMs(taken("unknown", 12))).toBe(10 * MINUTE);
  expect(heldMs(taken("unknown", null))).toBe(0);
  expect(heldMs(sight({ open: 12 }))).toBe(0);
});

it.each([
  [9.9, false],
  [10, true],
  [120, true],
  [120.1, false],
])("held for %s min and closed by hand: maybe run again %s", (minutes, mayBe) => {
  const page: PageSketch = { open: minutes + 2, by: "person", actions: [{ minute: 2 }] };
  expect(mayHaveRunAgain(sight(page), true)).toBe(mayBe);
  expect(mayHaveRunAgain(sight({ ...page, by: "source" }), true)).toBe(false);
});
