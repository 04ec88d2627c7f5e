import type { Ctx } from "@/db/ctx";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { NoiseReport } from "@/lib/contract/noise-report";
import { assembleReport } from "@/lib/report/assemble-report";
import { previousScope, rangeOf, type Scope, scopeOf } from "./period";
import { reportFacts } from "./report-facts";

/** What paged us in the range, how much of it was noise, who was woken; beside the period before. */
export async function noiseReport(ctx: Ctx, filter: NoiseFilter): Promise<NoiseReport> {
  const scope = scopeOf(ctx, filter);
  const before = previousScope(scope, filter);
  const periodOf = async (of: Scope) => ({ range: rangeOf(of), facts: await reportFacts(ctx, of) });
  const [now, previous] = await Promise.all([periodOf(scope), before && periodOf(before)]);
  return assembleReport(now, previous, ctx.settings);
}
