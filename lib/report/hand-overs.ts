import type { Instant } from "@/lib/model/instant";
import type { Line } from "@/lib/model/page";

/** The first time that a page rang a person, with their teams on the day. */
export type Ring = { at: Instant; line: Line | null; teams: readonly string[] };

export type HandOvers = {
  /** The teams it went through, in order; more than one. Teams of one person stand together. */
  steps: readonly string[];
  /** From the first ring to the last hand-over. */
  minutes: number;
};

/**
 * How a page went from team to team: each escalation or reassignment to people of a team that had not been rung before is
 * a step. Null where it stayed, and where nobody knows the teams.
 */
export function handOvers(rings: readonly Ring[]): HandOvers | null {
  const known = [...rings].filter(({ teams }) => teams.length > 0).sort((a, b) => a.at - b.at);
  const [first] = known;
  if (!first) return null;
  const rung = new Set(first.teams);
  const steps = [nameOf(first.teams)];
  let lastAt = first.at;
  for (const { at, line, teams } of known) {
    const isNew = !teams.some((team) => rung.has(team));
    if (isNew && line === "escalated") {
      steps.push(nameOf(teams));
      lastAt = at;
    }
    for (const team of teams) rung.add(team);
  }
  return steps.length > 1 ? { steps, minutes: Math.round((lastAt - first.at) / 60_000) } : null;
}

const nameOf = (teams: readonly string[]) => [...teams].sort().join(" / ");
