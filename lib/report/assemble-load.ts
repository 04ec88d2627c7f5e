import type { LoadHidden, LoadSum, OnCall, PersonLoad, TeamLoad } from "@/lib/contract/load";
import { budgetBand, pagesPerWeek } from "@/lib/load/budgets";
import { type CarriedLoad, fairness } from "@/lib/load/fairness";
import { ratePerDay } from "@/lib/load/rates";
import type { ShiftIncidents } from "@/lib/load/shift-incidents";
import { type LoadTrend, trendOf } from "@/lib/load/trend";
import type { Budgets } from "@/lib/model/settings";
import { shareOf } from "@/lib/statistics/share-of";
import { type LoadTally, type OnCallFacts, sumTallies, type TeamPagesFacts } from "./load-facts";

/** Fewer people than this are never told apart (trust.md, section 8). */
export const LEAST_PEOPLE = 5;

/** What these people carried together; `tallies` holds those who carried anything, `people` counts everybody. */
export function loadSum(tallies: readonly LoadTally[], people: number, days: number): LoadSum {
  const sum = sumTallies(tallies);
  const pages = sum.pagesFirst + sum.pagesEscalated + sum.pagesUnknownLine;
  return {
    people,
    interrupted: tallies.filter((one) => totalOf(one) > 0).length,
    woken: tallies.filter(({ nights }) => nights > 0).length,
    ...figuresOf(sum),
    pagesPerPersonWeek: pagesPerWeek(pages, days * people),
  };
}

const totalOf = ({ sleep, off, business }: LoadTally) => sleep + off + business;

function figuresOf(tally: LoadTally) {
  const { sleep, off, business, actionable, noise, unclear, estimated } = tally;
  const { pagesFirst: first, pagesEscalated: escalated, pagesUnknownLine: lineNotKnown } = tally;
  return {
    interruptions: { sleep, off, business, total: sleep + off + business },
    noiseShare: shareOf(noise, noise + actionable),
    unclear,
    estimated,
    disruptedNights: tally.nights,
    disruptedHours: tally.hours,
    shortRests: tally.shortRests,
    pages: { first, escalated, lineNotKnown, total: first + escalated + lineNotKnown },
  };
}

type Person = {
  id: string;
  name: string;
  zone: string | null;
  teams: readonly string[];
  tally: LoadTally;
  onCall: OnCall;
};

export function personLoad(
  { id, name, zone, teams, tally, onCall }: Person,
  days: number,
  budgets: Budgets,
): PersonLoad {
  const figures = figuresOf(tally);
  const pagesPerPersonWeek = pagesPerWeek(figures.pages.total, days);
  const rate = onCall.state === "hours" ? ratePerDay(figures.interruptions.total, onCall.any) : null;
  return {
    id,
    name,
    teams: [...teams],
    zone,
    ...figures,
    pagesPerPersonWeek,
    band: budgetBand("pagesPerPersonWeek", pagesPerPersonWeek, budgets),
    onCall,
    rate: rate && { value: rate.value, low: rate.low, high: rate.high },
  };
}

/** Hours where there are any. "Not on call" is said only of somebody whose team has a rota that is known. */
export function onCallOf(hours: OnCallFacts | undefined, rotaKnown: boolean): OnCall {
  if (hours && hours.any > 0) {
    const { first, further, any } = hours;
    return { state: "hours", first, further, any };
  }
  return { state: rotaKnown ? "not-on-call" : "not-known" };
}

export function teamShift(shift: ShiftIncidents | null, budgets: Budgets): TeamLoad["shift"] {
  return shift && { ...shift, over: budgetBand("incidentsPerShift", shift.value, budgets) === "act" };
}

const CHANGE_WORD = { up: "more", down: "less", none: "no clear change" } as const satisfies Record<
  LoadTrend["change"],
  string
>;

export function teamTrend(now: number, before: number): NonNullable<TeamLoad["trend"]> {
  const { ratio, low, high, change } = trendOf(now, before);
  return { now, before, ratio, low, high, word: CHANGE_WORD[change] };
}

/**
 * How a team's incidents are shared: against hours on call where any are known, else in equal parts. What reached people
 * who were not on call is outside.
 */
export function teamFairness(loads: readonly CarriedLoad[]): NonNullable<TeamLoad["fairness"]> {
  const known = loads.some(({ exposure }) => exposure > 0);
  const told = fairness(known ? loads : loads.map(({ events }) => ({ events, exposure: 1 })));
  const { people, events, outside, test } = told;
  const few = people < 2 ? "too-few-people" : "too-few-events";
  const word = test ? (test.unequal ? "uneven" : "within-chance") : few;
  return { word, events, people, outside, byHours: known, p: test?.p ?? null };
}

export function teamPagesOf(facts: TeamPagesFacts | undefined): TeamLoad["pages"] {
  const { actionable = 0, noise = 0, unclear = 0 } = facts ?? {};
  return { total: actionable + noise + unclear, noiseShare: shareOf(noise, noise + actionable), unclear };
}

export function acknowledgeOf(facts: TeamPagesFacts | undefined): NonNullable<TeamLoad["timeToAcknowledge"]> {
  return {
    medianSeconds: facts?.medianSeconds ?? null,
    p95Seconds: facts?.p95Seconds ?? null,
    acknowledged: facts?.acknowledged ?? 0,
    neverAcknowledged: facts?.never ?? 0,
    notKnown: facts?.notKnown ?? 0,
  };
}

type Others = {
  /** Those of the group whom the viewer may not see by name. */
  others: readonly string[];
  /** Who carried what is asked for. */
  carried: ReadonlySet<string>;
  /** What the rule of groups says of it. */
  released: "small" | "remainder" | undefined;
  wholeWeeks: boolean;
  narrowed: boolean;
};

/** Why those of a group who may not be named are not counted either; null = they are, or there are none. */
export function hiddenBecause({ others, carried, released, wholeWeeks, narrowed }: Others): LoadHidden | null {
  if (others.length === 0) return null;
  if (released) return released;
  if (others.length < LEAST_PEOPLE) return "small";
  if (!wholeWeeks) return "weeks";
  const touched = others.filter((id) => carried.has(id)).length;
  return narrowed && touched > 0 && touched < LEAST_PEOPLE ? "few" : null;
}
