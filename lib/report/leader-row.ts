import {
  type Carries,
  COMPARED,
  type ComparedFigure,
  type HiddenBecause,
  type LeaderDetail,
  type LeaderRow,
  type Led,
  type OrganisationLoad,
  type OwnPager,
  type PagesTrend,
  type RateBeside,
} from "@/lib/contract/leaders";
import { budgetBand, pagesPerWeek } from "@/lib/load/budgets";
import { fairness } from "@/lib/load/fairness";
import { ratePerDay } from "@/lib/load/rates";
import { trendOf } from "@/lib/load/trend";
import type { DateSpan } from "@/lib/model/organisation";
import { type Budgets, DEFAULT_BUDGETS } from "@/lib/model/settings";
import type { Sight } from "@/lib/privacy/sight";
import { medianOf } from "@/lib/statistics/median-of";
import { shareOf } from "@/lib/statistics/share-of";
import { daysBetween } from "@/lib/time/boundaries";
import type { CarriedPart, LeaderPages, OnCallPart } from "./leader-facts";

/** What one person carried while under a leader, or in the whole range. */
export type PersonSum = Omit<CarriedPart, "personId" | "part"> & {
  id: string;
  onCall: Omit<OnCallPart, "personId" | "part">;
};

export type RowFacts = {
  id: string;
  name: string | null;
  label: string;
  parentId: string | null;
  leadersUnder: number;
  /** The leader's own sums; null = not to be seen by name. */
  own: PersonSum | null;
  lastRangAt: number | null;
  under: readonly PersonSum[];
  /** A schedule is known of the leader or of anybody under them. */
  knowsSchedule: boolean;
  pages: LeaderPages | null;
  hidden: HiddenBecause | null;
};

export type RowRules = {
  sight: Sight;
  nameOf: (id: string) => string;
  dates: DateSpan;
  trendDates: DateSpan | null;
  budgets: Budgets | undefined;
};

/** Fewer people than this are not told apart without names. */
const LEAST = 5;

export function leaderRow(facts: RowFacts, rules: RowRules): LeaderRow {
  const { id, name, label, parentId, leadersUnder, own, under, pages } = facts;
  const counted = comparedPeople(facts);
  // Of an organisation whose figures are shown, the few who are on call must not show through.
  const few = counted.length > 0 && counted.length < LEAST && counted.some((one) => !rules.sight.named.has(one.id));
  const hidden = facts.hidden ?? (few ? "small" : null);
  const judged = { actionable: pages?.actionable ?? 0, noise: pages?.noise ?? 0, unclear: pages?.unclear ?? 0 };
  const total = judged.actionable + judged.noise + judged.unclear;
  return {
    id,
    name,
    label,
    parentId,
    isSelf: id === rules.sight.selfId,
    leadersUnder,
    people: under.length,
    onCall: under.filter(({ onCall }) => onCall.any > 0).length,
    own: own && ownPager(own, facts, hidden === null ? counted : null),
    pages: { total, ...judged },
    noiseShare: shareOf(judged.noise, judged.noise + judged.actionable),
    unclearShare: shareOf(judged.unclear, total),
    trend: rules.trendDates && pagesTrend(pages, rules.trendDates),
    hidden: under.length === 0 ? null : hidden,
    load: hidden === null && under.length > 0 ? organisationLoad(under, counted, rules) : null,
    led: hidden === null && under.length > 0 ? ledBy(facts, counted, rules) : null,
  };
}

/** Those on call or, where no schedule is known, those who were paged. */
function comparedPeople({ under, knowsSchedule }: RowFacts): PersonSum[] {
  return under.filter((one) => (knowsSchedule ? one.onCall.any > 0 : pagesOf(one) > 0));
}

const pagesOf = ({ first, escalated, lineNotKnown }: PersonSum) => first + escalated + lineNotKnown;

const hoursOf = ({ sleep, off, business }: Pick<PersonSum, "sleep" | "off" | "business">) => ({
  sleep,
  off,
  business,
  total: sleep + off + business,
});

/** `counted` is null where nothing of the people led may be shown. */
function ownPager(own: PersonSum, facts: RowFacts, counted: readonly PersonSum[] | null): OwnPager {
  const { first, escalated, lineNotKnown, estimated, nights, onCall } = own;
  return {
    carries: carries(own, () => facts.knowsSchedule),
    lastRangAt: facts.lastRangAt === null ? null : new Date(facts.lastRangAt).toISOString(),
    pages: { first, escalated, lineNotKnown, total: pagesOf(own) },
    interruptions: hoursOf(own),
    estimated,
    nights,
    onCallHours: facts.knowsSchedule ? { first: onCall.first, further: onCall.further } : null,
    rates: {
      first: rateBeside(own, counted, (one) => [one.first, one.onCall.first]),
      further: rateBeside(own, counted, (one) => [one.escalated, one.onCall.further]),
    },
  };
}

