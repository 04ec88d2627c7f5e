import { describe, expect, it } from "vitest";
import { handOvers, type Ring } from "./hand-overs";

const ring = (minute: number, line: Ring["line"], ...teams: string[]): Ring => ({ at: minute * 60_000, line, teams });

describe("hand-overs", () => {
  it("tell the teams in order, however the rings come", () => {
    const rings = [ring(40, "escalated", "Edge"), ring(0, "first", "Core"), ring(15, "escalated", "Data")];
    expect(handOvers(rings)).toEqual({ steps: ["Core", "Data", "Edge"], minutes: 40 });
  });

  it.each<[string, Ring[]]>([
    ["within the team", [ring(0, "first", "Core"), ring(5, "escalated", "Core")]],
    ["to somebody who shares a team with those rung", [ring(0, "first", "Core"), ring(5, "escalated", "Core", "Edge")]],
    ["to two teams at once, as the first line", [ring(0, "first", "Core"), ring(0, "first", "Edge")]],
    ["to a second team by a line that nobody tells", [ring(0, "first", "Core"), ring(9, null, "Edge")]],
    ["to a leader without a team", [ring(0, "first", "Core"), ring(9, "escalated")]],
    ["to nobody with a team", [ring(0, "first"), ring(9, "escalated")]],
    ["to nobody", []],
  ])("are none %s", (_, rings) => expect(handOvers(rings)).toBeNull());

  it("do not count a team twice: back to one that was rung is no step", () => {
    const rings = [ring(0, "first", "Core"), ring(5, "escalated", "Edge"), ring(9, "escalated", "Core")];
    expect(handOvers(rings)).toEqual({ steps: ["Core", "Edge"], minutes: 5 });
  });

  it("name the teams of one person together", () => {
    const rings = [ring(0, "first", "Core"), ring(5, "escalated", "Ops", "Edge")];
    expect(handOvers(rings)?.steps).toEqual(["Core", "Edge / Ops"]);
  });
});
