import type { NoiseReason } from "@/lib/model/verdict";
import type { Scene } from "./history";

/** Pages before which enough of the judged ones were marked with a reason; only verdicts on earlier pages count. */
export function markedBefore(
  { sights, labels }: Scene,
  reason: NoiseReason,
  { marks, agreeing }: { marks: number; agreeing: number },
): string[] {
  if (labels.size === 0) return [];
  const pageKeys: string[] = [];
  let [judged, marked] = [0, 0];
  for (const { page } of sights) {
    if (marked >= marks && marked >= agreeing * judged) pageKeys.push(page.pageKey);
    const label = labels.get(page.pageKey);
    if (!label || label.verdict === "unclear") continue;
    judged += 1;
    if (label.reason === reason) marked += 1;
  }
  return pageKeys;
}
