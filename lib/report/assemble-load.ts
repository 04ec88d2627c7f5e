import type { LoadHidden, LoadSum, OnCall, PersonLoad, Rate, TeamLoad } from "@/lib/contract/load";
import type { Budgets } from "@/lib/model/settings";
import { garwood } from "@/lib/statistics/intervals";
import { rateRatio } from "@/lib/statistics/rate-ratio";
import { shareOf } from "@/lib/statistics/share-of";
import { type LoadTally, type OnCallFacts, sumTallies, type TeamPagesFacts } from "./load-facts";

const HOURS_A_DAY = 24;
const HOURS_A_SHIFT = 12;

/** Fewer people than this are never told apart (trust.md, section 8). */
const LEAST_PEOPLE = 5;

/** What these people carried together; `tallies` holds those who carried anything, `people` counts everybody. */
export function loadSum(tallies: readonly LoadTally[], people: number, weeks: number): LoadSum {
  const sum = sumTallies(tallies);
  const pages = sum.pagesFirst + sum.pagesEscalated + sum.pagesUnknownLine;
  return {
    people,
    interrupted: tallies.filter((one) => totalOf(one) > 0).length,
    woken: tallies.filter(({ nights }) => nights > 0).length,
    ...figuresOf(sum),
    pagesPerPersonWeek: people === 0 || weeks === 0 ? 0 : pages / people / weeks,
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
  weeks: number,
  budgets: Budgets,
): PersonLoad {
  const figures = figuresOf(tally);
  const pagesPerPersonWeek = weeks === 0 ? 0 : figures.pages.total / weeks;
  return {
    id,
    name,
    teams: [...teams],
    zone,
    ...figures,
    pagesPerPersonWeek,
    band: bandOf(pagesPerPersonWeek, budgets),
    onCall,
    rate: onCall.state === "hours" ? rateOf(figures.interruptions.total, onCall.any / HOURS_A_DAY) : null,
  };
}

/** Under `watch` good, over `act` to be acted on; both limits themselves are to be watched. */
export function bandOf(pagesPerWeek: number, { pagesPerPersonWeek: { watch, act } }: Budgets): PersonLoad["band"] {
  return pagesPerWeek > act ? "act" : pagesPerWeek >= watch ? "watch" : "good";
}

function rateOf(count: number, units: number): Rate | null {
  return units > 0 ? { value: count / units, ...garwood(count, units) } : null;
}

/** Hours where there are any. "Not on call" is said only of somebody whose team has a rota that is known. */
export function onCallOf(hours: OnCallFacts | undefined, rotaKnown: boolean): OnCall {
  if (hours && hours.any > 0) {
    const { first, further, any } = hours;
    return { state: "hours", first, further, any };
  }
  return { state: rotaKnown ? "not-on-call" : "not-known" };
}

/** Without a rota one seat round the clock is assumed, and said to be. */
export function shiftLoad(
  incidents: number,
  coveredHours: number,
  { days, most }: { days: number; most: number },
): TeamLoad["shift"] {
  const estimated = coveredHours === 0;
  const hours = estimated ? days * HOURS_A_DAY : coveredHours;
  const rate = rateOf(incidents, hours / HOURS_A_SHIFT);
  return rate && { ...rate, incidents, hours, estimated, over: rate.value > most };
}

export function trendOf(now: number, before: number, days: number): NonNullable<TeamLoad["trend"]> {
  const { value, low, high } = rateRatio({ count: now, of: days }, { count: before, of: days });
  const word = low > 1 ? "more" : high < 1 ? "less" : "no clear change";
  return { now, before, ratio: value, low, high: Number.isFinite(high) ? high : null, word };
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
