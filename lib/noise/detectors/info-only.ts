import { actionEvidence } from "@/lib/noise/action-evidence";
import { defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import { isInformationTitle } from "@/lib/noise/phrases";
import { posteriorOf } from "@/lib/noise/posterior";
import { NEUTRAL_PRIOR } from "@/lib/noise/prior";
import type { Sight } from "@/lib/noise/sight";
import { ofPages, percent } from "@/lib/noise/wording";

const AGAIN_MS = 3_600_000;
const RUNBOOK = /runbook|playbook/i;

/**
 * No response exists: the title tells information, names no runbook, and so many pages went by on which nobody did more than
 * acknowledge or close that at most a fifth of them can have needed anybody. A share of a tenth would take 28 pages. "Recovered" on a page that fires again is no information.
 */
export const infoOnly = defineDetector({
  reason: "info-only",
  thresholds: { share: 0.2, certainty: 0.95 },
  detect(scene, { share, certainty }) {
    const { sights, labels } = scene;
    const known = sights.filter(({ page }) => page.knowsAcknowledgements);
    if (known.length === 0 || known.some((sight) => wasWorkedOn(sight, scene))) return [];
    const told = sights.filter((sight, index) => tellsInformation(sight) && !firesAgain(sights, index));
    if (told.length === 0) return [];
    const actionable = sights.filter(({ page }) => labels.get(page.pageKey)?.verdict === "actionable").length;
    const sure = posteriorOf({ a: actionable, n: Math.max(known.length, actionable) }, NEUTRAL_PRIOR).atMost(share);
    if (sure < certainty) return [];
    const claim = `${ofPages(told.length, sights.length)} tell information only; nobody did more than acknowledge or close any of ${known.length}, so with ${percent(sure)} certainty at most ${percent(share)} need anybody`;
    const facts = { told: told.length, pages: sights.length, known: known.length, certainty: Number(sure.toFixed(4)) };
    return [{ claim, facts, pageKeys: told.map(({ page }) => page.pageKey) }];
  },
});

/** To acknowledge or to close is how people put a message away. */
function wasWorkedOn(sight: Sight, scene: Scene): boolean {
  return sight.fixNote !== null || sight.tellingNote !== null || actionEvidence(sight, scene).length > 0;
}

function tellsInformation({ page }: Sight): boolean {
  const title = page.facts.title ?? "";
  return isInformationTitle(title) && !RUNBOOK.test(title);
}

function firesAgain(sights: readonly Sight[], index: number): boolean {
  const here = sights[index]?.page;
  const next = sights[index + 1]?.page;
  if (!here) return false;
  return here.openings.length > 1 || (next !== undefined && next.triggeredAt - here.triggeredAt < AGAIN_MS);
}
