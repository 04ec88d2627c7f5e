import type { Ctx } from "@/db/ctx";
import type { Load, LoadFilter, LoadSum, LoadWeek, PersonLoad, TeamLoad } from "@/lib/contract/load";
import { groupBy } from "@/lib/model/group-by";
import { type Budgets, DEFAULT_BUDGETS } from "@/lib/model/settings";
import {
  acknowledgeOf,
  bandOf,
  hiddenBecause,
  loadSum,
  onCallOf,
  personLoad,
  shiftLoad,
  teamPagesOf,
  trendOf,
} from "@/lib/report/assemble-load";
import type { MemberFacts, Membership, PersonFacts } from "@/lib/report/load-facts";
import { sumTallies } from "@/lib/report/load-facts";
import { shareOf } from "@/lib/statistics/share-of";
import { addDays, daysBetween, localDateOf, localWeekdayOf, startOfDate } from "@/lib/time/boundaries";
import { labelOf } from "@/lib/time/range";
import { coveredHours, membersIn, namesOf, onCallHoursOf, type TeamName, teamNames } from "./load-people";
import { isNarrowed, type LoadScope, loadScopeOf } from "./load-scope";
import { memberTallies, personTallies } from "./load-tallies";
import { teamIncidents, teamPages } from "./load-teams";
import { type Counted, heatTallies, teamChange, wakingAlerts, weekTallies } from "./load-trend";
import { sightOf } from "./named/sight-of";
import { previousScope, rangeOf } from "./period";

const WEEK_DAYS = 7;
/** A trend of fewer points says little. */
const LEAST_WEEKS = 12;
const MOST_WEEKS = 53;
const SHIFT_DAYS = 21;
const TREND_DAYS = 28;
const ALERTS = 5;
/** A team that is not there has nobody in it. */
const NO_TEAM = "-1";

/** Who was interrupted, when, and for what; by name those whom the viewer may see so. */
export async function load(ctx: Ctx, filter: LoadFilter): Promise<Load> {
  const [sight, teams] = await Promise.all([sightOf(ctx), teamNames(ctx)]);
  const team = filter.team === undefined ? null : (teams.find(({ name }) => name === filter.team)?.id ?? NO_TEAM);
  const scope = loadScopeOf(ctx, filter, team);
  const before = previousScope(scope, filter);
  const dates = datesOf(scope);
  const [now, earlier, firstDate] = await Promise.all([
    crowdOf(ctx, scope, sight.named),
    before && crowdOf(ctx, { ...scope, ...before, team: null }, sight.named),
    firstDateOf(ctx),
  ]);
  const [people, weeks, heat, alerts, teamRows] = await Promise.all([
    peopleOf(ctx, scope, now, teams),
    weeksOf(ctx, scope, now, firstDate),
    heatTallies(ctx, scope, now.wholeWeeks ? dates : null, now.counted),
    wakingAlerts(ctx, scope, now.counted, ALERTS),
    teamsOf(ctx, scope, now, teams, firstDate),
  ]);
  return {
    range: rangeOf(scope),
    previousRange: before && rangeOf(before),
    wholeWeeks: now.wholeWeeks ? null : wholeWeeksAround(ctx, scope),
    budgets: budgetsOf(ctx),
    sum: now.sum,
    previous: earlier && earlier.hidden === now.hidden ? earlier.sum : null,
    ...people,
    others: { people: now.others.length, sum: othersSum(now, weeksIn(scope)), hidden: now.hidden },
    teams: teamRows,
    weeks,
    heat,
    alerts: alerts.map(({ sleep, off, business, actionable, noise, ...row }) => ({
      ...row,
      interruptions: { sleep, off, business, total: sleep + off + business },
      noiseShare: shareOf(noise, noise + actionable),
    })),
  };
}

type Dates = { fromDate: string; toDate: string };

/** Local dates that the range touches. */
function datesOf({ range, zone }: LoadScope): Dates {
  return { fromDate: localDateOf(range.from, zone), toDate: addDays(localDateOf(range.to - 1, zone), 1) };
}

const isMonday = (date: string) => localWeekdayOf(startOfDate(date, "UTC"), "UTC") === 0;
const mondayOf = (date: string) => addDays(date, -localWeekdayOf(startOfDate(date, "UTC"), "UTC"));

/** Whole weeks that are over: a running one would tell today from yesterday. */
function isWholeWeeks(ctx: Ctx, { range, zone }: LoadScope): boolean {
  const { fromDate, toDate } = datesOf({ range, zone } as LoadScope);
  const whole = startOfDate(fromDate, zone) === range.from && startOfDate(toDate, zone) === range.to;
  return whole && isMonday(fromDate) && isMonday(toDate) && range.to <= ctx.now;
}

