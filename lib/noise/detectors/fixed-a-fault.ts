import { actionEvidence } from "@/lib/noise/action-evidence";
import { defineDetector } from "@/lib/noise/detector";
import { ofPages } from "@/lib/noise/wording";

/** Somebody changed something because of it: the evidence that decides, told for the alert as a whole. */
export const fixedAFault = defineDetector({
  reason: "fixed-a-fault",
  thresholds: {},
  detect(scene) {
    const acted = scene.sights.filter((sight) => actionEvidence(sight, scene).length > 0);
    if (acted.length === 0) return [];
    const claim = `${ofPages(acted.length, scene.sights.length)} show that a person acted`;
    const facts = { acted: acted.length, pages: scene.sights.length };
    return [{ claim, facts, pageKeys: acted.map(({ page }) => page.pageKey) }];
  },
});
