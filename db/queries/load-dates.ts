import type { Ctx } from "@/db/ctx";
import { mondayOf } from "@/db/rollups/monday-of";
import type { Load } from "@/lib/contract/load";
import { addDays, daysBetween, localDateOf, startOfDate } from "@/lib/time/boundaries";
import type { LoadScope } from "./load-scope";

/** Local dates, half-open. */
export type LoadDates = { fromDate: string; toDate: string };

const WEEK_DAYS = 7;

/** Local dates that the range touches. */
export function loadDatesOf({ range, zone }: Pick<LoadScope, "range" | "zone">): LoadDates {
  return { fromDate: localDateOf(range.from, zone), toDate: addDays(localDateOf(range.to - 1, zone), 1) };
}

/** Whole weeks that are over: those of a running one would tell today from yesterday. */
export function isWholeWeeks(ctx: Pick<Ctx, "now">, scope: Pick<LoadScope, "range" | "zone">): boolean {
  const { range, zone } = scope;
  const { fromDate, toDate } = loadDatesOf(scope);
  const whole = startOfDate(fromDate, zone) === range.from && startOfDate(toDate, zone) === range.to;
  return whole && mondayOf(fromDate) === fromDate && mondayOf(toDate) === toDate && range.to <= ctx.now;
}

/** Around the range, as an address says it: the last day is inclusive. */
export function wholeWeeksAround(ctx: Pick<Ctx, "now">, scope: LoadScope): Load["wholeWeeks"] {
  const { fromDate, toDate } = loadDatesOf(scope);
  const over = mondayOf(localDateOf(ctx.now, scope.zone));
  const ceiling = mondayOf(toDate) === toDate ? toDate : addDays(mondayOf(toDate), WEEK_DAYS);
  const end = ceiling < over ? ceiling : over;
  const start = mondayOf(fromDate);
  return { from: start < end ? start : addDays(end, -WEEK_DAYS), to: addDays(end, -1) };
}

export function loadDaysIn(scope: Pick<LoadScope, "range" | "zone">): number {
  const { fromDate, toDate } = loadDatesOf(scope);
  return daysBetween(fromDate, toDate);
}