/** The last day is inclusive, as in an address. */
function wholeWeeksAround(ctx: Ctx, scope: LoadScope): Load["wholeWeeks"] {
  const { fromDate, toDate } = datesOf(scope);
  const over = mondayOf(localDateOf(ctx.now, scope.zone));
  const ceiling = isMonday(toDate) ? toDate : addDays(mondayOf(toDate), WEEK_DAYS);
  const end = ceiling < over ? ceiling : over;
  const start = mondayOf(fromDate);
  return { from: start < end ? start : addDays(end, -WEEK_DAYS), to: addDays(end, -1) };
}

function weeksIn(scope: LoadScope): number {
  const { fromDate, toDate } = datesOf(scope);
  return daysBetween(fromDate, toDate) / WEEK_DAYS;
}

const settingsOf = (ctx: Ctx): Budgets => ctx.settings.budgets ?? DEFAULT_BUDGETS;

function budgetsOf(ctx: Ctx): Load["budgets"] {
  const { incidentsPerShift, pagesPerPersonWeek } = settingsOf(ctx);
  return { incidentsPerShift, ...pagesPerPersonWeek };
}

type Crowd = {
  members: readonly Membership[];
  tallies: ReadonlyMap<string, PersonFacts>;
  /** Whom the viewer sees by name, and whom not. */
  named: readonly string[];
  others: readonly string[];
  sight: ReadonlySet<string>;
  hidden: Load["others"]["hidden"];
  wholeWeeks: boolean;
  /** Null = everybody. */
  counted: Counted;
  sum: LoadSum | null;
};

/** The people of the scope, and whether those without a name may be counted. */
async function crowdOf(ctx: Ctx, scope: LoadScope, sight: ReadonlySet<string>): Promise<Crowd> {
  const [found, rows] = await Promise.all([membersIn(ctx, datesOf(scope)), personTallies(ctx, scope)]);
  const members = scope.teamId === null ? found : found.filter(({ teamId }) => teamId === scope.teamId);
  const tallies = new Map(rows.map((row) => [row.personId, row]));
  const people = new Set([...members.map(({ personId }) => personId), ...tallies.keys()]);
  const wholeWeeks = isWholeWeeks(ctx, scope);
  const carried = new Set(tallies.keys());
  const hidden = hiddenBecause({ people, named: sight, carried, wholeWeeks, narrowed: isNarrowed(scope) });
  const named = [...people].filter((id) => sight.has(id));
  const counted = hidden === null ? null : named;
  const tallied = [...tallies.values()].filter(({ personId }) => hidden === null || sight.has(personId));
  const size = hidden === null ? people.size : named.length;
  return {
    members,
    tallies,
    named,
    others: [...people].filter((id) => !sight.has(id)),
    sight,
    hidden,
    wholeWeeks,
    counted,
    sum: hidden !== null && named.length === 0 ? null : loadSum(tallied, size, weeksIn(scope)),
  };
}

function othersSum({ hidden, others, tallies }: Crowd, weeks: number): LoadSum | null {
  if (hidden !== null || others.length === 0) return null;
  return loadSum(
    others.flatMap((id) => tallies.get(id) ?? []),
    others.length,
    weeks,
  );
}

async function peopleOf(
  ctx: Ctx,
  scope: LoadScope,
  crowd: Crowd,
  teams: readonly TeamName[],
): Promise<{ people: PersonLoad[]; quiet: number }> {
  const [names, hours] = await Promise.all([namesOf(ctx, crowd.named), onCallHoursOf(ctx, scope.range)]);
  const hoursOf = new Map(hours.map((row) => [row.personId, row]));
  const teamName = new Map(teams.map(({ id, name }) => [id, name]));
  const teamsOfPerson = groupBy(crowd.members, ({ personId }) => personId);
  const withRota = new Set(crowd.members.flatMap(({ teamId, personId }) => (hoursOf.has(personId) ? [teamId] : [])));
  const weeks = weeksIn(scope);
  const rows = names.flatMap(({ id, name, zone }): PersonLoad[] => {
    const tally = crowd.tallies.get(id);
    const onCall = hoursOf.get(id);
    if (!tally && !onCall) return [];
    const mine = [...new Set((teamsOfPerson.get(id) ?? []).map(({ teamId }) => teamId))];
    return [
      personLoad(
        {
          id,
          name,
          zone,
          teams: mine.flatMap((team) => teamName.get(team) ?? []).sort(),
          tally: tally ?? sumTallies([]),
          onCall: onCallOf(
            onCall,
            mine.some((team) => withRota.has(team)),
          ),
        },
        weeks,
        settingsOf(ctx),
      ),
    ];
  });
  return { people: rows, quiet: names.length - rows.length };
}

