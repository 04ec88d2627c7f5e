import type { Ctx } from "@/db/ctx";
import type { DecisionsView } from "@/lib/contract/decision";
import type { TrendPoint, VerdictCounts } from "@/lib/contract/noise-report";
import type { FigureHidden, ReportWeek } from "@/lib/contract/weekly-report";
import type { Instant } from "@/lib/model/instant";
import type { WeekFacts } from "@/lib/report/assemble-week";
import { shareOf } from "@/lib/statistics/share-of";
import { labelOf, type Slice } from "@/lib/time/range";
import { weekRange, weeksUpTo } from "@/lib/time/report-week";
import { keptPart } from "./kept-part";
import { rangeOf, type Scope } from "./period";
import type { Subject } from "./report-subject";
import { nightsOver, pointsOver } from "./trend";

const WEEKS = 12;
/** The week asked for and the one before it: they are what the figures say. */
const FRESH = 2;

type Asked = {
  week: string;
  scope: Scope;
  subject: Subject;
  facts: WeekFacts;
  /** Why facts about people are not told of the week asked for; the weeks before are of the same people, more or less. */
  hidden: FigureHidden | null;
  squashOf: (until: Instant) => DecisionsView["timeToSquash"];
};

/** Twelve weeks that end with the one asked for. */
export async function reportTrend(
  ctx: Ctx,
  { week, scope, subject, facts, hidden, squashOf }: Asked,
): Promise<ReportWeek[]> {
  const weeks = weeksUpTo(week, WEEKS);
  const slices = weeks.map((one) => {
    const range = weekRange(one, scope.zone, subject.handOver);
    return { ...range, label: labelOf(range, scope.zone) };
  });
  const [{ points, nights }, first] = await Promise.all([
    counted(ctx, scope, subject, slices, facts),
    firstPageAt(ctx),
  ]);
  return weeks.flatMap((one, index): ReportWeek[] => {
    const [slice, point] = [slices[index], points[index]];
    if (!slice || !point) return [];
    const { counts } = point;
    return [
      {
        week: one,
        range: rangeOf({ ...scope, range: slice }),
        counts,
        pages: counts.actionable + counts.noise + counts.unclear + counts.unclassified,
        ...sharesOf(counts),
        interruptions: hidden === null ? point.interruptions : null,
        disruptedNights: hidden === null ? (nights[index] ?? 0) : null,
        hidden,
        timeToSquash: squashOf(Math.min(ctx.now, slice.to)),
        whole: first !== null && first <= slice.from && slice.to <= ctx.now,
      },
    ];
  });
}

type Counted = { points: Pick<TrendPoint, "counts" | "interruptions">[]; nights: number[] };

/** The last two weeks as the report counts them anyway; those before them as they were kept. */
async function counted(
  ctx: Ctx,
  scope: Scope,
  { key }: Subject,
  slices: readonly Slice[],
  { before, now }: WeekFacts,
): Promise<Counted> {
  const older = slices.slice(0, -FRESH);
  const until = older.at(-1)?.to ?? scope.range.from;
  const kept = await keptPart(
    ctx,
    { part: `weeks ${key}, nights by their beginning, from ${older[0]?.from}`, until },
    async () => {
      const [points, nights] = await Promise.all([pointsOver(ctx, scope, older), nightsOver(ctx, scope, older)]);
      return { points, nights };
    },
  );
  return {
    points: [...kept.points, before, now],
    nights: [...kept.nights, before.disruptedNights, now.disruptedNights],
  };
}

function sharesOf({ actionable, noise, unclear }: VerdictCounts): Pick<ReportWeek, "noiseShare" | "unclearShare"> {
  return {
    noiseShare: shareOf(noise, noise + actionable),
    unclearShare: shareOf(unclear, noise + actionable + unclear),
  };
}

async function firstPageAt({ sql, workspaceId }: Ctx): Promise<Instant | null> {
  const [row] = await sql<{ at: Date | null }[]>`
    select min(triggered_at) as at from pages where workspace_id = ${workspaceId}`;
  return row?.at?.getTime() ?? null;
}
