import type { Ctx } from "@/db/ctx";
import type { TrendPoint } from "@/lib/contract/noise-report";
import { groupBy } from "@/lib/model/group-by";
import type { HourClass } from "@/lib/model/interruption";
import type { Verdict } from "@/lib/model/verdict";
import { addDays, localDateOf, startOfDate } from "@/lib/time/boundaries";
import { type InstantRange, localDatesOf, type Slice, slicesOf } from "@/lib/time/range";
import { interruptionsAndNights, interruptionsInScope, interruptionsOf, nightBegan, pagesInScope } from "./in-scope";
import type { Scope } from "./period";

/** A trend of fewer points says little: shorter ranges are shown within the weeks before them. */
const LEAST_DAYS = 84;

type Reader = Pick<Ctx, "sql" | "workspaceId">;

type Trend = { unit: "day" | "week"; points: TrendPoint[] };

/** Pages and interruptions over time, at least twelve weeks that end with the range. */
export async function trend(ctx: Ctx, scope: Scope): Promise<Trend> {
  const { unit, slices } = slicesOf(widened(scope), scope.zone);
  return { unit, points: await pointsOver(ctx, scope, slices) };
}

/** The same over slices that lie side by side. */
export async function pointsOver(ctx: Reader, scope: Scope, slices: readonly Slice[]): Promise<TrendPoint[]> {
  const whole = { ...scope, range: spanOf(slices, scope) };
  const [pages, interruptions] = await Promise.all([
    pageCells(ctx, whole, slices),
    interruptionCells(ctx, whole, slices),
  ]);
  return slices.map((slice, index) => pointOf(slice, pages.get(index + 1) ?? [], interruptions.get(index + 1) ?? []));
}

/** Person-nights disrupted, by the slice in which they began. */
export async function nightsOver(ctx: Reader, scope: Scope, slices: readonly Slice[]): Promise<number[]> {
  const whole = { ...scope, range: spanOf(slices, scope) };
  const rows = await ctx.sql<{ slice: number; nights: number }[]>`
    select ${sliceOf(ctx, whole, slices, "i.night")} as slice, count(distinct (i.person_id, i.night))::int as nights
    from ${interruptionsOf(ctx, whole)} where ${interruptionsAndNights(ctx, whole)} and ${nightBegan(ctx, whole)}
    group by 1`;
  const bySlice = new Map(rows.map(({ slice, nights }) => [slice, nights]));
  return slices.map((_, index) => bySlice.get(index + 1) ?? 0);
}

function spanOf(slices: readonly Slice[], { range }: Scope): InstantRange {
  return { from: slices[0]?.from ?? range.from, to: slices.at(-1)?.to ?? range.to };
}

function widened({ range, zone }: Scope): { from: number; to: number } {
  const earliest = startOfDate(addDays(localDateOf(range.to - 1, zone), 1 - LEAST_DAYS), zone);
  return { from: Math.min(range.from, earliest), to: range.to };
}

type PageCell = { slice: number; verdict: Verdict | "test" | "unclassified"; pages: number };
type InterruptionCell = { slice: number; hour_class: HourClass; interruptions: number };

async function pageCells(ctx: Reader, scope: Scope, slices: readonly Slice[]): Promise<Map<number, PageCell[]>> {
  const rows = await ctx.sql<PageCell[]>`
    select width_bucket(p.triggered_at, ${boundsOf(slices)}::timestamptz[]) as slice,
      case when p.reason = 'test' then 'test' else coalesce(p.verdict, 'unclassified') end as verdict, count(*)::int as pages
    from pages p where ${pagesInScope(ctx, scope)} group by 1, 2`;
  return groupBy(rows, (row) => row.slice);
}

async function interruptionCells(
  ctx: Reader,
  scope: Scope,
  slices: readonly Slice[],
): Promise<Map<number, InterruptionCell[]>> {
  const rows = await ctx.sql<InterruptionCell[]>`
    select ${sliceOf(ctx, scope, slices)} as slice, i.hour_class, count(*)::int as interruptions
    from ${interruptionsOf(ctx, scope)} where ${interruptionsInScope(ctx, scope)} group by 1, 2`;
  return groupBy(rows, (row) => row.slice);
}

/** In which slice an interruption lies: by the date of its person, or of its night, where the slices are whole days. */
function sliceOf(
  { sql }: Reader,
  { range, zone }: Scope,
  slices: readonly Slice[],
  date: "i.local_date" | "i.night" = "i.local_date",
) {
  if (localDatesOf(range, zone) === null) return sql`width_bucket(i.at, ${boundsOf(slices)}::timestamptz[])`;
  return sql`width_bucket(${sql.unsafe(date)}, ${slices.map(({ from }) => localDateOf(from, zone))}::date[])`;
}

function boundsOf(slices: readonly Slice[]): string[] {
  return slices.map(({ from }) => new Date(from).toISOString());
}

function pointOf(slice: Slice, pages: readonly PageCell[], cells: readonly InterruptionCell[]): TrendPoint {
  const counts = { actionable: 0, noise: 0, unclear: 0, unclassified: 0, test: 0 };
  for (const cell of pages) counts[cell.verdict] += cell.pages;
  const interruptions = { sleep: 0, off: 0, business: 0, total: 0 };
  for (const cell of cells) {
    interruptions[cell.hour_class] += cell.interruptions;
    interruptions.total += cell.interruptions;
  }
  const { from, to, label } = slice;
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), label, counts, interruptions };
}
