import { expect, it } from "vitest";
import type { PersonVerdict } from "@/lib/model/verdict";
import { found, type PageSketch, pageOf } from "@/lib/noise/test-pages";
import { infoOnly } from "./info-only";

const history = (count: number, sketch: PageSketch = {}, last: PageSketch = {}) =>
  Array.from({ length: count }, (_, index) =>
    pageOf({
      key: `p${index}`,
      at: index * 700,
      open: 200,
      facts: { title: "Backup completed" },
      ...sketch,
      ...(index === count - 1 ? last : {}),
    }),
  );

it.each<[string, ReturnType<typeof history>, number]>([
  ["12 pages are too few to be sure", history(12), 0],
  ["13 are enough", history(13), 13],
  ["a title that asks for something", history(40, { facts: { title: "Disk full" } }), 0],
  ["a runbook exists", history(40, { facts: { title: "Backup completed late, see runbook" } }), 0],
  ["somebody acknowledged once", history(40, {}, { actions: [{ minute: 1 }] }), 40],
  [
    "somebody worked on one of them",
    history(40, {}, { actions: [{ kind: "annotated", minute: 1, note: "restarted the job" }] }),
    0,
  ],
  ["the source does not tell who engages", history(40, { known: false }), 0],
])("%s: %s pages", (_, pages, count) => expect(found(infoOnly, pages)).toHaveLength(count));

it("'recovered' on a page that fires again is no information", () => {
  const pages = [...history(28), pageOf({ key: "z", at: 27 * 700 + 59, facts: { title: "Backup completed" } })];
  expect(found(infoOnly, pages)).not.toContain("p27");
});

it("a page that somebody called actionable takes the certainty away", () => {
  const said: PersonVerdict = { verdict: "actionable", reason: null, note: null };
  expect(found(infoOnly, history(13), { labels: new Map([["p3", said]]) })).toEqual([]);
});
