import type { Ctx } from "@/db/ctx";
import { mondayOf } from "@/db/rollups/monday-of";
import type { LoadWeek } from "@/lib/contract/load";
import { addDays, startOfDate } from "@/lib/time/boundaries";
import { labelOf } from "@/lib/time/range";
import { type Crowd, isWideInWeek } from "./load-crowd";
import { loadDatesOf, loadDaysIn } from "./load-dates";
import { membersIn } from "./load-people";
import type { LoadScope } from "./load-scope";
import { weekTallies } from "./load-trend";

const WEEK_DAYS = 7;
/** A trend of fewer points says little. */
const LEAST_WEEKS = 12;
const MOST_WEEKS = 53;

/** Whole weeks that end with the range, from the first of which anything is known. */
export async function loadWeeks(
  ctx: Ctx,
  scope: LoadScope,
  crowd: Crowd,
  firstDate: string | null,
): Promise<LoadWeek[]> {
  if (firstDate === null || crowd.sum === null) return [];
  const asked = loadDatesOf(scope);
  const toDate = mondayOf(asked.toDate);
  const length = Math.min(MOST_WEEKS, Math.max(LEAST_WEEKS, Math.ceil(loadDaysIn(scope) / WEEK_DAYS)));
  const earliest = addDays(toDate, -length * WEEK_DAYS);
  const fromDate = earliest > mondayOf(firstDate) ? earliest : mondayOf(firstDate);
  if (fromDate >= toDate) return [];
  const [rows, members] = await Promise.all([
    weekTallies(ctx, scope, { fromDate, toDate }, crowd.counted),
    scope.teamId === null ? [] : membersIn(ctx, { fromDate, toDate }),
  ]);
  const mine = members.filter(({ teamId }) => teamId === scope.teamId);
  const byWeek = new Map(rows.map((row) => [row.week, row]));
  const weeks: LoadWeek[] = [];
  for (let week = fromDate; week < toDate; week = addDays(week, WEEK_DAYS)) {
    const next = addDays(week, WEEK_DAYS);
    if (crowd.counted === null && !isWideInWeek(mine, crowd.sight, { fromDate: week, toDate: next })) continue;
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
