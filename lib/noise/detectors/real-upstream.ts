import { defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import type { Sight } from "@/lib/noise/sight";
import { isElsewhere } from "@/lib/noise/surroundings";
import { ofPages } from "@/lib/noise/wording";

/**
 * Real, and fixed by others: somebody engaged, the page stayed with them, and it ends with an incident of another team, or
 * a note names the vendor or the upstream. Whoever fixed something of their own had a fault of their own.
 */
export const realUpstream = defineDetector({
  reason: "real-upstream",
  thresholds: {},
  detect(scene) {
    const upstream = scene.sights.filter((sight) => isUpstream(sight, scene));
    if (upstream.length === 0) return [];
    const claim = `${ofPages(upstream.length, scene.sights.length)} were taken and ended with an incident of others`;
    const facts = { upstream: upstream.length, pages: scene.sights.length };
    return [{ claim, facts, pageKeys: upstream.map(({ page }) => page.pageKey) }];
  },
});

function isUpstream({ page, anyoneEngaged, acted, upstreamNote, fixNote }: Sight, { surroundings }: Scene): boolean {
  if (!anyoneEngaged && !acted) return false;
  if (fixNote !== null || page.actions.some(({ kind, by }) => kind === "reassigned" && by === "person")) return false;
  const link = surroundings.links?.get(page.pageKey);
  return upstreamNote !== null || (link !== undefined && isElsewhere(page, link));
}
