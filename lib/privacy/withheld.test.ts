import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withheldOf } from "./withheld";

const people = (prefix: string, count: number) => Array.from({ length: count }, (_, nth) => `${prefix}${nth}`);
const rung = (alert: string, ...who: string[]) => who.map((personId) => ({ alert, personId }));
const NOBODY = new Set<string>();
const crowd = (teams: Record<string, readonly string[]>, named: ReadonlySet<string> = NOBODY) => ({
  membersOf: new Map(Object.entries(teams)),
  named,
  hiddenTeams: new Map<string, "small" | "remainder">(),
  tellsDays: false,
});

describe("an alert stands for the teams that it pages", () => {
  it.each([
    [4, "small"],
    [5, null],
  ])("of %i people without a name: %s", (size, because) => {
    const found = withheldOf(rung("a", "x0"), crowd({ x: people("x", size) }));
    expect([found.all, found.alerts.get("a") ?? null]).toEqual([because, because]);
  });

  it("those seen by name take from the group: what is left is nobody or five", () => {
    const team = people("x", 6);
    const told = (seen: number) => withheldOf(rung("a", "x0"), crowd({ x: team }, new Set(team.slice(0, seen)))).all;
    expect([0, 1, 2, 5, 6].map(told)).toEqual([null, null, "small", "small", null]);
  });

  it("of a team that is hidden beside others nothing is told, whatever its size", () => {
    const teams = { ...crowd({ x: people("x", 8) }), hiddenTeams: new Map([["x", "remainder" as const]]) };
    expect(withheldOf(rung("a", "x0"), teams).all).toBe("remainder");
  });

  it("of two small teams together something may be told", () => {
    const teams = crowd({ x: people("x", 3), y: people("y", 3) });
    expect(withheldOf([...rung("a", "x0", "y0")], teams)).toEqual({ all: null, alerts: new Map() });
  });

  it("of days nothing is told but where all are seen by name", () => {
    const days = { ...crowd({ x: people("x", 8) }), tellsDays: true };
    expect(withheldOf(rung("a", "x0"), days)).toEqual({ all: "weeks", alerts: new Map([["a", "weeks"]]) });
    expect(withheldOf(rung("a", "x0"), { ...days, named: new Set(people("x", 8)) }).all).toBeNull();
  });

  it("whoever is in no team stands for themselves", () => {
    expect(withheldOf(rung("a", ...people("z", 4)), crowd({})).all).toBe("small");
    expect(withheldOf(rung("a", ...people("z", 5)), crowd({})).all).toBeNull();
  });

  it("hides the others where the sum less those shown would be that of a few", () => {
    const teams = crowd({ x: people("x", 3), y: people("y", 7) });
    const found = withheldOf([...rung("a", "x0"), ...rung("b", "y0"), ...rung("c", "y1")], teams);
    expect(found.all).toBeNull();
    expect([...found.alerts]).toEqual([
      ["a", "small"],
      ["b", "remainder"],
      ["c", "remainder"],
    ]);
  });

  it("tells no sum, no alert and no remainder of one to four people, of whatever teams", () => {
    const everybody = people("p", 14);
    const teams = fc.array(fc.subarray(everybody, { minLength: 1 }), { maxLength: 4 });
    const rings = fc.array(fc.tuple(fc.constantFrom("a", "b", "c"), fc.constantFrom(...everybody)), { minLength: 1 });
    fc.assert(
      fc.property(teams, rings, fc.subarray(everybody), (lists, pairs, seen) => {
        const named = new Set(seen);
        const its = crowd(Object.fromEntries(lists.map((list, nth) => [`t${nth}`, list])), named);
        const found = withheldOf(
          pairs.map(([alert, personId]) => ({ alert, personId })),
          its,
        );
        const unnamed = (chosen: (alert: string) => boolean) => {
          const rungBy = new Set(pairs.flatMap(([alert, person]) => (chosen(alert) ? [person] : [])));
          const mates = lists.filter((list) => list.some((person) => rungBy.has(person))).flat();
          return new Set([...rungBy, ...mates].filter((person) => !named.has(person))).size;
        };
        const isFew = (count: number) => count > 0 && count < 5;
        for (const alert of new Set(pairs.map(([one]) => one)))
          if (!found.alerts.has(alert)) expect(isFew(unnamed((one) => one === alert))).toBe(false);
        if (found.all !== null) return;
        expect(isFew(unnamed(() => true))).toBe(false);
        const hidden = unnamed((one) => found.alerts.has(one));
        const shownToo = pairs.some(([one, person]) => !found.alerts.has(one) && !named.has(person));
        if (shownToo) expect(isFew(hidden)).toBe(false);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
