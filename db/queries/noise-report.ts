import type { Ctx } from "@/db/ctx";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { NoiseReport } from "@/lib/contract/noise-report";
import { assembleReport } from "@/lib/report/assemble-report";
import { previousScope, rangeOf, scopeOf } from "./period";
import { comparedFacts, reportFacts } from "./report-facts";

/** What paged us in the range, how much of it was noise, who was woken; beside the period before. */
export async function noiseReport(ctx: Ctx, filter: NoiseFilter): Promise<NoiseReport> {
  const scope = scopeOf(ctx, filter);
  const before = previousScope(scope, filter);
  const [facts, earlier] = await Promise.all([reportFacts(ctx, scope), before && comparedFacts(ctx, before)]);
  const previous = before && earlier && { range: rangeOf(before), facts: earlier };
  return assembleReport({ range: rangeOf(scope), facts }, previous, ctx.settings);
}
