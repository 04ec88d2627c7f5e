import type { Ctx } from "@/db/ctx";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { NoiseReport } from "@/lib/contract/noise-report";
import { assembleReport } from "@/lib/report/assemble-report";
import { namesInSight } from "./named/names-in-sight";
import { viewNamed } from "./named/view-named";
import { previousScope, rangeOf, rangeWords, scopeOf } from "./period";
import { comparedFacts, reportFacts } from "./report-facts";

/** What paged us in the range, how much of it was noise, who was woken; beside the period before. */
export async function noiseReport(ctx: Ctx, filter: NoiseFilter): Promise<NoiseReport> {
  const { nameOf, seen } = await namesInSight(ctx);
  const what = { screen: "overview", ...rangeWords(scopeOf(ctx, filter)) };
  return viewNamed(ctx, what, seen, () => reportWith(ctx, filter, nameOf));
}

/** The same with nobody named in it. */
export function namelessReport(ctx: Ctx, filter: NoiseFilter): Promise<NoiseReport> {
  return reportWith(ctx, filter, () => null);
}

async function reportWith(
  ctx: Ctx,
  filter: NoiseFilter,
  nameOf: (personId: string) => string | null,
): Promise<NoiseReport> {
  const scope = scopeOf(ctx, filter);
  const before = previousScope(scope, filter);
  const [facts, earlier] = await Promise.all([reportFacts(ctx, scope), before && comparedFacts(ctx, before)]);
  const people = facts.people.map((person) => ({ ...person, name: nameOf(person.id) }));
  const previous = before && earlier && { range: rangeOf(before), facts: earlier };
  return assembleReport({ range: rangeOf(scope), facts: { ...facts, people } }, previous, ctx.settings);
}
