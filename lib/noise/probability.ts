import { BANDS, type Case, chanceOf, startOf } from "./case";

/** That a page was actionable; `mean`: the share of its alert. Action evidence lifts it, whatever else speaks. */
export function probabilityOf(each: Case, mean: number): number {
  const { evidence, sum } = each;
  const p = chanceOf(startOf(each, mean) + sum);
  return evidence.length > 0 ? Math.max(BANDS.actionEvidenceAtLeast, p) : p;
}
