import { expect, it } from "vitest";
import { found, type PageSketch, pageOf } from "@/lib/noise/test-pages";
import { ignored } from "./ignored";

const answered: PageSketch = { open: 30, by: "person", actions: [{ minute: 2 }, { kind: "resolved", minute: 30 }] };
const unanswered: PageSketch = { open: 200 };
const row = (count: number, sketch: PageSketch, from = 0) =>
  Array.from({ length: count }, (_, index) => pageOf({ at: (from + index) * 999, ...sketch }));

it.each([
  [4, 0, 0],
  [5, 0, 5],
  [10, 0, 10],
  [7, 3, 0],
  [8, 2, 8],
  [9, 1, 9],
])("%s unanswered and %s answered pages: %s found", (none, some, expected) => {
  expect(found(ignored, [...row(none, unanswered), ...row(some, answered, none)])).toHaveLength(expected);
});

it("only the last ten count", () => {
  const pages = [...row(20, answered), ...row(10, unanswered, 20)];
  expect(found(ignored, pages)).toHaveLength(3);
});

it.each<[string, PageSketch, boolean]>([
  ["never taken, cleared by its source", { open: 200 }, true],
  ["taken, cleared 1:59 later", { open: 10, actions: [{ minute: 8.02 }] }, true],
  ["taken, cleared 2:00 later", { open: 10, actions: [{ minute: 8 }] }, false],
  ["taken, then nothing for 8 h", { open: 481, actions: [{ minute: 0.5 }] }, true],
  ["taken, worked on within 8 h", { open: 479, actions: [{ minute: 0 }] }, false],
  ["somebody wrote a note", { open: 200, actions: [{ kind: "annotated", minute: 9 }] }, false],
  ["closed by a person", { open: 200, by: "person" }, false],
  ["nobody known closed it", { open: 200, by: "unknown" }, false],
  ["a top priority: a missed page, no noise", { open: 200, facts: { priority: "P1" } }, false],
  ["the source cannot tell acknowledgements", { open: 200, known: false }, false],
])("%s: %s", (_, sketch, expected) => {
  const pages = [...row(9, unanswered), pageOf({ key: "x", at: 99_999, ...sketch })];
  expect(found(ignored, pages).includes("x")).toBe(expected);
});

it("a page that reached nobody is a gap in the rota, where the source tells who was reached", () => {
  const pages = row(9, unanswered);
  expect(found(ignored, [...pages, pageOf({ key: "x", at: 99_999, open: 200, notified: false })])).not.toContain("x");
  expect(found(ignored, row(9, { ...unanswered, notified: false }))).toHaveLength(9);
});
