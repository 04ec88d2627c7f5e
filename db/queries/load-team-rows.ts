import type { Ctx } from "@/db/ctx";
import type { TeamLoad } from "@/lib/contract/load";
import { groupBy } from "@/lib/model/group-by";
import type { Budgets } from "@/lib/model/settings";
import { acknowledgeOf, bandOf, loadSum, shiftLoad, teamPagesOf, trendOf } from "@/lib/report/assemble-load";
import type { MemberFacts, Membership } from "@/lib/report/load-facts";
import { addDays, daysBetween, startOfDate } from "@/lib/time/boundaries";
import type { Crowd } from "./load-crowd";
import { loadDatesOf, loadWeeksIn } from "./load-dates";
import { coveredHours, type TeamName } from "./load-people";
import { isNarrowed, type LoadScope } from "./load-scope";
import { memberTallies } from "./load-tallies";
import { teamIncidents, teamPages } from "./load-teams";
import { teamChange } from "./load-trend";

const SHIFT_DAYS = 21;
const TREND_DAYS = 28;

/** A row of each team that had people in the range. */
export async function teamRows(
  ctx: Ctx,
  scope: LoadScope,
  crowd: Crowd,
  { teams, budgets, firstDate }: { teams: readonly TeamName[]; budgets: Budgets; firstDate: string | null },
): Promise<TeamLoad[]> {
  const { toDate } = loadDatesOf(scope);
  const end = startOfDate(toDate, scope.zone);
  const [middle, fromDate] = [addDays(toDate, -TREND_DAYS), addDays(toDate, -2 * TREND_DAYS)];
  const shiftFrom = [addDays(toDate, -SHIFT_DAYS), firstDate ?? toDate].sort().at(-1) ?? toDate;
  const shiftRange = { from: startOfDate(shiftFrom, scope.zone), to: end };
  const [facts, pages, changes, incidents, covered] = await Promise.all([
    memberTallies(ctx, scope),
    teamPages(ctx, scope),
    teamChange(ctx, { fromDate, middle, toDate }),
    teamIncidents(ctx, shiftRange),
    coveredHours(ctx, shiftRange),
  ]);
  const factsOf = groupBy(facts, ({ teamId }) => teamId);
  const membersOf = groupBy(crowd.members, ({ teamId }) => teamId);
  const pagesOf = new Map(pages.map((row) => [row.team, row]));
  const changeOf = new Map(changes.map((row) => [row.teamId, row]));
  const incidentsOf = new Map(incidents.map((row) => [row.team, row.incidents]));
  const coveredOf = new Map(covered.map((row) => [row.team, row.hours]));
  const long = firstDate !== null && firstDate <= fromDate;
  const days = daysBetween(shiftFrom, toDate);
  return teams.flatMap((team): TeamLoad[] => {
    const members = membersOf.get(team.id);
    if (!members) return [];
    const { people, load, hidden } = teamPeople(team.id, {
      scope,
      crowd,
      members,
      facts: factsOf.get(team.id) ?? [],
      budgets,
    });
    const found = pagesOf.get(team.name);
    const change = changeOf.get(team.id) ?? { now: 0, before: 0 };
    return [
      {
        ...team,
        people,
        pages: teamPagesOf(found),
        load,
        hidden,
        shift: shiftLoad(incidentsOf.get(team.name) ?? 0, coveredOf.get(team.name) ?? 0, {
          days,
          most: budgets.incidentsPerShift,
        }),
        fairness: null,
        trend: load === null || !long || isNarrowed(scope) ? null : trendOf(change.now, change.before, TREND_DAYS),
        timeToAcknowledge: load === null ? null : acknowledgeOf(found),
      },
    ];
  });
}

type TeamFacts = {
  scope: LoadScope;
  crowd: Crowd;
  members: readonly Membership[];
  facts: readonly MemberFacts[];
  budgets: Budgets;
};

function teamPeople(
  id: string,
  { scope, crowd, members, facts, budgets }: TeamFacts,
): Pick<TeamLoad, "people" | "load" | "hidden"> {
  const people = new Set(members.map(({ personId }) => personId)).size;
  const hidden = crowd.hiddenIn(id, new Set(facts.map(({ personId }) => personId)));
  if (hidden !== null) return { people, load: null, hidden };
  const sum = loadSum(facts, people, loadWeeksIn(scope));
  const nightsPerPerson = people === 0 ? 0 : sum.disruptedNights / people;
  return { people, load: { ...sum, nightsPerPerson, band: bandOf(sum.pagesPerPersonWeek, budgets) }, hidden };
}
