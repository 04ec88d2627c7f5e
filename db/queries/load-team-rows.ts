import type { Ctx } from "@/db/ctx";
import type { TeamLoad } from "@/lib/contract/load";
import { budgetBand } from "@/lib/load/budgets";
import type { CarriedLoad } from "@/lib/load/fairness";
import { shiftIncidentDays, shiftIncidents } from "@/lib/load/shift-incidents";
import { groupBy } from "@/lib/model/group-by";
import type { Budgets } from "@/lib/model/settings";
import {
  acknowledgeOf,
  LEAST_PEOPLE,
  loadSum,
  teamFairness,
  teamPagesOf,
  teamShift,
  teamTrend,
} from "@/lib/report/assemble-load";
import type { MemberFacts, Membership, OnCallFacts } from "@/lib/report/load-facts";
import { addDays, localDateOf } from "@/lib/time/boundaries";
import type { Crowd } from "./load-crowd";
import { loadDatesOf, loadDaysIn } from "./load-dates";
import { coveredSpans, type TeamName } from "./load-people";
import { isNarrowed, type LoadScope, rolledUp } from "./load-scope";
import { membersTallies } from "./load-tallies";
import { type MemberIncidents, memberIncidents, teamIncidents, teamPages } from "./load-teams";
import { teamChange } from "./load-trend";

const TREND_DAYS = 28;

type Known = {
  teams: readonly TeamName[];
  budgets: Budgets;
  firstDate: string | null;
  /** On call in the range. */
  hours: readonly OnCallFacts[];
};

/** A row of each team that had people in the range. */
export async function teamRows(
  ctx: Ctx,
  scope: LoadScope,
  crowd: Crowd,
  { teams, budgets, firstDate, hours }: Known,
): Promise<TeamLoad[]> {
  const { toDate } = loadDatesOf(scope);
  const [middle, fromDate] = [addDays(toDate, -TREND_DAYS), addDays(toDate, -2 * TREND_DAYS)];
  const narrowed = isNarrowed(scope);
  const isLong = firstDate !== null && firstDate <= fromDate;
  const [facts, incidents, pages, changes, shiftOf] = await Promise.all([
    membersTallies(ctx, scope, crowd.members, crowd.tallies),
    narrowed || rolledUp(scope) ? [] : memberIncidents(ctx, scope),
    teamPages(ctx, scope),
    isLong && !narrowed ? teamChange(ctx, { fromDate, middle, toDate }) : null,
    teamShifts(ctx, scope, budgets),
  ]);
  const factsOf = groupBy(facts, ({ teamId }) => teamId);
  const incidentsOf = rolledUp(scope) ? factsOf : groupBy(incidents, ({ teamId }) => teamId);
  const fairnessOf = narrowed ? null : teamShares(incidentsOf, hours, crowd.sight);
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
        ...(load && fairnessOf ? fairnessOf(team.id, members) : NOT_COMPARED),
        trend: load && changeOf ? trendKnown(now, before) : null,
        timeToAcknowledge: load === null ? null : acknowledgeOf(found),
      },
    ];
  });
}

/** Incidents per shift of a team, on the days that end with the range. */
async function teamShifts(ctx: Ctx, scope: LoadScope, budgets: Budgets): Promise<(team: string) => TeamLoad["shift"]> {
  // Days of the workspace, as pages have them.
  const [date, zone] = [addDays(loadDatesOf(scope).toDate, -1), ctx.zone];
  const [days, today] = [shiftIncidentDays(date, zone), localDateOf(ctx.now, zone)];
  const [incidents, covered] = await Promise.all([
    teamIncidents(ctx, { fromDate: localDateOf(days.from, zone), toDate: addDays(date < today ? date : today, 1) }),
    coveredSpans(ctx, days),
  ]);
  const incidentsOf = new Map(incidents.map((row) => [row.team, row.incidents]));
  const spansOf = new Map(
    covered.map(({ team, fromMs, toMs }) => [
      team,
      fromMs.map((fromAt, index) => ({ fromAt, toAt: toMs[index] ?? fromAt, level: 1 })),
    ]),
  );
  return (team) => {
    const [count, shifts] = [incidentsOf.get(team) ?? 0, spansOf.get(team) ?? null];
    const known = { date, zone, until: ctx.now, incidents: count, shifts };
    return teamShift(shiftIncidents(known), budgets);
  };
}

type Shared = Pick<TeamLoad, "fairness" | "fairnessHidden">;
const NOT_COMPARED: Shared = { fairness: null, fairnessHidden: false };

/** How the incidents of a team are shared among its people; not told where it would be of a few whom the viewer may not name. */
function teamShares(
  incidentsOf: ReadonlyMap<string, readonly Partial<MemberIncidents>[]>,
  hours: readonly OnCallFacts[],
  sight: ReadonlySet<string>,
): (teamId: string, members: readonly Membership[]) => Shared {
  const hoursOf = new Map(hours.map(({ personId, any }) => [personId, any]));
  return (teamId, members) => {
    const eventsOf = new Map(incidentsOf.get(teamId)?.map(({ personId, incidents }) => [personId, incidents]));
    const people = [...new Set(members.map(({ personId }) => personId))].sort();
    const onCall = people.filter((id) => (hoursOf.get(id) ?? 0) > 0);
    const unnamed = onCall.filter((id) => !sight.has(id)).length;
    if (unnamed > 0 && unnamed < LEAST_PEOPLE) return { fairness: null, fairnessHidden: true };
    const loads = people.map((id) => ({ events: eventsOf.get(id) ?? 0, exposure: hoursOf.get(id) ?? 0 }));
    return { fairness: sharedOf(loads), fairnessHidden: false };
  };
}

/** Ten thousand draws a team: what was worked out once is kept, by its numbers alone. */
const sharedOf = keptByNumbers(
  (loads: readonly CarriedLoad[]) => teamFairness(loads),
  (loads) => loads.map(({ events, exposure }) => `${events}/${exposure}`).join(),
);

/** Two quantiles a team. */
const trendOfNumbers = keptByNumbers(
  ({ now, before }: { now: number; before: number }) => teamTrend(now, before),
  ({ now, before }) => `${now}/${before}`,
);
const trendKnown = (now: number, before: number) => trendOfNumbers({ now, before });

const MOST_KEPT = 4_000;

/** What hangs on numbers alone is worked out once for them. */
function keptByNumbers<I, O>(work: (input: I) => O, numbers: (input: I) => string): (input: I) => O {
  const kept = new Map<string, O>();
  return (input) => {
    const key = numbers(input);
    const known = kept.get(key);
    if (known !== undefined) return known;
    if (kept.size >= MOST_KEPT) kept.clear();
    const made = work(input);
    kept.set(key, made);
    return made;
  };
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
