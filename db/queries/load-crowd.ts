import type { Ctx } from "@/db/ctx";
import type { LoadHidden, LoadSum } from "@/lib/contract/load";
import { groupBy } from "@/lib/model/group-by";
import { type Release, releaseGroups } from "@/lib/privacy/release-groups";
import { hiddenBecause, loadSum } from "@/lib/report/assemble-load";
import type { Membership, PersonFacts } from "@/lib/report/load-facts";
import { carriedOn, carriedRows } from "./load-carried";
import { type LoadDates, loadDatesOf, loadDaysIn } from "./load-dates";
import { membersIn } from "./load-people";
import { isNarrowed, type LoadScope } from "./load-scope";
import { personTallies } from "./load-tallies";
import type { Counted } from "./load-trend";
import { remembered } from "./remembered";

/** The group of everybody; teams have numbers for ids. */
const EVERYBODY = "everybody";

export type Crowd = {
  /** Of the team asked for, or of all. */
  members: readonly Membership[];
  tallies: ReadonlyMap<string, PersonFacts>;
  /** Whom the viewer sees by name, and whom not. */
  named: readonly string[];
  others: readonly string[];
  sight: ReadonlySet<string>;
  hidden: LoadHidden | null;
  /** The same of one of its teams. */
  hiddenIn: (teamId: string, carried: ReadonlySet<string>) => LoadHidden | null;
  wholeWeeks: boolean;
  /** Null = everybody. */
  counted: Counted;
  sum: LoadSum | null;
};

/**
 * The people of a scope, and whether those without a name may be counted. Which groups are shown is settled over the
 * whole organisation, also where one team is asked for: a figure hidden there must not come out here.
 */
export async function crowdOf(
  ctx: Ctx,
  scope: LoadScope,
  sight: ReadonlySet<string>,
  wholeWeeks: boolean,
): Promise<Crowd> {
  const dates = loadDatesOf(scope);
  const [found, rows, anybody] = await Promise.all([
    membersIn(ctx, dates),
    personTallies(ctx, scope),
    scope.teamId === null && !isNarrowed(scope) ? [] : peopleWithLoad(ctx, dates),
  ]);
  const everybody = new Set([
    ...found.map(({ personId }) => personId),
    ...rows.map(({ personId }) => personId),
    ...anybody,
  ]);
  const byTeam = groupBy(found, ({ teamId }) => teamId);
  const release = releaseOf(everybody, byTeam, sight);
  const members = scope.teamId === null ? found : (byTeam.get(scope.teamId) ?? []);
  const people = scope.teamId === null ? everybody : new Set(members.map(({ personId }) => personId));
  const tallies = new Map(rows.map((row) => [row.personId, row]));
  const narrowed = isNarrowed(scope);
  const because = (id: string, unseen: readonly string[], carried: ReadonlySet<string>) =>
    hiddenBecause({ others: unseen, carried, released: release.hidden.get(id), wholeWeeks, narrowed });
  const others = without(people, sight);
  const hidden = because(scope.teamId ?? EVERYBODY, others, new Set(tallies.keys()));
  const named = [...people].filter((id) => sight.has(id));
  const tallied = hidden === null ? rows : rows.filter(({ personId }) => sight.has(personId));
  const size = hidden === null ? people.size : named.length;
  return {
    members,
    tallies,
    named,
    others,
    sight,
    hidden,
    hiddenIn: (teamId, carried) =>
      because(teamId, without(new Set(byTeam.get(teamId)?.map(({ personId }) => personId)), sight), carried),
    wholeWeeks,
    counted: hidden === null ? null : named.length <= others.length ? { only: named } : { without: others },
    sum: hidden !== null && named.length === 0 ? null : loadSum(tallied, size, loadDaysIn(scope)),
  };
}

const without = (people: ReadonlySet<string>, sight: ReadonlySet<string>) => [...people].filter((id) => !sight.has(id));

function releaseOf(
  everybody: ReadonlySet<string>,
  byTeam: ReadonlyMap<string, readonly Membership[]>,
  sight: ReadonlySet<string>,
): Release {
  const teams = [...byTeam].map(([id, members]) => ({
    id,
    parentId: EVERYBODY,
    people: [...new Set(members.map(({ personId }) => personId))],
  }));
  return releaseGroups([{ id: EVERYBODY, parentId: null, people: [...everybody] }, ...teams], sight);
}

/** The teams of which no figure about people is told, settled as above. */
export async function hiddenTeams(
  ctx: Ctx,
  dates: LoadDates,
  members: readonly Membership[],
  sight: ReadonlySet<string>,
): Promise<Release["hidden"]> {
  const everybody = new Set([...members.map(({ personId }) => personId), ...(await peopleWithLoad(ctx, dates))]);
  return releaseOf(
    everybody,
    groupBy(members, ({ teamId }) => teamId),
    sight,
  ).hidden;
}

/** Whoever was interrupted or paged, whatever is asked for. */
function peopleWithLoad(ctx: Ctx, dates: LoadDates): Promise<string[]> {
  const asked = { key: ["people with load", dates.fromDate, dates.toDate], watched: carriedRows(ctx, dates) };
  return remembered(ctx, asked, async (reader) => {
    const rows = await reader.sql<{ id: string }[]>`select distinct person_id as id from ${carriedOn(reader, dates)} d`;
    return rows.map(({ id }) => id);
  });
}

/** In a week of a trend, too, those of a team without a name are nobody or enough. */
export function isWideInWeek(
  members: readonly Membership[],
  sight: ReadonlySet<string>,
  { fromDate, toDate }: LoadDates,
): boolean {
  const inWeek = members.filter((one) => one.fromDate < toDate && one.toDate > fromDate);
  const others = without(new Set(inWeek.map(({ personId }) => personId)), sight);
  return hiddenBecause({ others, carried: new Set(), released: undefined, wholeWeeks: true, narrowed: false }) === null;
}
