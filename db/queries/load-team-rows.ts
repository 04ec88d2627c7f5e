import type { Ctx } from "@/db/ctx";
import type { TeamLoad } from "@/lib/contract/load";
import { budgetBand } from "@/lib/load/budgets";
import type { CarriedLoad } from "@/lib/load/fairness";
import { shiftIncidentDays, shiftIncidents } from "@/lib/load/shift-incidents";
import { groupBy } from "@/lib/model/group-by";
import type { Budgets } from "@/lib/model/settings";
import { acknowledgeOf, loadSum, teamFairness, teamPagesOf, teamShift, teamTrend } from "@/lib/report/assemble-load";
import type { MemberFacts, Membership } from "@/lib/report/load-facts";
import { addDays } from "@/lib/time/boundaries";
import type { Crowd } from "./load-crowd";
import { loadDatesOf, loadDaysIn } from "./load-dates";
import { coveredSpans, onCallHoursOf, type TeamName } from "./load-people";
import { isNarrowed, type LoadScope } from "./load-scope";
import { memberTallies } from "./load-tallies";
import { memberIncidents, teamIncidents, teamPages } from "./load-teams";
import { teamChange } from "./load-trend";

const TREND_DAYS = 28;

/** A row of each team that had people in the range. */
export async function teamRows(
  ctx: Ctx,
  scope: LoadScope,
  crowd: Crowd,
  { teams, budgets, firstDate }: { teams: readonly TeamName[]; budgets: Budgets; firstDate: string | null },
): Promise<TeamLoad[]> {
  const { toDate } = loadDatesOf(scope);
  const [middle, fromDate] = [addDays(toDate, -TREND_DAYS), addDays(toDate, -2 * TREND_DAYS)];
  const narrowed = isNarrowed(scope);
  const isLong = firstDate !== null && firstDate <= fromDate;
  const [facts, pages, changes, shiftOf, fairnessOf] = await Promise.all([
    memberTallies(ctx, scope),
    teamPages(ctx, scope),
    isLong && !narrowed ? teamChange(ctx, { fromDate, middle, toDate }) : null,
    teamShifts(ctx, scope, budgets),
    narrowed ? null : teamShares(ctx, scope, crowd),
  ]);
  const factsOf = groupBy(facts, ({ teamId }) => teamId);
  const membersOf = groupBy(crowd.members, ({ teamId }) => teamId);
  const pagesOf = new Map(pages.map((row) => [row.team, row]));
  const changeOf = changes && new Map(changes.map((row) => [row.teamId, row]));
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
    const { now = 0, before = 0 } = changeOf?.get(team.id) ?? {};
    return [
      {
        ...team,
        people,
        pages: teamPagesOf(found),
        load,
        hidden,
        shift: shiftOf(team.name),
        fairness: load && fairnessOf ? fairnessOf(team.id) : null,
        trend: load && changeOf ? teamTrend(now, before) : null,
        timeToAcknowledge: load === null ? null : acknowledgeOf(found),
      },
    ];
  });
}

/** Incidents per shift of a team, on the days that end with the range. */
async function teamShifts(ctx: Ctx, scope: LoadScope, budgets: Budgets): Promise<(team: string) => TeamLoad["shift"]> {
  const [date, zone] = [addDays(loadDatesOf(scope).toDate, -1), scope.zone];
  const days = shiftIncidentDays(date, zone);
  const [incidents, covered] = await Promise.all([teamIncidents(ctx, days), coveredSpans(ctx, days)]);
  const incidentsOf = new Map(incidents.map(({ team, atMs }) => [team, atMs]));
  const spansOf = new Map(
    covered.map(({ team, fromMs, toMs }) => [
      team,
      fromMs.map((fromAt, index) => ({ fromAt, toAt: toMs[index] ?? fromAt, level: 1 })),
    ]),
  );
  return (team) => {
    const [incidentsAt, shifts] = [incidentsOf.get(team) ?? [], spansOf.get(team) ?? null];
    const known = { date, zone, until: ctx.now, incidentsAt, shifts };
    return teamShift(shiftIncidents(known), budgets);
  };
}

/** How the incidents of a team are shared among its people. */
async function teamShares(ctx: Ctx, scope: LoadScope, crowd: Crowd): Promise<(teamId: string) => TeamLoad["fairness"]> {
  const [incidents, hours] = await Promise.all([memberIncidents(ctx, scope), onCallHoursOf(ctx, scope.range)]);
  const hoursOf = new Map(hours.map(({ personId, any }) => [personId, any]));
  const eventsOf = new Map(incidents.map((row) => [`${row.teamId} ${row.personId}`, row.incidents]));
  const membersOf = groupBy(crowd.members, ({ teamId }) => teamId);
  return (teamId) => {
    const people = new Set(membersOf.get(teamId)?.map(({ personId }) => personId));
    const loads = [...people].sort().map((id) => ({
      events: eventsOf.get(`${teamId} ${id}`) ?? 0,
      exposure: hoursOf.get(id) ?? 0,
    }));
    return sharedOf(loads);
  };
}

/** Ten thousand draws a team: what was worked out once is kept, by its numbers alone. */
const KNOWN_SHARES = 2_000;
const shares = new Map<string, NonNullable<TeamLoad["fairness"]>>();

function sharedOf(loads: readonly CarriedLoad[]): NonNullable<TeamLoad["fairness"]> {
  const key = JSON.stringify(loads.map(({ events, exposure }) => [events, exposure]));
  const known = shares.get(key) ?? teamFairness(loads);
  if (shares.size >= KNOWN_SHARES) shares.clear();
  shares.set(key, known);
  return known;
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
  const sum = loadSum(facts, people, loadDaysIn(scope));
  const nightsPerPerson = people === 0 ? 0 : sum.disruptedNights / people;
  return {
    people,
    load: { ...sum, nightsPerPerson, band: budgetBand("pagesPerPersonWeek", sum.pagesPerPersonWeek, budgets) },
    hidden,
  };
}
