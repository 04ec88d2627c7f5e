import type { WithheldBecause } from "@/lib/model/withheld";

/** Which figures about people are not told: those of everything asked for, and those of single alerts. */
export type Withheld = { all: WithheldBecause | null; alerts: ReadonlyMap<string, WithheldBecause> };

/** Somebody whom an alert interrupted. */
type Rung = { alert: string; personId: string };

type Crowd = {
  /** Members of each team, in the range. */
  membersOf: ReadonlyMap<string, readonly string[]>;
  /** Whom the viewer sees by name. */
  named: ReadonlySet<string>;
  /** Teams of which no figure is told, and why. */
  hiddenTeams: ReadonlyMap<string, WithheldBecause>;
  /** The range tells one day from another: what it says, less what a shorter one says, may be of one person. */
  tellsDays: boolean;
};

export const NOTHING_WITHHELD: Withheld = { all: null, alerts: new Map() };

/** Fewer people than this are never told apart (trust.md, section 8). */
const LEAST = 5;

/**
 * What may be told of the people behind alerts. An alert stands for the teams that it pages: their members are its group,
 * and whoever it pages who is in no team. Those of the group whom the viewer does not see by name must be nobody or five.
 */
export function withheldOf(rung: readonly Rung[], crowd: Crowd): Withheld {
  const groupOf = grouping(crowd);
  const all = groupOf(rung.map(({ personId }) => personId));
  const groups = new Map([...peopleByAlert(rung)].map(([alert, people]) => [alert, groupOf(people)]));
  const alerts = new Map<string, WithheldBecause>();
  for (const [alert, group] of groups) {
    const because = hiddenBecause(group, crowd);
    if (because !== null) alerts.set(alert, because);
  }
  // What is left of the sum without the alerts that are shown tells of the hidden ones.
  const left = new Set([...alerts.keys()].flatMap((alert) => [...(groups.get(alert)?.others ?? [])]));
  if (left.size > 0 && left.size < LEAST)
    for (const [alert, { others }] of groups) if (others.size > 0 && !alerts.has(alert)) alerts.set(alert, "remainder");
  return { all: hiddenBecause(all, crowd), alerts };
}

type Group = { teams: ReadonlySet<string>; others: ReadonlySet<string> };

function hiddenBecause({ teams, others }: Group, { hiddenTeams, tellsDays }: Crowd): WithheldBecause | null {
  if (others.size === 0) return null;
  if (others.size < LEAST) return "small";
  if (tellsDays) return "weeks";
  const [team, ...more] = teams;
  return team !== undefined && more.length === 0 ? (hiddenTeams.get(team) ?? null) : null;
}

function grouping({ membersOf, named }: Crowd): (people: Iterable<string>) => Group {
  const teamsOf = new Map<string, string[]>();
  for (const [team, members] of membersOf)
    for (const person of members) teamsOf.set(person, [...(teamsOf.get(person) ?? []), team]);
  return (people) => {
    const teams = new Set<string>();
    const others = new Set<string>();
    for (const person of people) {
      if (!named.has(person)) others.add(person);
      for (const team of teamsOf.get(person) ?? []) teams.add(team);
    }
    for (const team of teams)
      for (const person of membersOf.get(team) ?? []) if (!named.has(person)) others.add(person);
    return { teams, others };
  };
}

function peopleByAlert(rung: readonly Rung[]): ReadonlyMap<string, readonly string[]> {
  const people = new Map<string, string[]>();
  for (const { alert, personId } of rung) {
    const list = people.get(alert);
    if (list) list.push(personId);
    else people.set(alert, [personId]);
  }
  return people;
}
