import type { Ctx } from "@/db/ctx";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { NoiseReport } from "@/lib/contract/noise-report";
import type { Sight } from "@/lib/privacy/sight";
import { assembleReport } from "@/lib/report/assemble-report";
import { namesInSight } from "./named/names-in-sight";
import { sightOf } from "./named/sight-of";
import { viewNamed } from "./named/view-named";
import { withheldIn } from "./named/withheld";
import { previousScope, rangeOf, rangeWords, scopeOf } from "./period";
import { comparedFacts, reportFacts } from "./report-facts";

/** What paged us in the range, how much of it was noise, who was woken; beside the period before. */
export async function noiseReport(ctx: Ctx, filter: NoiseFilter): Promise<NoiseReport> {
  const { nameOf, seen, sight } = await namesInSight(ctx);
  const what = { screen: "overview", ...rangeWords(scopeOf(ctx, filter)) };
  return viewNamed(ctx, what, seen, () => reportWith(ctx, filter, sight, nameOf));
}

/** The same with nobody named in it. */
export async function namelessReport(ctx: Ctx, filter: NoiseFilter): Promise<NoiseReport> {
  return reportWith(ctx, filter, await sightOf(ctx), () => null);
}

async function reportWith(
  ctx: Ctx,
  filter: NoiseFilter,
  sight: Sight,
  nameOf: (personId: string) => string | null,
): Promise<NoiseReport> {
  const scope = scopeOf(ctx, filter);
  const before = previousScope(scope, filter);
  const [facts, withheld, earlier, earlierWithheld] = await Promise.all([
    reportFacts(ctx, scope),
    withheldIn(ctx, scope, sight),
    before && comparedFacts(ctx, before),
    before && withheldIn(ctx, before, sight),
  ]);
  const people = facts.people.map((person) => ({ ...person, name: nameOf(person.id) }));
  const previous = before &&
    earlier &&
    earlierWithheld && { range: rangeOf(before), facts: earlier, withheld: earlierWithheld };
  return assembleReport({ range: rangeOf(scope), facts: { ...facts, people }, withheld }, previous, ctx.settings);
}