/** Of the workspace: before it nothing is known. */
async function firstDateOf({ sql, workspaceId }: Ctx): Promise<string | null> {
  const [row] = await sql<{ first: string | null }[]>`
    select min(local_date)::text as first from person_days where workspace_id = ${workspaceId}`;
  return row?.first ?? null;
}

async function weeksOf(ctx: Ctx, scope: LoadScope, crowd: Crowd, firstDate: string | null): Promise<LoadWeek[]> {
  if (firstDate === null || crowd.sum === null) return [];
  const asked = datesOf(scope);
  const toDate = mondayOf(asked.toDate);
  const length = Math.min(MOST_WEEKS, Math.max(LEAST_WEEKS, Math.ceil(weeksIn(scope))));
  const earliest = addDays(toDate, -length * WEEK_DAYS);
  const fromDate = earliest > mondayOf(firstDate) ? earliest : mondayOf(firstDate);
  if (fromDate >= toDate) return [];
  const [rows, members] = await Promise.all([
    weekTallies(ctx, scope, { fromDate, toDate }, crowd.counted),
    scope.teamId === null ? [] : membersIn(ctx, { fromDate, toDate }),
  ]);
  const byWeek = new Map(rows.map((row) => [row.week, row]));
  const weeks: LoadWeek[] = [];
  for (let week = fromDate; week < toDate; week = addDays(week, WEEK_DAYS)) {
    const next = addDays(week, WEEK_DAYS);
    if (crowd.counted === null && scope.teamId !== null && !isWide(members, scope.teamId, week, next, crowd.sight))
      continue;
    const { sleep = 0, off = 0, business = 0 } = byWeek.get(week) ?? {};
    const range = { from: startOfDate(week, scope.zone), to: startOfDate(next, scope.zone) };
    weeks.push({
      from: new Date(range.from).toISOString(),
      to: new Date(range.to).toISOString(),
      label: labelOf(range, scope.zone),
      asked: week >= asked.fromDate && next <= asked.toDate,
      interruptions: { sleep, off, business, total: sleep + off + business },
    });
  }
  return weeks;
}

/** In this week, too, those without a name were nobody or enough. */
function isWide(
  members: readonly Membership[],
  team: string,
  fromDate: string,
  toDate: string,
  sight: ReadonlySet<string>,
): boolean {
  const inWeek = members.filter((one) => one.teamId === team && one.fromDate < toDate && one.toDate > fromDate);
  const people = new Set(inWeek.map(({ personId }) => personId));
  return hiddenBecause({ people, named: sight, carried: new Set(), wholeWeeks: true, narrowed: false }) === null;
}

async function teamsOf(
  ctx: Ctx,
  scope: LoadScope,
  crowd: Crowd,
  teams: readonly TeamName[],
  firstDate: string | null,
): Promise<TeamLoad[]> {
  const { toDate } = datesOf(scope);
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
    const { people, load, hidden } = teamPeople(ctx, scope, crowd, members, factsOf.get(team.id) ?? []);
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
          most: settingsOf(ctx).incidentsPerShift,
        }),
        fairness: null,
        trend: load === null || !long || isNarrowed(scope) ? null : trendOf(change.now, change.before, TREND_DAYS),
        timeToAcknowledge: load === null ? null : acknowledgeOf(found),
      },
    ];
  });
}

function teamPeople(
  ctx: Ctx,
  scope: LoadScope,
  crowd: Crowd,
  members: readonly Membership[],
  facts: readonly MemberFacts[],
): Pick<TeamLoad, "people" | "load" | "hidden"> {
  const people = new Set(members.map(({ personId }) => personId));
  const carried = new Set(facts.map(({ personId }) => personId));
  const narrowed = isNarrowed(scope);
  const hidden = hiddenBecause({ people, named: crowd.sight, carried, wholeWeeks: crowd.wholeWeeks, narrowed });
  if (hidden !== null) return { people: people.size, load: null, hidden };
  const sum = loadSum(facts, people.size, weeksIn(scope));
  const nightsPerPerson = people.size === 0 ? 0 : sum.disruptedNights / people.size;
  const load = { ...sum, nightsPerPerson, band: bandOf(sum.pagesPerPersonWeek, settingsOf(ctx)) };
  return { people: people.size, load, hidden };
}
