import { defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import type { Sight } from "@/lib/noise/sight";
import { ofPages } from "@/lib/noise/wording";

const MINUTE_MS = 60_000;

type Limits = { withinMinutes: number; afterAcknowledgeMinutes: number; quietMinutes: number };

/**
 * Cleared by the source before anyone acted, and not opening again at once. An end by a person or by an unknown is never
 * one, nor is a page whose source cannot tell whether somebody took it.
 */
export const selfHealed = defineDetector({
  reason: "self-healed",
  thresholds: { withinMinutes: 5, afterAcknowledgeMinutes: 2, quietMinutes: 60 },
  detect(scene, limits) {
    const healed = scene.sights.filter(
      (sight, index) => clearedAlone(sight, limits) && standsAlone(scene, index, limits),
    );
    if (healed.length === 0) return [];
    const claim = `${ofPages(healed.length, scene.sights.length)} cleared by the source within ${limits.withinMinutes} min, nobody acted`;
    const facts = { selfHealed: healed.length, pages: scene.sights.length };
    return [{ claim, facts, pageKeys: healed.map(({ page }) => page.pageKey) }];
  },
});

function clearedAlone({ page, openMs, acted, acknowledgedAt }: Sight, limits: Limits): boolean {
  if (page.endedBy !== "source" || openMs === null || !page.knowsAcknowledgements || acted) return false;
  // An end in the very instant of the opening is a page whose beginning was not told.
  if (openMs <= 0 || openMs >= limits.withinMinutes * MINUTE_MS) return false;
  if (acknowledgedAt === null || page.endedAt === null) return true;
  return page.endedAt - acknowledgedAt <= limits.afterAcknowledgeMinutes * MINUTE_MS;
}

function standsAlone({ sights }: Scene, index: number, { quietMinutes }: Limits): boolean {
  const at = sights[index]?.page.triggeredAt ?? 0;
  const before = sights[index - 1]?.page.openings.at(-1)?.openedAt ?? Number.NEGATIVE_INFINITY;
  const after = sights[index + 1]?.page.triggeredAt ?? Number.POSITIVE_INFINITY;
  return at - before >= quietMinutes * MINUTE_MS && after - at >= quietMinutes * MINUTE_MS;
}
