import { describe, expect, it } from "vitest";
import { drawsOf } from "@/lib/statistics/draws";
import { isolatedBy } from "./fixtures/isolated-by";
import { randomOrganisation } from "./fixtures/random-organisation";
import { type ReleaseGroup, releaseGroups } from "./release-groups";

const people = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i}`);
const group = (id: string, parentId: string | null, members: readonly string[]): ReleaseGroup => ({
  id,
  parentId,
  people: members,
});
const hiddenOf = (groups: readonly ReleaseGroup[], named: readonly string[] = []) =>
  Object.fromEntries(releaseGroups(groups, new Set(named)).hidden);

describe("numbers about people without names", () => {
  it.each([
    [0, {}],
    [1, { a: "small" }],
    [4, { a: "small" }],
    [5, {}],
  ])("of a group of %i", (n, hidden) => expect(hiddenOf([group("a", null, people("a", n))])).toEqual(hidden));

  it.each([
    ["nobody is left of the parent", 0, [6, 7, 8], {}],
    ["four are left: the smallest child goes too", 4, [6, 7, 8], { c0: "remainder" }],
    ["five are left", 5, [6, 7, 8], {}],
    ["a small child is what is left, and takes another along", 0, [3, 7, 8], { c0: "small", c1: "remainder" }],
    ["two small children hide each other", 0, [2, 3, 8], { c0: "small", c1: "small" }],
    ["of equal children the first by id goes", 1, [6, 6], { c0: "remainder" }],
    ["an only child goes", 2, [9], { c0: "remainder" }],
  ])("%s", (_, own, sizes, hidden) => {
    const children = sizes.map((n, i) => group(`c${i}`, "p", people(`c${i}-`, n)));
    expect(hiddenOf([group("p", null, people("p", own)), ...children])).toEqual(hidden);
  });

  it("what is left is what no shown group below tells, at any depth", () => {
    const groups = [
      group("root", null, []),
      group("middle", "root", people("m", 2)),
      group("leaf", "middle", people("l", 9)),
      group("other", "root", people("o", 12)),
    ];
    // The leaf would leave two of the middle one.
    expect(hiddenOf(groups)).toEqual({ leaf: "remainder" });
  });

  it.each([
    ["all named: nothing to hide", people("a", 3), {}],
    ["four are left", people("a", 2), { a: "remainder" }],
    ["five are left", people("a", 1), {}],
  ])("who is seen by name counts as shown: %s", (_, named, hidden) => {
    const size = named.length === 3 ? 3 : 6;
    expect(hiddenOf([group("a", null, people("a", size))], named)).toEqual(hidden);
  });

  it("who is seen by name is not left of a parent", () => {
    const groups = [group("p", null, people("p", 6)), group("c", "p", people("c", 9))];
    expect(hiddenOf(groups, ["p0"])).toEqual({});
    expect(hiddenOf(groups, ["p0", "p1"])).toEqual({ c: "remainder" });
    expect(hiddenOf(groups, people("p", 6))).toEqual({});
  });

  it("somebody in two teams is not told by the two and the whole", () => {
    const [a, b] = [
      [...people("a", 9), "both"],
      [...people("b", 8), "both"],
    ];
    const teams = [group("a", "p", a), group("b", "p", b)];
    expect(hiddenOf([group("p", null, []), ...teams])).toEqual({ b: "remainder" });
    // With others around them the one person cannot be told.
    expect(hiddenOf([group("p", null, people("p", 9)), ...teams])).toEqual({});
    expect(hiddenOf([group("a", null, a), group("b", null, b)])).toEqual({});
  });

  it("nor by two teams that are almost the same", () => {
    const same = people("s", 10);
    expect(hiddenOf([group("a", null, [...same, "x"]), group("b", null, [...same, "y", "z"])])).toEqual({
      a: "remainder",
    });
    expect(hiddenOf([group("a", null, [...same, ...people("x", 5)]), group("b", null, same)])).toEqual({});
  });

  it("nor by a sum of more than two", () => {
    // a + b + c - p = the one who is in two of them, though each pair alone tells nothing.
    const groups = [
      group("p", null, []),
      group("a", "p", [...people("a", 7), "x"]),
      group("b", "p", [...people("b", 8), "x"]),
      group("c", "p", people("c", 9)),
    ];
    expect(hiddenOf(groups)).toEqual({ a: "remainder" });
  });

  it("in 200 organisations nothing isolates one to four people, and much is shown", () => {
    const draw = drawsOf(5);
    let [shown, all] = [0, 0];
    for (let i = 0; i < 200; i++) {
      const { groups, named } = randomOrganisation(draw);
      const release = releaseGroups(groups, named);
      expect(release.shown.size + release.hidden.size).toBe(groups.length);
      expect(isolatedBy(groups, release.shown, named, draw)).toEqual([]);
      shown += release.shown.size;
      all += groups.filter((one) => one.people.length >= 5).length;
    }
    expect(shown / all).toBeGreaterThan(0.5);
  });

  it("and the search finds them where everything is shown", () => {
    const draw = drawsOf(5);
    let found = 0;
    for (let i = 0; i < 50; i++) {
      const { groups, named } = randomOrganisation(draw);
      const everything = new Set(groups.map(({ id }) => id));
      if (isolatedBy(groups, everything, named, draw).length > 0) found++;
    }
    expect(found).toBeGreaterThan(40);
  });
});
