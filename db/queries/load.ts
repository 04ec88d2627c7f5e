import type { Ctx } from "@/db/ctx";
import type { Load, LoadFilter, LoadSum, WakingSignature } from "@/lib/contract/load";
import { DEFAULT_BUDGETS } from "@/lib/model/settings";
import { LEAST_PEOPLE, loadSum } from "@/lib/report/assemble-load";
import { shareOf } from "@/lib/statistics/share-of";
import { type Crowd, crowdOf } from "./load-crowd";
import { isWholeWeeks, loadDatesOf, loadDaysIn, wholeWeeksAround } from "./load-dates";
import { firstDateOf } from "./load-first-date";
import { onCallHoursOf, teamNames } from "./load-people";
import { personRows } from "./load-person-rows";
import { loadScopeOf } from "./load-scope";
import { teamRows } from "./load-team-rows";
import { type AlertFacts, heatTallies, wakingAlerts } from "./load-trend";
import { loadWeeks } from "./load-weeks";
import { sightOf } from "./named/sight-of";
import { type Purpose, viewNamed } from "./named/view-named";
import { previousScope, rangeOf } from "./period";

const ALERTS = 5;
/** A team that is not there has nobody in it. */
const NO_TEAM = "-1";

/** Who was interrupted, when, and for what; by name those whom the viewer may see so, which is noted. */
export function load(ctx: Ctx, filter: LoadFilter, purpose?: Purpose): Promise<Load> {
  return noted(ctx, filter, purpose, async () => {
    const asked = await prepare(ctx, filter);
    const { scope, now, firstDate, wholeWeeks, sight } = asked;
    const [figures, weeks, heat, alerts] = await Promise.all([
      figuresOf(ctx, asked),
      loadWeeks(ctx, scope, now, firstDate),
      heatTallies(ctx, scope, wholeWeeks ? loadDatesOf(scope) : null, now.counted),
      wakingAlerts(ctx, scope, now.counted, ALERTS),
    ]);
    return {
      ...figures,
      weeks,
      heat,
      hoursOpen: sight.mode !== "aggregate" && now.counted === null,
      alerts: alerts.map((row) => wakingSignature(row, now)),
    };
  });
}

export type LoadFigures = Omit<Load, "weeks" | "heat" | "hoursOpen" | "alerts">;

/** The same without hours, weeks and alerts. */
export function loadFigures(ctx: Ctx, filter: LoadFilter, purpose?: Purpose): Promise<LoadFigures> {
  return noted(ctx, filter, purpose, async () => figuresOf(ctx, await prepare(ctx, filter)));
}

function noted<T extends LoadFigures>(
  ctx: Ctx,
  { from, to }: LoadFilter,
  purpose: Purpose | undefined,
  read: () => Promise<T>,
): Promise<T> {
  return viewNamed(ctx, { screen: "load", from, to }, ({ people }) => people.map(({ id }) => id), read, purpose);
}

type Asked = Awaited<ReturnType<typeof prepare>>;

async function prepare(ctx: Ctx, filter: LoadFilter) {
  const [sight, teams, firstDate] = await Promise.all([sightOf(ctx), teamNames(ctx), firstDateOf(ctx)]);
  const team = filter.team === undefined ? null : (teams.find(({ name }) => name === filter.team)?.id ?? NO_TEAM);
  const scope = loadScopeOf(ctx, filter, team);
  const before = previousScope(scope, filter);
  const wholeWeeks = isWholeWeeks(ctx, scope);
  const [now, earlier, hours] = await Promise.all([
    crowdOf(ctx, scope, sight.named, wholeWeeks),
    before && crowdOf(ctx, { ...scope, range: before.range }, sight.named, wholeWeeks),
    onCallHoursOf(ctx, scope.range),
  ]);
  return { sight, teams, firstDate, scope, before, wholeWeeks, now, earlier, hours };
}

async function figuresOf(ctx: Ctx, asked: Asked): Promise<LoadFigures> {
  const { teams, firstDate, scope, before, wholeWeeks, now, earlier, hours } = asked;
  const budgets = ctx.settings.budgets ?? DEFAULT_BUDGETS;
  const [people, rows] = await Promise.all([
    personRows(ctx, scope, now, { teams, budgets, hours }),
    teamRows(ctx, scope, now, { teams, budgets, firstDate, hours }),
  ]);
  return {
    range: rangeOf(scope),
    previousRange: before && rangeOf(before),
    wholeWeeks: wholeWeeks ? null : wholeWeeksAround(ctx, scope),
    budgets: { incidentsPerShift: budgets.incidentsPerShift, ...budgets.pagesPerPersonWeek },
    sum: now.sum,
    // Of others than now it would be no comparison.
    previous: earlier && earlier.hidden === now.hidden && isKnown(before, firstDate) ? earlier.sum : null,
    ...people,
    others: { people: now.others.length, sum: othersSum(now, loadDaysIn(scope)), hidden: now.hidden },
    teams: rows,
  };
}

/** A period before the first known day is not one without interruptions. */
function isKnown(before: Parameters<typeof loadDatesOf>[0] | null, firstDate: string | null): boolean {
  return before !== null && firstDate !== null && firstDate < loadDatesOf(before).toDate;
}

function wakingSignature(
  { sleep, off, business, actionable, noise, people, ...row }: AlertFacts,
  { counted, others }: Crowd,
): WakingSignature {
  const allNamed = counted !== null || others.length === 0;
  return {
    ...row,
    people: allNamed || people >= LEAST_PEOPLE ? people : null,
    interruptions: { sleep, off, business, total: sleep + off + business },
    noiseShare: shareOf(noise, noise + actionable),
  };
}

function othersSum({ hidden, others, tallies }: Crowd, days: number): LoadSum | null {
  if (hidden !== null || others.length === 0) return null;
  return loadSum(
    others.flatMap((id) => tallies.get(id) ?? []),
    others.length,
    days,
  );
}
