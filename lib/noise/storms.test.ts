import { describe, expect, it } from "vitest";
import { addCounts, burstsOf, countFollowers, edgesFrom, edgesOf, type StormPage, stormPlaces } from "./storms";
import { DAY, drawsOf, HOUR, MINUTE, START } from "./test-pages";

let made = 0;
const page = (signature: string, minute: number, scope = "core"): StormPage => {
  made += 1;
  return {
    pageKey: `p${made}`,
    name: `p${made}`,
    signature,
    scope,
    openedAt: START + minute * MINUTE,
    endedAt: null,
    isCleared: false,
  };
};
const burst = (...signatures: string[]) => signatures.map((signature, index) => page(signature, index));

describe("burstsOf", () => {
  it.each([
    ["five pages of three alerts", burst("a", "b", "c", "a", "b"), 0],
    ["six pages of three alerts", burst("a", "b", "c", "a", "b", "c"), 6],
    ["six pages of two alerts", burst("a", "b", "a", "b", "a", "b"), 0],
    ["six in exactly ten minutes", [0, 2, 4, 6, 8, 10].map((at) => page(`s${at}`, at)), 0],
    ["six in a second less", [0, 2, 4, 6, 8, 9.98].map((at) => page(`s${at}`, at)), 6],
    ["six of two teams", [...burst("a", "b", "c"), ...["d", "e", "f"].map((one) => page(one, 1, "web"))], 0],
  ])("%s: %s pages in a burst", (_, pages, size) => {
    expect(burstsOf(pages).flatMap((each) => each.pages)).toHaveLength(size);
  });

  it("ends when a page stands alone in ten minutes", () => {
    const start = burst("a", "b", "c", "d", "e", "f");
    const sizes = (...later: number[]) =>
      burstsOf([...start, ...later.map((at) => page("a", at))]).map((each) => each.pages.length);
    expect(sizes(14.9)).toEqual([7]);
    expect(sizes(15)).toEqual([6]);
    expect(sizes(14, 23, 32, 43)).toEqual([9]);
    const again = [100, 101, 102, 103, 104, 105].map((at) => page(`s${at}`, at));
    expect(burstsOf([...start, ...again]).map((each) => each.pages.length)).toEqual([6, 6]);
  });
});

/** Alert "db" opens on so many days, followed by "web" on some of them. */
const days = (openings: number, followed: number, afterMinutes = 3) =>
  Array.from({ length: openings }, (_, day) => [
    page("db", day * 1440),
    ...(day < followed ? [page("web", day * 1440 + afterMinutes)] : []),
  ]).flat();

describe("edgesOf", () => {
  const edges = (pages: readonly StormPage[]) => [...edgesOf(pages).values()].map(({ from, to }) => `${from} ${to}`);

  it.each([
    ["followed 4 times", days(10, 4), []],
    ["followed 5 times", days(10, 5), ["db web"]],
    ["followed 5 of 17 times", days(17, 5), []],
    ["followed 6 of 20 times", days(20, 6), ["db web"]],
    ["followed after exactly the window", days(10, 5, 10), ["db web"]],
    ["followed after more than the window", days(10, 5, 10.1), []],
    ["at the same instant", days(10, 5, 0), []],
  ])("%s: %o", (_, pages, expected) => expect(edges(pages)).toEqual(expected));

  it("two alerts that lead each other equally often have no edge", () => {
    const both = Array.from({ length: 12 }, (_, day) => [
      page(day % 2 ? "a" : "b", day * 1440),
      page(day % 2 ? "b" : "a", day * 1440 + 2),
    ]);
    expect(edges(both.flat())).toEqual([]);
  });

  it("a busy alert follows every other by chance", () => {
    const draw = drawsOf(5);
    const busy = Array.from({ length: 6000 }, () => page("busy", draw() * 10 * 1440));
    const other = Array.from({ length: 40 }, () => page("other", draw() * 10 * 1440));
    expect(edges([...busy, ...other])).toEqual([]);
  });

  it("independent alerts of a team get no edges", () => {
    const draw = drawsOf(9);
    const pages = Array.from({ length: 4000 }, () => page(`s${Math.floor(draw() * 40)}`, draw() * 60 * 1440));
    expect(edges(pages)).toEqual([]);
  });

  it("portions of whole days add up to the whole", () => {
    const pages = days(30, 12);
    const split = START + 15 * DAY - HOUR;
    const parts = [pages.filter((each) => each.openedAt < split), pages.filter((each) => each.openedAt >= split)];
    const [first, second] = parts.map(countFollowers);
    if (!first || !second) throw new Error("two parts");
    expect(edgesFrom(addCounts(first, second))).toEqual(edgesFrom(countFollowers(pages)));
  });
});

describe("stormPlaces", () => {
  const history = days(20, 12);
  const edges = edgesOf(history);

  it("the page that an edge leads to is a symptom, the first and the unrelated are not", () => {
    const [other, db, web, more, and, again] = [
      page("x", 50_000),
      page("db", 50_001),
      page("web", 50_003),
      page("y", 50_004),
      page("z", 50_005),
      page("web", 50_006),
    ];
    const all = [other, db, web, more, and, again];
    const places = stormPlaces(burstsOf(all), edges);
    expect(all.map(({ pageKey }) => places.get(pageKey)?.cause?.pageKey ?? null)).toEqual([
      null,
      null,
      db.pageKey,
      null,
      null,
      db.pageKey,
    ]);
    expect(places.get(other.pageKey)).toMatchObject({ isRoot: true, pages: 6, signatures: 5 });
    expect(places.get(web.pageKey)?.cause?.edge).toMatchObject({ from: "db", to: "web", followed: 12, openings: 20 });
  });

  it("without an edge nothing is a symptom, and outside a burst neither", () => {
    const coincident = burst("a", "b", "c", "d", "e", "f");
    expect([...stormPlaces(burstsOf(coincident), edges).values()].some(({ cause }) => cause !== null)).toBe(false);
    expect(stormPlaces(burstsOf(history), edges).size).toBe(0);
  });
});