/** A page whose line nobody knows may have come on the first. */
export function carries(own: PersonSum, knowsSchedule: () => boolean): Carries {
  if (own.onCall.first > 0 || own.first > 0 || own.lineNotKnown > 0) return "yes";
  if (own.onCall.any > 0 || own.escalated > 0) return "escalation-only";
  return knowsSchedule() ? "no" : "not-known";
}

type CountAndHours = (one: PersonSum) => readonly [pages: number, hours: number];

function rateBeside(own: PersonSum, counted: readonly PersonSum[] | null, of: CountAndHours): RateBeside | null {
  const mine = ratePerDay(...of(own));
  if (!mine) return null;
  const theirs = (counted ?? []).flatMap((one) => ratePerDay(...of(one))?.value ?? []);
  const median = medianOf(theirs);
  return { own: mine, median, n: theirs.length, ratio: median ? mine.value / median : null };
}

const FIGURE: Record<ComparedFigure, (one: PersonSum) => number> = {
  first: ({ first }) => first,
  escalated: ({ escalated }) => escalated,
  sleep: ({ sleep }) => sleep,
  off: ({ off }) => off,
  business: ({ business }) => business,
  nights: ({ nights }) => nights,
};

function ledBy(facts: RowFacts, counted: readonly PersonSum[], rules: RowRules): Led {
  const { sight, dates, budgets = DEFAULT_BUDGETS } = rules;
  // A largest number is one person's.
  const seesAll = counted.every(({ id }) => sight.named.has(id));
  const [n, days] = [counted.length, daysBetween(dates.fromDate, dates.toDate)];
  const most = Math.max(...counted.map(pagesOf));
  return {
    of: facts.knowsSchedule ? "on-call" : "paged",
    n,
    others: facts.under.length - n,
    median: n === 0 ? null : figures((of) => medianOf(counted.map(of)) ?? 0),
    worst: n === 0 || !seesAll ? null : figures((of) => Math.max(...counted.map(of))),
    worstWho: seesAll ? worstWho(counted, rules.nameOf) : {},
    worstBand: n === 0 ? null : budgetBand("pagesPerPersonWeek", pagesPerWeek(most, days), budgets),
  };
}

function figures(middle: (figure: (one: PersonSum) => number) => number): Record<ComparedFigure, number> {
  return Object.fromEntries(COMPARED.map((key) => [key, middle(FIGURE[key])])) as Record<ComparedFigure, number>;
}

/** Only where one person alone has the largest number, and it is above 0. */
function worstWho(counted: readonly PersonSum[], nameOf: RowRules["nameOf"]): Led["worstWho"] {
  return Object.fromEntries(
    COMPARED.flatMap((key) => {
      const largest = Math.max(0, ...counted.map(FIGURE[key]));
      const [one, another] = counted.filter((person) => FIGURE[key](person) === largest);
      return one && !another && largest > 0 ? [[key, { id: one.id, name: nameOf(one.id) }]] : [];
    }),
  );
}

function organisationLoad(
  under: readonly PersonSum[],
  counted: readonly PersonSum[],
  { sight }: RowRules,
): OrganisationLoad {
  const sum = (of: (one: PersonSum) => number) => under.reduce((all, one) => all + of(one), 0);
  const nights = counted.map((one) => one.nights);
  const n = nights.length;
  return {
    interruptions: hoursOf({ sleep: sum(FIGURE.sleep), off: sum(FIGURE.off), business: sum(FIGURE.business) }),
    estimated: sum(({ estimated }) => estimated),
    woken: under.filter((one) => one.nights > 0).length,
    nights: {
      sum: sum(FIGURE.nights),
      mean: n === 0 ? null : nights.reduce((all, one) => all + one, 0) / n,
      median: medianOf(nights),
      max: n > 0 && counted.every(({ id }) => sight.named.has(id)) ? Math.max(...nights) : null,
    },
  };
}

function pagesTrend(pages: LeaderPages | null, dates: DateSpan): PagesTrend {
  const { count, before, ratio, low, high, change } = trendOf(pages?.last ?? 0, pages?.before ?? 0);
  return { ...dates, last: count, before, ratio: { value: ratio, low, high }, change };
}

/** More people than in any one rota, and more events than are drawn again and again while somebody waits. */
const MOST_TESTED = { people: 100, events: 5000 };

/** Of an organisation whose people's figures are shown. A storm is one hour, not ten events. */
export function fairnessUnder(facts: RowFacts): LeaderDetail["fairness"] {
  const counted = comparedPeople(facts);
  const events = counted.reduce((all, { hours }) => all + hours, 0);
  const n = { people: counted.length, events };
  if (n.people > MOST_TESTED.people || n.events > MOST_TESTED.events) return { ...n, word: "too-many", p: null };
  const { test } = fairness(
    counted.map(({ hours, onCall }) => ({ events: hours, exposure: facts.knowsSchedule ? onCall.any : 1 })),
  );
  if (!test) return { ...n, word: "too-few", p: null };
  return { ...n, word: test.unequal ? "uneven" : "within-chance", p: test.p };
}
