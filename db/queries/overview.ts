import type { Ctx } from "@/db/ctx";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { Overview } from "@/lib/contract/overview";
import { noiseReport } from "./noise-report";
import { scopeOf } from "./period";
import { trend } from "./trend";

const WORST = 5;

export async function overview(ctx: Ctx, filter: NoiseFilter): Promise<Overview> {
  const [report, { unit, points }] = await Promise.all([noiseReport(ctx, filter), trend(ctx, scopeOf(ctx, filter))]);
  const { signatures, classifierVersion: _version, ...rest } = report;
  return {
    ...rest,
    worst: signatures.filter((row) => (row.pain ?? 0) > 0 || row.counts.noise > 0).slice(0, WORST),
    // The weeks before are of the same people, more or less.
    trend: rest.totals.withheld === null ? points : points.map((point) => ({ ...point, interruptions: null })),
    trendUnit: unit,
  };
}
