import type { Finding, Reason } from "@/lib/model/verdict";
import type { Case } from "./case";
import type { Scene } from "./history";

const MOST = 10;
const NONE: readonly string[] = [];

/**
 * The other pages that the reason of a page rests on: the one that its finding names, the incident that it ended with, and
 * its neighbours in the finding, the nearest ones. The finding itself lists all.
 */
export function usedPages(
  each: Case,
  reason: Reason | null,
  findings: readonly Finding[],
  scene: Scene,
): readonly string[] {
  if (reason === null) return NONE;
  const own = each.sight.page.pageKey;
  const used: string[] = [];
  const link = reason === "real-upstream" ? scene.surroundings.links?.get(own) : undefined;
  if (link) used.push(link.pageKey);
  each.findings.forEach((index, nth) => {
    const finding = findings[index];
    if (finding?.detector !== reason) return;
    const { first } = finding.facts;
    if (typeof first === "string" && first !== own && !used.includes(first)) used.push(first);
    addNeighbours(used, finding.pageKeys, each.places[nth] ?? 0);
  });
  return used.length === 0 ? NONE : used;
}

function addNeighbours(used: string[], pageKeys: readonly string[], place: number): void {
  for (let step = 1; used.length < MOST && (place - step >= 0 || place + step < pageKeys.length); step += 1) {
    for (const at of [place - step, place + step]) {
      const key = pageKeys[at];
      if (key !== undefined && used.length < MOST && !used.includes(key)) used.push(key);
    }
  }
}
